"""Where a program stands on a date: its day and its phase, and what the night before made of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from praan.kernel.clock import local_date

DAYS = 90
PHASE_DAYS = 30

Phase = Literal["FOUNDATION", "BUILD", "SUSTAIN"]
Status = Literal["ACTIVE", "PAUSED", "COMPLETED"]
PHASES: tuple[Phase, ...] = ("FOUNDATION", "BUILD", "SUSTAIN")


class Progress(NamedTuple):
    """`day` 1-90 while the program runs, 0 before it, 90 after it; `phase` is that day's."""

    day: int
    phase: Phase


def progress(start_date: dt.date, today: dt.date) -> Progress:
    """The progress on the member's local `today`."""
    day = min(max((today - start_date).days + 1, 0), DAYS)
    return Progress(day, PHASES[max(day - 1, 0) // PHASE_DAYS])


class Turn(NamedTuple):
    """What becomes of a program: it enters `phase` on `day`, or it is complete (`phase` None) after `day` 90."""

    phase: Phase | None
    day: int


def turn(start_date: dt.date, status: Status, phase: Phase, zone: str, moment: dt.datetime) -> Turn | None:
    """What is due at `moment` for a program that stands in `status` and `phase`, its member living in `zone`.

    Phases that nobody was there to enter are gone over. A paused program is asked nothing: it enters the phase of
    the day once it has been resumed, and is complete after its last day like any other.
    """
    today = local_date(moment, zone)
    if status == "COMPLETED":
        return None
    if (today - start_date).days >= DAYS:
        return Turn(None, DAYS)
    day, now = progress(start_date, today)
    return Turn(now, day) if status == "ACTIVE" and PHASES.index(now) > PHASES.index(phase) else None
