"""Reads of logs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from praan.infra.db import connection
from praan.infra.http.deps import PAGE, Conn, CursorText, DayText, Limit, Rt, Who
from praan.infra.http.handlers import judged_by
from praan.infra.http.routing import api_router
from praan.kernel.fields import PathId
from praan.logs import service
from praan.logs.deps import LogReadable
from praan.logs.schemas import History, LogOut, PhotoUrl
from praan.programs.deps import program_in_path

router = api_router(tags=["logs"])


@router.get("/logs/{log_id}")
async def read_log(scope: LogReadable, rt: Rt, conn: Conn) -> LogOut:
    """One log, with what became of it."""
    return await service.one(conn, rt.vault, rt.storage, scope)


@router.get("/logs/{log_id}/photo", responses={409: {"description": "There is no photo to show"}})
async def read_photo(scope: LogReadable, rt: Rt, conn: Conn) -> PhotoUrl:
    """A link to the log's photo, good for 5 minutes."""
    return await service.photo(conn, rt.storage, scope)


@router.get("/programs/{program_id}/history", response_model=History)
@judged_by(program_in_path)
async def read_history(
    program_id: PathId,
    rt: Rt,
    who: Who,
    limit: Limit = PAGE,
    cursor: CursorText = None,
    log_type: Annotated[str | None, Query(max_length=60)] = None,
    from_: Annotated[DayText, Query(alias="from")] = None,
    to: Annotated[DayText, Query()] = None,
    photo: bool = False,
) -> Response:
    """A program's logs, newest first: current revisions only; from and to are the member's dates.

    `photo=true` leaves those that have a photo to show.
    """
    async with connection(rt.pool) as conn:
        page = await service.history(
            conn,
            rt.vault,
            rt.storage,
            rt.cursors,
            actor=who.user_id,
            program=program_id,
            limit=limit,
            cursor=cursor,
            types=log_type,
            first=from_,
            last=to,
            photos=photo,
        )
    return Response(page, media_type="application/json")
