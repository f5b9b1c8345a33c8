"""Cache fills: never stale after an invalidation, sealed at rest, absent without Valkey."""

from __future__ import annotations

import secrets

from praan.infra.cache import Cache
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey


def fresh() -> str:
    return f"program:{secrets.randbelow(10**12)}:adherence:today"


async def test_a_fill_is_hit_until_it_is_dropped(rt: Runtime) -> None:
    key = fresh()
    miss = await rt.cache.look(key)

    assert miss.value is None
    assert await rt.cache.fill(key, miss, b"body", 60)
    assert (await rt.cache.look(key)).value == b"body"
    await rt.cache.drop(key)
    assert (await rt.cache.look(key)).value is None


async def test_a_fill_that_was_overtaken_is_not_stored(rt: Runtime) -> None:
    key = fresh()
    slow = await rt.cache.look(key)
    await rt.cache.drop(key)

    assert not await rt.cache.fill(key, slow, b"stale", 60)
    assert (await rt.cache.look(key)).value is None


async def test_a_fill_does_not_survive_a_flush_between(rt: Runtime) -> None:
    key = fresh()
    slow = await rt.cache.look(key)
    await rt.cache.drop(key)
    await rt.valkey.command("DEL", key, "gen:" + key)

    assert not await rt.cache.fill(key, slow, b"stale", 60)


async def test_of_two_readers_both_may_fill_and_the_value_is_fresh(rt: Runtime) -> None:
    key = fresh()
    one, other = await rt.cache.look(key), await rt.cache.look(key)

    assert await rt.cache.fill(key, one, b"same", 60)
    assert await rt.cache.fill(key, other, b"same", 60)


async def test_what_is_stored_is_sealed_and_expires(rt: Runtime) -> None:
    key = fresh()
    await rt.cache.fill(key, await rt.cache.look(key), b"blood pressure", 60)

    stored = await rt.valkey.command("GET", key)

    assert b"pressure" not in stored
    assert 0 < await rt.valkey.command("TTL", key) <= 60


async def test_without_valkey_everything_is_a_miss(rt: Runtime) -> None:
    away = Cache(Valkey("redis://127.0.0.1:1"), rt.vault)
    key = fresh()

    look = await away.look(key)
    await away.drop(key)

    assert look.value is None
    assert not await away.fill(key, look, b"body", 60)
