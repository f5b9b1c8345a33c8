"""What charts are made of: each day of a range as it was, and nothing where nothing was told."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from tests.counting import counting
from tests.factories import Caller, Family, call, make_grant, make_log, make_member, make_program
from tests.leaderboards.boards import noon, today
from tests.vitals.readings import glucose, pressure, vitals

from praan.localstack.services import Services
from praan.trends.service import written

DAY = dt.timedelta(days=1)
GOALS: dict[str, Any] = {
    "nutrition_goals": {"calories": 1500, "protein_g": {"min": 50, "max": 80}, "fat_g": {"max": 60}},
    "strength_goals": {},
    "vitals_goals": {"blood_pressure": 1},
    "template": None,
}


def meal(day: dt.date, **payload: Any) -> dict[str, Any]:
    return {"log_type": "NUTRITION", "payload": payload, "timestamp": noon(day)}


def told(day: dt.date, log: dict[str, Any]) -> dict[str, Any]:
    return {**log, "timestamp": noon(day)}


async def ask(who: Caller, path: str, first: dt.date, last: dt.date) -> Any:
    return await call(who, "GET", f"{path}?from={first}&to={last}", 200)


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    """Nine days of a program with meals and readings on some of them."""
    owner = await make_user()
    member = await make_member(owner)
    now = today()
    program = await make_program(owner, member, start_date=(now - 9 * DAY).isoformat(), **GOALS)
    for log in (
        meal(now - DAY, calories=800, protein_g=30),
        meal(now - DAY, calories=700, protein_g=25.5, fat_g=20),
        meal(now - 3 * DAY, calories=500),
        told(now - DAY, pressure(118, 76)),
        told(now - DAY, pressure(150, 84, pulse=72)),
        told(now - 4 * DAY, pressure(131, 85)),
        told(now - 4 * DAY, glucose(7, "mmol/L")),
        told(now - 2 * DAY, vitals(kind="weight", value=160, unit="lb")),
    ):
        await make_log(owner, program, log)
    return Family(owner, member, program)


async def test_each_day_has_what_was_eaten_and_its_goals(family: Family) -> None:
    now = today()
    body = await ask(family.owner, f"/programs/{family.program}/nutrition", now - 11 * DAY, now)

    days = {day.pop("date"): day for day in body["days"]}
    assert len(days) == 12
    goals = {
        "calories": {"min": 1500, "max": 1650},
        "protein_g": {"min": 50, "max": 80},
        "carbs_g": None,
        "fat_g": {"min": None, "max": 60},
    }
    nothing = {"meals": 0, "calories": None, "protein_g": None, "carbs_g": None, "fat_g": None}
    assert days[str(now - DAY)] == {
        "meals": 2, "provisional": False, "calories": 1500, "protein_g": 55.5, "carbs_g": None, "fat_g": 20,
        "goals": goals,
    }  # fmt: skip
    assert days[str(now - 3 * DAY)] == {
        **nothing, "meals": 1, "provisional": False, "calories": 500, "goals": goals
    }  # fmt: skip
    assert days[str(now - 2 * DAY)] == {**nothing, "provisional": False, "goals": goals}
    assert days[str(now - 11 * DAY)] == {**nothing, "provisional": False, "goals": None}


async def test_readings_are_put_together_by_day(family: Family) -> None:
    now = today()
    body = await ask(family.owner, f"/members/{family.member}/readings/days", now - 9 * DAY, now)

    assert [rule["rule"] for rule in body["rules"]] == ["blood_pressure", "glucose", "pulse", "weight"]
    of_pressure, of_glucose, _, of_weight = body["rules"]
    assert of_pressure["bands"] == [
        {"severity": "WARN", "band": "stage_2", "readings": 1},
        {"severity": "INFO", "band": "stage_1", "readings": 1},
        {"severity": "NORMAL", "band": "normal", "readings": 1},
    ]
    assert (of_pressure["readings"], of_pressure["mean"], of_pressure["mean2"]) == (3, 133, 81.7)
    assert of_pressure["days"] == [
        {"date": str(now - 4 * DAY), "readings": 1, "min": 131, "max": 131, "mean": 131,
         "min2": 85, "max2": 85, "mean2": 85, "severity": "INFO", "band": "stage_1"},
        {"date": str(now - DAY), "readings": 2, "min": 118, "max": 150, "mean": 134,
         "min2": 76, "max2": 84, "mean2": 80, "severity": "WARN", "band": "stage_2"},
    ]  # fmt: skip
    assert (of_glucose["unit"], of_glucose["mean"], of_glucose["mean2"]) == ("mg/dL", 126, None)
    assert [day["severity"] for day in of_weight["days"]] == [None]


async def test_a_range_has_its_bands_and_what_was_forgiven(make_user: Any) -> None:
    owner = await make_user()
    now = today()
    goals = {**GOALS, "nutrition_goals": {"meals_per_day": 3}, "vitals_goals": {}}
    program = await make_program(owner, await make_member(owner), start_date=(now - 5 * DAY).isoformat(), **goals)
    for back, meals in ((1, 3), (2, 2), (3, 3), (4, 1), (5, 0)):
        for _ in range(meals):
            await make_log(owner, program, meal(now - back * DAY, calories=100))

    body = await ask(owner, f"/programs/{program}/adherence", now - 8 * DAY, now)

    assert [day["total_score"] for day in body["days"]] == [None, None, None, 0, 33, 100, 67, 100, 0]
    assert body["bands"] == {"covered": 2, "close": 1, "under_way": 1, "begun": 2}
    assert (body["streak"], body["frozen"]) == (2, [str(now - 2 * DAY)])


async def test_a_pause_has_no_goals(family: Family) -> None:
    member = await make_member(family.owner)
    program = await make_program(family.owner, member, start_date=(today() - DAY).isoformat(), **GOALS)
    await call(family.owner, "PATCH", f"/programs/{program}", 200, json={"status": "PAUSED"})

    body = await ask(family.owner, f"/programs/{program}/nutrition", today() - DAY, today())

    assert [day["goals"] is None for day in body["days"]] == [False, True]


async def test_the_file_says_what_the_api_says(family: Family) -> None:
    first, last = today() - 9 * DAY, today()
    query = f"?from={first}&to={last}"
    answer = await family.owner.client.get(f"/api/v1/programs/{family.program}/trends.csv{query}")
    scores = (await ask(family.owner, f"/programs/{family.program}/adherence", first, last))["days"]
    eaten = (await ask(family.owner, f"/programs/{family.program}/nutrition", first, last))["days"]
    rules = (await ask(family.owner, f"/members/{family.member}/readings/days", first, last))["rules"]

    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == f'attachment; filename="praan-{first}-{last}.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.isascii()
    assert answer.text.count("\r\n") == answer.text.count("\n") == 11
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["date"] for row in rows] == [day["date"] for day in scores]
    assert [number(row["adherence_score"]) for row in rows] == [day["total_score"] for day in scores]
    for column, field in (("calories_kcal", "calories"), ("protein_g", "protein_g"), ("fat_g", "fat_g")):
        assert [number(row[column]) for row in rows] == [day[field] for day in eaten]
    assert {row["calories_goal_max_kcal"] for row in rows} == {"1650"}
    for rule, column in (("blood_pressure", "systolic_mean_mmhg"), ("glucose", "glucose_mean_mg_dl"),
                         ("weight", "weight_mean_kg")):  # fmt: skip
        (days,) = (each["days"] for each in rules if each["rule"] == rule)
        shown = {row["date"]: number(row[column]) for row in rows if row[column]}
        assert shown == {day["date"]: day["mean"] for day in days}
    assert [row["blood_pressure_band"] for row in rows if row["diastolic_max_mmhg"]] == ["stage_1", "stage_2"]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_no_cell_is_a_formula() -> None:
    text = written(["a"], [["=1+1"], ["+49"], ["@x"], ['say "so", twice'], [-1.5], [None]])

    assert text == 'a\r\n\'=1+1\r\n\'+49\r\n\'@x\r\n"say ""so"", twice"\r\n-1.5\r\n""\r\n'


async def test_a_grant_shows_its_categories_only(family: Family, make_user: Any, god: Any) -> None:
    guests = {}
    for category in ("vitals", "nutrition"):
        guests[category] = await make_user()
        await make_grant(god, family.owner, family.member, guests[category], "READ_ONLY", categories=[category])
    query = f"?from={today() - 9 * DAY}&to={today()}"
    eaten, measured = f"/programs/{family.program}/nutrition", f"/members/{family.member}/readings/days"

    for category, guest in guests.items():
        await call(guest, "GET", eaten + query, 200 if category == "nutrition" else 403)
        await call(guest, "GET", measured + query, 200 if category == "vitals" else 403)
        # Refused before it is read.
        await call(guest, "GET", measured + "?from=x", 400 if category == "vitals" else 403)
        file = await guest.client.get(f"/api/v1/programs/{family.program}/trends.csv{query}")
        heads = file.text.splitlines()[0].split(",")
        assert ("calories_kcal" in heads, "systolic_mean_mmhg" in heads) == (
            category == "nutrition",
            category == "vitals",
        )


async def test_however_long_the_range_it_costs_the_same(services: Services, family: Any) -> None:
    paths = {
        f"/programs/{family.program}/adherence": 2,
        f"/programs/{family.program}/nutrition": 6,
        f"/members/{family.member}/readings/days": 6,
        f"/programs/{family.program}/trends.csv": 9,
    }
    async with counting(services, family.owner.token) as counter:
        for path, most in paths.items():
            # The first use of a statement on a connection asks for its types, too.
            await counter.cost("GET", f"{path}?from={today()}&to={today()}", 200)
            week, year = [
                await counter.cost("GET", f"{path}?from={today() - days * DAY}&to={today()}", 200)
                for days in (7, 365)
            ]
            assert week <= most, path
            assert year <= most, path
