"""New goals and the logs of the same moment: one waits for the other, so that no score mixes old and new."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.factories import MEAL, call, make_log, make_program
from tests.journal.conftest import Pair
from tests.journal.ledger import assert_rebuild_changes_nothing

from praan.infra.after import After
from praan.infra.db import transaction
from praan.journal import add, programs
from praan.journal.analysis import NOBODY
from praan.logs.schemas import NutritionIn
from praan.programs.schemas import ConfigIn
from praan.programs.service import program_scope

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = $1 AND NOT granted"
GOALS = {"nutrition_goals": {"meals_per_day": 7, "calories": 3000}, "strength_goals": {}}


async def until_it_waits(god: Any, program: int, other: asyncio.Task[Any]) -> None:
    """Returns once `other` waits for the program's scores; fails when it went on without."""
    while not await god.fetchval(WAITING, program):
        assert not other.done(), "did not wait"
        await asyncio.sleep(0.01)


async def test_goals_wait_for_a_log_that_is_being_written(pair: Pair, rt: Any, god: Any) -> None:
    for earlier in (0, 1):
        program = await make_program(pair.owner, pair.member)
        for _ in range(earlier):
            await make_log(pair.owner, program)
        log = NutritionIn.model_validate({**MEAL, "program_id": program})
        async with transaction(rt.pool, owner=pair.owner.id, actor=pair.owner.id) as conn:
            await add.add(conn, rt.vault, pair.owner.id, NOBODY, log, After())
            path = f"/programs/{program}/config"
            putting = asyncio.create_task(call(pair.manager, "PUT", path, 200, json=GOALS))
            await until_it_waits(god, program, putting)
        await putting

        (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
        assert (day["logs"], day["total_score"]) == (earlier + 1, 14 if earlier == 0 else 28)


async def test_a_log_waits_for_goals_that_are_being_set(pair: Pair, rt: Any, god: Any) -> None:
    for earlier in (0, 1):
        program = await make_program(pair.owner, pair.member)
        for _ in range(earlier):
            await make_log(pair.owner, program)
        async with transaction(rt.pool, owner=pair.owner.id, actor=pair.owner.id) as conn:
            scope = await program_scope(conn, pair.owner.id, program, "write")
            await programs.set_goals(conn, After(), scope, NOBODY, ConfigIn.model_validate(GOALS))
            posting = asyncio.create_task(make_log(pair.manager, program))
            await until_it_waits(god, program, posting)
        await posting

        (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
        assert (day["logs"], day["total_score"]) == (earlier + 1, 14 if earlier == 0 else 28)


async def test_logs_of_one_program_do_not_wait_for_those_of_another(pair: Pair, rt: Any, god: Any) -> None:
    busy, free = [await make_program(pair.owner, pair.member) for _ in range(2)]
    async with transaction(rt.pool, owner=pair.owner.id, actor=pair.owner.id) as conn:
        scope = await program_scope(conn, pair.owner.id, busy, "write")
        await programs.set_goals(conn, After(), scope, NOBODY, ConfigIn.model_validate(GOALS))
        await make_log(pair.manager, free)
        read = await call(pair.owner, "GET", f"/programs/{busy}/adherence/today", 200)
        assert read["details"]["meals"]["goal"] == 3
