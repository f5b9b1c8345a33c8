"""One day's row under two transactions that wait for each other: what the second one reckons from."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.factories import call, make_log, make_program
from tests.journal.conftest import Pair

APPLY = "SELECT s.before, s.after FROM daily_logs l, LATERAL praan_apply(l, $2) s WHERE l.id = $1"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'"
DAY = "SELECT logs, meals, energy_mkcal, total_score FROM adherence_metrics WHERE program_id = $1"


async def one_after_the_other(god: Any, log: int, first: int, second: int) -> tuple[Any, Any]:
    """Counts a log twice at once, +1 or -1: the second one waits for the first one's commit."""
    async with god.acquire() as one, god.acquire() as two:
        begun = one.transaction()
        await begun.start()
        found = await one.fetchrow(APPLY, log, first)
        waiting = asyncio.create_task(two.fetchrow(APPLY, log, second))
        while not await god.fetchval(WAITS, two.get_server_pid()):
            assert not waiting.done()
        await begun.commit()
        return found, await waiting


async def test_the_second_of_two_begins_where_the_first_one_ended(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    goals = {"nutrition_goals": {"calories": 1000}, "strength_goals": {}}
    await call(pair.owner, "PUT", f"/programs/{program}/config", 200, json=goals)
    log = await make_log(pair.owner, program, payload={"calories": 100})

    first, second = await one_after_the_other(god, log, 1, 1)

    assert (tuple(first), tuple(second)) == ((10, 20), (20, 30))
    assert tuple(await god.fetchrow(DAY, program)) == (3, 3, 300_000, 30)


async def test_a_day_that_empties_while_a_log_waits_for_it_begins_anew(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    goals = {"nutrition_goals": {"calories": 1000}, "strength_goals": {}}
    await call(pair.owner, "PUT", f"/programs/{program}/config", 200, json=goals)
    log = await make_log(pair.owner, program, payload={"calories": 100})

    first, second = await one_after_the_other(god, log, -1, 1)

    assert (tuple(first), tuple(second)) == ((10, 0), (0, 10))
    assert tuple(await god.fetchrow(DAY, program)) == (1, 1, 100_000, 10)
