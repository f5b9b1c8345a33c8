"""ISO weeks, as written and as days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.leaderboards.weeks import Week, read, week_of


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_lies_in_its_week_and_the_week_reads_as_written(day: dt.date) -> None:
    week = week_of(day)

    assert week.first <= day <= week.last
    assert (week.first.isoweekday(), (week.last - week.first).days) == (1, 6)
    assert week.year < 1900 or read(str(week)) == week


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-W01", "2025-12-29"),
        ("2026-W53", "2026-12-28"),
        ("2026-w47", "2026-11-16"),
        ("2021-W01", "2021-01-04"),
    ],
)
def test_a_week_begins_on_its_monday(text: str, first: str) -> None:
    assert read(text).first.isoformat() == first


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-47", "2026-W00", "2026-W54", "2026-W5", "W47-2026", "2026-W47\n", "0001-W01"],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be an ISO week"):
        read(text)


def test_a_week_that_its_year_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="2025 has 52"):
        read("2025-W53")


def test_a_week_is_written_with_two_digits() -> None:
    assert str(Week(2026, 3)) == "2026-W03"
