"""Writes of logs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Request
from starlette.responses import Response

from praan.infra.after import After
from praan.infra.db import connection, transaction
from praan.infra.http.deps import Doing, From, Rt, Who
from praan.infra.http.handlers import judged_by
from praan.infra.http.once import IdempotencyKey, Once, OnceOnly
from praan.infra.http.routing import api_router
from praan.infra.runtime import Runtime
from praan.journal import add, changes
from praan.kernel.errors import Conflict
from praan.logs import service as logs
from praan.logs.deps import LogDeleted, LogReadable, LogWritable
from praan.logs.payloads import Photo
from praan.logs.schemas import CopyTo, LogAdded, LogCopied, LogIn, LogOut, LogPatch, Verify
from praan.programs import service as programs
from praan.programs.deps import program_in_body
from praan.uploads import service as uploads

router = api_router(tags=["logs"])


@router.post(
    "/logs",
    status_code=201,
    response_model=LogAdded,
    responses={202: {"model": LogAdded, "description": "The photo will be read"}},
)
@judged_by(program_in_body)
async def add_log(
    request: Request, rt: Rt, who: Who, origin: From, log: Annotated[LogIn, Body()], key: IdempotencyKey = None
) -> Response:
    """Log a meal, a workout or a reading. A photo answers 202 at once and is read in the background."""
    actor, after = who.user_id, After()
    status = 202 if isinstance(log.payload, Photo) else 201
    if not key:
        if isinstance(log.payload, Photo):
            await uploads.arrived(rt, actor, log.program_id, log.payload.photo_key)
        # One statement and so one transaction, unless the food table or the family's id is needed first.
        simple = not (log.log_type == "NUTRITION" and (log.payload.note or getattr(log.payload, "items", None)))
        opened = connection(rt.pool) if simple else transaction(rt.pool, owner=actor, actor=actor)
        async with opened as conn:
            added = await add.add(conn, rt.vault, actor, origin, log, after)
        response = Response(added.model_dump_json(), status_code=status, media_type="application/json")
    else:
        response = await _once(request, rt, actor, key, status, log, origin, after)
    await after.run(rt)
    return response


async def _once(
    request: Request, rt: Runtime, actor: int, key: str, status: int, log: add.LogIn, origin: From, after: After
) -> Response:
    route, body = "POST /api/v1/logs", await request.body()
    if isinstance(log.payload, Photo):
        # The first answer stands, whatever has become of its photo since.
        async with transaction(rt.pool, owner=actor, actor=actor) as conn:
            await programs.program_scope(conn, actor, log.program_id, "write")
            first = await Once(rt.vault, actor, conn, key, route, body).first()
        if first is not None:
            return first
        try:
            await uploads.arrived(rt, actor, log.program_id, log.payload.photo_key)
        except Conflict:
            # Used in this very moment: by a request with this key, or by another log.
            async with transaction(rt.pool, owner=actor, actor=actor) as conn:
                first = await Once(rt.vault, actor, conn, key, route, body).first()
            if first is None:
                raise
            return first
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        await programs.program_scope(conn, actor, log.program_id, "write")
        once = Once(rt.vault, actor, conn, key, route, body)
        return await once.run(status, lambda: add.add(conn, rt.vault, actor, origin, log, after))


@router.patch("/logs/{log_id}")
async def revise_log(scope: LogWritable, rt: Rt, doing: Doing, body: LogPatch) -> LogOut:
    """Correct a log: a new revision that supersedes it. The answer is the new one."""
    revision = await changes.revise(doing, scope, body)
    return await logs.one(doing.conn, rt.vault, rt.storage, revision)


@router.post("/logs/{log_id}/verify")
async def verify_log(
    scope: LogWritable, rt: Rt, doing: Doing, body: Annotated[Verify | None, Body()] = None
) -> LogOut:
    """Confirm what the photo showed, as analysed or with other foods and amounts."""
    await changes.verify(doing, scope, body or Verify())
    return await logs.one(doing.conn, rt.vault, rt.storage, scope)


@router.post("/logs/{log_id}/retry", status_code=202)
async def retry_log(scope: LogWritable, doing: Doing) -> LogAdded:
    """Read a failed photo again."""
    return await changes.retry(doing, scope)


@router.post("/logs/{log_id}/copy", status_code=201, response_model=LogCopied)
@judged_by(program_in_body)
async def copy_log(scope: LogReadable, once: OnceOnly, rt: Rt, doing: Doing, body: CopyTo) -> Response:
    """The same log for another program, without its photo."""

    async def work() -> LogCopied:
        copied, impact = await changes.copy(doing, scope, body)
        shown = await logs.one(doing.conn, rt.vault, rt.storage, copied)
        return LogCopied(**shown.model_dump(), adherence_impact=impact)

    return await once.run(201, work)


@router.delete("/logs/{log_id}", status_code=204)
async def delete_log(scope: LogWritable, doing: Doing) -> None:
    """Delete a log. It can be restored for 30 days."""
    await changes.delete(doing, scope)


@router.post("/logs/{log_id}/restore")
async def restore_log(scope: LogDeleted, rt: Rt, doing: Doing) -> LogOut:
    """Bring a deleted log back."""
    await changes.restore(doing, scope)
    return await logs.one(doing.conn, rt.vault, rt.storage, scope)
