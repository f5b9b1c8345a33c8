"""The search survives what kills its indexer: every note is found, none twice, and soon after it was written."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.conftest import indexing, settings_for
from tests.factories import Caller, Family, call, make_family, make_log
from tests.faults.conftest import Start, until

from praan import wiring
from praan.localstack.services import Services

KILLS = 3
NOTES = 80
FRESH_S = 5
WORKER = ("worker", "--queues", "default", "--concurrency", "1")

# What other tests have written is not waited for.
OTHERS = "DELETE FROM search_queue WHERE user_id <> $1"
QUEUED = "SELECT count(*) FROM search_queue WHERE user_id = $1"
# Whoever indexes has taken notes from the queue by then, and cannot go on until the lock is given back.
HOLD = "LOCK TABLE search_words IN SHARE MODE"
HELD = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INTO search_words%'"
TWICE = "SELECT count(*) - count(DISTINCT (source_id, source, term)) FROM search_terms WHERE user_id = $1"


async def make_notes(family: Family, count: int) -> list[int]:
    """Logs with a note that is like no other's, eight at a time; their ids."""
    gate = asyncio.Semaphore(8)

    async def one(number: int) -> int:
        async with gate:
            return await make_log(
                family.owner, family.program, payload={"calories": 9, "note": f"dizzy x{number}"}
            )

    return list(await asyncio.gather(*(one(number) for number in range(count))))


async def all_found(who: Caller, q: str) -> list[int]:
    """The ids of every page."""
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await call(who, "GET", "/search", 200, params={"q": q, "limit": 100, "cursor": cursor})
        found += [hit["id"] for hit in page["data"]]
        cursor = page["pagination"]["next_cursor"]
    return found


async def test_notes_survive_killed_indexers_and_new_ones_are_found_soon(
    start: Start, services: Services, make_user: Any, god: Any
) -> None:
    family = await make_family(await make_user())
    owner = family.owner.id
    await god.execute(OTHERS, owner)
    notes: list[int] = []

    async def held() -> bool:
        return bool(await god.fetchval(HELD))

    async def empty() -> bool:
        return not await god.fetchval(QUEUED, owner)

    with indexing(settings_for(services, "api"), every_s=wiring.CLOCK[wiring.INDEX_SEARCH]):
        for _ in range(KILLS):
            async with god.acquire() as conn, conn.transaction():
                await conn.execute(HOLD)
                worker = start("worker", *WORKER)
                notes += await make_notes(family, NOTES)
                await until(held, 60, f"an indexer at work; see {worker.output}")
                worker.kill()
            assert await god.fetchval(QUEUED, owner) == len(notes), (
                "what was taken by the dead is queued as before"
            )
        worker = start("worker", *WORKER)
        notes += await make_notes(family, NOTES)
        await until(empty, 60, f"every note indexed; see {worker.output}")

        assert sorted(await all_found(family.owner, "dizzy")) == sorted(notes)
        for place in range(0, NOTES, 20):
            twins = await all_found(family.owner, f"x{place}")
            assert set(twins) >= set(notes[place::NOTES])
            assert len(twins) == len(set(twins))
        assert await god.fetchval(TWICE, owner) == 0

        seconds = []
        for number in range(3):
            word = f"quokka{number}"
            log = await make_log(family.owner, family.program, payload={"calories": 9, "note": f"a {word}"})

            async def found(word: str = word, log: int = log) -> bool:
                return await all_found(family.owner, word) == [log]

            seconds.append(await until(found, 30, f"{word} in the search; see {worker.output}"))
    # Each within seconds; a machine that does much else may be late once or twice.
    assert min(seconds) <= FRESH_S
