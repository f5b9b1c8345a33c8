"""The path parameter log_id as an admitted scope."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from praan.infra.http.deps import Conn, Who
from praan.kernel.fields import PathId
from praan.logs import service
from praan.logs.scope import LogScope


async def _readable(log_id: PathId, who: Who, conn: Conn) -> LogScope:
    return await service.log_scope(conn, who.user_id, log_id, "read")


async def _writable(log_id: PathId, who: Who, conn: Conn) -> LogScope:
    return await service.log_scope(conn, who.user_id, log_id, "write")


async def _deleted(log_id: PathId, who: Who, conn: Conn) -> LogScope:
    return await service.log_scope(conn, who.user_id, log_id, "write", deleted_too=True)


LogReadable = Annotated[LogScope, Depends(_readable, scope="function")]
LogWritable = Annotated[LogScope, Depends(_writable, scope="function")]
LogDeleted = Annotated[LogScope, Depends(_deleted, scope="function")]
