"""Announcing an upload."""

from __future__ import annotations

from starlette.responses import Response

from praan.infra.http.deps import Conn, From, LimitsHold, Rt, Who
from praan.infra.http.handlers import judged_by
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.programs import service as programs
from praan.programs.deps import program_in_body
from praan.uploads import service
from praan.uploads.schemas import UploadIn, UploadOut

router = api_router(tags=["uploads"])


@router.post("/uploads", status_code=201, response_model=UploadOut, dependencies=[LimitsHold])
@judged_by(program_in_body)
async def add_upload(once: OnceOnly, rt: Rt, who: Who, origin: From, conn: Conn, body: UploadIn) -> Response:
    """Where to PUT a photo. Type, length and SHA-256 are signed: other bytes are refused by the store.

    The same Idempotency-Key gives the same key with a fresh link, until the photo is logged or its hour is over.
    """
    scope = await programs.program_scope(conn, who.user_id, body.program_id, "write")

    async def again(first: bytes) -> UploadOut:
        key = UploadOut.model_validate_json(first).key
        return await service.announce_again(conn, rt.storage, scope, body, key)

    return await once.run(201, lambda: service.announce(conn, rt.storage, scope, origin, body), again)
