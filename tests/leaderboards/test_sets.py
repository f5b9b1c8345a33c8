"""What lies in Valkey: ids and numbers, never older than 5 minutes, never needed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from tests.factories import call, make_log, make_member
from tests.leaderboards.boards import add_program, board, last_week, make_player, meal, this_week, today

from praan.families.service import scores_key
from praan.infra.cache import Cache
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey
from praan.leaderboards import service
from praan.localstack.services import Services

KEPT_S = 300


async def sets_of(rt: Runtime, owner: int) -> list[str]:
    """The keys of a family's boards."""
    found, cursor = set(), b"0"
    while True:
        cursor, keys = await rt.valkey.command("SCAN", cursor, "MATCH", f"leaderboard:{owner}:*", "COUNT", 1000)
        found |= {key.decode() for key in keys}
        if cursor == b"0":
            return sorted(found)


async def test_after_a_flush_the_next_reader_finds_the_same(make_user: Any, rt: Runtime) -> None:
    owner = await make_user()
    for meals in ([2, 2], [2], [0, 2], [1, 1]):
        await make_player(owner, meals)
    path = f"/leaderboard?week={last_week()}"
    derived = await call(owner, "GET", path, 200)
    kept = await call(owner, "GET", path, 200)

    await rt.valkey.command("FLUSHALL")

    assert await sets_of(rt, owner.id) == []
    assert await call(owner, "GET", path, 200) == derived == kept
    assert len(await sets_of(rt, owner.id)) == 1
    assert [place["rank"] for place in derived["data"]] == [1, 2, 2, 2]


async def test_a_sorted_set_holds_ids_and_scores_for_five_minutes(make_user: Any, rt: Runtime) -> None:
    owner = await make_user()
    first, second = await make_player(owner, [2, 2], name="Dadaji"), await make_player(owner, [1])
    await make_player(owner, [2], dob=today().replace(year=today().year - 9, day=1).isoformat())
    await board(owner)

    [key] = await sets_of(rt, owner.id)

    assert key.startswith(f"leaderboard:{owner.id}:{last_week()}:")
    found = await rt.valkey.command("ZRANGE", key, 0, -1, "REV", "WITHSCORES")
    assert found == [str(first).encode(), b"28602857", str(second).encode(), b"7100000"]
    assert 0 < await rt.valkey.command("TTL", key) <= KEPT_S


async def test_a_kept_board_is_read(make_user: Any, rt: Runtime) -> None:
    """Else the other tests here would show nothing."""
    owner = await make_user()
    member = await make_player(owner, [2])
    await board(owner)
    [key] = await sets_of(rt, owner.id)

    await rt.valkey.command("ZADD", key, 99_900_000, member)

    assert await board(owner) == [(1, member, 99.9)]


async def test_every_change_of_a_score_is_on_the_board_at_once(make_user: Any) -> None:
    owner = await make_user()
    member = await make_member(owner)
    program = await add_program(owner, member)
    day = last_week().first
    assert await board(owner) == [(1, member, 0.0)]

    log = await make_log(owner, program, meal(day))
    assert await board(owner) == [(1, member, 7.1)]
    await call(owner, "PATCH", f"/logs/{log}", 200, json={"timestamp": meal(today())["timestamp"]})
    assert await board(owner) == [(1, member, 0.0)]
    newest = (await call(owner, "GET", f"/programs/{program}/history", 200))["data"][0]["id"]
    shown = await board(owner, this_week())
    await call(owner, "DELETE", f"/logs/{newest}", 204)
    assert (shown[0][2] > 0, await board(owner, this_week())) == (True, [(1, member, 0.0)])
    await call(owner, "POST", f"/logs/{newest}/restore", 200)
    assert await board(owner, this_week()) == shown
    goals = {"nutrition_goals": {"meals_per_day": 1}, "strength_goals": {}}
    await call(owner, "PUT", f"/programs/{program}/config", 200, json=goals)
    assert (await board(owner, this_week()))[0][2] == pytest.approx(2 * shown[0][2], abs=0.11)
    # Another program asks for more.
    await add_program(owner, member, [1])
    assert await board(owner) == [(1, member, 3.6)]


async def test_a_board_that_was_overtaken_is_never_read(make_user: Any, rt: Runtime) -> None:
    """Derived before a change, kept after it."""
    owner = await make_user()
    member = await make_player(owner, [2])
    generation = (await rt.cache.look(scores_key(owner.id))).generation
    await rt.cache.drop(scores_key(owner.id))

    await service._keep(rt, owner.id, last_week(), generation, [service.Standing(member, 1.0, 1.0)])

    assert await board(owner) == [(1, member, 14.3)]


async def test_without_valkey_the_board_is_the_same(make_user: Any, rt: Runtime) -> None:
    owner = await make_user()
    for meals in ([2, 2], [1]):
        await make_player(owner, meals)
    away = Valkey("redis://127.0.0.1:1")

    found = await service.board(replace(rt, valkey=away, cache=Cache(away, rt.vault)), owner.id, str(last_week()))

    assert found.model_dump() == await call(owner, "GET", f"/leaderboard?week={last_week()}", 200)
    assert len(found.data) == 2


async def test_one_command_derives_all_boards_again(
    make_user: Any, rt: Runtime, services: Services, god: Any
) -> None:
    owner = await make_user()
    member = await make_player(owner, [2])
    await board(owner)
    [key] = await sets_of(rt, owner.id)
    await rt.valkey.command("ZADD", key, 99_900_000, member)
    assert await board(owner) == [(1, member, 99.9)]

    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "praan.entry.cli", "leaderboards", "rebuild"],
        env={**os.environ, **services.environment("worker")},
        capture_output=True,
        text=True,
        check=True,
    )

    families = await god.fetchval("SELECT count(DISTINCT user_id) FROM members WHERE deleted_at IS NULL")
    assert done.stdout == f"Rebuilt the boards of {families} families.\n"
    rebuilt = {name.rpartition(":")[0] for name in await sets_of(rt, owner.id) if name != key}
    assert rebuilt >= {f"leaderboard:{owner.id}:{week}" for week in (last_week(), this_week())}
    assert await board(owner) == [(1, member, 14.3)]
