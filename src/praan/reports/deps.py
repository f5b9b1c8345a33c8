"""Reports as admitted scopes: reading with any grant, PDFs with all three categories, sharing for who manages."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator

from praan.infra.http.deps import Conn, Who, empty_is_absent
from praan.kernel.fields import PathId
from praan.reports import service
from praan.reports.schemas import Language
from praan.reports.scope import ReportScope


async def _readable(report_id: PathId, who: Who, conn: Conn) -> ReportScope:
    return await service.report_scope(conn, who.user_id, report_id, "read")


async def _printable(report_id: PathId, who: Who, conn: Conn) -> ReportScope:
    return (await service.report_scope(conn, who.user_id, report_id, "read")).whole()


async def _shareable(report_id: PathId, who: Who, conn: Conn) -> ReportScope:
    return (await service.report_scope(conn, who.user_id, report_id, "write")).whole()


ReportReadable = Annotated[ReportScope, Depends(_readable, scope="function")]
ReportPrintable = Annotated[ReportScope, Depends(_printable, scope="function")]
ReportShareable = Annotated[ReportScope, Depends(_shareable, scope="function")]
# Left out: the caller's own language.
Spoken = Annotated[Language | None, BeforeValidator(empty_is_absent), Query()]
