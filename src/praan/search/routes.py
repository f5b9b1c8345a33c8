"""Search over HTTP."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Query, Request
from pydantic import BeforeValidator

from praan.families import service as families
from praan.infra.db import transaction
from praan.infra.http.deps import PAGE, Conn, CursorText, Limit, Rt, Who, empty_is_absent
from praan.infra.http.handlers import judged_by
from praan.infra.http.routing import api_router
from praan.kernel.fields import MAX_ID, PathId
from praan.search import service
from praan.search.schemas import SearchPage

NUMBER = re.compile(r"[0-9]{1,19}")

router = api_router(tags=["search"])


async def _member_in_query(request: Request) -> None:
    """Judges an invalid request: Forbidden when it names a member who is not the caller's to read."""
    text = request.query_params.get("member_id", "")
    if not NUMBER.fullmatch(text) or not 0 < int(text) <= MAX_ID:
        return
    rt, actor = request.app.state.runtime, request.scope["state"]["principal"].user_id
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        await families.member_scope(conn, actor, int(text), "read")


@router.get("/search")
@judged_by(_member_in_query)
async def search(
    rt: Rt,
    who: Who,
    conn: Conn,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Words; the last may be a beginning")],
    member_id: Annotated[PathId | None, BeforeValidator(empty_is_absent), Query()] = None,
    type_: Annotated[
        str | None, Query(alias="type", max_length=60, description="log, note or document; several with commas")
    ] = None,
    limit: Limit = PAGE,
    cursor: CursorText = None,
) -> SearchPage:
    """Find logs, notes and documents of everybody whom you may see, or of one member, by their words.

    All words must be there; newest first.
    """
    return await service.search(
        conn, rt.vault, rt.cursors, who.user_id, q=q, member=member_id, types=type_, limit=limit, cursor=cursor
    )
