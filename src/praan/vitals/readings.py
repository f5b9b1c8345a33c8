"""A member's readings by place, for charts and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from praan.families.scope import MemberScope
from praan.infra.db import Connection, Row
from praan.kernel.filters import chosen
from praan.kernel.paging import END_OF_TIME, Cursors, key_of, moment_of
from praan.vitals import queries
from praan.vitals.bands import UNITS
from praan.vitals.schemas import ReadingList, ReadingOut

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


async def page(
    conn: Connection,
    cursors: Cursors,
    scope: MemberScope,
    limit: int,
    cursor: str | None,
    *,
    rules: str | None,
    first: dt.date | None,
    last: dt.date | None,
) -> ReadingList:
    """Readings of local dates, newest first by (at, log, rule). `rules`: one or several with commas, in any case.

    Raises Invalid (unknown rule, foreign cursor).
    """
    kinds = chosen("rule", rules, UNITS, str.lower)
    name = f"readings:{scope.actor_id}:{scope.member_id}:{','.join(kinds or ())}:{first}:{last}"
    before: tuple[dt.datetime, int, str] = (END_OF_TIME, 0, "")
    if cursor:
        micros, log, rule = cursors.read(name, cursor, (int, int, str))
        before = (moment_of(micros), log, rule)
    days = (first or FIRST_DAY, last or LAST_DAY)
    rows = await conn.fetch(queries.READINGS, scope.user_id, scope.member_id, kinds, *days, *before, limit + 1)
    shown, pagination = cursors.page(
        name, rows, limit, lambda row: [key_of(row["at"]), row["log_id"], row["rule"]]
    )
    return ReadingList(data=[_shown(row) for row in shown], pagination=pagination)


def number(value: Decimal | None) -> int | float | None:
    """A stored number for JSON: whole ones without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _shown(row: Row | Mapping[str, Any]) -> ReadingOut:
    return ReadingOut.model_validate(
        {
            **dict(row),
            "value": number(row["value"]),
            "value2": number(row["value2"]),
            "unit": UNITS[row["rule"]],
        }
    )
