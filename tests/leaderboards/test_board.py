"""GET /leaderboard: whose week, in which order, and who is left out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.factories import call, make_log, make_member, make_program
from tests.leaderboards.boards import (
    TWO_MEALS,
    add_program,
    board,
    last_week,
    make_player,
    meal,
    this_week,
    today,
)

from praan.leaderboards.weeks import week_of

MOVE = "UPDATE care_programs SET start_date = $2 WHERE id = $1"
IN_FORCE = "UPDATE program_configs SET effective_from = $2 WHERE program_id = $1"


async def range_of(who: Any, program: int, first: dt.date, last: dt.date) -> tuple[float, float]:
    """What the program's own page says of these days."""
    found = await call(who, "GET", f"/programs/{program}/adherence?from={first}&to={last}", 200)
    return found["mean"], found["days_covered"]


async def test_a_week_is_the_mean_of_its_due_days_best_first(make_user: Any) -> None:
    owner = await make_user()
    low = await make_player(owner, [1, 1], name="Nani")
    top = await make_player(owner, [2, 2, 2, 1], name="Dadaji")

    body = await call(owner, "GET", f"/leaderboard?week={last_week()}", 200)

    assert body == {
        "week": str(last_week()),
        "data": [
            {"rank": 1, "member_id": top, "name": "Dadaji", "score": 50.0, "days_covered": 0.4286},
            {"rank": 2, "member_id": low, "name": "Nani", "score": 14.3, "days_covered": 0.0},
        ],
    }


async def test_the_score_is_the_one_of_the_programs_own_page(make_user: Any) -> None:
    owner = await make_user()
    member = await make_member(owner)
    program = await add_program(owner, member, [2, 1, 0, 1])
    await make_log(owner, program, meal(today()))
    week = last_week()

    for each, last in ((week, week.last), (this_week(), today())):
        body = await call(owner, "GET", f"/leaderboard?week={each}", 200)
        [place] = body["data"]
        assert (place["score"], place["days_covered"]) == await range_of(owner, program, each.first, last)


async def test_equal_scores_share_a_rank(make_user: Any) -> None:
    owner = await make_user()
    once = await make_player(owner, [1, 1])
    third = await make_player(owner, [1])
    covered = await make_player(owner, [0, 2])

    assert await board(owner) == [(1, covered, 14.3), (1, once, 14.3), (3, third, 7.1)]


async def test_of_several_programs_each_due_day_counts(make_user: Any) -> None:
    owner = await make_user()
    member = await make_player(owner, [2] * 7)
    await add_program(owner, member, [0] * 7)

    assert await board(owner) == [(1, member, 50.0)]


async def test_nothing_due_is_no_place(make_user: Any) -> None:
    owner = await make_user()
    await make_member(owner)
    await add_program(owner, await make_member(owner), nutrition_goals={})
    later = (today() + dt.timedelta(days=20)).isoformat()
    await add_program(owner, await make_member(owner), start_date=later)
    nothing_done = await make_player(owner, [])

    assert await board(owner) == [(1, nothing_done, 0.0)]


async def test_a_pause_asks_for_nothing(make_user: Any) -> None:
    owner = await make_user()
    member = await make_member(owner)
    program = await make_program(owner, member, **{**TWO_MEALS, "start_date": today().isoformat()})
    assert await board(owner, this_week()) == [(1, member, 0.0)]

    await call(owner, "PATCH", f"/programs/{program}", 200, json={"status": "PAUSED"})

    assert await board(owner, this_week()) == []


async def test_the_default_is_this_week_where_one_lives(make_user: Any) -> None:
    """Somebody of the family may be in tomorrow already; the caller's own calendar counts."""
    owner = await make_user()
    assert (await call(owner, "GET", "/leaderboard", 200)) == {
        "week": str(week_of(dt.datetime.now(dt.UTC).date())),
        "data": [],
    }
    ahead, behind = "Pacific/Kiritimati", "Pacific/Pago_Pago"
    await make_player(owner, [], time_zone=ahead)
    first = await call(owner, "GET", "/leaderboard?week=", 200)
    await make_player(owner, [], time_zone=behind, relation_type="SELF")
    own = await call(owner, "GET", "/leaderboard", 200)

    assert first["week"] == str(week_of(dt.datetime.now(ZoneInfo(ahead)).date()))
    assert own["week"] == str(week_of(dt.datetime.now(ZoneInfo(behind)).date()))


@pytest.mark.parametrize("week", ["2026-W54", "2025-W53", "47", "2026-11-16", "x" * 500, "2026-W47,2026-W46"])
async def test_what_is_no_week_is_refused_by_name(make_user: Any, week: str) -> None:
    owner = await make_user()

    answer = await owner.client.get("/api/v1/leaderboard", params={"week": week})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["week"]


