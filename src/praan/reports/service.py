"""Reports: asked for, listed, read in a language, looked at as a PDF."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, cast

from praan.families import service as families
from praan.families.scope import MemberScope, Right
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row
from praan.infra.deed import Deed
from praan.infra.outbox import service as outbox
from praan.infra.storage import Storage
from praan.kernel.clock import local_date, now
from praan.kernel.errors import Conflict, Forbidden, Invalid, TooMany
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin
from praan.reports import pdf, queries, words
from praan.reports.numbers import WEEK, monday_of, visible
from praan.reports.schemas import (
    Language,
    Numbers,
    PdfLink,
    ReportIn,
    ReportList,
    ReportOut,
    Status,
)
from praan.reports.scope import CATEGORIES, ReportScope

REFUSAL = "This report is not yours, or does not exist."
# So often a report is tried before it is said to have failed.
TRIES = 8
# For one member, by everybody; the table keeps one more.
ASKS_AN_HOUR = 10
LONGEST_AGO = dt.timedelta(days=371)
LAST_WEEK = dt.date(2300, 1, 1)
ASKED = "report_asked"


async def report_scope(conn: Connection, actor: int, report: int, right: Right) -> ReportScope:
    """Admits the caller to a report and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.ACCESS, actor, report)
    if row is None or row["report_id"] is None:
        raise Forbidden(REFUSAL)
    return ReportScope((await families.admit(conn, actor, row)).require(right), row["report_id"])


async def ask(deed: Deed, member: MemberScope, body: ReportIn, language: Language | None) -> ReportOut:
    """Has a week's report made, or made again, in the background.

    Raises Invalid for a week that is none, too long ago or not begun, TooMany after ASKS_AN_HOUR for a member.
    """
    week = await _week(deed.conn, member, body.week_start)
    report = await deed.conn.fetchval(queries.ASK, member.user_id, member.member_id, week, object_name())
    if wait := await deed.conn.fetchval(queries.WAIT, member.user_id, member.member_id, ASKS_AN_HOUR):
        raise TooMany(f"Wait {wait} s, then ask again.", retry_after=wait)
    scope = ReportScope(member, report)
    await publish(deed.conn, member.user_id, member.member_id, report)
    deed.after.nudge()
    await record(deed.conn, deed.origin, scope, "report.ask")
    return await one(deed.conn, deed.vault, scope, language)


async def _week(conn: Connection, member: MemberScope, asked: dt.date | None) -> dt.date:
    running = monday_of(local_date(now(), member.time_zone))
    if asked is None:
        started = await conn.fetchval(queries.STARTED, member.user_id, member.member_id)
        return running if started is not None and started >= running else running - WEEK
    if asked != monday_of(asked):
        raise Invalid.field("week_start", "must be a Monday")
    if asked > running:
        raise Invalid.field("week_start", "must not be in the future")
    if asked < running - LONGEST_AGO:
        raise Invalid.field("week_start", "must not be more than a year ago")
    return asked


async def page(
    conn: Connection,
    vault: Vault,
    cursors: Cursors,
    scope: MemberScope,
    limit: int,
    cursor: str | None,
    language: Language | None,
) -> ReportList:
    """A member's finished reports, the latest week first; raises Invalid for a foreign cursor."""
    place = f"reports:{scope.actor_id}:{scope.member_id}"
    before = dt.date.fromordinal(cursors.read(place, cursor, (int,))[0]) if cursor else LAST_WEEK
    rows = await conn.fetch(queries.PAGE, scope.user_id, scope.member_id, before, limit + 1)
    shown, pagination = cursors.page(place, rows, limit, lambda row: [row["week_start"].toordinal()])
    spoken = await language_of(conn, scope.actor_id, language)
    return ReportList(data=[_shown(vault, row, scope, spoken) for row in shown], pagination=pagination)


