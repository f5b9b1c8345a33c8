"""Path parameters as admitted scopes, for the routes of every domain above."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from praan.families import service
from praan.families.scope import MemberScope
from praan.infra.http.deps import Conn, Who
from praan.kernel.fields import PathId


async def _readable(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return await service.member_scope(conn, who.user_id, member_id, "read")


async def _writable(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return await service.member_scope(conn, who.user_id, member_id, "write")


async def _owned(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return await service.member_scope(conn, who.user_id, member_id, "own")


Readable = Annotated[MemberScope, Depends(_readable, scope="function")]
Writable = Annotated[MemberScope, Depends(_writable, scope="function")]
Owned = Annotated[MemberScope, Depends(_owned, scope="function")]


async def _owned_even_deleted(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return await service.member_scope(conn, who.user_id, member_id, "own", deleted_too=True)


OwnedEvenDeleted = Annotated[MemberScope, Depends(_owned_even_deleted, scope="function")]
