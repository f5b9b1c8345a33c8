"""praan_score, the one definition of the score, against the oracle and at every edge of domain.md."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.adherence.oracle import DAYS, KINDS, Goals, Totals, credits, half_up, score

SCORE = "SELECT total, details FROM praan_score($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
CREDIT = "SELECT praan_credit($1, $2, $3)"
MONDAY = dt.date(2026, 11, 23)


async def scored(god: Any, day: dt.date, totals: Totals, goals: Goals) -> tuple[int | None, dict[str, Any]]:
    row = await god.fetchrow(
        SCORE,
        day,
        totals.meals,
        totals.energy_mkcal,
        totals.protein_mg,
        totals.minutes_milli,
        list(totals.readings),
        goals.nutrition,
        goals.strength,
        goals.vitals,
        goals.paused,
    )
    return row["total"], row["details"]


def amounts(most: float) -> st.SearchStrategy[Any]:
    number = st.one_of(
        st.integers(1, int(most)), st.decimals("0.1", str(most), places=3).map(float), st.floats(0.1, most)
    )
    band = (
        st.tuples(number, number)
        .filter(lambda two: two[0] != two[1])
        .map(lambda two: {"min": min(two), "max": max(two)})
    )
    return st.one_of(number, band, number.map(lambda low: {"min": low}), number.map(lambda high: {"max": high}))


def some(choices: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=choices)


GOALS = st.builds(
    Goals,
    nutrition=some(
        {
            "meals_per_day": st.integers(1, 12),
            "calories": amounts(20_000),
            "protein_g": amounts(2_000),
            "carbs_g": amounts(2_000),
        }
    ),
    strength=st.one_of(
        st.just({}),
        st.fixed_dictionaries(
            {
                "days": st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True),
                "minutes_per_session": amounts(1_440),
            }
        ),
    ),
    vitals=some({kind: st.integers(1, 24) for kind in KINDS}),
    paused=st.sampled_from((False, False, False, True)),
)
TOTALS = st.builds(
    Totals,
    meals=st.integers(0, 14),
    energy_mkcal=st.integers(0, 30_000_000),
    protein_mg=st.integers(0, 3_000_000),
    minutes_milli=st.integers(0, 2_000_000),
    readings=st.tuples(*[st.integers(0, 26)] * 6),
)
WEEK = st.integers(0, 6).map(lambda days: MONDAY + dt.timedelta(days=days))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=WEEK, totals=TOTALS, goals=GOALS)
@example(MONDAY, Totals(meals=1), Goals({"meals_per_day": 8}))
@example(MONDAY, Totals(), Goals())
async def test_the_database_scores_as_the_oracle_does(
    god: Any, day: dt.date, totals: Totals, goals: Goals
) -> None:
    total, details = await scored(god, day, totals, goals)
    due = credits(day, totals, goals)

    assert total == score(day, totals, goals)
    assert {name for name, one in details.items() if one["due"]} == set(due)
    for name, (_, credit) in due.items():
        assert details[name]["credit"] == pytest.approx(float(Fraction(half_up(credit * 10**6), 10**6)), abs=1e-12)
    for name in set(details) - set(due):
        assert details[name]["credit"] == 0


async def test_details_name_every_component_with_actual_and_goal(god: Any) -> None:
    goals = Goals({"calories": 2000, "protein_g": {"min": 60, "max": 90}}, {}, {"glucose": 2, "weight": 1})
    totals = Totals(2, 1_234_500, 60_250, 12_000, (1, 3, 0, 0, 0, 0))

    _, details = await scored(god, MONDAY, totals, goals)

    assert details == {
        "meals": {"due": False, "actual": 2, "goal": None, "credit": 0},
        "energy": {"due": True, "actual": 1234.5, "goal": 2000, "credit": 0.61725},
        "protein": {"due": True, "actual": 60.25, "goal": {"min": 60, "max": 90}, "credit": 1},
        "workout": {"due": False, "actual": 12, "goal": None, "credit": 0},
        "readings": {"due": True, "actual": 3, "goal": 3, "credit": 0.666667},
    }


@pytest.mark.parametrize(
    ("kcal", "expected"),
    [
        (0, 0),
        (1000, 50),
        (1990, 100),  # 99.5 rounds up
        (1989, 99),
        (2000, 100),
        (2200, 100),  # +10 %
        (2203, 100),  # 99.5
        (2204, 99),
        (2500, 50),
        (2800, 0),  # +40 %
        (9000, 0),
    ],
)
async def test_energy_counts_fully_to_ten_percent_over_and_nothing_at_forty(
    god: Any, kcal: int, expected: int
) -> None:
    total, _ = await scored(god, MONDAY, Totals(energy_mkcal=kcal * 1000), Goals({"calories": 2000}))

    assert total == expected


@pytest.mark.parametrize(
    ("actual", "goal", "stretch", "expected"),
    [
        (0, 60, None, 0),
        (15, 60, None, 0.25),
        (600, 60, None, 1),  # a plain goal is a minimum
        (0, {"max": 110}, None, 1),
        (110, {"max": 110}, None, 1),
        (125, {"max": 110}, None, 0.5),
        (140, {"max": 110}, None, 0),
        (5, {"min": 10, "max": 110}, None, 0.5),
        (10, {"min": 10, "max": 110}, None, 1),
        (110.1, {"min": 10, "max": 100}, 1.1, 0.62967),  # a band is not stretched
        (99, 90, 1.1, 1),
        (126, 90, 1.1, 0),
    ],
)
async def test_credit_at_the_edges_of_a_goal(
    god: Any, actual: float, goal: Any, stretch: float | None, expected: float
) -> None:
    stretched = None if stretch is None else Decimal(str(stretch))
    credit = await god.fetchval(CREDIT, Decimal(str(actual)), goal, stretched)

    assert round(float(credit), 5) == expected


async def test_weights_are_scaled_to_what_is_due(god: Any) -> None:
    goals = Goals(
        {"meals_per_day": 4, "protein_g": 100}, {"days": ["MON"], "minutes_per_session": 30}, {"pulse": 1}
    )
    totals = Totals(meals=4, protein_mg=50_000, minutes_milli=30_000)

    on_monday, _ = await scored(god, MONDAY, totals, goals)
    on_tuesday, _ = await scored(god, MONDAY + dt.timedelta(days=1), totals, goals)

    assert on_monday == 70  # (20 + 10 + 40 + 0) of 100
    assert on_tuesday == 50  # (20 + 10 + 0) of 60


async def test_too_many_readings_of_one_kind_do_not_stand_for_another(god: Any) -> None:
    goals = Goals(vitals={"blood_pressure": 1, "glucose": 3})

    total, details = await scored(god, MONDAY, Totals(readings=(9, 0, 0, 0, 0, 0)), goals)

    assert total == 25
    assert details["readings"]["actual"] == 9


@pytest.mark.parametrize(
    "goals",
    [
        Goals(),
        Goals({"carbs_g": 100, "fat_g": {"max": 70}}),
        Goals({}, {"days": ["TUE"], "minutes_per_session": 30}),
        Goals({"meals_per_day": 3, "calories": 2000}, {}, {"weight": 1}, paused=True),
    ],
    ids=["no goals", "only goals that are not scored", "a rest day", "paused"],
)
async def test_nothing_due_is_no_score(god: Any, goals: Goals) -> None:
    total, details = await scored(god, MONDAY, Totals(3, 2_000_000, 70_000, 40_000, (1,) * 6), goals)

    assert total is None
    assert not any(one["due"] for one in details.values())


async def test_thirds_that_add_up_to_a_half_round_up(god: Any) -> None:
    # A third and a sixth of 20 are 10 of the 80 that are due.
    goals = Goals({"meals_per_day": 3, "protein_g": 6, "calories": 1000}, {}, {"pulse": 1})
    totals = Totals(meals=1, protein_mg=1_000)

    total, _ = await scored(god, MONDAY, totals, goals)

    assert total == 13  # 12.5
