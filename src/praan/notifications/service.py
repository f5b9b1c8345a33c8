"""Tickets for the live socket: single use, 30 seconds. A WebSocket cannot send an Authorization header."""

from __future__ import annotations

import secrets

from praan.audit import service as audit
from praan.infra.db import Connection
from praan.infra.runtime import Runtime
from praan.infra.valkey import Down
from praan.kernel.errors import Unavailable
from praan.kernel.principal import Origin, Principal
from praan.notifications.schemas import Ticket

TICKET_S = 30


async def issue(rt: Runtime, conn: Connection, who: Principal, origin: Origin) -> Ticket:
    """A ticket for this person's session; raises Unavailable while Valkey is down."""
    await audit.record(
        conn,
        origin,
        owner=who.user_id,
        actor=who.user_id,
        resource=f"sessions/{who.session_id}",
        action="live.ticket",
    )
    ticket = secrets.token_urlsafe(24)
    try:
        await rt.valkey.command("SET", _key(ticket), f"{who.user_id}:{who.session_id}:{who.kind}", "EX", TICKET_S)
    except Down:
        raise Unavailable(
            "Live updates are away for a moment; Praan goes on without them.", retry_after=5
        ) from None
    return Ticket(ticket=ticket, expires_in=TICKET_S)


async def redeem(rt: Runtime, ticket: str) -> Principal | None:
    """Whose ticket it is; it is void from now on. None for a void, old or made-up one."""
    try:
        value = await rt.valkey.command("GETDEL", _key(ticket[:100]))
    except Down:
        return None
    if value is None:
        return None
    user_id, session_id, kind = value.decode().split(":")
    return Principal(int(user_id), int(session_id), "WEB" if kind == "WEB" else "TOKEN")


def _key(ticket: str) -> str:
    return f"live:ticket:{ticket}"
