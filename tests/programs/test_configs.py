"""Versions of goals: from when they hold, what a pause does to them, and that nobody reads old ones."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import Audit, MakePerson, Person, Share

MEMBER = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1948-05-17", "time_zone": ZONE}
VERSIONS = """
SELECT effective_from, (nutrition_goals -> 'calories')::int AS calories, paused
FROM program_configs WHERE program_id = $1 ORDER BY id
"""


def date(offset: int = 0) -> dt.date:
    return dt.datetime.now(ZoneInfo(ZONE)).date() + dt.timedelta(days=offset)


def goals(calories: int, **more: Any) -> dict[str, Any]:
    return {"nutrition_goals": {"calories": calories}, "strength_goals": {}, **more}


async def begin(owner: Person, start: int = 0, calories: int = 2000) -> tuple[int, int]:
    """A member and their program that starts `start` days from today."""
    member = (await owner.post("/members", json=MEMBER)).json()["id"]
    body = {"title": "Heart", "start_date": date(start).isoformat(), "nutrition_goals": {"calories": calories}}
    made = await owner.post(f"/members/{member}/programs", json=body)
    assert made.status_code == 201
    return member, made.json()["id"]


async def calories(reader: Person, program: int) -> int:
    config = await reader.get(f"/programs/{program}/config")
    number: int = config.json()["nutrition_goals"]["calories"]
    return number


async def versions(god: Any, program: int) -> list[tuple[int, int, bool]]:
    """(days from today, calories, paused), in the order in which they were made."""
    rows = await god.fetch(VERSIONS, program)
    return [((row["effective_from"] - date()).days, row["calories"], row["paused"]) for row in rows]


async def test_new_goals_hold_from_today_and_answer_with_their_version(person: MakePerson, audit: Audit) -> None:
    asha = await person()
    member, program = await begin(asha, -10)
    body = {
        "nutrition_goals": {"calories": {"min": 1500, "max": 1800}, "meals_per_day": 3},
        "strength_goals": {"days": ["MON", "FRI"], "minutes_per_session": 40},
        "vitals_goals": {"glucose": 2},
    }

    put = await asha.put(f"/programs/{program}/config", json=body)

    assert put.status_code == 200
    config = put.json()
    assert set(config) == {
        "id",
        "program_id",
        "effective_from",
        "nutrition_goals",
        "strength_goals",
        "vitals_goals",
        "created_at",
    }
    assert {**body, "program_id": program, "effective_from": date().isoformat()}.items() <= config.items()
    assert (await asha.get(f"/programs/{program}/config")).json() == config
    deed = ("config.create", asha.id, ["nutrition_goals", "strength_goals", "vitals_goals"])
    assert (await audit(member))[-1] == deed


async def test_goals_set_ahead_do_not_hold_yet(person: MakePerson) -> None:
    asha = await person()
    _, program = await begin(asha)

    ahead = await asha.put(f"/programs/{program}/config", json=goals(1500, effective_from=date(7).isoformat()))

    assert ahead.json()["effective_from"] == date(7).isoformat()
    assert await calories(asha, program) == 2000


async def test_of_two_versions_of_one_day_the_later_holds(person: MakePerson) -> None:
    asha = await person()
    _, program = await begin(asha)

    for number in (1500, 1600, 1700):
        await asha.put(f"/programs/{program}/config", json=goals(number))

    assert await calories(asha, program) == 1700


async def test_before_the_start_new_goals_hold_from_the_start(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, 10)
    assert await calories(asha, program) == 2000

    put = await asha.put(f"/programs/{program}/config", json=goals(1500))

    assert put.json()["effective_from"] == date(10).isoformat()
    assert await calories(asha, program) == 1500
    assert await versions(god, program) == [(10, 2000, False), (10, 1500, False)]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"effective_from": "today"}, "effective_from"),
        ({"effective_from": 20270101}, "effective_from"),
        ({"nutrition_goals": None}, "nutrition_goals"),
        ({"nutrition_goals": {"calories": 0}}, "nutrition_goals.calories"),
        ({"nutrition_goals": {"meals_per_day": 3.5}}, "nutrition_goals.meals_per_day"),
        ({"strength_goals": {"minutes_per_session": 30}}, "strength_goals"),
        ({"vitals_goals": None}, "vitals_goals"),
        ({"vitals_goals": {"weight": 0}}, "vitals_goals.weight"),
        ({"paused": True}, "paused"),
    ],
)
async def test_wrong_goals_are_named_and_none_are_kept(
    person: MakePerson, god: Any, change: dict[str, Any], named: str
) -> None:
    asha = await person()
    _, program = await begin(asha, -10)

    refused = await asha.put(f"/programs/{program}/config", json={**goals(1500), **change})

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [named]
    assert await versions(god, program) == [(-10, 2000, False)]


@pytest.mark.parametrize(("ahead", "status"), [(-1, 400), (0, 200), (79, 200), (80, 400)])
async def test_goals_hold_from_today_to_the_last_day(person: MakePerson, ahead: int, status: int) -> None:
    asha = await person()
    _, program = await begin(asha, -10)

    put = await asha.put(f"/programs/{program}/config", json=goals(1500, effective_from=date(ahead).isoformat()))

    assert put.status_code == status
    if status == 400:
        assert put.json()["errors"][0]["field"] == "effective_from"
        assert await calories(asha, program) == 2000


async def test_a_pause_is_a_version_and_so_is_a_resume(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, -10)

    for status in ("PAUSED", "PAUSED", "ACTIVE"):
        assert (await asha.patch(f"/programs/{program}", json={"status": status})).json()["status"] == status

    assert await versions(god, program) == [(-10, 2000, False), (0, 2000, True), (0, 2000, False)]


async def test_goals_set_ahead_do_not_end_a_pause(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, -10)
    path = f"/programs/{program}"
    for number, ahead in ((1500, 5), (1600, 5), (1700, 9)):
        await asha.put(f"{path}/config", json=goals(number, effective_from=date(ahead).isoformat()))
    before = await versions(god, program)

    await asha.patch(path, json={"status": "PAUSED"})
    paused = [(0, 2000, True), (5, 1600, True), (9, 1700, True)]
    assert sorted((await versions(god, program))[len(before) :]) == paused
    await asha.put(f"{path}/config", json=goals(1800))
    assert (await versions(god, program))[-1] == (0, 1800, True)
    before = await versions(god, program)

    await asha.patch(path, json={"status": "ACTIVE"})

    resumed = [(0, 1800, False), (5, 1600, False), (9, 1700, False)]
    assert sorted((await versions(god, program))[len(before) :]) == resumed


async def test_a_pause_before_the_start_holds_from_the_start(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, 10)

    await asha.patch(f"/programs/{program}", json={"status": "PAUSED"})

    assert await versions(god, program) == [(10, 2000, False), (10, 2000, True)]


async def test_a_completed_program_asks_for_nothing_from_the_next_day(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, -10)

    await asha.patch(f"/programs/{program}", json={"status": "COMPLETED"})

    assert await versions(god, program) == [(-10, 2000, False), (1, 2000, True)]


async def test_goals_and_pauses_score_the_day_again_for_everybody(person: MakePerson, share: Share) -> None:
    asha, bina = await person(), await person()
    member, program = await begin(asha, -10)
    await share(asha, member, bina, "MANAGER")
    meal = {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": 1000}}
    assert (await asha.post("/logs", json=meal)).status_code == 201

    async def scores() -> list[int | None]:
        today = f"/programs/{program}/adherence/today"
        return [(await reader.get(today)).json()["total_score"] for reader in (asha, bina, asha)]

    assert await scores() == [50, 50, 50]
    await bina.put(f"/programs/{program}/config", json=goals(1000))
    assert await scores() == [100, 100, 100]
    await bina.patch(f"/programs/{program}", json={"status": "PAUSED"})
    assert await scores() == [None, None, None]
    await asha.patch(f"/programs/{program}", json={"status": "ACTIVE"})
    assert await scores() == [100, 100, 100]
    await asha.patch(f"/programs/{program}", json={"status": "COMPLETED"})
    assert await scores() == [100, 100, 100]


async def test_the_owner_never_reads_goals_that_a_grantee_replaced(person: MakePerson, share: Share) -> None:
    asha, bina = await person(), await person()
    member, program = await begin(asha)
    await share(asha, member, bina, "MANAGER")

    for number in (1500, 1600, 1700):
        assert await calories(asha, program) == await calories(bina, program)
        await bina.put(f"/programs/{program}/config", json=goals(number))
        assert await calories(asha, program) == number


async def test_the_cache_answers_the_owner_only(person: MakePerson, rt: Any, god: Any) -> None:
    asha, bina = await person(), await person()
    _, program = await begin(asha)
    await calories(asha, program)
    kept = await rt.valkey.command("GET", f"program:{program}:config")
    # Changed behind the API's back: only the cache can still answer with the old number.
    sql = "UPDATE program_configs SET nutrition_goals = $2 WHERE program_id = $1"
    await god.execute(sql, program, {"calories": 1234})

    assert kept is not None
    assert b"calories" not in kept
    assert await calories(asha, program) == 2000
    assert (await bina.get(f"/programs/{program}/config")).status_code == 403


async def test_changes_at_once_end_in_one_order(person: MakePerson, god: Any) -> None:
    asha = await person()
    _, program = await begin(asha, -10)
    path = f"/programs/{program}"

    changes = [asha.patch(path, json={"status": status}) for status in ("PAUSED", "ACTIVE") * 5]
    changes += [asha.put(f"{path}/config", json=goals(1000 + n)) for n in range(5)]
    answers = await asyncio.gather(*changes)

    assert {answer.status_code for answer in answers} == {200}
    status = (await asha.get(path)).json()["status"]
    assert (await versions(god, program))[-1][2] == (status == "PAUSED")
    assert await calories(asha, program) == (await versions(god, program))[-1][1]


async def pages(reader: Person, program: int, limit: int) -> list[dict[str, Any]]:
    """All versions as the API tells them, a few at a time."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        params = {"limit": limit, "cursor": cursor}
        page = (await reader.get(f"/programs/{program}/configs", params=params)).json()
        found += page["data"]
        if not page["pagination"]["has_more"]:
            return found
        cursor = page["pagination"]["next_cursor"]


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_versions_are_listed_as_they_hold_the_last_first(person: MakePerson, limit: int) -> None:
    asha = await person()
    _, program = await begin(asha, -10)
    path = f"/programs/{program}"
    await asha.put(f"{path}/config", json=goals(1500, effective_from=date(7).isoformat()))
    await asha.put(f"{path}/config", json=goals(1600))
    await asha.patch(path, json={"status": "PAUSED"})
    config = (await asha.get(f"{path}/config")).json()

    listed = await pages(asha, program, limit)

    told = [
        ((dt.date.fromisoformat(one["effective_from"]) - date()).days, one["nutrition_goals"], one["paused"])
        for one in listed
    ]
    assert told == [
        (7, {"calories": 1500}, True),
        (7, {"calories": 1500}, False),
        (0, {"calories": 1600}, True),
        (0, {"calories": 1600}, False),
        (-10, {"calories": 2000}, False),
    ]
    assert listed[2] == {**config, "paused": True}


async def test_a_guest_sees_the_versions_of_what_was_shared(person: MakePerson, share: Share) -> None:
    asha, bina = await person(), await person()
    member, program = await begin(asha, -10)
    body = {
        "nutrition_goals": {"calories": 1500},
        "strength_goals": {"days": ["MON"], "minutes_per_session": 20},
        "vitals_goals": {"weight": 1},
    }
    await asha.put(f"/programs/{program}/config", json=body)
    await share(asha, member, bina, "READ_ONLY", categories=["workout"])

    newest = (await pages(bina, program, 20))[0]

    assert (newest["nutrition_goals"], newest["vitals_goals"]) == ({}, {})
    assert newest["strength_goals"] == body["strength_goals"]
