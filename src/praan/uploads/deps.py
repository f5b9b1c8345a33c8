"""Whose upload a body announces, judged before the body is."""

from __future__ import annotations

import json

from fastapi import Request

from praan.families import service as families
from praan.infra.db import transaction
from praan.kernel.fields import MAX_ID
from praan.programs.deps import program_in_body


async def place_in_body(request: Request) -> None:
    """Judges a body that is not valid: Forbidden when it names a member or a program that is not the caller's."""
    await program_in_body(request)
    try:
        member = json.loads(await request.body())["member_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return
    if type(member) is not int or not 0 < member <= MAX_ID:
        return
    rt, actor = request.app.state.runtime, request.scope["state"]["principal"].user_id
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await families.member_scope(conn, actor, member, "write")
        scope.require("write", "documents")
