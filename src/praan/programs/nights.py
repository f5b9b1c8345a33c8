"""What the night does: programs enter their next phase, and are complete, by their member's own calendar.

A program that stands behind its member's date is due; once it has been turned it is not. So no list is kept of
what was done: a run may come twice, at once, late, or end half-way, and the next one goes on from there.
"""

from __future__ import annotations

import datetime as dt
import time

import structlog

from praan.audit import service as audit
from praan.infra.db import connection, transaction
from praan.infra.outbox import service as outbox
from praan.infra.runtime import Runtime
from praan.kernel.clock import local_date, now
from praan.kernel.principal import Origin
from praan.programs import queries
from praan.programs.phases import turn

NOBODY = Origin(None, None)
# No place on Earth has a later date.
AHEAD = dt.timezone(dt.timedelta(hours=14))
BATCH = 500
# Half of what a task may take.
BUDGET_S = 10.0

log = structlog.get_logger("praan.nights")


async def turn_programs(rt: Runtime, at: dt.datetime | None = None, budget_s: float = BUDGET_S) -> bool:
    """Turns every program that is due at `at` (default: now), each in a transaction of its own family.

    Whether that was all; after `budget_s` seconds the rest is left to the next run.
    """
    moment = at or now()
    until = time.monotonic() + budget_s
    latest = moment.astimezone(AHEAD).date()
    turned, place, all_of_them = 0, (0, 0), False
    while not all_of_them:
        async with connection(rt.pool) as conn:
            rows = await conn.fetch(queries.TURNING, latest, *place, BATCH)
        all_of_them = len(rows) < BATCH
        for row in rows:
            place = (row["user_id"], row["program_id"])
            if local_date(moment, row["time_zone"]) < row["turns_on"]:
                continue
            turned += await _turn(rt, *place, moment)
            if time.monotonic() > until:
                log.warning("night_too_short", turned=turned)
                return False
    if turned:
        log.info("programs_turned", count=turned)
    return True


async def _turn(rt: Runtime, owner: int, program: int, moment: dt.datetime) -> bool:
    """Turns one program, with its event and its check-in; False when somebody else has."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.LOCK_TURNING, owner, program)
        if row is None:
            return False
        due = turn(row["start_date"], row["status"], row["phase"], row["time_zone"], moment)
        if due is None:
            return False
        member = row["member_id"]
        if due.phase is None:
            await conn.execute(queries.COMPLETE, owner, program)
            event, told = "program_completed", {"program_id": program}
        else:
            await conn.execute(queries.ENTER_PHASE, owner, program, due.phase)
            asked = await conn.fetchval(queries.CHECK_IN, owner, member, program, due.phase, due.day)
            event, told = "phase_changed", {"program_id": program, "check_in_id": asked}
        await outbox.publish(conn, owner, member, event, told)
        await audit.record(
            conn,
            NOBODY,
            owner=owner,
            actor=None,
            member=member,
            resource=f"programs/{program}",
            action="program.complete" if due.phase is None else "program.phase",
        )
    return True
