"""Row-level security alone keeps people's accounts apart, with no code of ours in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from praan.identity import queries
from praan.identity.schemas import TokensOut
from praan.infra.db import Connection, enter
from praan.infra.runtime import Runtime

NewAccount = Callable[[], Awaitable[TokensOut]]


async def test_a_person_reaches_only_their_own_account(conn: Connection, new_account: NewAccount) -> None:
    asha, ravi = (await new_account()).user, (await new_account()).user
    await enter(conn, owner=asha.id, actor=asha.id)

    assert await conn.fetchrow(queries.USER, asha.id) is not None
    assert await conn.fetchrow(queries.USER, ravi.id) is None
    assert [row["id"] for row in await conn.fetch("SELECT id FROM users")] == [asha.id]
    assert {row["user_id"] for row in await conn.fetch("SELECT user_id FROM sessions")} == {asha.id}
    assert await conn.fetchrow(queries.CHANGE_USER, ravi.id, b"sealed", None) is None
    assert await conn.execute("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", ravi.id) == "UPDATE 0"


async def test_anothers_family_does_not_open_their_account(conn: Connection, new_account: NewAccount) -> None:
    asha, ravi = (await new_account()).user, (await new_account()).user
    await enter(conn, owner=asha.id, actor=ravi.id)

    assert await conn.fetchrow(queries.USER, asha.id) is None
    assert {row["user_id"] for row in await conn.fetch("SELECT user_id FROM sessions")} == {ravi.id}


async def test_with_nobody_entered_there_is_nothing(conn: Connection, new_account: NewAccount) -> None:
    await new_account()

    assert await conn.fetch("SELECT id FROM users") == []
    assert await conn.fetch("SELECT id FROM sessions") == []


async def test_nobody_opens_a_session_for_another(conn: Connection, new_account: NewAccount) -> None:
    asha, ravi = (await new_account()).user, (await new_account()).user
    await enter(conn, owner=asha.id, actor=asha.id)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await conn.fetchval(queries.ADD_SESSION, ravi.id, "TOKEN", "", None, 30)


async def test_only_the_worker_may_vouch_for_an_address(
    conn: Connection, worker_rt: Runtime, new_account: NewAccount
) -> None:
    asha = (await new_account()).user

    async with worker_rt.pool.acquire() as worker:
        assert await worker.fetchval(queries.VERIFY_EMAIL, asha.email) == asha.id
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await conn.fetchval(queries.VERIFY_EMAIL, asha.email)
