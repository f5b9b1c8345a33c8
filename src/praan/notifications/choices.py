"""What somebody wants to be told, by which ways, and in which hours not."""

from __future__ import annotations

from praan.audit import service as audit
from praan.infra.db import Connection
from praan.infra.settings import Settings
from praan.kernel.errors import Unauthorized
from praan.kernel.principal import Origin, Principal
from praan.notifications import queries
from praan.notifications.schemas import Channels, Choices, ChoicesOut, Kinds

EVERYTHING = Channels(email=True, push=True)
AS_IT_COMES = Choices(
    kinds=Kinds(alerts=EVERYTHING, reports=EVERYTHING, programs=EVERYTHING), quiet_hours=None, time_zone="UTC"
)


async def show(conn: Connection, settings: Settings, who: Principal) -> ChoicesOut:
    """What the caller has chosen; until then everything, at any hour."""
    stored = await conn.fetchval(queries.CHOICES, who.user_id)
    chosen = AS_IT_COMES if stored is None else Choices.model_validate(stored)
    signer = settings.push_signer
    return ChoicesOut(
        kinds=chosen.kinds,
        quiet_hours=chosen.quiet_hours,
        time_zone=chosen.time_zone,
        push_key=None if signer is None else signer.public,
    )


async def choose(
    conn: Connection, settings: Settings, who: Principal, origin: Origin, body: Choices
) -> ChoicesOut:
    """Replaces all of it, also for what waits to be told. Raises Unauthorized when the account is gone."""
    if await conn.fetchval(queries.CHOOSE, who.user_id, body.model_dump(mode="json", by_alias=True)) is None:
        raise Unauthorized("This account is gone.")
    await conn.execute(queries.RELEASE)
    await audit.record(
        conn,
        origin,
        owner=who.user_id,
        actor=who.user_id,
        resource=f"users/{who.user_id}",
        action="user.notifications",
        fields=tuple(Choices.model_fields),
    )
    return await show(conn, settings, who)
