"""Announcing an upload."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body
from starlette.responses import Response

from praan.families import service as families
from praan.infra.http.deps import Conn, From, LimitsHold, Rt, Who
from praan.infra.http.handlers import judged_by
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.programs import service as programs
from praan.uploads import service
from praan.uploads.deps import place_in_body
from praan.uploads.schemas import DocumentUploadIn, UploadIn, UploadOut

router = api_router(tags=["uploads"])


@router.post("/uploads", status_code=201, response_model=UploadOut, dependencies=[LimitsHold])
@judged_by(place_in_body)
async def add_upload(
    once: OnceOnly, rt: Rt, who: Who, origin: From, conn: Conn, body: Annotated[UploadIn, Body()]
) -> Response:
    """Where to PUT a photo or a document.

    Type, length and SHA-256 are signed: other bytes are refused by the store. The same Idempotency-Key gives the
    same key with a fresh link, until the upload is used or its hour is over.
    """
    if isinstance(body, DocumentUploadIn):
        member, program = await families.member_scope(conn, who.user_id, body.member_id, "write"), None
    else:
        scope = await programs.program_scope(conn, who.user_id, body.program_id, "write")
        member, program = scope.member, scope.program_id

    async def again(first: bytes) -> UploadOut:
        key = UploadOut.model_validate_json(first).key
        return await service.announce_again(conn, rt.storage, member, program, body, key)

    return await once.run(201, lambda: service.announce(conn, rt.storage, member, program, origin, body), again)
