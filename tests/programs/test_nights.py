"""The night's job: each program turns on its member's date, once, whatever happens to the job."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import MakePerson
from tests.programs.nights import ASKED, DEEDS, EVENTS, STANDING, asked, begin, standing, told
from tests.programs.test_phases import CHANGES

from praan import wiring
from praan.entry.worker import make_worker
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.kernel.clock import local_date
from praan.localstack.services import Services
from praan.programs.nights import turn_programs

RUN = """
import asyncio
from praan.infra.runtime import open_runtime
from praan.infra.settings import Settings
from praan.programs.nights import turn_programs

async def main():
    async with open_runtime(Settings()) as rt:
        await turn_programs(rt)

asyncio.run(main())
"""


def noon(day: dt.date, zone: str = ZONE) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), ZoneInfo(zone))


def days_ago(count: int) -> dt.date:
    return dt.datetime.now(ZoneInfo(ZONE)).date() - dt.timedelta(days=count)


# Clocks are set to the past: what is due there are the programs made here, and never those of other tests.
@pytest.mark.parametrize(("zone", "change"), CHANGES)
async def test_each_hour_of_a_weekend_with_a_change_of_clocks(
    person: MakePerson, god: Any, worker_rt: Runtime, zone: str, change: dt.date
) -> None:
    """Three programs that enter BUILD, enter SUSTAIN and are complete on the Sunday on which the clocks change."""
    asha = await person()
    programs = {
        after: (await begin(god, asha, change - dt.timedelta(days=after), zone)).program for after in (30, 60, 90)
    }
    # The first run finds the phases of the Saturday, which nobody has entered yet.
    before = {30: ("ACTIVE", "FOUNDATION"), 60: ("ACTIVE", "BUILD"), 90: ("ACTIVE", "SUSTAIN")}
    turned = {30: ("ACTIVE", "BUILD"), 60: ("ACTIVE", "SUSTAIN"), 90: ("COMPLETED", "SUSTAIN")}
    at = dt.datetime.combine(change - dt.timedelta(days=1), dt.time(12), dt.UTC)

    for _ in range(48):
        assert await turn_programs(worker_rt, at)
        expected = turned if local_date(at, zone) >= change else before
        assert {after: await standing(god, program) for after, program in programs.items()} == expected, at
        at += dt.timedelta(hours=1)

    assert await told(god, programs[30]) == ["phase_changed"]
    assert await told(god, programs[60]) == ["phase_changed", "phase_changed"]
    assert await told(god, programs[90]) == ["phase_changed", "program_completed"]


async def test_a_program_goes_through_its_phases_to_its_end(person: MakePerson, god: Any, worker_rt: Any) -> None:
    start = dt.date(2024, 5, 1)
    begun = await begin(god, await person(), start)

    for day in range(1, 93):
        await turn_programs(worker_rt, noon(start + dt.timedelta(days=day - 1)))

    assert await asked(god, begun.program) == [("BUILD", 31), ("SUSTAIN", 61)]
    events = await god.fetch(EVENTS, str(begun.program))
    check_ins = [row["id"] for row in await god.fetch(ASKED, begun.program)]
    assert [(row["event"], row["payload"]) for row in events] == [
        ("phase_changed", {"program_id": begun.program, "check_in_id": check_ins[0]}),
        ("phase_changed", {"program_id": begun.program, "check_in_id": check_ins[1]}),
        ("program_completed", {"program_id": begun.program}),
    ]
    stored = await god.fetchrow(STANDING, begun.program)
    assert tuple(stored) == ("COMPLETED", "SUSTAIN", start + dt.timedelta(days=89))
    deeds = await god.fetch(DEEDS, f"programs/{begun.program}")
    assert [tuple(row) for row in deeds] == [
        ("program.phase", None),
        ("program.phase", None),
        ("program.complete", None),
    ]
    shown = (await begun.owner.get(f"/programs/{begun.program}")).json()
    assert (shown["status"], shown["day"], shown["phase"]) == ("COMPLETED", 90, "SUSTAIN")


async def test_a_program_that_began_in_the_past_is_asked_about_its_present_phase_only(
    person: MakePerson, god: Any, worker_rt: Any
) -> None:
    asha = await person()
    begun = await begin(god, asha, days_ago(0))
    late = {"title": "Late", "start_date": days_ago(70).isoformat()}
    program = (await asha.post(f"/members/{begun.member}/programs", json=late)).json()["id"]

    await turn_programs(worker_rt)

    assert await asked(god, program) == [("SUSTAIN", 71)]
    assert await told(god, program) == ["phase_changed"]
    assert await asked(god, begun.program) == []


async def test_a_paused_program_is_asked_nothing_until_it_goes_on(
    person: MakePerson, god: Any, worker_rt: Any
) -> None:
    begun = await begin(god, await person(), days_ago(45))
    path = f"/programs/{begun.program}"
    await begun.owner.patch(path, json={"status": "PAUSED"})

    await turn_programs(worker_rt)
    assert await asked(god, begun.program) == []
    # The phase that is shown is the day's, whether somebody was asked about it or not.
    assert (await begun.owner.get(path)).json()["phase"] == "BUILD"

    await begun.owner.patch(path, json={"status": "ACTIVE"})
    await turn_programs(worker_rt)
    assert await asked(god, begun.program) == [("BUILD", 46)]


@pytest.mark.parametrize(("ago", "status"), [(89, "PAUSED"), (90, "COMPLETED"), (300, "COMPLETED")])
async def test_a_pause_lengthens_nothing(
    person: MakePerson, god: Any, worker_rt: Any, ago: int, status: str
) -> None:
    begun = await begin(god, await person(), days_ago(ago))
    await begun.owner.patch(f"/programs/{begun.program}", json={"status": "PAUSED"})

    await turn_programs(worker_rt)

    assert (await begun.owner.get(f"/programs/{begun.program}")).json()["status"] == status
    assert await told(god, begun.program) == (["program_completed"] if status == "COMPLETED" else [])


async def test_many_runs_at_once_turn_a_program_once(person: MakePerson, god: Any, worker_rt: Any) -> None:
    asha = await person()
    programs = [(await begin(god, asha, days_ago(ago))).program for ago in (30, 60, 95)]

    await asyncio.gather(*(turn_programs(worker_rt) for _ in range(6)))
    await turn_programs(worker_rt)

    assert [await told(god, program) for program in programs] == [
        ["phase_changed"],
        ["phase_changed"],
        ["program_completed"],
    ]
    assert [await asked(god, program) for program in programs] == [[("BUILD", 31)], [("SUSTAIN", 61)], []]


async def test_a_run_that_is_killed_is_gone_on_with(
    person: MakePerson, god: Any, worker_rt: Runtime, services: Services
) -> None:
    """SIGKILL in the middle of a night: what was turned stays so, what was not is turned by the next run."""
    first = await begin(god, await person(), days_ago(30))
    programs = [first.program]
    for number in range(79):
        more = {"title": f"Heart {number}", "start_date": days_ago(30).isoformat()}
        made = await first.owner.post(f"/members/{first.member}/programs", json=more)
        programs.append(made.json()["id"])
    environment = {**os.environ, **services.environment("worker"), "PRAAN_ENV": "test"}
    count = "SELECT count(*) FROM check_ins WHERE program_id = ANY ($1)"
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", RUN, env=environment)
    while not await god.fetchval(count, programs):
        assert run.returncode is None, "ended before it had turned anything"
    run.kill()
    await run.wait()
    assert 0 < await god.fetchval(count, programs) < len(programs)

    assert await turn_programs(worker_rt)

    for program in programs:
        assert await standing(god, program) == ("ACTIVE", "BUILD")
        assert (await told(god, program), len(await asked(god, program))) == (["phase_changed"], 1)


async def test_a_night_that_is_too_short_says_so(person: MakePerson, god: Any, worker_rt: Any) -> None:
    asha = await person()
    programs = [(await begin(god, asha, days_ago(30))).program for _ in range(3)]

    left = [await turn_programs(worker_rt, budget_s=0) for _ in range(3)]

    assert not any(left)
    assert await turn_programs(worker_rt)
    assert {await standing(god, program) for program in programs} == {("ACTIVE", "BUILD")}


async def test_who_is_deleted_is_left_alone_until_restored(person: MakePerson, god: Any, worker_rt: Any) -> None:
    begun = await begin(god, await person(), days_ago(30))
    await begun.owner.delete(f"/members/{begun.member}")

    await turn_programs(worker_rt)
    assert await asked(god, begun.program) == []

    await begun.owner.post(f"/members/{begun.member}/restore")
    await turn_programs(worker_rt)
    assert await asked(god, begun.program) == [("BUILD", 31)]


async def test_the_worker_lists_programs_by_its_one_function_only(worker_rt: Runtime, god: Any) -> None:
    """Without a family entered it sees no program and no member of anybody."""
    assert await god.fetchval("SELECT count(*) FROM care_programs") > 0
    async with worker_rt.pool.acquire() as conn:
        for table in ("care_programs", "members", "check_ins"):
            assert await conn.fetchval(f"SELECT count(*) FROM {table}") == 0


def test_a_worker_has_a_task_for_all_that_the_clock_and_events_ask_for(settings: Settings) -> None:
    tasks = set(make_worker(settings, (wiring.DEFAULT,)).tasks)
    routes = [route for routes in wiring.EVENTS.values() for route in routes]

    assert wiring.TURN_PROGRAMS in wiring.CLOCK
    assert set(wiring.CLOCK) <= tasks
    assert {route.task for route in routes if route.queue == wiring.DEFAULT} <= tasks
