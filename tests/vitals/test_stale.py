"""Readings that were due and did not come: noticed at nine where the member lives, once a day, until one comes."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.factories import Family, call, make_log, make_member, make_program
from tests.vitals.readings import alerts_of, glucose, pressure

from praan.infra.runtime import Runtime
from praan.vitals import stale

TODAY = dt.datetime.now(dt.UTC).date()
DUE: dict[str, Any] = {"template": None, "vitals_goals": {"blood_pressure": 1}}
EVENTS = "SELECT event FROM outbox WHERE member_id = $1 AND event LIKE 'alert%' ORDER BY id"


async def family_in(make_user: Any, zone: str, **program: Any) -> Family:
    owner = await make_user()
    member = await make_member(owner, time_zone=zone)
    start = {"start_date": (TODAY - dt.timedelta(days=9)).isoformat()}
    return Family(owner, member, await make_program(owner, member, **{**start, **DUE, **program}))


async def watch(worker_rt: Runtime, moment: dt.datetime, *families: Family) -> None:
    """The task, from the first of these families on: all older ones belong to other tests."""
    await stale.watch(worker_rt, moment, (families[0].owner.id - 1, 0))


def clock(zone: str, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(zone))


def clocks_changed(zone: str) -> dt.date:
    """The last day within the reach of a program on which clocks were put forward or back; else yesterday."""
    for back in range(1, 80):
        day = TODAY - dt.timedelta(days=back)
        if clock(zone, day, 12).utcoffset() != clock(zone, day - dt.timedelta(days=1), 12).utcoffset():
            return day
    return TODAY - dt.timedelta(days=1)


# Half an hour and three quarters off the full hour, and clocks that change by an hour and by half of one.
@pytest.mark.parametrize(
    "zone", ["Asia/Kolkata", "Asia/Kathmandu", "America/New_York", "Europe/London", "Australia/Lord_Howe"]
)
async def test_at_nine_where_the_member_lives_and_not_before(
    make_user: Any, worker_rt: Runtime, zone: str
) -> None:
    family = await family_in(make_user, zone, start_date=(TODAY - dt.timedelta(days=85)).isoformat())
    day = clocks_changed(zone)

    await watch(worker_rt, clock(zone, day, 8, 59), family)
    before = await alerts_of(family)
    await watch(worker_rt, clock(zone, day, 9), family)
    (alert,) = await alerts_of(family)

    assert before == []
    assert (alert["rule"], alert["severity"], alert["status"]) == ("stale", "WARN", "OPEN")
    assert (alert["missing"], alert["log_id"], alert["reading"]) == (["blood_pressure"], None, None)
    assert alert["missed_on"] == (day - dt.timedelta(days=1)).isoformat()
    assert alert["source"] == "A reading that the program asks for"


async def test_once_a_day_however_often_it_is_looked_for(
    make_user: Any, rt: Runtime, worker_rt: Runtime, god: Any
) -> None:
    family = await family_in(make_user, "Asia/Kolkata")
    day = TODAY - dt.timedelta(days=2)

    await asyncio.gather(*(watch(worker_rt, clock("Asia/Kolkata", day, hour), family) for hour in (9, 9, 10, 23)))
    (first,) = await alerts_of(family)
    await call(family.owner, "POST", f"/alerts/{first['id']}/acknowledge", 200)
    await watch(worker_rt, clock("Asia/Kolkata", day + dt.timedelta(days=1), 9), family)
    (second,) = await alerts_of(family)

    assert first["readings"] == 1
    assert (second["id"], second["readings"], second["status"]) == (first["id"], 2, "ACKNOWLEDGED")
    assert second["missed_on"] == day.isoformat()
    assert [row["event"] for row in await god.fetch(EVENTS, family.member)] == ["alert_opened"]


async def test_any_such_reading_ends_it_for_the_day(make_user: Any, worker_rt: Runtime, god: Any) -> None:
    due = {"vitals_goals": {"blood_pressure": 2, "glucose": 1}}
    family = await family_in(make_user, "Asia/Kolkata", **due)
    now = clock("Asia/Kolkata", TODAY, 12)
    await watch(worker_rt, now, family)
    (alert,) = await alerts_of(family)
    assert alert["missing"] == ["blood_pressure", "glucose"]

    early = (now - dt.timedelta(days=4)).isoformat()
    await make_log(family.owner, family.program, pressure(118, 75), timestamp=early)
    await make_log(family.owner, family.program, {"log_type": "VITALS", "payload": {"kind": "spo2", "value": 98}})
    (still,) = await alerts_of(family)
    await make_log(family.owner, family.program, glucose(110))
    (over,) = await alerts_of(family)
    await watch(worker_rt, now + dt.timedelta(hours=1), family)

    assert still["status"] == "OPEN"
    assert (over["id"], over["status"], over["cleared_by"]) == (alert["id"], "CLEARED", "READING_TOLD")
    assert await alerts_of(family) == [over]
    assert [row["event"] for row in await god.fetch(EVENTS, family.member)] == ["alert_opened", "alert_cleared"]


async def test_a_reading_of_the_day_or_since_leaves_nothing_to_notice(make_user: Any, worker_rt: Runtime) -> None:
    zone = "Asia/Kolkata"
    day = TODAY - dt.timedelta(days=1)
    for hours in (-30, -10, -1):
        family = await family_in(make_user, zone)
        at = clock(zone, day, 9) + dt.timedelta(hours=hours)
        await make_log(family.owner, family.program, pressure(118, 75), timestamp=at.isoformat())

        await watch(worker_rt, clock(zone, day, 9), family)

        assert await alerts_of(family) == []


async def test_what_is_not_due_is_not_missed(make_user: Any, worker_rt: Runtime) -> None:
    zone = "Asia/Kolkata"
    moment = clock(zone, TODAY, 12)
    asks_nothing = await family_in(make_user, zone, vitals_goals={})
    begins_today = await family_in(make_user, zone, start_date=moment.date().isoformat())
    paused = await family_in(make_user, zone)
    await call(paused.owner, "PATCH", f"/programs/{paused.program}", 200, json={"status": "PAUSED"})
    deleted = await family_in(make_user, zone)
    await call(deleted.owner, "DELETE", f"/members/{deleted.member}", 204)

    await watch(worker_rt, moment, asks_nothing)

    for family in (asks_nothing, begins_today, paused):
        assert await alerts_of(family) == []
    await call(deleted.owner, "POST", f"/members/{deleted.member}/restore", 200)
    assert await alerts_of(deleted) == []


@pytest.mark.parametrize("way", ["pause", "complete", "goals"])
async def test_when_nobody_asks_any_more_it_ends(make_user: Any, worker_rt: Runtime, way: str) -> None:
    family = await family_in(make_user, "Asia/Kolkata")
    other = await family_in(make_user, "Asia/Kolkata")
    await watch(worker_rt, clock("Asia/Kolkata", TODAY, 12), family)
    path = f"/programs/{family.program}"

    if way == "goals":
        goals = {"nutrition_goals": {"calories": 1900}, "strength_goals": {}, "vitals_goals": {"weight": 1}}
        await call(family.owner, "PUT", f"{path}/config", 200, json=goals)
    else:
        status = {"pause": "PAUSED", "complete": "COMPLETED"}[way]
        await call(family.owner, "PATCH", path, 200, json={"status": status})

    (alert,) = await alerts_of(family)
    assert (alert["status"], alert["cleared_by"]) == ("CLEARED", "NOT_DUE")
    assert [each["status"] for each in await alerts_of(other)] == ["OPEN"]


async def test_a_reading_at_the_same_moment_leaves_no_notice_behind(make_user: Any, worker_rt: Runtime) -> None:
    """Whoever comes second sees the other: an opened notice is ended, one no longer true never opens."""
    families = [await family_in(make_user, "Asia/Kolkata") for _ in range(12)]

    await asyncio.gather(
        watch(worker_rt, clock("Asia/Kolkata", TODAY, 12), *families),
        *(make_log(family.owner, family.program, pressure(118, 75)) for family in families),
    )

    for family in families:
        assert [each["status"] for each in await alerts_of(family)] in ([], ["CLEARED"])
