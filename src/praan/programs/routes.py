"""Programs over HTTP, and the routes of a member that touch their programs. What changes a score lies above."""

from __future__ import annotations

from starlette.responses import Response

from praan.families import service as families
from praan.families.deps import Owned, OwnedEvenDeleted, Readable, Writable
from praan.families.schemas import MemberOut, MemberPatch
from praan.infra.http.deps import PAGE, AfterCommit, Conn, CursorText, From, Limit, Rt, Who
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.kernel.fields import PathId
from praan.programs import check_ins, configs, members, service
from praan.programs.deps import MemberAsked, ProgramReadable, ProgramWritable
from praan.programs.schemas import (
    CheckInAnswer,
    CheckInList,
    CheckInOut,
    ConfigList,
    ConfigOut,
    ProgramIn,
    ProgramList,
    ProgramOut,
    TemplateList,
)

router = api_router(tags=["programs"])


@router.get("/program-templates")
async def list_templates(
    member: MemberAsked, rt: Rt, limit: Limit = PAGE, cursor: CursorText = None
) -> TemplateList:
    """Ready-made programs with their goals; for a member, goals of that age and sex and the reasons for each."""
    return service.templates(rt.cursors, limit, cursor, member)


@router.get("/members/{member_id}/programs")
async def list_programs(
    scope: Readable, rt: Rt, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> ProgramList:
    """A member's programs, newest first."""
    return await service.page(conn, rt.cursors, scope, limit, cursor)


@router.post("/members/{member_id}/programs", status_code=201, response_model=ProgramOut)
async def add_program(
    scope: Writable, once: OnceOnly, rt: Rt, after: AfterCommit, origin: From, conn: Conn, body: ProgramIn
) -> Response:
    """Start a 90-day program for a member, from a template, from goals of your own, or both.

    A template's goals are those of the member's age and sex, as GET /program-templates shows them.
    """
    after.drop(families.scores_key(scope.user_id))
    return await once.run(201, lambda: service.create(conn, rt.vault, scope, origin, body))


@router.get("/programs/{program_id}")
async def read_program(scope: ProgramReadable, conn: Conn) -> ProgramOut:
    """One program, with its day and phase today."""
    return await service.show(conn, scope)


@router.get("/programs/{program_id}/config")
async def read_config(program_id: PathId, rt: Rt, who: Who) -> ConfigOut:
    """The goals in force today; before the start, the ones that the program starts with."""
    return await configs.read(rt, who.user_id, program_id)


@router.get("/programs/{program_id}/configs")
async def list_configs(
    scope: ProgramReadable, rt: Rt, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> ConfigList:
    """All versions of the goals, with the pauses, those that hold last first."""
    return await configs.page(conn, rt.cursors, scope, limit, cursor)


@router.get("/programs/{program_id}/check-ins")
async def list_check_ins(
    scope: ProgramReadable, rt: Rt, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> CheckInList:
    """What was asked when a phase began, and the answers, newest first."""
    return await check_ins.page(conn, rt, scope, limit, cursor)


@router.post("/programs/{program_id}/check-ins/{check_in_id}")
async def answer_check_in(
    scope: ProgramWritable, check_in_id: PathId, rt: Rt, origin: From, conn: Conn, body: CheckInAnswer
) -> CheckInOut:
    """Say how it goes. A later answer takes the place of an earlier one."""
    return await check_ins.answer(conn, rt.vault, scope, origin, check_in_id, body)


@router.patch("/members/{member_id}", tags=["families"])
async def change_member(
    scope: Writable, rt: Rt, after: AfterCommit, origin: From, conn: Conn, body: MemberPatch
) -> MemberOut:
    """Change what is known of a member."""
    return await members.change(conn, rt.vault, after, scope, origin, body)


@router.delete("/members/{member_id}", status_code=204, tags=["families"])
async def delete_member(scope: Owned, after: AfterCommit, origin: From, conn: Conn) -> None:
    """Delete a member and hide all that belongs to them. It can be undone for 30 days. For the owner."""
    await members.delete(conn, after, scope, origin)


@router.post("/members/{member_id}/restore", tags=["families"])
async def restore_member(
    scope: OwnedEvenDeleted, rt: Rt, after: AfterCommit, origin: From, conn: Conn
) -> MemberOut:
    """Undo a deletion. For the owner."""
    return await members.restore(conn, rt.vault, after, scope, origin)
