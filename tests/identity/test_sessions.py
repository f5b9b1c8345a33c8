"""Refresh tokens rotate, tolerate one lost answer, and give a thief away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from praan.identity import access, queries, service, sessions
from praan.identity.schemas import Credentials, TokensOut
from praan.identity.tokens import Tokens, tokens_of
from praan.infra.cache import Cache
from praan.infra.db import transaction
from praan.infra.http.guard import session_key
from praan.infra.limits import Gate
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey
from praan.kernel.errors import Forbidden, Unauthorized
from praan.kernel.principal import Origin, Principal

NewAccount = Callable[[], Awaitable[TokensOut]]
GRACE_S = sessions.GRACE.total_seconds()


def tokens(rt: Runtime) -> Tokens:
    return tokens_of(rt.settings.token_key)


def person(rt: Runtime, account: TokensOut) -> Principal:
    return tokens(rt).read_access(account.access_token)


def without_valkey(rt: Runtime) -> Runtime:
    nobody = Valkey("redis://127.0.0.1:1")
    return replace(rt, valkey=nobody, gate=Gate(nobody), cache=Cache(nobody, rt.vault))


async def change(rt: Runtime, who: Principal, assignment: str, *values: object) -> None:
    """Sets columns of the session as only time does."""
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        done = await conn.execute(
            f"UPDATE sessions SET {assignment} WHERE user_id = $1 AND id = $2",
            who.user_id,
            who.session_id,
            *values,
        )
    assert done == "UPDATE 1"


async def later(rt: Runtime, who: Principal, seconds: float) -> None:
    await change(
        rt,
        who,
        "rotated_at = rotated_at - make_interval(secs => $3), "
        "created_at = created_at - make_interval(secs => $3), "
        "expires_at = expires_at - make_interval(secs => $3)",
        seconds,
    )


async def test_a_refresh_token_gives_the_next_one(rt: Runtime, origin: Origin, new_account: NewAccount) -> None:
    account = await new_account()

    second = await service.refresh(rt, origin, account.refresh_token)
    third = await service.refresh(rt, origin, second.refresh_token)

    assert len({account.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert third.user == account.user
    assert person(rt, third) == person(rt, account)


async def test_two_tabs_that_refresh_at_once_get_the_same_token(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    account = await new_account()

    answers = await asyncio.gather(*(service.refresh(rt, origin, account.refresh_token) for _ in range(8)))

    assert len({answer.refresh_token for answer in answers}) == 1
    await service.refresh(rt, origin, answers[0].refresh_token)


async def test_a_spent_token_ends_the_session_after_the_grace(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    account = await new_account()
    second = await service.refresh(rt, origin, account.refresh_token)
    await later(rt, person(rt, account), GRACE_S + 0.1)

    with pytest.raises(Unauthorized, match="used before"):
        await service.refresh(rt, origin, account.refresh_token)

    with pytest.raises(Unauthorized, match="has ended"):
        await service.refresh(rt, origin, second.refresh_token)
    assert await rt.valkey.command("GET", session_key(person(rt, account).session_id)) == b"revoked"
    assert not await access.is_alive(rt, person(rt, account))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.just("use"), st.integers(0, 4)) | st.tuples(st.just("wait"), st.sampled_from([4, 7, 11])),
        max_size=12,
    )
)
async def test_any_history_of_refreshes_follows_the_rule(
    rt: Runtime, origin: Origin, new_account: NewAccount, steps: list[tuple[str, int]]
) -> None:
    """The k-th newest token: 0 is new, 1 may come again for 10 s, all else is theft."""
    account = await new_account()
    who = person(rt, account)
    given_out, age, alive = [account.refresh_token], 0, True

    for step, amount in steps:
        if step == "wait":
            await later(rt, who, amount)
            age += amount
            continue
        behind = min(amount, len(given_out) - 1)
        accepted = alive and (behind == 0 or (behind == 1 and age <= GRACE_S))
        try:
            answer = await service.refresh(rt, origin, given_out[-1 - behind])
        except Unauthorized:
            assert not accepted
            alive = False
        else:
            assert accepted
            if behind == 0:
                given_out.append(answer.refresh_token)
                age = 0
            assert answer.refresh_token == given_out[-1]
    assert len(set(given_out)) == len(given_out)
    assert await access.is_alive(rt, who) is alive


async def test_a_session_slides_for_30_days_and_ends_after_90(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    account = await new_account()
    who = person(rt, account)
    newest = account.refresh_token
    for _ in range(3):
        await later(rt, who, 29 * 86_400)
        newest = (await service.refresh(rt, origin, newest)).refresh_token

    await later(rt, who, 4 * 86_400)
    with pytest.raises(Unauthorized, match="has ended"):
        await service.refresh(rt, origin, newest)


async def test_an_unused_session_ends_after_30_days(rt: Runtime, origin: Origin, new_account: NewAccount) -> None:
    account = await new_account()
    await later(rt, person(rt, account), 30 * 86_400 + 1)

    assert not await access.is_alive(rt, person(rt, account))
    with pytest.raises(Unauthorized, match="has ended"):
        await service.refresh(rt, origin, account.refresh_token)


async def test_a_web_session_has_no_refresh_token(rt: Runtime, origin: Origin, new_account: NewAccount) -> None:
    account = await new_account()
    body = Credentials(email=account.user.email, password="walnut-harbour-72")
    web = await service.sign_in(rt, origin, "a browser", body, "WEB")

    with pytest.raises(Unauthorized):
        await service.refresh(rt, origin, tokens(rt).refresh(account.user.id, web.session_id, 0))
    assert await access.is_alive(rt, Principal(account.user.id, web.session_id, "WEB"))
    assert not await access.is_alive(rt, Principal(account.user.id, web.session_id, "TOKEN"))


async def test_a_generation_from_the_future_is_refused_without_ending_anything(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    account = await new_account()
    who = person(rt, account)

    with pytest.raises(Unauthorized):
        await service.refresh(rt, origin, tokens(rt).refresh(who.user_id, who.session_id, 5))
    await service.refresh(rt, origin, account.refresh_token)


async def test_alive_is_remembered_for_a_minute_at_most(rt: Runtime, new_account: NewAccount) -> None:
    who = person(rt, await new_account())
    key = session_key(who.session_id)

    assert await access.is_alive(rt, who)
    assert await rt.valkey.command("GET", key) == b"alive"
    assert 0 < await rt.valkey.command("TTL", key) <= access.ALIVE_S

    await rt.valkey.command("DEL", key)
    await change(rt, who, "expires_at = now() + interval '20 seconds'")
    assert await access.is_alive(rt, who)
    assert 0 < await rt.valkey.command("TTL", key) <= 20


async def test_an_ended_session_stays_ended_in_valkey_and_without_it(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    who = person(rt, await new_account())
    key = session_key(who.session_id)
    assert await access.is_alive(rt, who)

    assert await sessions.end(rt, who, origin, who.session_id, "SIGN_OUT")

    assert await rt.valkey.command("GET", key) == b"revoked"
    assert await rt.valkey.command("TTL", key) > 600
    assert not await sessions.end(rt, who, origin, who.session_id, "SIGN_OUT")
    await rt.valkey.command("DEL", key)
    assert not await access.is_alive(rt, who)
    assert await rt.valkey.command("GET", key) is None


async def test_a_late_yes_does_not_undo_a_sign_out(rt: Runtime, new_account: NewAccount) -> None:
    who = person(rt, await new_account())
    await access.forget_session(rt.valkey, who.user_id, who.session_id)

    assert await access.is_alive(rt, who)
    assert await rt.valkey.command("GET", session_key(who.session_id)) == b"revoked"


async def test_last_seen_moves_once_a_minute(rt: Runtime, new_account: NewAccount) -> None:
    who = person(rt, await new_account())
    seen = "SELECT now() - last_seen_at < interval '1 minute' FROM sessions WHERE id = $1"

    async def fresh() -> bool:
        async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
            return bool(await conn.fetchval(seen, who.session_id))

    await change(rt, who, "last_seen_at = now() - interval '61 seconds'")
    assert not await fresh()
    assert await access.is_alive(rt, who)
    assert await fresh()

    await change(rt, who, "last_seen_at = now() - interval '30 seconds'")
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        before = await conn.fetchval("SELECT last_seen_at FROM sessions WHERE id = $1", who.session_id)
    assert await access.is_alive(rt, who)
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        assert await conn.fetchval("SELECT last_seen_at FROM sessions WHERE id = $1", who.session_id) == before


async def test_a_request_does_not_wait_for_a_session_that_is_being_changed(
    rt: Runtime, new_account: NewAccount
) -> None:
    who = person(rt, await new_account())
    await change(rt, who, "last_seen_at = now() - interval '1 hour'")

    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        await conn.fetchrow(queries.LOCK_SESSION, who.user_id, who.session_id)
        async with asyncio.timeout(2):
            assert await access.is_alive(rt, who)


async def test_sessions_and_profiles_work_without_valkey(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    down = without_valkey(rt)
    account = await new_account()
    who = person(rt, account)

    assert await access.is_alive(down, who)
    assert await service.profile(down, who.user_id) == account.user
    refreshed = await service.refresh(down, origin, account.refresh_token)
    assert await sessions.end(down, who, origin, who.session_id, "SIGN_OUT")
    assert not await access.is_alive(down, who)
    with pytest.raises(Unauthorized):
        await service.refresh(down, origin, refreshed.refresh_token)


async def test_nobody_ends_or_asks_about_another_persons_session(
    rt: Runtime, origin: Origin, new_account: NewAccount
) -> None:
    asha, ravi = person(rt, await new_account()), person(rt, await new_account())

    with pytest.raises(Forbidden):
        await sessions.end_other(rt, asha, origin, ravi.session_id)

    assert not await access.is_alive(rt, Principal(asha.user_id, ravi.session_id, "TOKEN"))
    assert await access.is_alive(rt, ravi)
