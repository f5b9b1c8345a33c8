"""Thousands of logs at once, straight into the database: what would take years of care."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import asyncpg

COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = 'daily_logs'::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped ORDER BY attnum
"""
OWN = {
    "id": "nextval('praan_ids')",
    "timestamp": "timestamp - g * interval '12 minutes'",
    "local_date": "((timestamp - g * interval '12 minutes') AT TIME ZONE time_zone)::date",
}


def multiply(admin_url: str, log: int, times: int) -> None:
    """Copies a log so many times, each twelve minutes before the last; no score of a day is moved."""
    with ThreadPoolExecutor(1) as pool:
        # A thread of its own: a browser's loop is running in this one.
        pool.submit(asyncio.run, _multiply(admin_url, log, times)).result()


async def _multiply(admin_url: str, log: int, times: int) -> None:
    conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(admin_url)
    try:
        names = [row["attname"] for row in await conn.fetch(COLUMNS)]
        values = ", ".join(OWN.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        await conn.execute(
            f"INSERT INTO daily_logs ({columns}) SELECT {values} FROM daily_logs, generate_series(1, $2::int) g"
            " WHERE id = $1",
            log,
            times,
        )
    finally:
        await conn.close()
