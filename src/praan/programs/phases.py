"""Where a program stands on a date: its day and its phase."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

DAYS = 90
PHASE_DAYS = 30

Phase = Literal["FOUNDATION", "BUILD", "SUSTAIN"]
PHASES: tuple[Phase, ...] = ("FOUNDATION", "BUILD", "SUSTAIN")


class Progress(NamedTuple):
    """`day` 1-90 while the program runs, 0 before it, 90 after it; `phase` is that day's."""

    day: int
    phase: Phase


def progress(start_date: dt.date, today: dt.date) -> Progress:
    """The progress on the member's local `today`."""
    day = min(max((today - start_date).days + 1, 0), DAYS)
    return Progress(day, PHASES[max(day - 1, 0) // PHASE_DAYS])
