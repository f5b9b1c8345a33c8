"""Making reports: which are due by the clock, and from the derived tables to numbers and a PDF in the store.

A report may be made twice, at once, late, or be killed half-way: one row a member and week, objects whose names
follow from it, and one transaction that settles a making, tells people and posts their letters.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from praan.adherence import service as adherence
from praan.families import members
from praan.families import service as families
from praan.infra.after import After
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.live import nudge
from praan.infra.mail.service import Request, post
from praan.infra.outbox import housekeeping
from praan.infra.runtime import Runtime
from praan.kernel.clock import local_date, now
from praan.kernel.errors import Unavailable
from praan.kernel.principal import Origin
from praan.reports import pdf, queries, service
from praan.reports.numbers import DAY, WEEK, Facts, Week, reckon
from praan.reports.scope import ReportScope
from praan.reports.words import LANGUAGES
from praan.vitals import thresholds
from praan.vitals.schemas import ThresholdOut

# Of how the numbers are reckoned and the PDF is drawn; kept with each report.
GENERATOR = 2
NOBODY = Origin(None, None)
BATCH = 500
# Half of what a task may take.
BUDGET_S = 10.0
# A letter about a week is not worth sending once the next one is near.
WORTH_SENDING_S = 3 * 86_400.0

log = structlog.get_logger("praan.reports")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A report whose making has begun."""

    scope: ReportScope
    week: Week
    edition: int
    object_name: str
    name: str


async def ask_weekly(rt: Runtime, at: dt.datetime | None = None, budget_s: float = BUDGET_S) -> bool:
    """Asks for the reports of every member whose Monday 06:00 has come by `at` (default: now), each once.

    Whether that was all; after `budget_s` seconds the rest is left to the next run.
    """
    moment = at or now()
    until = time.monotonic() + budget_s
    asked, place, all_of_them = 0, (0, 0), False
    while not all_of_them:
        async with connection(rt.pool) as conn:
            rows = await conn.fetch(queries.DUE, moment, *place, BATCH)
        all_of_them = len(rows) < BATCH
        for row in rows:
            place = (row["user_id"], row["member_id"])
            asked += await _ask(rt, *place, row["week_start"])
            if time.monotonic() > until:
                log.warning("mondays_too_short", asked=asked)
                await nudge(rt.valkey)
                return False
    if asked:
        await nudge(rt.valkey)
        log.info("reports_asked", count=asked)
    return True


async def _ask(rt: Runtime, owner: int, member: int, week: dt.date) -> bool:
    """Asks for one report; False when somebody else has, or no program of the member's ran in that week."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        report = await conn.fetchval(queries.ASK_WEEKLY, owner, member, week, service.object_name())
        if report is None:
            return False
        await service.publish(conn, owner, member, report)
    return True


async def requeue(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Publishes reports again that wait in nobody's hands; how many."""
    return await housekeeping.requeue(rt, queries.REQUEUE, service.TRIES, queue_is_empty=queue_is_empty)


async def make(rt: Runtime, owner: int, report: int, at: dt.datetime | None = None) -> bool:
    """Makes a report that was asked for, as of `at` (default: now); False when that is done, or it is gone.

    Raises Unavailable when the store or the database does not answer: the task is then tried again.
    """
    moment = at or now()
    waiting = await _begin(rt, owner, report)
    if waiting is None:
        await _tidy(rt, owner, report)
        return False
    member = waiting.scope.member
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        bounds = (await thresholds.show(conn, rt.vault, member)).data
        facts = await gather(conn, owner, member.member_id, waiting.week, moment, bounds)
    numbers = reckon(facts)
    try:
        for language in LANGUAGES:
            drawn = await asyncio.to_thread(pdf.draw, numbers, waiting.name, waiting.week.start, language)
            key = service.object_key(owner, waiting.object_name, waiting.edition, language)
            await rt.storage.put(key, drawn, pdf.TYPE)
    except Unavailable:
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            await conn.execute(queries.TAKE_BACK_ATTEMPT, owner, report)
        raise
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        sealed = rt.vault.seal(numbers.model_dump_json(), service.numbers_place(owner, report))
        row = await conn.fetchrow(queries.MADE, owner, report, waiting.edition, sealed, GENERATOR, moment)
        if row is not None:
            await service.record(conn, NOBODY, waiting.scope, "report.make", by_itself=True)
            followers = await families.followers(conn, owner, member.member_id)
            after.tell(followers, "report.ready", member.member_id, report)
            if row["to_mail"]:
                await _mail(rt, conn, waiting)
                after.nudge()
    if row is None:
        await _take_away(rt, owner, report, waiting)
        return False
    await after.run(rt)
    await _forget(rt, owner, waiting.object_name, max(row["before"], 1), waiting.edition)
    return True


