"""Status: every way from one to another, and that paused days are due nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clock import ZONE
from tests.families.people import MakePerson, Person
from tests.programs.nights import begin

from praan.adherence.summary import Day, days_covered, mean, streak

LENGTH = 20
VERSION = """
INSERT INTO program_configs (user_id, member_id, program_id, effective_from, nutrition_goals, paused)
VALUES ($1, $2, $3, $4, '{"meals_per_day": 1}', $5)
"""
CLEAR = "DELETE FROM program_configs WHERE program_id = $1"
FORGET = "UPDATE daily_logs SET deleted_at = now() WHERE program_id = $1"
REBUILD = "SELECT praan_rebuild($1, $2)"
COPY = """
INSERT INTO daily_logs (user_id, member_id, program_id, log_type, status, payload, timestamp, local_date,
  time_zone)
SELECT $1, $2, $3, 'NUTRITION', 'VERIFIED', '{"calories": 1}', at, (at AT TIME ZONE 'UTC')::date, 'UTC'
FROM unnest($4::timestamptz[]) at
"""


def today() -> dt.date:
    return dt.datetime.now(ZoneInfo(ZONE)).date()


WAYS = {
    "ACTIVE": {"ACTIVE": 200, "PAUSED": 200, "COMPLETED": 200},
    "PAUSED": {"ACTIVE": 200, "PAUSED": 200, "COMPLETED": 200},
    "COMPLETED": {"ACTIVE": 409, "PAUSED": 409, "COMPLETED": 200},
}


@pytest.mark.parametrize("before", WAYS)
@pytest.mark.parametrize("after", WAYS)
async def test_every_way_from_one_status_to_another(person: MakePerson, god: Any, before: str, after: str) -> None:
    begun = await begin(god, await person(), today() - dt.timedelta(days=12))
    path = f"/programs/{begun.program}"
    assert (await begun.owner.patch(path, json={"status": before})).status_code == 200

    answer = await begun.owner.patch(path, json={"status": after})

    assert answer.status_code == WAYS[before][after]
    status = after if answer.status_code == 200 else before
    shown = (await begun.owner.get(path)).json()
    assert (shown["status"], shown["day"], shown["phase"]) == (status, 13, "FOUNDATION")
    assert shown["end_date"] == (today() + dt.timedelta(days=77)).isoformat()


async def goals(owner: Person, program: int) -> None:
    body = {"nutrition_goals": {"meals_per_day": 1}, "strength_goals": {}}
    assert (await owner.put(f"/programs/{program}/config", json=body)).status_code == 200


@pytest.mark.parametrize(
    ("steps", "due_today", "due_tomorrow"),
    [
        ((), True, True),
        (("PAUSED",), False, False),
        (("PAUSED", "ACTIVE"), True, True),
        (("COMPLETED",), True, False),
        (("PAUSED", "COMPLETED"), False, False),
        (("PAUSED", "ACTIVE", "COMPLETED"), True, False),
    ],
)
async def test_what_is_due_after_each_way(
    person: MakePerson, god: Any, steps: tuple[str, ...], due_today: bool, due_tomorrow: bool
) -> None:
    begun = await begin(god, await person(), today() - dt.timedelta(days=12))
    await goals(begun.owner, begun.program)
    for status in steps:
        assert (await begun.owner.patch(f"/programs/{begun.program}", json={"status": status})).is_success

    score = "SELECT total FROM praan_score_day($1, $2, $3, 0, 0, 0, 0, '{0,0,0,0,0,0}')"
    due = [
        await god.fetchval(score, begun.owner.id, begun.program, today() + dt.timedelta(days=ahead)) is not None
        for ahead in (0, 1)
    ]

    assert due == [due_today, due_tomorrow]
    now = (await begun.owner.get(f"/programs/{begun.program}/adherence/today")).json()
    assert now["total_score"] == (0 if due_today else None)


async def test_a_program_that_was_completed_early_stays_on_its_day(person: MakePerson, god: Any) -> None:
    asha = await person()
    begun = await begin(god, asha, today() - dt.timedelta(days=12))
    path = f"/programs/{begun.program}"
    await asha.patch(path, json={"status": "COMPLETED"})

    # A month later: as if it had begun, and been completed, so much earlier.
    shift = "UPDATE care_programs SET start_date = start_date - 30, completed_on = completed_on - 30 WHERE id = $1"
    await god.execute(shift, begun.program)

    shown = (await asha.get(path)).json()
    assert (shown["day"], shown["phase"]) == (13, "FOUNDATION")
    renamed = (await asha.patch(path, json={"title": "A good start"})).json()
    assert (renamed["title"], renamed["day"]) == ("A good start", 13)


async def test_a_title_in_use_keeps_a_paused_program_paused_in_any_letters(person: MakePerson, god: Any) -> None:
    asha = await person()
    begun = await begin(god, asha, today() - dt.timedelta(days=12))
    path = f"/programs/{begun.program}"
    await asha.patch(path, json={"status": "PAUSED"})
    new = {"title": "hEART", "start_date": today().isoformat()}
    other = (await asha.post(f"/members/{begun.member}/programs", json=new)).json()["id"]

    refused = await asha.patch(path, json={"status": "ACTIVE"})
    assert refused.status_code == 409
    assert "title" in refused.json()["detail"]
    # What is complete, or resting, needs no title for itself.
    assert (await asha.patch(path, json={"status": "COMPLETED"})).status_code == 200
    await asha.patch(f"/programs/{other}", json={"status": "PAUSED"})
    assert (await asha.post(f"/members/{begun.member}/programs", json=new)).status_code == 201


RESTS = st.lists(st.booleans(), min_size=LENGTH, max_size=LENGTH)
MEALS = st.lists(st.booleans(), min_size=LENGTH, max_size=LENGTH)


@pytest.fixture(scope="module")
async def ground(person: MakePerson, god: Any) -> Any:
    """A program of LENGTH days to today, where days are told by UTC."""
    now = dt.datetime.now(dt.UTC).date()
    return await begin(god, await person(), now - dt.timedelta(days=LENGTH - 1), "UTC")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rests=RESTS, meals=MEALS)
async def test_paused_days_are_due_nowhere(ground: Any, god: Any, rests: list[bool], meals: list[bool]) -> None:
    """Mean, days covered and streak are those of the same days without the paused ones."""
    start = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=LENGTH - 1)
    owner, program = ground.owner.id, ground.program
    dates = [start + dt.timedelta(days=n) for n in range(LENGTH)]
    await god.execute(FORGET, program)
    await god.execute(CLEAR, program)
    turns = [n for n in range(LENGTH) if n == 0 or rests[n] != rests[n - 1]]
    for n in turns:
        await god.execute(VERSION, owner, ground.member, program, dates[n], rests[n])
    eaten = [dt.datetime.combine(day, dt.time(0), dt.UTC) for day, meal in zip(dates, meals, strict=True) if meal]
    await god.execute(COPY, owner, ground.member, program, eaten)
    await god.fetchval(REBUILD, owner, program)

    shown = (await ground.owner.get(f"/programs/{program}/adherence?from={dates[0]}&to={dates[-1]}")).json()

    scores = [None if rest else 100 * meal for rest, meal in zip(rests, meals, strict=True)]
    assert [day["total_score"] for day in shown["days"]] == scores
    due = [Day(day, score) for day, score in zip(dates, scores, strict=True) if score is not None]
    assert shown["mean"] == mean(due)
    assert shown["days_covered"] == days_covered(due)
    assert shown["streak"] == streak(due, dates[-1]).days


async def test_the_ninety_days_come_in_one_answer(person: MakePerson, god: Any) -> None:
    """Also those that are ahead, and nothing of the days beside them."""
    asha = await person()
    start = today() - dt.timedelta(days=12)
    begun = await begin(god, asha, start)
    await goals(asha, begun.program)
    end = start + dt.timedelta(days=89)

    shown = (await asha.get(f"/programs/{begun.program}/adherence?from={start}&to={end}")).json()

    assert [day["date"] for day in shown["days"]] == [str(start + dt.timedelta(days=n)) for n in range(90)]
    assert [day["total_score"] for day in shown["days"]] == [None] * 12 + [0] + [None] * 77
