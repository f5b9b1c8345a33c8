"""Sums over days: pure functions of (date, score)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

COVERED = 80
"""A day counts as covered from here on: the 80 % threshold of PQA's proportion of days covered."""
CLOSE, UNDER_WAY = 66, 33


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


@dataclass(frozen=True, slots=True)
class Bands:
    """How many due days lie in each band of self-monitoring (PMC5568610): 80 and more, 66-79, 33-65, below."""

    covered: int
    close: int
    under_way: int
    begun: int


def bands(days: Sequence[Day]) -> Bands:
    """The due days by their band."""
    due = [day.score for day in days if day.score is not None]
    at_least = [sum(score >= bound for score in due) for bound in (COVERED, CLOSE, UNDER_WAY, 0)]
    return Bands(at_least[0], *(more - fewer for fewer, more in itertools.pairwise(at_least)))


@dataclass(frozen=True, slots=True)
class Streak:
    """So many covered days in a row; the misses among them that were frozen, oldest first."""

    days: int
    frozen: tuple[dt.date, ...]


def streak(days: Sequence[Day], today: dt.date) -> Streak:
    """Consecutive covered due days up to today, oldest first in `days`.

    Days without anything due neither count nor break; today breaks nothing before it is over; one miss a
    calendar week (Monday to Sunday) is frozen: it does not count and does not break.
    """
    count = 0
    frozen: list[dt.date] = []
    # A miss that no covered day lies behind has saved nothing yet.
    missed: dict[tuple[int, int], dt.date] = {}
    for day in reversed(days):
        if day.score is None or day.date > today:
            continue
        if day.score >= COVERED:
            count += 1
            frozen = list(missed.values())
            continue
        if day.date == today:
            continue
        year, week, _ = day.date.isocalendar()
        if (year, week) in missed:
            break
        missed[(year, week)] = day.date
    return Streak(count, tuple(reversed(frozen)))
