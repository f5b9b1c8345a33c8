"""The path parameter program_id as an admitted scope."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from praan.infra.http.deps import Conn, Who
from praan.kernel.fields import PathId
from praan.programs import service
from praan.programs.scope import ProgramScope


async def _readable(program_id: PathId, who: Who, conn: Conn) -> ProgramScope:
    return await service.program_scope(conn, who.user_id, program_id, "read")


async def _writable(program_id: PathId, who: Who, conn: Conn) -> ProgramScope:
    return await service.program_scope(conn, who.user_id, program_id, "write")


ProgramReadable = Annotated[ProgramScope, Depends(_readable, scope="function")]
ProgramWritable = Annotated[ProgramScope, Depends(_writable, scope="function")]
