"""Tickets for the live socket (single use, 30 seconds: a WebSocket cannot send an Authorization header), and
what is told again to who was away.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import orjson

from praan.audit import service as audit
from praan.families import service as families
from praan.infra import live
from praan.infra.db import Connection, connection
from praan.infra.runtime import Runtime
from praan.infra.valkey import Down
from praan.kernel.errors import Unavailable
from praan.kernel.principal import Origin, Principal
from praan.notifications.schemas import Ticket

TICKET_S = 30
SEQ = re.compile(r"[0-9]{1,16}")


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


@dataclass(frozen=True)
class Missed:
    """What somebody was told while they were away; all of it up to the number `until` has been looked at."""

    messages: list[str]
    until: int


async def replay(rt: Runtime, who: Principal, since: str) -> Missed:
    """What the person was told after the number `since`, about members whom they may still see; or one resync.

    A number that is none of ours is answered like one that is too old. Raises Down.
    """
    found = await rt.live.replay(who.user_id, int(since) if SEQ.fullmatch(since) else 0)
    until = live.seq_of(found[-1]) if found else 0
    members = {message: orjson.loads(message)["member_id"] for message in found}
    asked = {member for member in members.values() if member is not None}
    if not asked:
        return Missed(found, until)
    # After the read, so that nothing is sent that was taken away before.
    async with connection(rt.pool) as conn:
        visible = await families.visible(conn, who.user_id, asked)
    kept = [message for message, member in members.items() if member is None or member in visible]
    return Missed(kept, until)


def _key(ticket: str) -> str:
    return f"live:ticket:{ticket}"
