"""Publishing events; claiming them with a lease, so that no transaction is open while the broker is spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from praan.infra.db import Connection, connection
from praan.infra.outbox import queries
from praan.infra.runtime import Runtime

LEASE_S = 10
BATCH = 100


@dataclass(frozen=True, slots=True)
class Event:
    """A stored event: its name, whose family it is of, and its ids."""

    user_id: int
    id: int
    name: str
    payload: dict[str, Any]


async def publish(conn: Connection, owner: int, member: int, name: str, payload: dict[str, Any]) -> None:
    """Puts an event into the caller's transaction. `payload` holds ids, never health data."""
    await conn.execute(queries.PUBLISH, owner, member, name, payload)


async def claim(rt: Runtime, most: int = BATCH) -> list[Event]:
    """Due events, oldest first, held for LEASE_S seconds. One that is not marked done comes again."""
    async with connection(rt.pool) as conn:
        rows = await conn.fetch(queries.CLAIM, most, LEASE_S)
    events = [Event(row["user_id"], row["id"], row["event"], row["payload"]) for row in rows]
    return sorted(events, key=lambda event: event.id)


async def done(rt: Runtime, events: Sequence[Event]) -> None:
    """Forgets events that the broker has taken."""
    async with connection(rt.pool) as conn:
        await conn.execute(queries.DONE, [e.user_id for e in events], [e.id for e in events])


async def waiting(rt: Runtime) -> tuple[int, float]:
    """How many events wait, and the age of the oldest in seconds."""
    async with connection(rt.pool) as conn:
        row = await conn.fetchrow(queries.WAITING)
    assert row is not None
    return row["rows"], row["oldest_s"]
