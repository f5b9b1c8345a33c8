"""Versions of a program's goals: a new one never rewrites the days before it."""

from __future__ import annotations

import datetime as dt

import asyncpg
from pydantic import BaseModel

from praan.infra.db import Connection, transaction
from praan.infra.runtime import Runtime
from praan.kernel.clock import local_date, now
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.fields import MAX_ID
from praan.kernel.paging import Cursors
from praan.programs import queries
from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.schemas import ConfigIn, ConfigList, ConfigOut, ConfigVersion
from praan.programs.scope import ProgramScope
from praan.programs.service import GONE, config_key, program_scope

CACHED_S = 300


class Kept(BaseModel):
    """A config in the cache: good for its owner, on one local day."""

    owner: int
    day: dt.date
    time_zone: str
    config: ConfigOut


async def add_config(conn: Connection, scope: ProgramScope, body: ConfigIn) -> ConfigOut:
    """Adds a version of the goals; the caller scores the days from its `effective_from` again, in the same
    transaction.

    Goals meant to hold before the program starts hold from its start. Raises Invalid (a date in the past or
    after the end), Conflict (completed) and Forbidden.
    """
    member = scope.member
    await conn.execute(queries.LOCK_SCORES, scope.program_id)
    status = await conn.fetchval(queries.STATUS, member.user_id, member.member_id, scope.program_id)
    if status is None:
        raise Forbidden(GONE)
    if status == "COMPLETED":
        raise Conflict("The goals of a completed program stay as they are.")
    today = local_date(now(), member.time_zone)
    effective = body.effective_from or today
    if effective < today:
        raise Invalid.field("effective_from", "must not be in the past")
    if effective > scope.end_date:
        raise Invalid.field("effective_from", "must not be after the program's last day")
    row = await conn.fetchrow(
        queries.ADD_CONFIG,
        member.user_id,
        member.member_id,
        scope.program_id,
        max(effective, scope.start_date),
        body.nutrition_goals.model_dump(),
        body.strength_goals.model_dump(),
        body.vitals_goals.model_dump(),
        status == "PAUSED",
        member.actor_id,
    )
    assert row is not None
    return _shown(row)


async def in_force(conn: Connection, scope: ProgramScope) -> ConfigOut:
    """The version in force on the member's today; before the start, the one that it will start with."""
    day = max(local_date(now(), scope.member.time_zone), scope.start_date)
    row = await conn.fetchrow(queries.CONFIG_IN_FORCE, scope.member.user_id, scope.program_id, day)
    if row is None:
        raise Forbidden(GONE)
    return _shown(row).model_copy(update=_hidden(scope))


async def page(
    conn: Connection, cursors: Cursors, scope: ProgramScope, limit: int, cursor: str | None
) -> ConfigList:
    """The versions, those that hold last first; raises Invalid for a foreign cursor."""
    place = f"configs:{scope.member.actor_id}:{scope.program_id}"
    before = (dt.date.max, MAX_ID)
    if cursor:
        ordinal, last_id = cursors.read(place, cursor, (int, int))
        before = (dt.date.fromordinal(ordinal), last_id)
    rows = await conn.fetch(queries.CONFIGS, scope.member.user_id, scope.program_id, *before, limit + 1)
    shown, pagination = cursors.page(
        place, rows, limit, lambda row: [row["effective_from"].toordinal(), row["id"]]
    )
    hidden = _hidden(scope)
    versions = [ConfigVersion.model_validate(dict(row)).model_copy(update=hidden) for row in shown]
    return ConfigList(data=versions, pagination=pagination)


async def read(rt: Runtime, actor: int, program: int) -> ConfigOut:
    """The version in force, for the owner from the cache where it holds one; raises Forbidden."""
    look = await rt.cache.look(config_key(program))
    if look.value is not None:
        kept = Kept.model_validate_json(look.value)
        if kept.owner == actor and kept.day == local_date(now(), kept.time_zone):
            return kept.config
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await program_scope(conn, actor, program, "read")
        config = await in_force(conn, scope)
    member = scope.member
    if member.role == "OWNER":
        day = local_date(now(), member.time_zone)
        fresh = Kept(owner=actor, day=day, time_zone=member.time_zone, config=config)
        await rt.cache.fill(config_key(program), look, fresh.model_dump_json().encode(), CACHED_S)
    return config


def _hidden(scope: ProgramScope) -> dict[str, object]:
    """What stands in for the goals of categories that were not shared with the caller."""
    nothing = {
        "nutrition": ("nutrition_goals", NutritionGoals()),
        "workout": ("strength_goals", StrengthGoals()),
        "vitals": ("vitals_goals", VitalsGoals()),
    }
    return dict(goals for category, goals in nothing.items() if not scope.member.covers(category))


def _shown(row: asyncpg.Record) -> ConfigOut:
    return ConfigOut.model_validate(dict(row))
