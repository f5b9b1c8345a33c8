"""The index behind the writes: what comes in, what goes out, and that nothing is lost on the way."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from tests.factories import Family, call, make_family, make_log
from tests.search.conftest import MEDITATION, ids, indexed

from praan.families import service as families
from praan.infra.db import transaction
from praan.infra.runtime import Runtime
from praan.search import index

TERMS = "SELECT count(*) FROM search_terms WHERE user_id = $1"
QUEUED = "SELECT count(*) FROM search_queue WHERE user_id = $1"
STORED = (
    "SELECT to_jsonb(t)::text AS row, term FROM search_terms t WHERE user_id = $1",
    "SELECT to_jsonb(w)::text AS row, asked FROM search_words w WHERE user_id = $1",
)
SET_NOTE = "UPDATE daily_logs SET note = $3 WHERE user_id = $1 AND id = $2"
PLAN = """
EXPLAIN SELECT source_id FROM search_terms WHERE user_id = 1 AND term = '12345678' AND at <= now()
  AND (at, source_id, source) < (now(), 1, 'log')
"""
WORDS = "SELECT count(*) FROM search_words WHERE user_id = $1"


async def snapshot(god: Any, owner: int) -> list[tuple[Any, ...]]:
    rows = await god.fetch(
        "SELECT source_id, at, term, source, category FROM search_terms WHERE user_id = $1 ORDER BY 1, 3, 4", owner
    )
    return [tuple(row) for row in rows]


async def test_a_log_is_queued_with_its_own_transaction(family: Family, god: Any) -> None:
    await make_log(family.owner, family.program)
    refused = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"calories": -1}}
    await call(family.owner, "POST", "/logs", 400, json=refused)

    assert await god.fetchval(QUEUED, family.owner.id) == 1


async def test_what_is_indexed_leaves_the_queue(family: Family, worker_rt: Runtime, god: Any) -> None:
    await make_log(family.owner, family.program, MEDITATION)

    assert await indexed(worker_rt, family.owner) == 1
    assert await god.fetchval(QUEUED, family.owner.id) == 0
    assert await god.fetchval(TERMS, family.owner.id) == 1


async def test_no_word_lies_in_the_index(family: Family, worker_rt: Runtime, god: Any) -> None:
    meal = {"calories": 100, "note": "Meditation after lunch"}
    await make_log(family.owner, family.program, payload=meal)
    await make_log(family.owner, family.program, MEDITATION)
    await indexed(worker_rt, family.owner)

    held = [row for each in STORED for row in await god.fetch(each, family.owner.id)]

    assert len(held) > 10
    assert not any("meditation" in row["row"].lower() or b"medi" in bytes(row[1]).lower() for row in held)


async def test_doing_it_twice_changes_nothing(family: Family, worker_rt: Runtime, god: Any) -> None:
    await make_log(family.owner, family.program, payload={"calories": 100, "note": "no salt, no sugar"})
    await indexed(worker_rt, family.owner)
    before = await snapshot(god, family.owner.id)

    await index.rebuild(worker_rt, family.owner.id)

    assert await snapshot(god, family.owner.id) == before != []


async def test_a_correction_takes_the_place_of_what_it_corrects(
    family: Family, worker_rt: Runtime, god: Any
) -> None:
    log = await make_log(family.owner, family.program, MEDITATION)
    await indexed(worker_rt, family.owner)
    patch = {"payload": {"kind": "duration", "activity": "Swimming", "minutes": 20}}
    new = (await call(family.owner, "PATCH", f"/logs/{log}", 200, json=patch))["id"]
    await indexed(worker_rt, family.owner)

    assert {row[0] for row in await snapshot(god, family.owner.id)} == {new}


async def test_a_worker_that_dies_in_between_loses_nothing(
    family: Family, worker_rt: Runtime, god: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = await make_log(family.owner, family.program, MEDITATION)

    class Died(BaseException):
        pass

    async def dies(*_: Any) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(index, "_replace", dies)
        with pytest.raises(Died):
            await index.catch_up(worker_rt, family.owner.id)
    assert await god.fetchval(QUEUED, family.owner.id) == 1

    await indexed(worker_rt, family.owner)
    assert await ids(family.owner, "meditation") == [log]


async def test_two_at_once_index_everything_once(family: Family, worker_rt: Runtime, god: Any) -> None:
    logs = [await make_log(family.owner, family.program, MEDITATION) for _ in range(12)]

    taken = await asyncio.gather(*(index.catch_up(worker_rt, family.owner.id) for _ in range(4)))

    assert sum(taken) == 12
    assert sorted(await ids(family.owner, "meditation")) == logs


async def test_the_sweep_goes_through_all_families(make_user: Any, worker_rt: Runtime, god: Any) -> None:
    made = [await make_family(await make_user()) for _ in range(3)]
    for each in made:
        await make_log(each.owner, each.program, MEDITATION)

    while await index.sweep(worker_rt):
        pass

    assert [len(await ids(each.owner, "meditation")) for each in made] == [1, 1, 1]
    assert await god.fetchval("SELECT count(*) FROM search_queue") == 0


async def test_a_familys_odd_row_does_not_keep_the_others_waiting(
    make_user: Any, worker_rt: Runtime, god: Any
) -> None:
    odd, good = [await make_family(await make_user()) for _ in range(2)]
    broken = await make_log(odd.owner, odd.program, MEDITATION)
    await god.execute(SET_NOTE, odd.owner.id, broken, b"not sealed")
    log = await make_log(good.owner, good.program, MEDITATION)

    await index.sweep(worker_rt)
    assert await ids(good.owner, "meditation") == [log]
    assert await god.fetchval(QUEUED, odd.owner.id) > 0

    await god.execute(SET_NOTE, odd.owner.id, broken, None)
    await index.sweep(worker_rt)
    assert await ids(odd.owner, "meditation") == [broken]


async def test_a_rebuild_brings_back_what_was_lost_and_drops_what_nothing_says(
    family: Family, worker_rt: Runtime, god: Any
) -> None:
    log = await make_log(family.owner, family.program, payload={"calories": 100, "note": "dizzy again"})
    await indexed(worker_rt, family.owner)
    whole = await snapshot(god, family.owner.id)
    owner, member = family.owner.id, family.member
    await god.execute("DELETE FROM search_terms WHERE user_id = $1 AND source = 'note'", owner)
    await god.execute("DELETE FROM search_words WHERE user_id = $1", owner)
    await god.execute(
        """INSERT INTO search_terms (user_id, member_id, source_id, at, term, source, category)
        VALUES ($1, $2, 1, now(), '12345678', 'log', 'nutrition')""",
        owner,
        member,
    )
    await god.execute(
        """INSERT INTO search_words (user_id, member_id, asked, term, source, category)
        VALUES ($1, $2, '12345678', '12345678', 'log', 'nutrition')""",
        owner,
        member,
    )

    assert await index.rebuild(worker_rt, owner) == 1

    assert await snapshot(god, owner) == whole
    assert await ids(family.owner, "dizzy") == [log]
    assert await god.fetchval(WORDS + " AND asked = '12345678'", owner) == 0


async def test_what_is_forgotten_is_gone(family: Family, worker_rt: Runtime, god: Any) -> None:
    kept = await make_log(family.owner, family.program, MEDITATION)
    gone = await make_log(family.owner, family.program, payload={"calories": 9, "note": "Meditation"})
    await indexed(worker_rt, family.owner)
    owner = family.owner.id

    async with transaction(worker_rt.pool, owner=owner, actor=owner) as conn:
        await index.forget(conn, owner, [gone])

    assert {row[0] for row in await snapshot(god, owner)} == {kept}


async def test_a_text_of_any_length_is_indexed_in_place_of_the_one_before(
    family: Family, worker_rt: Runtime, god: Any
) -> None:
    owner, at = family.owner.id, dt.datetime.now(dt.UTC)
    scope = families.system_scope(owner, family.member)
    texts = ("Cholesterol panel", " ".join(f"word{n}" for n in range(3000))), ("Thyroid panel", "TSH 2.1")
    counts = []
    for text in texts:
        async with transaction(worker_rt.pool, owner=owner, actor=owner) as conn:
            await index.index(conn, worker_rt.vault, scope, "document", 5, at, text)
        counts.append(await god.fetchval(TERMS, owner))

    assert counts == [1500, 3]


async def test_the_place_in_the_index_is_found_by_it(family: Family, worker_rt: Runtime) -> None:
    """Row-level security lets the index be used: equality alone is asked, of operators that tell nothing."""
    async with transaction(worker_rt.pool, owner=family.owner.id, actor=family.owner.id) as conn:
        plan = [row[0] for row in await conn.fetch(PLAN)]

    condition = next(line for line in plan if "Index Cond" in line)
    assert all(part in condition for part in ("term", "at <=", "ROW("))