async def one(conn: Connection, vault: Vault, scope: ReportScope, language: Language | None) -> ReportOut:
    """The report, as far as it is shared with the caller, in their language or the given one; raises Forbidden."""
    row = await _row(conn, scope)
    return _shown(vault, row, scope.member, await language_of(conn, scope.member.actor_id, language))


async def link(
    conn: Connection, storage: Storage, origin: Origin, scope: ReportScope, language: Language | None
) -> PdfLink:
    """A link to the PDF for 5 minutes, and a record of who asked; raises Conflict before it is made."""
    made = await pdf_link(conn, storage, scope, await language_of(conn, scope.member.actor_id, language))
    await record(conn, origin, scope, "report.view")
    return made


async def pdf_link(conn: Connection, storage: Storage, scope: ReportScope, language: Language) -> PdfLink:
    """A link to the PDF in a language; raises Conflict before it is made."""
    row = await _row(conn, scope)
    if not row["made"]:
        raise Conflict("This report is still being made.")
    key = object_key(scope.member.user_id, row["object_name"], row["made"], language)
    # The address is no place for a name or a date.
    made = await storage.viewing_link(key, pdf.TYPE, f"praan-report-{scope.report_id}.pdf")
    return PdfLink(url=made.url, expires_at=made.expires_at)


async def language_of(conn: Connection, actor: int, asked: Language | None) -> Language:
    """The language that was asked for, else the caller's own, else English."""
    spoken = asked or await conn.fetchval(queries.LANGUAGE, actor)
    return cast(Language, spoken) if spoken in words.LANGUAGES else "en"


async def publish(conn: Connection, owner: int, member: int, report: int) -> None:
    """Puts the asking into the outbox, in the caller's transaction."""
    await outbox.publish(conn, owner, member, ASKED, {"report_id": report})


async def record(
    conn: Connection, origin: Origin, scope: ReportScope, action: str, *, by_itself: bool = False
) -> None:
    """One audit row about the report: the caller's deed, or Praan's own."""
    await families.record(conn, origin, scope.member, f"reports/{scope.report_id}", action, by_itself=by_itself)


def object_name() -> str:
    """What a new report's objects are called: nothing that could be guessed."""
    return secrets.token_urlsafe(24)


def object_key(owner: int, name: str, edition: int, language: Language) -> str:
    """Where the PDF of one making lies."""
    return f"reports/{owner}/{name}-{edition}-{language}.pdf"


def numbers_place(owner: int, report: int) -> str:
    """Where a report's numbers are sealed."""
    return f"reports.numbers:{owner}:{report}"


def _shown(vault: Vault, row: Row, scope: MemberScope, language: Language) -> ReportOut:
    told: dict[str, Any] = {"days": [], "summary": []}
    if row["numbers"] is not None:
        sealed = vault.open(row["numbers"], numbers_place(row["user_id"], row["id"]))
        numbers = visible(Numbers.model_validate_json(sealed), scope)
        told = numbers.model_dump(exclude={"as_of", "paused", "due_days", "logs", "credits"})
        told |= {
            "summary": words.summary(numbers, language),
            "focus": words.next_focus(numbers, language),
            "has_pdf": all(scope.covers(category) for category in CATEGORIES),
        }
    status: Status = "READY" if row["made"] == row["asked"] else "PROCESSING"
    if status == "PROCESSING" and row["attempts"] >= TRIES:
        status = "FAILED"
    return ReportOut.model_validate(
        {
            **dict.fromkeys(ReportOut.model_fields),
            "has_pdf": False,
            **told,
            "id": row["id"],
            "member_id": row["member_id"],
            "week_start": row["week_start"],
            "week_end": row["week_start"] + dt.timedelta(days=6),
            "status": status,
            "made_at": row["made_at"],
        }
    )


async def _row(conn: Connection, scope: ReportScope) -> Row:
    row = await conn.fetchrow(queries.ONE, scope.member.user_id, scope.report_id)
    if row is None:
        raise Forbidden(REFUSAL)
    return row
