"""Photos survive what kills the processes that read them: each ends once, in one state, counted once."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import redis
from tests.factories import call, make_family
from tests.faults.conftest import SOON, Start, make_photo_logs, settled, until

from praan.adherence.service import rebuild
from praan.infra.outbox import service as outbox
from praan.journal.analysis import analyse
from praan.meals.seeing import make_vision

ENDS = """
SELECT l.id, l.status, l.attempts,
  (SELECT count(*) FROM audit_logs a
   WHERE a.target_resource = 'logs/' || l.id AND a.action = 'log.analyse') AS deeds
FROM daily_logs l WHERE l.id = ANY($1)
"""
WAITING = "SELECT attempts FROM outbox WHERE event = 'photo_logged' AND (payload ->> 'log_id')::bigint = ANY($1)"
DAY = """
SELECT date, logs, provisional_logs, meals, energy_mkcal, total_score, details::text FROM adherence_metrics
WHERE program_id = $1
"""
ANALYSIS = ("worker", "--queues", "analysis")


async def assert_each_counted_once(rt: Any, god: Any, family: Any, logs: list[int]) -> None:
    ends = await god.fetch(ENDS, logs)
    assert [end["status"] for end in ends] == ["NEEDS_REVIEW"] * len(logs)
    assert {end["deeds"] for end in ends} == {1}
    kept = [dict(row) for row in await god.fetch(DAY, family.program)]
    assert sum(day["logs"] for day in kept) == len(logs)
    await rebuild(rt, family.owner.id, family.program)
    assert [dict(row) for row in await god.fetch(DAY, family.program)] == kept


async def test_two_hundred_photos_survive_ten_killed_workers(
    start: Start, make_user: Any, rt: Any, god: Any, photo: bytes
) -> None:
    family = await make_family(await make_user())
    logs = await make_photo_logs(family.owner, family.program, photo, 200)
    start("relay", "relay")

    following = start("analysis", *ANALYSIS, **SOON)
    for kill in range(1, 11):
        # The next one starts while this one works, as a supervisor's would; starting takes the most time here.
        worker, following = following, start("analysis", *ANALYSIS, **SOON)
        aim = kill * 14

        async def enough(aim: int = aim) -> bool:
            return await settled(god, logs) >= aim

        await until(enough, 60, f"{aim} photos before kill {kill}; see {worker.output}")
        worker.kill()
    assert await settled(god, logs) < 200

    async def done() -> bool:
        return await settled(god, logs) == 200

    await until(done, 90, "every photo after the last kill")
    await assert_each_counted_once(rt, god, family, logs)
    assert max(end["attempts"] for end in await god.fetch(ENDS, logs)) < 15


@asynccontextmanager
async def mute_broker() -> Any:
    """A broker that takes connections and never says a word; its port."""
    taken: list[asyncio.StreamWriter] = []

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for writer in taken:
            writer.close()
        server.close()


async def test_a_relay_killed_between_commit_and_enqueue_loses_nothing(
    start: Start, make_user: Any, rt: Any, god: Any, photo: bytes
) -> None:
    family = await make_family(await make_user())
    async with mute_broker() as port:
        logs = await make_photo_logs(family.owner, family.program, photo, 5)
        relay = start("relay", "relay", PRAAN_BROKER_URL=f"redis://127.0.0.1:{port}/1")

        async def claimed() -> bool:
            rows = await god.fetch(WAITING, logs)
            return len(rows) == 5 and all(row["attempts"] > 0 for row in rows)

        await until(claimed, 30, "a claim of all five events")
        relay.kill()
    assert await settled(god, logs) == 0
    start("relay", "relay")
    start("analysis", *ANALYSIS)

    async def done() -> bool:
        return await settled(god, logs) == 5

    await until(done, outbox.LEASE_S + 30, "the events whose relay died")
    await assert_each_counted_once(rt, god, family, logs)
    assert await god.fetch(WAITING, logs) == []


async def test_photos_that_the_broker_forgot_are_asked_for_again(
    start: Start, make_user: Any, rt: Any, god: Any, photo: bytes
) -> None:
    family = await make_family(await make_user())
    logs = await make_photo_logs(family.owner, family.program, photo, 5)
    start("relay", "relay")

    async def sent() -> bool:
        return not await god.fetch(WAITING, logs)

    await until(sent, 30, "the relay's hand-over to the broker")
    with redis.Redis.from_url(rt.settings.redis_url.get_secret_value()) as broker:
        broker.flushall()
    start("analysis", *ANALYSIS)

    async def done() -> bool:
        return await settled(god, logs) == 5

    await until(done, 40, "the photos that were lost with the broker")
    await assert_each_counted_once(rt, god, family, logs)


async def test_an_analysis_that_runs_four_times_at_once_settles_once(
    make_user: Any, rt: Any, analysis_rt: Any, god: Any, photo: bytes, model: Any
) -> None:
    family = await make_family(await make_user())
    (log,) = await make_photo_logs(family.owner, family.program, photo, 1)
    vision = make_vision("openai", url=model.url, model="instant")

    ends = await asyncio.gather(*(analyse(analysis_rt, vision, family.owner.id, log) for _ in range(4)))

    assert sorted(ends) == ["GONE", "GONE", "GONE", "NEEDS_REVIEW"]
    await assert_each_counted_once(rt, god, family, [log])
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert shown["payload"]["items"][0]["grams"] == 120
