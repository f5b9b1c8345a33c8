"""A log lands on the member's local day: time zones, clock changes, midnights, months and their partitions."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import call, make_member, make_program

ZONES = ("Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati")
FIRST, LAST = dt.date(2025, 10, 1), dt.date(2026, 9, 30)
STORED = """
SELECT l.local_date, l.time_zone, l.tableoid::regclass::text AS part, m.date, m.logs
FROM daily_logs l JOIN adherence_metrics m ON m.program_id = l.program_id AND m.date = l.local_date WHERE l.id = $1
"""


async def begin(god: Any, program: int, start: dt.date) -> None:
    """Moves a program to a start that lies further back than the API lets one begin."""
    await god.execute("UPDATE care_programs SET start_date = $2 WHERE id = $1", program, start)
    await god.execute("UPDATE program_configs SET effective_from = $2 WHERE program_id = $1", program, start)


@pytest.fixture(scope="module")
async def programs(make_user: Any, god: Any) -> dict[str, Any]:
    """A person with one program in each time zone, and the months of a year that is over."""
    owner = await make_user()
    found: dict[str, Any] = {"owner": owner}
    for zone in ZONES:
        found[zone] = await make_program(owner, await make_member(owner, time_zone=zone))
    for month in range(-1, 13):
        first = dt.date(FIRST.year + (FIRST.month - 1 + month) // 12, (FIRST.month - 1 + month) % 12 + 1, 1)
        await god.fetchval("SELECT praan_make_partition($1)", first)
    return found


async def add(owner: Any, program: int, at: dt.datetime) -> int:
    body = {
        "program_id": program,
        "log_type": "NUTRITION",
        "payload": {"calories": 1},
        "timestamp": at.isoformat(),
    }
    made: int = (await call(owner, "POST", "/logs", 201, json=body))["id"]
    return made


INSTANTS = st.datetimes(
    dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(LAST, dt.time()), timezones=st.just(dt.UTC)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zone=st.sampled_from(ZONES), at=INSTANTS)
async def test_any_moment_lies_on_the_day_that_the_members_calendar_shows(
    programs: Any, god: Any, zone: str, at: dt.datetime
) -> None:
    day = at.astimezone(ZoneInfo(zone)).date()
    await begin(god, programs[zone], day - dt.timedelta(days=89))

    stored = await god.fetchrow(STORED, await add(programs["owner"], programs[zone], at))

    assert stored["local_date"] == stored["date"] == day
    assert stored["time_zone"] == zone
    assert stored["part"] == f"daily_logs_{at:%Y_%m}"


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        # 12:30 UTC+14: the first place on Earth to have the day, across a month's end.
        ("Pacific/Kiritimati", "2026-03-31T10:30:00+00:00", "2026-04-01"),
        ("Pacific/Kiritimati", "2026-03-31T09:59:59.999999+00:00", "2026-03-31"),
        # Half an hour of daylight saving: 02:00 becomes 02:30 on 5 October 2025, and back on 5 April 2026.
        ("Australia/Lord_Howe", "2025-10-04T13:29:59+00:00", "2025-10-04"),
        ("Australia/Lord_Howe", "2025-10-04T13:30:00+00:00", "2025-10-05"),
        ("Australia/Lord_Howe", "2025-10-05T13:00:00+00:00", "2025-10-06"),
        ("Australia/Lord_Howe", "2026-04-05T13:29:00+00:00", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-04-05T13:30:00+00:00", "2026-04-06"),
        # The day of 25 hours (2 November 2025) and the one of 23 (8 March 2026).
        ("America/New_York", "2025-11-02T04:00:00+00:00", "2025-11-02"),
        ("America/New_York", "2025-11-03T04:59:59+00:00", "2025-11-02"),
        ("America/New_York", "2025-11-03T05:00:00+00:00", "2025-11-03"),
        ("America/New_York", "2026-03-08T04:59:59+00:00", "2026-03-07"),
        ("America/New_York", "2026-03-09T03:59:59+00:00", "2026-03-08"),
        ("America/New_York", "2026-03-09T04:00:00+00:00", "2026-03-09"),
        ("Asia/Kolkata", "2025-12-31T18:29:59+00:00", "2025-12-31"),
        ("Asia/Kolkata", "2025-12-31T18:30:00+00:00", "2026-01-01"),
    ],
)
async def test_midnights_and_clock_changes(programs: Any, god: Any, zone: str, at: str, day: str) -> None:
    moment = dt.datetime.fromisoformat(at)
    await begin(god, programs[zone], moment.date() - dt.timedelta(days=40))

    stored = await god.fetchrow(STORED, await add(programs["owner"], programs[zone], moment))

    assert stored["date"].isoformat() == day


async def test_the_first_and_the_last_local_moment_belong_to_the_program(programs: Any, god: Any) -> None:
    owner, program = programs["owner"], programs["Pacific/Kiritimati"]
    zone = ZoneInfo("Pacific/Kiritimati")
    start = dt.date(2026, 2, 1)
    await begin(god, program, start)
    opening = dt.datetime.combine(start, dt.time(), zone)
    closing = dt.datetime.combine(start + dt.timedelta(days=90), dt.time(), zone)
    second = dt.timedelta(seconds=1)
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": 1}}

    await add(owner, program, opening)
    await add(owner, program, closing - second)
    for outside in (opening - second, closing):
        problem = await call(owner, "POST", "/logs", 400, json={**body, "timestamp": outside.isoformat()})
        assert [error["field"] for error in problem["errors"]] == ["timestamp"]


async def test_a_correction_moves_a_log_to_another_day_and_month(programs: Any, god: Any) -> None:
    owner, program = programs["owner"], programs["America/New_York"]
    await begin(god, program, dt.date(2026, 1, 10))
    log = await add(owner, program, dt.datetime(2026, 2, 1, 3, tzinfo=dt.UTC))
    days = (
        "SELECT date, logs FROM adherence_metrics WHERE program_id = $1 AND date BETWEEN $2 AND $3 ORDER BY date"
    )
    span = (dt.date(2026, 1, 30), dt.date(2026, 2, 2))
    before = {row["date"]: row["logs"] for row in await god.fetch(days, program, *span)}

    moved = await call(owner, "PATCH", f"/logs/{log}", 200, json={"timestamp": "2026-02-01T12:00:00Z"})

    after = {row["date"]: row["logs"] for row in await god.fetch(days, program, *span)}
    old, new = dt.date(2026, 1, 31), dt.date(2026, 2, 1)
    assert after.get(old, 0) == before[old] - 1
    assert after[new] == before.get(new, 0) + 1
    stored = await god.fetchrow(STORED, moved["id"])
    assert (stored["part"], stored["date"]) == ("daily_logs_2026_02", new)


async def test_a_move_to_another_zone_leaves_the_days_that_were_lived(make_user: Any, god: Any) -> None:
    owner = await make_user()
    member = await make_member(owner, time_zone="Pacific/Kiritimati")
    program = await make_program(owner, member)
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    at = at.replace(hour=11, minute=0)
    log = await add(owner, program, at)
    there = (await god.fetchrow(STORED, log))["date"]

    await call(owner, "PATCH", f"/members/{member}", 200, json={"time_zone": "America/New_York"})
    corrected = await call(owner, "PATCH", f"/logs/{log}", 200, json={"payload": {"calories": 2}})

    assert there == (at + dt.timedelta(hours=14)).date()
    stored = await god.fetchrow(STORED, corrected["id"])
    assert (stored["date"], stored["time_zone"]) == (there, "Pacific/Kiritimati")
    today = await call(owner, "GET", f"/programs/{program}/adherence/today", 200)
    assert today["date"] == dt.datetime.now(ZoneInfo("America/New_York")).date().isoformat()
