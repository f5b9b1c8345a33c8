"""PostgreSQL through asyncpg: one pool a process, JSONB as Python values, and the two settings of the wall.

Every transaction that touches family data begins with `enter`, which tells row-level security whose family
(`praan.user_id`) and who asks (`praan.actor_id`). Unset, no policy lets a row through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg
import orjson

from praan.kernel.errors import Unavailable

if TYPE_CHECKING:
    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
    Connection: TypeAlias = asyncpg.pool.PoolConnectionProxy[asyncpg.Record] | asyncpg.Connection[asyncpg.Record]
    Row: TypeAlias = asyncpg.Record
else:
    Row = asyncpg.Record
    Pool = asyncpg.Pool
    Connection = asyncpg.Connection

ACQUIRE_S = 5.0
COMMAND_S = 10.0
ENTER = "SELECT set_config('praan.user_id', $1, true), set_config('praan.actor_id', $2, true)"


def _dumps(value: Any) -> bytes:
    return b"\x01" + (value if isinstance(value, bytes) else orjson.dumps(value))


def _loads(value: bytes) -> Any:
    return orjson.loads(value[1:])


async def _prepare(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_dumps, decoder=_loads, format="binary")


async def _keep(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """No reset between users: nothing here is ever set beyond its transaction."""


async def open_pool(url: str, size: int) -> Pool:
    """A pool of `size` connections, opened as they are needed; raises OSError or PostgresError."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        command_timeout=COMMAND_S,
        init=_prepare,
        reset=_keep,
        max_inactive_connection_lifetime=300,
    )


@asynccontextmanager
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    """A connection without a transaction: single statements only. Raises Unavailable when none is free."""
    try:
        taken = await pool.acquire(timeout=ACQUIRE_S)
    except (TimeoutError, OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
        raise Unavailable("The database is busy; nothing was saved. Try again.", retry_after=2) from error
    try:
        yield taken
    finally:
        await pool.release(taken)


@asynccontextmanager
async def transaction(pool: Pool, *, owner: int | None, actor: int | None) -> AsyncIterator[Connection]:
    """One transaction as `actor` in the family of `owner`; commits when the block ends without an error."""
    async with connection(pool) as conn, conn.transaction():
        await enter(conn, owner=owner, actor=actor)
        yield conn


async def enter(conn: Connection, *, owner: int | None, actor: int | None) -> None:
    """Sets whose family this transaction works in, until it ends."""
    await conn.execute(ENTER, "" if owner is None else str(owner), "" if actor is None else str(actor))
