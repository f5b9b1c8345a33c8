"""The program that a request names, in its path or its body, as an admitted scope."""

from __future__ import annotations

import json
import re
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from praan.families import members
from praan.families import service as families
from praan.families.schemas import MemberOut
from praan.infra.db import transaction
from praan.infra.http.deps import Conn, Rt, Who, empty_is_absent
from praan.kernel.fields import MAX_ID, PathId
from praan.programs import service
from praan.programs.scope import ProgramScope


async def _readable(program_id: PathId, who: Who, conn: Conn) -> ProgramScope:
    return await service.program_scope(conn, who.user_id, program_id, "read")


async def _writable(program_id: PathId, who: Who, conn: Conn) -> ProgramScope:
    return await service.program_scope(conn, who.user_id, program_id, "write")


async def _member_asked(
    rt: Rt,
    who: Who,
    member_id: Annotated[PathId | None, BeforeValidator(empty_is_absent), Query()] = None,
) -> MemberOut | None:
    """The member that an answer is wanted for; without one no transaction is opened."""
    if member_id is None:
        return None
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        scope = await families.member_scope(conn, who.user_id, member_id, "read")
        return await members.show(conn, rt.vault, scope)


NUMBER = re.compile(r"[0-9]{1,19}")

MemberAsked = Annotated[MemberOut | None, Depends(_member_asked, scope="function")]
ProgramReadable = Annotated[ProgramScope, Depends(_readable, scope="function")]
ProgramWritable = Annotated[ProgramScope, Depends(_writable, scope="function")]


async def program_in_path(request: Request) -> None:
    """Judges an invalid request to a program's route: Forbidden when the program is not the caller's to read."""
    text = request.path_params["program_id"]
    if not NUMBER.fullmatch(text) or int(text) > MAX_ID:
        return
    rt, actor = request.app.state.runtime, request.scope["state"]["principal"].user_id
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        await service.program_scope(conn, actor, int(text), "read")


async def program_in_body(request: Request) -> None:
    """Judges a body that is not valid: Forbidden when it names a program that is not the caller's to write."""
    try:
        program = json.loads(await request.body())["program_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return
    if type(program) is not int or not 0 < program <= MAX_ID:
        return
    rt, actor = request.app.state.runtime, request.scope["state"]["principal"].user_id
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        await service.program_scope(conn, actor, program, "write")