async def test_the_week_may_be_written_small(make_user: Any) -> None:
    owner = await make_user()

    assert (await call(owner, "GET", "/leaderboard?week=2026-w47", 200))["week"] == "2026-W47"


# A clock change in each direction, on the Sunday that ends the week; half an hour before and after its midnight.
SUNDAYS = [
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2025, 11, 2)),
    ("Europe/Berlin", dt.date(2026, 3, 29)),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
]


@pytest.mark.parametrize(("zone", "sunday"), SUNDAYS)
async def test_a_week_ends_at_the_members_midnight_also_when_clocks_change(
    make_user: Any, god: Any, zone: str, sunday: dt.date
) -> None:
    owner = await make_user()
    for first in {sunday.replace(day=1), (sunday + dt.timedelta(days=1)).replace(day=1)}:
        await god.fetchval("SELECT praan_make_partition($1)", first)
    member = await make_member(owner, time_zone=zone)
    program = await make_program(owner, member, **TWO_MEALS)
    start = sunday - dt.timedelta(days=13)
    await god.execute(MOVE, program, start)
    await god.execute(IN_FORCE, program, start)
    midnight = dt.datetime.combine(sunday + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    for minutes in (-30, 30):
        at = midnight.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
        await make_log(owner, program, {**meal(sunday), "timestamp": at.isoformat()})

    week = week_of(sunday)
    after = week_of(sunday + dt.timedelta(days=1))
    assert (await board(owner, week), await board(owner, after)) == ([(1, member, 7.1)], [(1, member, 7.1)])
    before = week_of(sunday - dt.timedelta(days=7))
    assert await board(owner, before) == [(1, member, 0.0)]


async def test_who_does_not_take_part_is_nowhere(make_user: Any, god: Any) -> None:
    owner = await make_user()
    stays, goes = await make_player(owner, [2]), await make_player(owner, [2, 2])
    assert [member for _, member, _ in await board(owner)] == [goes, stays]

    body = await call(owner, "PATCH", f"/members/{goes}", 200, json={"leaderboard": False})

    assert body["leaderboard"] is False
    assert await board(owner) == [(1, stays, 14.3)]
    assert (await call(owner, "GET", f"/members/{goes}", 200))["leaderboard"] is False
    await call(owner, "PATCH", f"/members/{goes}", 200, json={"units": "IMPERIAL", "leaderboard": None})
    assert await board(owner) == [(1, stays, 14.3)]
    await call(owner, "PATCH", f"/members/{goes}", 200, json={"leaderboard": True})
    assert [member for _, member, _ in await board(owner)] == [goes, stays]
    fields = await god.fetch("SELECT fields FROM audit_logs WHERE member_id = $1 ORDER BY id", goes)
    assert ["leaderboard"] in [row["fields"] for row in fields]


@pytest.mark.parametrize("value", ["yes", 1, "true", {}])
async def test_taking_part_is_yes_or_no(make_user: Any, value: Any) -> None:
    owner = await make_user()
    member = await make_member(owner)

    answer = await owner.client.patch(f"/api/v1/members/{member}", json={"leaderboard": value})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["leaderboard"]


def born(years: int, days_ago: int = 0) -> str:
    """A birth date: so many years, and days, before the tests' today."""
    day = today() - dt.timedelta(days=days_ago)
    # Who was born on 29 February has their birthday on 1 March in other years.
    return (
        day.replace(year=day.year - years) if (day.month, day.day) != (2, 29) else dt.date(day.year - years, 3, 1)
    ).isoformat()


async def test_children_take_part_only_when_somebody_says_so(make_user: Any) -> None:
    owner = await make_user()
    child = await make_player(owner, [2], dob=born(10), relation_type="CHILD")
    nearly = await make_player(owner, [2], dob=born(18, -1))
    grown = await make_player(owner, [2], dob=born(18))

    people = (await call(owner, "GET", "/members", 200))["data"]
    assert {each["id"]: each["leaderboard"] for each in people} == {child: False, nearly: False, grown: True}
    assert [member for _, member, _ in await board(owner)] == [grown]
    await call(owner, "PATCH", f"/members/{child}", 200, json={"leaderboard": True})
    assert [member for _, member, _ in await board(owner)] == [child, grown]
    # What was said stays said; what follows from the age follows a corrected birth date.
    for member in (child, grown):
        await call(owner, "PATCH", f"/members/{member}", 200, json={"dob": born(11)})
    assert [member for _, member, _ in await board(owner)] == [child]


async def test_the_deleted_leave_and_the_restored_come_back(make_user: Any) -> None:
    owner = await make_user()
    stays, goes = await make_player(owner, [2]), await make_player(owner, [2, 2])

    await call(owner, "DELETE", f"/members/{goes}", 204)
    assert await board(owner) == [(1, stays, 14.3)]
    await call(owner, "POST", f"/members/{goes}/restore", 200)
    assert [member for _, member, _ in await board(owner)] == [goes, stays]
