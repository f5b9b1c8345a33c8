"""Work by the clock that belongs to no domain: partitions, old keys, photos that the broker lost."""

from __future__ import annotations

import datetime as dt

import structlog

from praan.infra.db import connection
from praan.infra.outbox import queries
from praan.infra.runtime import Runtime

MONTHS_AHEAD = 3
LOST_S = 10
STUCK_S = 1800
REQUEUE = 500

log = structlog.get_logger("praan.housekeeping")


def months_from(day: dt.date, count: int) -> list[dt.date]:
    """The first days of `count` months, from the month of `day` on."""
    return [dt.date(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1, 1) for n in range(count)]


async def make_partitions(rt: Runtime) -> int:
    """Makes the months of daily_logs up to MONTHS_AHEAD; how many were missing."""
    made = 0
    async with connection(rt.pool) as conn:
        for month in months_from(dt.datetime.now(dt.UTC).date(), MONTHS_AHEAD + 1):
            made += bool(await conn.fetchval(queries.MAKE_PARTITION, month))
    if made:
        log.info("partitions_made", count=made)
    alarm(await partition_days_ahead(rt))
    return made


async def partition_days_ahead(rt: Runtime) -> int:
    """Days from today to the end of the last partition; negative = writes fail."""
    async with connection(rt.pool) as conn:
        last: dt.date = await conn.fetchval(queries.LAST_PARTITION)
    return (months_from(last, 2)[1] - dt.datetime.now(dt.UTC).date()).days


def alarm(days_ahead: int) -> bool:
    """Whether the next month has no partition yet: then somebody must look. Logs it as an error."""
    missing = days_ahead <= 31
    if missing:
        log.error(
            "partition_missing",
            days_ahead=days_ahead,
            what_to_do="run the task maintenance.make_partitions; see docs/operations.md",
        )
    return missing


async def requeue(rt: Runtime, statement: str, *more: int, queue_is_empty: bool) -> int:
    """Asks again for work that was handed to the broker and is in nobody's hands any more; how much.

    `statement` publishes what has waited for $1 seconds, at most $2 of it, and counts it; `more` is $3 and so on.
    Celery takes a message off its list before it notes it as unacknowledged: a worker killed in between loses it,
    as a broker does that forgets. With nothing queued and nothing unacknowledged, what has waited for LOST_S is
    lost; while there is work, only what waits for STUCK_S is taken for lost.
    """
    async with connection(rt.pool) as conn:
        asked: int = await conn.fetchval(statement, LOST_S if queue_is_empty else STUCK_S, REQUEUE, *more)
    return asked


async def requeue_photos(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Asks again for photos that nobody reads; how many."""
    asked = await requeue(rt, queries.REQUEUE_PHOTOS, queue_is_empty=queue_is_empty)
    if asked:
        log.warning("photos_requeued", count=asked)
    return asked


async def sweep_keys(rt: Runtime) -> int:
    """Deletes idempotency keys older than a day and sessions long over."""
    async with connection(rt.pool) as conn:
        gone: int = await conn.fetchval(queries.SWEEP_KEYS)
    return gone
