"""Weekly reports over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body
from starlette.responses import Response

from praan.families.deps import Readable, Writable
from praan.infra.http.deps import PAGE, Conn, CursorText, Doing, From, Limit, LimitsHold, Rt
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.reports import service, shares
from praan.reports.deps import ReportPrintable, ReportReadable, ReportShareable, Spoken
from praan.reports.schemas import (
    PdfLink,
    ReportIn,
    ReportList,
    ReportOut,
    SharedIn,
    SharedReport,
    ShareIn,
    ShareOut,
)

# The token of the link is the proof.
PUBLIC = frozenset({"/api/v1/shared/reports"})

router = api_router(tags=["reports"])


@router.post("/members/{member_id}/reports", status_code=202, response_model=ReportOut)
async def ask_report(
    once: OnceOnly,
    scope: Writable,
    doing: Doing,
    body: Annotated[ReportIn | None, Body()] = None,
    language: Spoken = None,
) -> Response:
    """Have a week's report made now, or made again with what was logged since. It is ready in a moment."""
    return await once.run(202, lambda: service.ask(doing, scope, body or ReportIn(), language))


@router.get("/members/{member_id}/reports")
async def list_reports(
    scope: Readable,
    rt: Rt,
    conn: Conn,
    limit: Limit = PAGE,
    cursor: CursorText = None,
    language: Spoken = None,
) -> ReportList:
    """A member's finished reports, the latest week first. Parts that are not shared with you are null."""
    return await service.page(conn, rt.vault, rt.cursors, scope, limit, cursor, language)


@router.get("/reports/{report_id}")
async def read_report(scope: ReportReadable, rt: Rt, conn: Conn, language: Spoken = None) -> ReportOut:
    """One report. Parts that are not shared with you are null."""
    return await service.one(conn, rt.vault, scope, language)


@router.get("/reports/{report_id}/pdf", responses={409: {"description": "It is still being made"}})
async def link_report(
    scope: ReportPrintable, rt: Rt, conn: Conn, origin: From, language: Spoken = None
) -> PdfLink:
    """A link to the report as a PDF, good for 5 minutes. Asking for one is recorded."""
    return await service.link(conn, rt.storage, origin, scope, language)


@router.post("/reports/{report_id}/share", status_code=201, response_model=ShareOut)
async def share_report(
    once: OnceOnly,
    scope: ReportShareable,
    rt: Rt,
    doing: Doing,
    body: Annotated[ShareIn | None, Body()] = None,
) -> Response:
    """Make a link that opens this report, without signing in, until it ends. Each opening is recorded."""
    return await once.run(201, lambda: shares.share(doing, rt.settings.origin, scope, body or ShareIn()))


@router.delete("/reports/{report_id}/share", status_code=204)
async def unshare_report(scope: ReportShareable, doing: Doing) -> None:
    """Take back every link that opens this report."""
    await shares.end(doing, scope)


@router.post("/shared/reports", dependencies=[LimitsHold])
async def open_shared_report(rt: Rt, origin: From, response: Response, body: SharedIn) -> SharedReport:
    """The report that a link opens. Each opening is recorded."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return await shares.opened(rt, origin, body.token)
