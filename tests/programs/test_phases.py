"""Day and phase of a program, and what a night makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.kernel.clock import local_date
from praan.programs.phases import DAYS, PHASES, Phase, Status, Turn, progress, turn

START = dt.date(2026, 3, 1)
starts = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
offsets = st.integers(-400, 400)


@pytest.mark.parametrize(
    ("after_start", "day", "phase"),
    [
        (-1, 0, "FOUNDATION"),
        (0, 1, "FOUNDATION"),
        (29, 30, "FOUNDATION"),
        (30, 31, "BUILD"),
        (59, 60, "BUILD"),
        (60, 61, "SUSTAIN"),
        (89, 90, "SUSTAIN"),
        (90, 90, "SUSTAIN"),
    ],
)
def test_the_borders_of_the_phases(after_start: int, day: int, phase: str) -> None:
    assert progress(START, START + dt.timedelta(days=after_start)) == (day, phase)


@given(starts, offsets)
def test_every_date_has_a_day_between_0_and_90(start: dt.date, offset: int) -> None:
    day, phase = progress(start, start + dt.timedelta(days=offset))

    assert 0 <= day <= DAYS
    assert phase in PHASES


@given(starts, offsets)
def test_a_night_adds_a_day_while_the_program_runs_and_none_else(start: dt.date, offset: int) -> None:
    today = start + dt.timedelta(days=offset)
    before, after = progress(start, today), progress(start, today + dt.timedelta(days=1))

    assert after.day - before.day == (1 if -1 <= offset < DAYS - 1 else 0)
    assert PHASES.index(after.phase) >= PHASES.index(before.phase)


@given(starts)
def test_each_phase_lasts_thirty_days(start: dt.date) -> None:
    phases = [progress(start, start + dt.timedelta(days=n)).phase for n in range(DAYS)]

    assert [phases.count(phase) for phase in PHASES] == [30, 30, 30]


HOUR = dt.timedelta(hours=1)
# The weekends on which clocks change, and one zone that knows none.
CHANGES = [
    ("America/New_York", dt.date(2025, 3, 9)),
    ("America/New_York", dt.date(2025, 11, 2)),
    ("Europe/London", dt.date(2025, 3, 30)),
    ("Europe/London", dt.date(2025, 10, 26)),
    ("Australia/Lord_Howe", dt.date(2025, 4, 6)),
    ("Australia/Lord_Howe", dt.date(2025, 10, 5)),
    ("Asia/Kolkata", dt.date(2025, 3, 9)),
]


def midnight(day: dt.date, zone: str) -> dt.datetime:
    """The first moment of a local day, in UTC."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def hours(first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Every full hour of UTC between two moments."""
    at = first.replace(minute=0, second=0, microsecond=0)
    while at <= last:
        yield at
        at += HOUR


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("before", [1, 29, 30, 31, 59, 60, 61, 89, 90], ids=lambda days: f"day {days + 1}")
def test_a_whole_program_over_a_change_of_clocks(zone: str, change: dt.date, before: int) -> None:
    """Hour by hour: each local day comes once, each turn with the first run of its local date and never again."""
    start = change - dt.timedelta(days=before)
    status: Status = "ACTIVE"
    phase: Phase = "FOUNDATION"
    days: list[int] = []
    turns: list[tuple[dt.datetime, Turn]] = []
    for at in hours(midnight(start, zone) - 26 * HOUR, midnight(start, zone) + 93 * 24 * HOUR):
        day = progress(start, local_date(at, zone)).day
        if not days or day != days[-1]:
            days.append(day)
        if due := turn(start, status, phase, zone, at):
            turns.append((at, due))
            status, phase = ("COMPLETED", phase) if due.phase is None else (status, due.phase)

    assert days == list(range(91))
    assert [due for _, due in turns] == [Turn("BUILD", 31), Turn("SUSTAIN", 61), Turn(None, 90)]
    for (at, _), after in zip(turns, (30, 60, 90), strict=True):
        first = midnight(start + dt.timedelta(days=after), zone)
        assert first <= at < first + HOUR


@pytest.mark.parametrize(
    ("status", "phase", "day", "expected"),
    [
        ("ACTIVE", "FOUNDATION", 30, None),
        ("ACTIVE", "FOUNDATION", 31, Turn("BUILD", 31)),
        # Nobody was there for a while, or the program began in the past.
        ("ACTIVE", "FOUNDATION", 75, Turn("SUSTAIN", 75)),
        ("ACTIVE", "FOUNDATION", 91, Turn(None, 90)),
        ("ACTIVE", "SUSTAIN", 90, None),
        ("ACTIVE", "SUSTAIN", 400, Turn(None, 90)),
        # The member has moved west: a phase that was entered stays entered.
        ("ACTIVE", "BUILD", 30, None),
        ("ACTIVE", "FOUNDATION", 0, None),
        ("ACTIVE", "FOUNDATION", -50, None),
        ("PAUSED", "FOUNDATION", 31, None),
        ("PAUSED", "BUILD", 90, None),
        ("PAUSED", "FOUNDATION", 91, Turn(None, 90)),
        ("COMPLETED", "FOUNDATION", 31, None),
        ("COMPLETED", "SUSTAIN", 91, None),
    ],
)
def test_what_a_night_makes_of_a_program(status: Status, phase: Phase, day: int, expected: Turn | None) -> None:
    noon = dt.datetime.combine(START + dt.timedelta(days=day - 1), dt.time(12), dt.UTC)

    assert turn(START, status, phase, "UTC", noon) == expected
