"""Records deeds. Rows hold ids and field names, never values."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from praan.audit import queries
from praan.infra.db import Connection
from praan.kernel.principal import Origin


async def record(
    conn: Connection,
    origin: Origin,
    *,
    owner: int,
    actor: int | None,
    resource: str,
    action: str,
    member: int | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Adds one row in the caller's transaction.

    `resource` names the thing ("members/1001"), `action` the deed ("member.update"), `fields` what changed.
    """
    request_id = UUID(origin.request_id) if origin.request_id else None
    await conn.execute(
        queries.RECORD,
        owner,
        actor,
        member,
        resource,
        action,
        sorted(fields),
        origin.address,
        request_id,
    )
