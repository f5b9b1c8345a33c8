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
from praan.reports.numbers import WEEK, Week, monday_of

HOUR = dt.timedelta(hours=1)
ZONES = st.sampled_from(sorted({zone for zone, _ in CHANGES}))
MOMENTS = st.integers(1_700_000_000, 1_850_000_000).map(lambda s: dt.datetime.fromtimestamp(s, dt.UTC))
DUE_WEEKS = """
SELECT at, praan_due_week(at, $3) AS week FROM generate_series($1::timestamptz, $2, interval '15 minutes') at
"""
REPORTS = "SELECT week_start, weekly, asked FROM reports WHERE member_id = $1 ORDER BY week_start"


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_exactly_one_week(moment: dt.datetime, zone: str) -> None:
    start = monday_of(moment.astimezone(ZoneInfo(zone)).date())
    weeks = [Week(start + n * WEEK, zone).moments() for n in (-1, 0, 1)]

    assert [begin <= moment < end for begin, end in weeks] == [False, True, False]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(weeks))


@pytest.mark.parametrize(("zone", "change"), CHANGES)
async def test_a_whole_program_by_quarters_of_an_hour(god: Any, zone: str, change: dt.date) -> None:
    """The week that is due ended on the last Monday that has had six o'clock."""
    at = Week(monday_of(change) - 6 * WEEK, zone).moments()[0]
    rows = await god.fetch(DUE_WEEKS, at, at + 13 * WEEK, zone)

    assert len(rows) == 13 * 7 * 96 + 1
    for row in rows:
        week = row["week"]
        assert week.weekday() == 0
        six = dt.datetime.combine(week + WEEK, dt.time(6))
        assert six <= row["at"].astimezone(ZoneInfo(zone)).replace(tzinfo=None) < six + WEEK


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


async def test_whose_program_is_over_is_not_looked_at_again(person: Any, god: Any) -> None:
    """A program that ended in the week before the one that is due: it does not keep the others waiting."""
    start = dt.date(2026, 1, 5)
    home = await begin(god, await person(), start, "Asia/Kolkata")
    ended = await god.fetchval("SELECT end_date FROM care_programs WHERE id = $1", home.program)
    after = Week(monday_of(ended) + WEEK, "Asia/Kolkata").moments()[1] + 7 * HOUR
    due = "SELECT week_start FROM praan_due_reports($1, 0, 0, 100000) WHERE member_id = $2"

    assert await god.fetchval(due, after - WEEK, home.member) == monday_of(ended)
    assert await god.fetch(due, after, home.member) == []
