"""Sums over days: pure functions of (date, score)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

COVERED = 80
"""A day counts as covered from here on: the 80 % threshold of PQA's proportion of days covered."""


@dataclass(frozen=True, slots=True)
class Day:
    """One local day. `score` 0-100, None when nothing was due."""

    date: dt.date
    score: int | None


def mean(days: Sequence[Day]) -> float | None:
    """Mean of the due days, to one decimal, half up; None without any."""
    due = [day.score for day in days if day.score is not None]
    if not due:
        return None
    return float((Decimal(sum(due)) / len(due)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def days_covered(days: Sequence[Day]) -> float | None:
    """Share (0-1, four decimals) of the due days that reach COVERED; None without any."""
    due = [day.score for day in days if day.score is not None]
    if not due:
        return None
    return round(sum(score >= COVERED for score in due) / len(due), 4)


def streak(days: Sequence[Day], today: dt.date) -> int:
    """Consecutive covered due days up to today, oldest first in `days`.

    Days without anything due neither count nor break; today breaks nothing before it is over; one miss a
    calendar week (Monday to Sunday) is frozen: it does not count and does not break.
    """
    count = 0
    frozen: set[tuple[int, int]] = set()
    for day in reversed(days):
        if day.score is None or day.date > today:
            continue
        if day.score >= COVERED:
            count += 1
            continue
        if day.date == today:
            continue
        year, week, _ = day.date.isocalendar()
        if (year, week) in frozen:
            break
        frozen.add((year, week))
    return count
