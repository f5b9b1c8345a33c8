"""Day and phase of a program."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.programs.phases import DAYS, PHASES, progress

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
