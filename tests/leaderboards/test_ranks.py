"""Who stands where: a pure function of the week's scores."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from praan.leaderboards.service import Standing, _number, _opened, ranked

SCORES = st.integers(0, 1000).map(lambda tenths: tenths / 10)
SHARES = st.integers(0, 10_000).map(lambda parts: parts / 10_000)
STANDINGS = st.lists(
    st.builds(Standing, st.integers(1, 2**53), SCORES, SHARES), unique_by=lambda each: each.member, max_size=20
)


def ranks(*found: Standing) -> list[tuple[int, int]]:
    return [(rank, each.member) for rank, each in ranked(found)]


def test_equal_scores_share_a_rank_and_the_next_is_counted_on() -> None:
    assert ranks(Standing(4, 10.0, 0), Standing(1, 80.0, 1.0), Standing(3, 79.9, 1.0), Standing(2, 80.0, 1.0)) == [
        (1, 1),
        (1, 2),
        (3, 3),
        (4, 4),
    ]


def test_days_covered_orders_within_a_rank_and_never_makes_one() -> None:
    assert ranks(Standing(1, 80.0, 0.5), Standing(2, 80.0, 0.9), Standing(3, 81.0, 0)) == [(1, 3), (2, 2), (2, 1)]


@given(STANDINGS)
def test_a_rank_is_one_more_than_those_who_are_better(found: list[Standing]) -> None:
    for rank, each in ranked(found):
        assert rank == 1 + sum(other.score > each.score for other in found)


@given(STANDINGS)
def test_nothing_is_lost_on_the_way_through_a_sorted_set(found: list[Standing]) -> None:
    """Its numbers are doubles."""
    assert [_opened(each.member, int(float(_number(each)))) for each in found] == found
