"""A member's documents, or one document, as an admitted scope."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from praan.documents import service
from praan.documents.scope import DocumentScope
from praan.families.scope import MemberScope
from praan.infra.db import transaction
from praan.infra.http.deps import Conn, Rt, Who
from praan.kernel.fields import PathId


async def _listed(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return await service.member_scope(conn, who.user_id, member_id, "read")


async def _readable(document_id: PathId, who: Who, conn: Conn) -> DocumentScope:
    return await service.document_scope(conn, who.user_id, document_id, "read")


async def _writable(document_id: PathId, who: Who, conn: Conn) -> DocumentScope:
    return await service.document_scope(conn, who.user_id, document_id, "write")


async def _deleted(document_id: PathId, who: Who, conn: Conn) -> DocumentScope:
    return await service.document_scope(conn, who.user_id, document_id, "write", deleted_too=True)


DocumentsListed = Annotated[MemberScope, Depends(_listed, scope="function")]
DocumentReadable = Annotated[DocumentScope, Depends(_readable, scope="function")]
DocumentWritable = Annotated[DocumentScope, Depends(_writable, scope="function")]
DocumentDeleted = Annotated[DocumentScope, Depends(_deleted, scope="function")]


async def _may_add(member_id: PathId, rt: Rt, who: Who) -> None:
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        await service.member_scope(conn, who.user_id, member_id, "write")


# Asked by itself, before the body is judged: the store is asked for the file between two transactions.
MayAdd = Depends(_may_add, scope="function")
