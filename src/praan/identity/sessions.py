"""Sessions: opened by a sign-in, carried on by refresh tokens, ended by the person or by a stolen token.

A TOKEN session lives 30 days from its last refresh and 90 days in all; a WEB session lives 30 days. Each refresh
makes a new generation of the refresh token. The one before may come again for 10 s (an answer got lost, two
tabs refreshed at once) and is given the newest token; an older one means that somebody has a copy, and the
session ends.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from praan.audit.service import record
from praan.identity import queries
from praan.identity.access import forget_session
from praan.identity.schemas import SessionList, SessionOut
from praan.identity.tokens import Spent
from praan.infra.db import Connection, transaction
from praan.infra.runtime import Runtime
from praan.kernel.errors import Forbidden, Unauthorized
from praan.kernel.fields import MAX_ID
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin, Principal

SLIDING_DAYS = 30
LONGEST_DAYS = 90
GRACE = dt.timedelta(seconds=10)

Kind = Literal["TOKEN", "WEB"]
Reason = Literal["SIGN_OUT", "ENDED", "REUSE"]


async def begin(conn: Connection, user_id: int, kind: Kind, device: str, origin: Origin) -> int:
    """Opens a session in the caller's transaction, which acts as that person. Returns its id."""
    session_id: int = await conn.fetchval(queries.ADD_SESSION, user_id, kind, device, origin.address, SLIDING_DAYS)
    return session_id


async def rotate(rt: Runtime, origin: Origin, spent: Spent) -> int:
    """Takes a refresh token and returns the generation of the one to give out.

    Raises Unauthorized when the session is over; ends it first when the token was used before.
    """
    user_id, session_id = spent.user_id, spent.session_id
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.LOCK_SESSION, user_id, session_id)
        if row is None or not row["live"] or spent.generation > row["generation"]:
            raise Unauthorized("This session has ended. Sign in again.")
        behind = row["generation"] - spent.generation
        stolen = behind > 1 or (behind == 1 and row["age"] > GRACE)
        if stolen:
            await _end(conn, origin, user_id, session_id, "REUSE")
        else:
            if behind == 0:
                await conn.execute(queries.ROTATE, user_id, session_id, SLIDING_DAYS, LONGEST_DAYS)
            await _record(conn, origin, user_id, session_id, "session.refresh")
    if stolen:
        await forget_session(rt.valkey, user_id, session_id)
        raise Unauthorized("This refresh token was used before, so its session has ended. Sign in again.")
    generation: int = row["generation"]
    return generation + 1 if behind == 0 else generation


async def end(rt: Runtime, who: Principal, origin: Origin, session_id: int, reason: Reason) -> bool:
    """Ends one of the person's own sessions for every process; False when none such is live."""
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        ended = await _end(conn, origin, who.user_id, session_id, reason)
    if ended:
        await forget_session(rt.valkey, who.user_id, session_id)
    return ended


async def end_other(rt: Runtime, who: Principal, origin: Origin, session_id: int) -> None:
    """Ends a session from the list. Raises Forbidden when it is over already or not the person's own."""
    if not await end(rt, who, origin, session_id, "ENDED"):
        raise Forbidden()


async def page(conn: Connection, cursors: Cursors, who: Principal, limit: int, cursor: str | None) -> SessionList:
    """Live sessions of the caller, newest first."""
    name = f"sessions:{who.user_id}"
    before = cursors.read(name, cursor, (int,))[0] if cursor else MAX_ID
    rows = await conn.fetch(queries.LIVE_SESSIONS, who.user_id, before, limit + 1)
    shown, pagination = cursors.page(name, rows, limit, lambda row: [row["id"]])
    data = [SessionOut(current=row["id"] == who.session_id, **row) for row in shown]
    return SessionList(data=data, pagination=pagination)


async def _end(conn: Connection, origin: Origin, user_id: int, session_id: int, reason: Reason) -> bool:
    if await conn.fetchval(queries.END_SESSION, user_id, session_id, reason) is None:
        return False
    await _record(conn, origin, user_id, session_id, "session.reuse" if reason == "REUSE" else "session.end")
    return True


async def _record(conn: Connection, origin: Origin, user_id: int, session_id: int, action: str) -> None:
    await record(conn, origin, owner=user_id, actor=user_id, resource=f"sessions/{session_id}", action=action)
