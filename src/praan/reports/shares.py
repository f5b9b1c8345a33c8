"""Links that open one report for whoever holds them, until they end or are taken back.

A token is 32 random bytes; the table holds its SHA-256. It stands behind a '#', which a browser keeps to itself,
and the page asks for the report with the token in a body: it reaches no log.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from praan.audit import service as audit
from praan.families import members
from praan.families import service as families
from praan.infra.db import connection, transaction
from praan.infra.deed import Deed
from praan.infra.runtime import Runtime
from praan.kernel.clock import now
from praan.kernel.errors import Conflict, Invalid
from praan.kernel.principal import Origin
from praan.reports import queries, service
from praan.reports.schemas import SharedReport, ShareIn, ShareOut
from praan.reports.scope import ReportScope

PAGE = "/shared/report#"
RANDOM_BYTES = 32
MOST_LINKS = 20
GONE = "opens nothing any more: it has run out, or was taken back"


async def share(deed: Deed, origin_url: str, scope: ReportScope, body: ShareIn) -> ShareOut:
    """Makes a link that opens the report for so many days.

    Raises Conflict before it is made, and while MOST_LINKS open it.
    """
    member = scope.member
    if not await deed.conn.fetchval(queries.LOCK, member.user_id, scope.report_id):
        raise Conflict("This report is still being made.")
    if await deed.conn.fetchval(queries.LIVE_SHARES, member.user_id, scope.report_id) >= MOST_LINKS:
        raise Conflict(f"{MOST_LINKS} links open this report. Take them back before you make another.")
    token = secrets.token_urlsafe(RANDOM_BYTES)
    expires = now().replace(microsecond=0) + dt.timedelta(days=body.days)
    language = await service.language_of(deed.conn, member.actor_id, body.language)
    made = await deed.conn.fetchval(
        queries.ADD_SHARE,
        member.user_id,
        member.member_id,
        scope.report_id,
        _digest(token),
        language,
        member.actor_id,
        expires,
    )
    await service.record(deed.conn, deed.origin, scope, "report.share")
    return ShareOut(id=made, url=f"{origin_url}{PAGE}{token}", expires_at=expires)


async def end(deed: Deed, scope: ReportScope) -> None:
    """Takes back every link that opens the report."""
    if await deed.conn.fetch(queries.END_SHARES, scope.member.user_id, scope.report_id):
        await service.record(deed.conn, deed.origin, scope, "report.unshare")


async def sweep(rt: Runtime) -> int:
    """Deletes links that have been over for thirty days; how many."""
    async with connection(rt.pool) as conn:
        gone: int = await conn.fetchval(queries.SWEEP_SHARES)
    return gone


async def opened(rt: Runtime, origin: Origin, token: str) -> SharedReport:
    """What a link opens, with a record of the opening; raises Invalid for one that opens nothing."""
    async with transaction(rt.pool, owner=None, actor=None) as conn:
        row = await conn.fetchrow(queries.SHARED, _digest(token))
    if row is None:
        raise Invalid.field("token", GONE)
    owner = row["user_id"]
    scope = ReportScope(families.system_scope(owner, row["member_id"]), row["report_id"])
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        link = await service.pdf_link(conn, rt.storage, scope, row["language"])
        found = SharedReport(
            member_name=(await members.show(conn, rt.vault, scope.member)).name,
            language=row["language"],
            expires_at=row["expires_at"],
            report=await service.one(conn, rt.vault, scope, row["language"]),
            pdf_url=link.url,
        )
        await audit.record(
            conn,
            origin,
            owner=owner,
            actor=None,
            member=row["member_id"],
            resource=f"reports/{row['report_id']}",
            action="report.open_shared",
        )
    return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
