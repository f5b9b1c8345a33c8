"""Mean, days covered and streak: pure functions of days."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.adherence.summary import Bands, Day, bands, days_covered, mean, streak

MONDAY = dt.date(2026, 11, 16)
SCORES = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=40)


def days(*scores: int | None, start: dt.date = MONDAY) -> list[Day]:
    return [Day(start + dt.timedelta(days=n), score) for n, score in enumerate(scores)]


@given(SCORES)
def test_the_mean_is_of_the_due_days_to_one_decimal_half_up(scores: list[int | None]) -> None:
    due = [score for score in scores if score is not None]
    exact = math.floor(Fraction(sum(due) * 10, len(due)) + Fraction(1, 2)) / 10 if due else None

    assert mean(days(*scores)) == exact


@given(SCORES)
def test_days_covered_is_the_share_of_due_days_at_eighty(scores: list[int | None]) -> None:
    due = [score for score in scores if score is not None]
    covered = days_covered(days(*scores))

    if not due:
        assert covered is None
    else:
        assert covered == pytest.approx(len([score for score in due if score >= 80]) / len(due), abs=5e-5)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((), 0),
        ((80,), 1),
        ((79,), 0),
        ((100, 100, 100), 3),
        ((100, None, 100), 2),  # a rest day neither counts nor breaks
        ((None, None, None), 0),
        ((100, 100, 0), 2),  # today is not over
        ((100, 20, 100), 2),  # one miss a week is frozen
        ((20, 100, 20, 100), 2),  # the second one in the same week breaks
        ((100, 20, 20, 100), 1),
        # Sunday's miss and Monday's are of two weeks.
        ((100, 100, 100, 100, 100, 100, 20, 20, 100), 7),
        ((100, 100, 100, 100, 100, 20, 20, 20, 100), 1),
    ],
)
def test_a_streak_counts_covered_days_back_from_today(scores: tuple[int | None, ...], expected: int) -> None:
    run = days(*scores)
    today = run[-1].date if run else MONDAY

    assert streak(run, today).days == expected


def test_days_after_today_do_not_count() -> None:
    assert streak(days(100, 100, 100, 100), MONDAY + dt.timedelta(days=1)).days == 2


@given(SCORES)
def test_a_streak_never_exceeds_the_covered_days(scores: list[int | None]) -> None:
    run = days(*scores)
    covered = sum(score is not None and score >= 80 for score in scores)
    found = streak(run, MONDAY + dt.timedelta(days=len(scores))).days

    assert 0 <= found <= covered
    if all(score is None or score >= 80 for score in scores):
        assert found == covered


@pytest.mark.parametrize(
    ("scores", "frozen"),
    [
        ((100, 20, 100), [1]),
        ((20, 100, 100), []),  # nothing lies behind it that it could break
        ((100, None, 20, 100, 100), [2]),
        ((100, 100, 100, 100, 100, 100, 20, 20, 100), [6, 7]),
        ((100, 20, 20, 100), []),
        ((100, 100, 20), []),  # today is not over
    ],
)
def test_a_streak_tells_what_it_has_forgiven(scores: tuple[int | None, ...], frozen: list[int]) -> None:
    run = days(*scores)

    assert streak(run, run[-1].date).frozen == tuple(run[place].date for place in frozen)


def test_bands_begin_at_their_bounds() -> None:
    run = days(None, 0, 32, 33, 65, 66, 79, 80, 100)

    assert bands(run) == Bands(covered=2, close=2, under_way=2, begun=2)