async def _begin(rt: Runtime, owner: int, report: int) -> _Waiting | None:
    """Counts the attempt; None when the report is made, given up or its member gone."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.BEGIN, owner, report, service.TRIES)
        if row is None:
            return None
        scope = ReportScope(families.system_scope(owner, row["member_id"]), report)
        name = (await members.show(conn, rt.vault, scope.member)).name
    week = Week(row["week_start"], row["time_zone"])
    return _Waiting(scope, week, row["asked"], row["object_name"], name)


async def gather(
    conn: Connection,
    owner: int,
    member: int,
    week: Week,
    moment: dt.datetime,
    bounds: Sequence[ThresholdOut] = (),
) -> Facts:
    """What the derived tables hold of a week as of a moment, in a transaction of the family: six statements."""
    last = min(week.end, local_date(moment, week.zone))
    # Logs keep the zone in which they were told, which may be another than the member's today.
    room = week.moments(DAY)
    program = await conn.fetchrow(queries.PROGRAM, owner, member, week.start, last)
    family = await adherence.of_family(conn, owner, [member], week.start - WEEK, last)
    return Facts(
        week=week,
        at=moment,
        program=None if program is None else program["title"],
        scores=[(each.day, each.logs, each.provisional) for each in family],
        days=_facts(
            [] if program is None else await conn.fetch(queries.DAYS, owner, program["id"], week.start, last)
        ),
        readings=_facts(await conn.fetch(queries.READINGS, owner, member, week.start, last, *room)),
        alerts=_facts(await conn.fetch(queries.ALERTS, owner, member, *week.moments())),
        photos=await conn.fetchval(queries.PHOTOS, owner, member, week.start, last, *room),
        bounds=bounds,
    )


def _facts(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


async def _mail(rt: Runtime, conn: Connection, waiting: _Waiting) -> None:
    """One letter to everybody who manages the member, once a week: whose report, and where it is."""
    owner, report = waiting.scope.member.user_id, waiting.scope.report_id
    for row in await conn.fetch(queries.READERS, owner, waiting.scope.member.member_id):
        names = {"member_name": waiting.name}
        letter = Request(row["email"], "report", f"/reports/{report}", row["language"], names, WORTH_SENDING_S)
        await post(conn, rt.vault, owner, letter)
    await conn.execute(queries.MAILED, owner, report)


async def _tidy(rt: Runtime, owner: int, report: int) -> None:
    """What a worker left that was killed after its making was settled: the PDFs of the making before."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.STANDS, owner, report)
    if row is not None:
        await _forget(rt, owner, row["object_name"], max(row["made"] - 1, 1), row["made"])


async def _take_away(rt: Runtime, owner: int, report: int, waiting: _Waiting) -> None:
    """The PDFs of a making that came too late: a later one stands, whose worker may have looked before them."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.STANDS, owner, report)
    if row is None or row["made"] != waiting.edition:
        await _forget(rt, owner, waiting.object_name, waiting.edition, waiting.edition + 1)


async def _forget(rt: Runtime, owner: int, name: str, first: int, edition: int) -> None:
    """Deletes the PDFs of the makings from `first` to before `edition`."""
    for before in range(first, edition):
        for language in LANGUAGES:
            await rt.storage.delete(service.object_key(owner, name, before, language))
