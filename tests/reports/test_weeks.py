"""Which week is due when, where the member lives: over changes of clocks, by the hour and by the job itself."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programs.nights import begin
from tests.programs.test_phases import CHANGES

from praan.infra.runtime import Runtime
from praan.reports.making import ask_weekly
from praan.reports.numbers import WEEK, Week, due_week, monday_of

HOUR = dt.timedelta(hours=1)
ZONES = st.sampled_from(sorted({zone for zone, _ in CHANGES}))
MOMENTS = st.integers(1_700_000_000, 1_850_000_000).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC))
REPORTS = "SELECT week_start, weekly, asked FROM reports WHERE member_id = $1 ORDER BY week_start"


@given(MOMENTS, ZONES)
def test_the_week_that_is_due_ended_on_the_last_monday_after_six(moment: dt.datetime, zone: str) -> None:
    week = due_week(moment, zone)
    there = moment.astimezone(ZoneInfo(zone))

    assert week.weekday() == 0
    six = dt.datetime.combine(week + WEEK, dt.time(6))
    assert six <= there.replace(tzinfo=None) < six + WEEK


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_exactly_one_week(moment: dt.datetime, zone: str) -> None:
    start = monday_of(moment.astimezone(ZoneInfo(zone)).date())
    weeks = [Week(start + n * WEEK, zone).moments() for n in (-1, 0, 1)]

    assert [begin <= moment < end for begin, end in weeks] == [False, True, False]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(weeks))


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_whole_program_hour_by_hour(zone: str, change: dt.date) -> None:
    """Each week becomes due once, with the first hour at or after six on its Monday."""
    first = monday_of(change) - 6 * WEEK
    at = Week(first, zone).moments()[0]
    seen = [due_week(at, zone)]
    while len(seen) < 13:
        at += HOUR
        week = due_week(at, zone)
        if week != seen[-1]:
            there = at.astimezone(ZoneInfo(zone))
            assert (there.weekday(), there.hour) == (0, 6)
            seen.append(week)

    assert seen == [seen[0] + n * WEEK for n in range(13)]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
async def test_the_job_over_a_change_of_clocks(
    person: Any, god: Any, worker_rt: Runtime, zone: str, change: dt.date
) -> None:
    """From the Saturday before the change to the Monday after it and a day more, an hour at a time."""
    home = await begin(god, await person(), change - dt.timedelta(days=20), zone)
    start = Week(change - dt.timedelta(days=1), zone).moments()[0]
    monday = change + dt.timedelta(days=1)

    for hours in range(74):
        assert await ask_weekly(worker_rt, start + hours * HOUR)
        there = (start + hours * HOUR).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        weeks = [row["week_start"] for row in await god.fetch(REPORTS, home.member)]
        due = there >= dt.datetime.combine(monday, dt.time(6))
        assert weeks == [monday - 2 * WEEK, monday - WEEK][: 2 if due else 1], there

    rows = await god.fetch(REPORTS, home.member)
    assert [(row["weekly"], row["asked"]) for row in rows] == [(True, 1), (True, 1)]
