"""The two writes of a program that change scores."""

from __future__ import annotations

from praan.infra.http.deps import AfterCommit, Conn, From
from praan.infra.http.routing import api_router
from praan.journal import programs
from praan.programs.deps import ProgramWritable
from praan.programs.schemas import ConfigIn, ConfigOut, ProgramOut, ProgramPatch

router = api_router(tags=["programs"])


@router.patch("/programs/{program_id}")
async def change_program(
    scope: ProgramWritable, after: AfterCommit, origin: From, conn: Conn, body: ProgramPatch
) -> ProgramOut:
    """Rename, pause, resume or complete a program. Nothing is due while it is paused or once it is complete."""
    return await programs.change(conn, after, scope, origin, body)


@router.put("/programs/{program_id}/config")
async def set_config(
    scope: ProgramWritable, after: AfterCommit, origin: From, conn: Conn, body: ConfigIn
) -> ConfigOut:
    """Set new goals from today, or from a later day. What was scored before stays."""
    return await programs.set_goals(conn, after, scope, origin, body)
