"""Documents over HTTP."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from praan.documents import service
from praan.documents.deps import (
    DocumentDeleted,
    DocumentReadable,
    DocumentsListed,
    DocumentWritable,
    MayAdd,
)
from praan.documents.schemas import DocumentIn, DocumentLink, DocumentList, DocumentOut, DocumentPatch
from praan.infra.after import After
from praan.infra.db import transaction
from praan.infra.deed import Deed
from praan.infra.http.deps import PAGE, Conn, CursorText, Doing, From, Limit, Rt, Who
from praan.infra.http.once import IdempotencyKey, Once
from praan.infra.http.routing import api_router
from praan.kernel.errors import Conflict
from praan.kernel.fields import PathId
from praan.uploads import service as uploads

router = api_router(tags=["documents"])


@router.post("/members/{member_id}/documents", status_code=202, response_model=DocumentOut, dependencies=[MayAdd])
async def add_document(
    request: Request,
    member_id: PathId,
    rt: Rt,
    who: Who,
    origin: From,
    body: DocumentIn,
    key: IdempotencyKey = None,
) -> Response:
    """Add an uploaded PDF or picture. It is checked and cleaned in the background."""
    actor, after = who.user_id, After()
    route, content = f"POST {request.url.path}", await request.body()

    async def first() -> Response | None:
        """The first answer with this key stands, whatever has become of its file since."""
        if not key:
            return None
        async with transaction(rt.pool, owner=actor, actor=actor) as conn:
            return await Once(rt.vault, actor, conn, key, route, content).first()

    answered = await first()
    if answered is not None:
        return answered
    try:
        await uploads.document_arrived(rt, actor, member_id, body.key)
    except Conflict:
        # Used in this very moment: by a request with this key, or by another document.
        answered = await first()
        if answered is None:
            raise
        return answered
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await service.member_scope(conn, actor, member_id, "write")
        deed = Deed(conn, rt.vault, origin, after)
        once = Once(rt.vault, actor, conn, key or None, route, content)
        response = await once.run(202, lambda: service.add(deed, scope, body))
    await after.run(rt)
    return response


@router.get("/members/{member_id}/documents")
async def list_documents(
    scope: DocumentsListed, rt: Rt, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> DocumentList:
    """A member's documents, newest first."""
    return await service.page(conn, rt.vault, rt.cursors, scope, limit, cursor)


@router.get("/documents/{document_id}")
async def read_document(scope: DocumentReadable, rt: Rt, conn: Conn) -> DocumentOut:
    """One document, with what became of it."""
    return await service.one(conn, rt.vault, scope)


@router.get("/documents/{document_id}/link", responses={409: {"description": "There is nothing to look at"}})
async def link_document(scope: DocumentReadable, rt: Rt, conn: Conn, origin: From) -> DocumentLink:
    """A link to look at the document in a tab of its own, good for 5 minutes. Asking for one is recorded."""
    return await service.link(conn, rt.storage, origin, scope)


@router.patch("/documents/{document_id}")
async def change_document(scope: DocumentWritable, doing: Doing, body: DocumentPatch) -> DocumentOut:
    """Rename a document, or say of which day it is."""
    return await service.change(doing, scope, body)


@router.post("/documents/{document_id}/retry", status_code=202)
async def retry_document(scope: DocumentWritable, doing: Doing) -> DocumentOut:
    """Check a refused file again; it is kept for 7 days."""
    return await service.retry(doing, scope)


@router.delete("/documents/{document_id}", status_code=204)
async def delete_document(scope: DocumentWritable, doing: Doing) -> None:
    """Delete a document. It can be restored for 30 days."""
    await service.delete(doing, scope)


@router.post("/documents/{document_id}/restore")
async def restore_document(scope: DocumentDeleted, doing: Doing) -> DocumentOut:
    """Bring a deleted document back."""
    return await service.restore(doing, scope)
