"""Path and query parameters as admitted scopes: 403 without the category vitals, before anything else."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator

from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.http.deps import Conn, Who, empty_is_absent
from praan.kernel.fields import PathId
from praan.vitals import alerts
from praan.vitals.scope import AlertScope


async def _readable(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return (await families.member_scope(conn, who.user_id, member_id, "read")).require("read", "vitals")


async def _writable(member_id: PathId, who: Who, conn: Conn) -> MemberScope:
    return (await families.member_scope(conn, who.user_id, member_id, "write")).require("write", "vitals")


async def _asked(
    who: Who, conn: Conn, member_id: Annotated[PathId | None, BeforeValidator(empty_is_absent), Query()] = None
) -> MemberScope | None:
    """The one member that an answer is wanted for."""
    if member_id is None:
        return None
    return (await families.member_scope(conn, who.user_id, member_id, "read")).require("read", "vitals")


async def _alert_readable(alert_id: PathId, who: Who, conn: Conn) -> AlertScope:
    return await alerts.alert_scope(conn, who.user_id, alert_id, "read")


async def _alert_writable(alert_id: PathId, who: Who, conn: Conn) -> AlertScope:
    return await alerts.alert_scope(conn, who.user_id, alert_id, "write")


VitalsReadable = Annotated[MemberScope, Depends(_readable, scope="function")]
VitalsWritable = Annotated[MemberScope, Depends(_writable, scope="function")]
VitalsAsked = Annotated[MemberScope | None, Depends(_asked, scope="function")]
AlertReadable = Annotated[AlertScope, Depends(_alert_readable, scope="function")]
AlertWritable = Annotated[AlertScope, Depends(_alert_writable, scope="function")]
