"""New goals, a pause, a resume, an end: each scores the days that it touches again, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from praan.adherence import service as adherence
from praan.families import service as families
from praan.infra.after import After
from praan.infra.db import Connection
from praan.kernel.clock import local_date, now
from praan.kernel.principal import Origin
from praan.programs import configs
from praan.programs import service as programs
from praan.programs.schemas import ConfigIn, ConfigOut, ProgramOut, ProgramPatch
from praan.programs.scope import ProgramScope
from praan.vitals import service as vitals


async def change(
    conn: Connection, after: After, scope: ProgramScope, origin: Origin, body: ProgramPatch
) -> ProgramOut:
    """Changes a program; raises Conflict and Forbidden."""
    changed = await programs.update(conn, scope, body)
    fields = body.model_dump(exclude_none=True)
    await _done(conn, after, scope, origin, "program.update", fields, changed.rescore_from)
    return changed.program


async def set_goals(
    conn: Connection, after: After, scope: ProgramScope, origin: Origin, body: ConfigIn
) -> ConfigOut:
    """Puts goals in force from a date on; raises Invalid, Conflict and Forbidden."""
    config = await configs.add_config(conn, scope, body)
    await _done(conn, after, scope, origin, "config.create", body.model_fields_set, config.effective_from)
    return config


async def _done(
    conn: Connection,
    after: After,
    scope: ProgramScope,
    origin: Origin,
    action: str,
    fields: Iterable[str],
    rescore_from: dt.date | None,
) -> None:
    member = scope.member
    await families.record(conn, origin, member, f"programs/{scope.program_id}", action, fields)
    if rescore_from is None:
        return
    await adherence.rescore(conn, scope, rescore_from)
    await vitals.due_changed(conn, after, member, local_date(now(), member.time_zone))
    after.drop(families.scores_key(member.user_id), *programs.cache_keys(scope.program_id))
    followers = await families.followers(conn, member.user_id, member.member_id)
    after.tell(followers, "adherence.updated", member.member_id, scope.program_id)
