"""Leaky buckets: the Lua script and the in-process twin against the same model."""

from __future__ import annotations

import asyncio
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from praan.infra.limits import DAY_S, MINUTE_S, Bucket, Gate
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey


def bucket(quota: int, policy: str = "user", seconds: int = MINUTE_S) -> Bucket:
    return Bucket(policy, secrets.token_hex(8), quota, seconds)


@pytest.fixture(params=["valkey", "process"])
def gate(request: pytest.FixtureRequest, rt: Runtime) -> Gate:
    """A gate in Valkey, and one whose Valkey is away."""
    return Gate(rt.valkey if request.param == "valkey" else Valkey("redis://127.0.0.1:1"))


@pytest.mark.parametrize("quota", [1, 2, 7, 60, 100])
async def test_the_whole_quota_passes_at_once_and_no_more(gate: Gate, quota: int) -> None:
    one = bucket(quota)

    verdicts = [await gate.check((one,)) for _ in range(quota)]
    refused = await gate.check((one,))

    assert all(verdict.refused is None for verdict in verdicts)
    # The bucket leaks while we ask: what is left may be more than a still clock would leave, never less.
    assert all(v.remaining >= quota - n - 1 for n, v in enumerate(verdicts))
    assert refused.refused == one
    assert 1 <= refused.retry_after <= -(-60 // quota)


@pytest.mark.parametrize("quota", [1, 3, 24])
async def test_a_days_quota_comes_back_over_the_day(gate: Gate, quota: int) -> None:
    daily, minutely = bucket(quota, "daily", DAY_S), bucket(1000)

    verdicts = [await gate.check((minutely, daily)) for _ in range(quota)]
    refused = await gate.check((minutely, daily))

    assert [verdict.remaining for verdict in verdicts] == list(range(quota))[::-1]
    assert refused.refused == daily
    assert DAY_S / quota - 60 < refused.retry_after <= DAY_S / quota


async def test_many_at_once_share_one_quota(rt: Runtime) -> None:
    one = bucket(20)

    verdicts = await asyncio.gather(*(rt.gate.check((one,)) for _ in range(200)))

    # At 20 a minute a place comes free every 3 s: 200 calls on one connection take far less.
    assert sum(verdict.refused is None for verdict in verdicts) == 20


async def test_a_full_bucket_charges_no_other(gate: Gate) -> None:
    wide, narrow = bucket(10), bucket(1, "logs")
    await gate.check((wide, narrow))

    for _ in range(5):
        assert (await gate.check((wide, narrow))).refused == narrow

    left = [(await gate.check((wide,))).refused is None for _ in range(9)]
    assert all(left)


async def test_retry_after_is_the_truth(rt: Runtime) -> None:
    fast = bucket(600)
    while (verdict := await rt.gate.check((fast,))).refused is None:
        pass

    assert verdict.retry_after == 1
    # A place comes free every 0.1 s; the script says the wait in ms, told in whole seconds, rounded up.
    deadline = asyncio.get_running_loop().time() + verdict.retry_after
    while (await rt.gate.check((fast,))).refused is not None:
        assert asyncio.get_running_loop().time() < deadline


async def test_a_revoked_session_is_seen_and_charges_nothing(rt: Runtime) -> None:
    one, key = bucket(1), f"session:{secrets.randbelow(10**12)}"
    await rt.valkey.command("SET", key, "revoked", "EX", 60)

    first = await rt.gate.check((one,), key)

    assert first.session == "revoked"
    assert (await rt.gate.check((one,))).refused is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=5))
async def test_the_twin_says_the_same_for_fresh_buckets(quotas: list[int]) -> None:
    here = Gate(Valkey("redis://127.0.0.1:1"))

    verdict = await here.check(tuple(bucket(quota, f"p{n}") for n, quota in enumerate(quotas)))

    assert verdict.refused is None
    assert verdict.degraded
    assert verdict.remaining == min(quotas) - 1
