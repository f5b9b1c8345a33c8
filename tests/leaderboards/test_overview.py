"""GET /family/overview: each person's day at a glance, the family's week, and a few statements for many people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.counting import counting
from tests.factories import READING, call, make_grant, make_log, make_member
from tests.leaderboards.boards import add_program, make_player, meal, noon, today

from praan.adherence.service import FamilyDay
from praan.adherence.summary import Day
from praan.leaderboards import overview
from praan.leaderboards.schemas import TodayAtAGlance
from praan.localstack.services import Services

WAITS = "UPDATE daily_logs SET status = 'NEEDS_REVIEW' WHERE id = $1"
PROVISIONAL = "UPDATE adherence_metrics SET provisional_logs = 1 WHERE program_id = $1"


async def glance(who: Any, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = await call(who, "GET", "/family/overview", 200, params={"limit": 100, **more})
    return body


def days_ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


async def test_a_person_with_a_running_program(make_user: Any, god: Any) -> None:
    owner = await make_user()
    member = await make_member(owner, name="Dadaji")
    program = await add_program(owner, member, start_date=days_ago(20).isoformat())
    for days, meals in ((0, 1), (1, 2), (2, 1), (7, 2), (8, 2), (14, 2), (15, 2)):
        for _ in range(meals):
            newest = await make_log(owner, program, meal(days_ago(days)))
    await god.execute(WAITS, newest)
    await god.execute(PROVISIONAL + " AND date = $2", program, days_ago(15))

    [person] = (await glance(owner))["data"]

    asked = await call(owner, "GET", f"/programs/{program}", 200)
    week = await call(owner, "GET", f"/programs/{program}/adherence/week?ending={days_ago(1)}", 200)
    before = await call(owner, "GET", f"/programs/{program}/adherence/week?ending={days_ago(8)}", 200)
    assert person == {
        "member_id": member,
        "name": "Dadaji",
        "role": "OWNER",
        "program": asked,
        "today": {"date": today().isoformat(), "total_score": 50, "logs": 1, "provisional": False},
        "last_log_at": dt.datetime.fromisoformat(noon(today()))
        .astimezone(dt.UTC)
        .isoformat()
        .replace("+00:00", "Z"),
        "to_review": 1,
        "week": {"mean": week["mean"], "days_covered": week["days_covered"], "previous_mean": before["mean"]},
    }
    assert (week["mean"], before["mean"]) == (35.7, 28.6)


async def test_people_without_a_running_program(make_user: Any) -> None:
    owner = await make_user()
    nobody = await make_member(owner)
    resting = await make_member(owner)
    program = await add_program(owner, resting, start_date=days_ago(3).isoformat())
    await call(owner, "PATCH", f"/programs/{program}", 200, json={"status": "PAUSED"})
    free = await make_member(owner)
    await add_program(owner, free, nutrition_goals={})

    body = await glance(owner)

    people = {person["member_id"]: person for person in body["data"]}
    assert list(people) == [nobody, resting, free]
    nothing = {"mean": None, "days_covered": None, "previous_mean": None}
    assert [people[nobody][each] for each in ("program", "today", "last_log_at", "to_review")] == [
        None,
        None,
        None,
        0,
    ]
    assert people[nobody]["week"] == people[free]["week"] == nothing
    assert (people[resting]["program"]["status"], people[resting]["today"]) == ("PAUSED", None)
    assert people[free]["today"]["total_score"] is None
    assert body["digest"]["needs_a_hand"] == [resting]


async def test_the_running_program_is_shown_before_a_newer_one(make_user: Any) -> None:
    owner = await make_user()
    member = await make_member(owner)
    running = await add_program(owner, member)
    newer = await add_program(owner, member)
    await call(owner, "PATCH", f"/programs/{newer}", 200, json={"status": "COMPLETED"})

    [person] = (await glance(owner))["data"]

    assert person["program"]["id"] == running
    await call(owner, "PATCH", f"/programs/{running}", 200, json={"status": "COMPLETED"})
    assert (await glance(owner))["data"][0]["program"]["id"] == newer


async def test_children_and_whoever_left_the_board_are_cared_for_too(make_user: Any) -> None:
    owner = await make_user()
    child = await make_player(owner, [2], dob=days_ago(3000).isoformat())
    off = await make_player(owner, [2])
    await call(owner, "PATCH", f"/members/{off}", 200, json={"leaderboard": False})

    assert [person["member_id"] for person in (await glance(owner))["data"]] == [child, off]


async def test_guests_see_what_was_shared_with_them(make_user: Any, god: Any) -> None:
    owner, doctor, stranger = await make_user(), await make_user(), await make_user()
    shared = await make_member(owner)
    program = await add_program(owner, shared, vitals_goals={"blood_pressure": 1})
    await make_player(owner, [2])
    reading = await make_log(owner, program, {**READING, "timestamp": noon(days_ago(2))})
    await make_log(owner, program, meal(days_ago(1)))
    await god.execute(PROVISIONAL + " AND date = $2", program, days_ago(1))
    await make_grant(god, owner, shared, doctor, "READ_ONLY", categories=["vitals"])
    own = await make_player(doctor, [])

    body = await glance(doctor)

    assert [(person["member_id"], person["role"]) for person in body["data"]] == [
        (shared, "READ_ONLY"),
        (own, "OWNER"),
    ]
    at = (await call(owner, "GET", f"/logs/{reading}", 200))["timestamp"]
    assert dt.datetime.fromisoformat(body["data"][0]["last_log_at"]) == dt.datetime.fromisoformat(at)
    assert body["data"][0]["to_review"] == 0
    assert body["data"][0]["today"]["total_score"] == 0
    assert (await glance(owner))["data"][0]["to_review"] == 1
    assert (await glance(stranger))["data"] == []


async def test_pages(make_user: Any) -> None:
    owner = await make_user()
    members = [await make_member(owner) for _ in range(3)]

    first = await glance(owner, limit=2)
    rest = await glance(owner, limit=2, cursor=first["pagination"]["next_cursor"])

    assert [[person["member_id"] for person in page["data"]] for page in (first, rest)] == [
        members[:2],
        members[2:],
    ]
    assert rest["pagination"] == {"next_cursor": None, "has_more": False}
    foreign = (await call(owner, "GET", "/members?limit=1", 200))["pagination"]["next_cursor"]
    for wrong in ({"limit": 101}, {"limit": 0}, {"cursor": foreign}):
        answer = await owner.client.get("/api/v1/family/overview", params=wrong)
        assert answer.status_code == 400, answer.text


async def test_many_cost_as_many_statements_as_one(make_user: Any, services: Services) -> None:
    owner = await make_user()
    await make_player(owner, [])
    async with counting(services, owner.token) as counter:
        paths = ("/family/overview?limit=100", "/leaderboard")
        for path in paths:
            await counter.cost("GET", path, 200)
        one = [await counter.cost("GET", path, 200) for path in paths]
        for _ in range(5):
            await make_player(owner, [])
        many = [await counter.cost("GET", path, 200) for path in paths]
        kept = await counter.cost("GET", "/leaderboard", 200)

    # Begin, enter, own, shared; enter again and four questions; commit.
    assert (one[0], many[0]) == (10, 10)
    # Begin, enter, own, shared, commit; without a kept board begin, enter, own, days, commit.
    assert (one[1], many[1], kept) == (5, 10, 5)


def days(*scores: int | None, before: int | None = None) -> overview._Days:
    """So many last days, the latest last."""
    first = dt.date(2026, 11, 15)
    last = [Day(first + dt.timedelta(days=number), score) for number, score in enumerate(scores)]
    return overview._Days(last=last, before=[Day(first - dt.timedelta(days=1), before)])


def test_the_digest_counts_every_due_day_the_same() -> None:
    found = overview.digest({1: days(100, 50, None, before=20), 2: days(40, 50, 80), 3: days(before=90)})

    assert (found.mean, found.previous_mean) == (64.0, 55.0)
    assert found.best_day is not None
    assert (found.best_day.date.isoformat(), found.best_day.mean) == ("2026-11-17", 80.0)
    assert found.needs_a_hand == [2]


def test_of_equally_good_days_the_later_is_the_best() -> None:
    found = overview.digest({1: days(60, 60, 10), 2: days(10, 10, 10)})

    assert found.best_day is not None
    assert found.best_day.date.isoformat() == "2026-11-16"
    assert found.needs_a_hand == [2, 1]


def test_a_digest_of_nothing() -> None:
    found = overview.digest({1: days()})

    assert found.model_dump() == {"mean": None, "previous_mean": None, "best_day": None, "needs_a_hand": []}


@pytest.mark.parametrize("provisional", [True, False])
def test_today_stands_apart_from_the_week(provisional: bool) -> None:
    """It is not over: nobody is behind in the morning."""
    found = overview._Days()
    now = dt.date(2026, 11, 22)
    for age in range(16):
        found.add(FamilyDay(1, 7, Day(now - dt.timedelta(days=age), age), now, 3, provisional))

    assert found.today == {7: TodayAtAGlance(date=now, total_score=0, logs=3, provisional=provisional)}
    assert [day.score for day in found.last] == list(range(1, 8))
    assert [day.score for day in found.before] == list(range(8, 15))
    assert overview.digest({1: found}).mean == 4.0
