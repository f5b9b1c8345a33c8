"""Work by the clock that belongs to no domain: partitions, old keys, photos that the broker lost."""

from __future__ import annotations

import datetime as dt

import structlog

from praan.infra.db import connection
from praan.infra.outbox import queries
from praan.infra.runtime import Runtime

MONTHS_AHEAD = 3
STUCK_S = 300
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


async def requeue_photos(rt: Runtime) -> int:
    """Publishes again the photos that have been PROCESSING for STUCK_S seconds since they were last queued."""
    async with connection(rt.pool) as conn:
        asked: int = await conn.fetchval(queries.REQUEUE_PHOTOS, STUCK_S, REQUEUE)
    if asked:
        log.warning("photos_requeued", count=asked)
    return asked


async def sweep_keys(rt: Runtime) -> int:
    """Deletes idempotency keys older than a day and sessions long over."""
    async with connection(rt.pool) as conn:
        gone: int = await conn.fetchval(queries.SWEEP_KEYS)
    return gone
