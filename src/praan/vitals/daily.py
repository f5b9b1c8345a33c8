"""A member's readings by day: what charts and reports are made of, in one statement and from no log."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from praan.families.scope import MemberScope
from praan.infra.db import Connection, Row
from praan.kernel.filters import check_range
from praan.vitals import queries
from praan.vitals.bands import BANDS, SEVERITIES, UNITS
from praan.vitals.schemas import BandCount, DailyReadings, ReadingDay, RuleDays

Group: TypeAlias = Mapping[str, Any] | Row
"""Readings of one rule, date, severity and band: how many, with min, max and sum of value and value2."""


async def days(conn: Connection, scope: MemberScope, first: dt.date, last: dt.date) -> DailyReadings:
    """Inclusive local dates; who asks has been admitted to the category vitals.

    Raises Invalid for a range that is none or too long.
    """
    check_range(first, last)
    rows = await conn.fetch(queries.DAILY, scope.user_id, scope.member_id, first, last)
    return DailyReadings(from_=first, to=last, rules=by_rule(rows))


def by_rule(groups: Iterable[Group]) -> list[RuleDays]:
    """Groups of readings put together by rule and day, in the order of UNITS and of the calendar."""
    rules: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        rules[group["rule"]].append(group)
    return [_rule(rule, rules[rule]) for rule in UNITS if rule in rules]


def _rule(rule: str, groups: list[Group]) -> RuleDays:
    dates: dict[dt.date, list[Group]] = defaultdict(list)
    bands: dict[tuple[str | None, str | None], int] = defaultdict(int)
    for group in groups:
        dates[group["date"]].append(group)
        bands[(group["severity"], group["band"])] += group["readings"]
    return RuleDays.model_validate(
        {
            **_span(groups),
            "rule": rule,
            "unit": UNITS[rule],
            "bands": [
                BandCount.model_validate({"severity": severity, "band": band, "readings": bands[(severity, band)]})
                for severity, band in sorted(bands, key=lambda said: _badness(*said), reverse=True)
            ],
            "days": [_day(date, dates[date]) for date in sorted(dates)],
        }
    )


def _day(date: dt.date, groups: list[Group]) -> ReadingDay:
    worst = max(groups, key=lambda group: _badness(group["severity"], group["band"]))
    said = {"date": date, "severity": worst["severity"], "band": worst["band"]}
    return ReadingDay.model_validate({**_span(groups), **said})


def _span(groups: list[Group]) -> dict[str, Any]:
    count = sum(group["readings"] for group in groups)
    span: dict[str, Any] = {"readings": count}
    for end in ("", "2"):
        told = [group for group in groups if group[f"sum{end}"] is not None]
        span[f"min{end}"] = min((group[f"min{end}"] for group in told), default=None)
        span[f"max{end}"] = max((group[f"max{end}"] for group in told), default=None)
        total = sum((group[f"sum{end}"] for group in told), Decimal())
        span[f"mean{end}"] = (total / count).quantize(Decimal("0.1"), ROUND_HALF_UP) if told else None
    return span


def _badness(severity: str | None, band: str | None) -> tuple[int, int]:
    """Of two bands of one severity the later one is said; what is not judged is said last."""
    if severity not in SEVERITIES or band not in BANDS:
        return (-1, -1)
    return (SEVERITIES.index(severity), BANDS.index(band))
