"""ISO weeks: Monday to Sunday, written 2026-W47."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

FORM = re.compile(r"(19|20|21)[0-9]{2}-[Ww](0[1-9]|[1-4][0-9]|5[0-3])")


class Week(NamedTuple):
    """A week by its ISO year, which near New Year is not always its days' year, and its number."""

    year: int
    number: int

    @property
    def first(self) -> dt.date:
        """Its Monday."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Its Sunday."""
        return dt.date.fromisocalendar(self.year, self.number, 7)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def week_of(day: dt.date) -> Week:
    """The week that a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def read(text: str) -> Week:
    """The week of "2026-W47", the letter in either case; raises ValueError for anything else."""
    if not FORM.fullmatch(text):
        raise ValueError("must be an ISO week like 2026-W47")
    week = Week(int(text[:4]), int(text[6:]))
    if week.number > week_of(dt.date(week.year, 12, 28)).number:
        raise ValueError(f"must be a week of its year; {week.year} has 52")
    return week
