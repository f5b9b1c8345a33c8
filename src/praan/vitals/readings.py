"""A member's readings by place, for charts and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from praan.families.scope import MemberScope
from praan.infra.db import Connection, Row
from praan.kernel.errors import Invalid
from praan.kernel.paging import Cursors
from praan.vitals import queries
from praan.vitals.bands import UNITS
from praan.vitals.schemas import ReadingList, ReadingOut

EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
END_OF_TIME = dt.datetime(2300, 1, 1, tzinfo=dt.UTC)
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
    kinds = rules_of(rules)
    name = f"readings:{scope.actor_id}:{scope.member_id}:{','.join(kinds or ())}:{first}:{last}"
    before: tuple[dt.datetime, int, str] = (END_OF_TIME, 0, "")
    if cursor:
        micros, log, rule = cursors.read(name, cursor, (int, int, str))
        before = (EPOCH + micros * MICROSECOND, log, rule)
    days = (first or FIRST_DAY, last or LAST_DAY)
    rows = await conn.fetch(queries.READINGS, scope.user_id, scope.member_id, kinds, *days, *before, limit + 1)
    shown, pagination = cursors.page(
        name, rows, limit, lambda row: [(row["at"] - EPOCH) // MICROSECOND, row["log_id"], row["rule"]]
    )
    return ReadingList(data=[_shown(row) for row in shown], pagination=pagination)


def rules_of(text: str | None) -> list[str] | None:
    """The filter `rule=pulse,...`; raises Invalid."""
    if not text:
        return None
    wanted = [part.strip().lower() for part in text.split(",")]
    if any(part not in UNITS for part in wanted):
        raise Invalid.field("rule", f"must be one of {', '.join(UNITS)}")
    return wanted


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
