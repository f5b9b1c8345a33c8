"""Readings that were due yesterday and did not come: told at nine where the member lives."""

from __future__ import annotations

import datetime as dt

from praan.infra.after import After
from praan.infra.db import Row, connection, transaction
from praan.infra.runtime import Runtime
from praan.kernel.clock import now
from praan.programs import service as programs
from praan.vitals import queries
from praan.vitals.service import announce


async def watch(rt: Runtime, moment: dt.datetime | None = None, after: tuple[int, int] = (0, 0)) -> int:
    """Opens what is due as of `moment` (default: now); how many alerts were opened or went on.

    `after`: (owner, program) to begin behind. Safe to run again at any time: a day that has its alert is left
    alone, also when that was cleared since.
    """
    opened = 0
    async for some in programs.everywhere(rt, after):
        owners, ids = zip(*some, strict=True)
        async with connection(rt.pool) as conn:
            missing = await conn.fetch(queries.STALE, owners, ids, moment or now())
        for each in missing:
            opened += await _open(rt, each)
    return opened


async def _open(rt: Runtime, missing: Row) -> int:
    owner, member = missing["user_id"], missing["member_id"]
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        changes = await conn.fetch(queries.OPEN_STALE, owner, member, missing["day"], missing["kinds"])
        await announce(conn, after, owner, member, changes)
    await after.run(rt)
    return len(changes)
