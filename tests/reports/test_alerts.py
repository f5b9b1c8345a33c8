"""What a week's report says of alerts: those that held in it, and never that all is well while one is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import Family, call, make_member, make_program
from tests.reports.weeks import GOALS, eat, made, make_home, monday, pdf_of, press, text_of

from praan.infra.runtime import Runtime

DAY = dt.timedelta(days=1)
CRISIS = (186, 122)
CALM = (118, 76)


@pytest.fixture(scope="module")
async def home(make_user: Any) -> Family:
    """An urgent alert of three weeks ago that nothing has cleared; the week since then is a good one."""
    home = await make_home(await make_user(), nutrition_goals={"meals_per_day": 1})
    await press(home, monday(3) + 2 * DAY, *CRISIS)
    for place in range(7):
        await eat(home, monday() + place * DAY, 2000, 70)
    return home


@pytest.mark.parametrize("weeks_ago", [1, 4], ids=["after it opened", "before it opened"])
async def test_while_an_alert_is_open_nobody_reads_that_all_is_well(
    home: Family, worker_rt: Runtime, weeks_ago: int
) -> None:
    report = await made(home, worker_rt, week_start=monday(weeks_ago).isoformat())

    assert report["alerts"] == {
        "opened": 0,
        "urgent": 1,
        "unresolved": 1,
        "unresolved_urgent": 1,
        "rules": [{"rule": "blood_pressure", "severity": "URGENT", "alerts": 1}],
    }
    assert report["summary"][2] == "No readings were taken, and no alert opened; still open: 1, urgent: 1."
    assert report["focus"]["kind"] == "alerts"
    hindi = await call(home.owner, "GET", f"/reports/{report['id']}?language=hi", 200)
    assert "अब भी खुली: 1, गंभीर: 1" in hindi["summary"][2]
    assert "Open when this was made: 1." in text_of(await pdf_of(home.owner, report["id"]))[1]


async def test_an_alert_that_was_over_before_the_week_is_not_told(make_user: Any, worker_rt: Runtime) -> None:
    home = await make_home(await make_user(), nutrition_goals={"meals_per_day": 1})
    await press(home, monday(3), *CRISIS)
    await press(home, monday(2) + DAY, *CALM)

    over = await made(home, worker_rt, week_start=monday().isoformat())
    assert over["alerts"]["rules"] == []
    cleared = await made(home, worker_rt, week_start=monday(2).isoformat())
    assert (cleared["alerts"]["opened"], cleared["alerts"]["unresolved"]) == (0, 0)
    assert [each["alerts"] for each in cleared["alerts"]["rules"]] == [1]


async def test_a_childs_pressure_has_no_bounds_of_adults(home: Family, worker_rt: Runtime) -> None:
    """Nothing is judged of it; of an adult the lines are those by which it is."""
    young = await make_member(home.owner, dob=(monday() - dt.timedelta(days=365 * 8)).isoformat())
    program = await make_program(home.owner, young, start_date=monday(5).isoformat(), template=None, **GOALS)
    child = Family(home.owner, young, program)
    await press(child, monday() + DAY, 104, 66)

    pressure = (await made(child, worker_rt))["blood_pressure"]
    assert (pressure["readings"], pressure["marks"]) == (1, [])
    adult = await made(home, worker_rt, week_start=monday(3).isoformat())
    bounds = (await call(home.owner, "GET", f"/members/{home.member}/thresholds", 200))["data"]
    assert adult["blood_pressure"]["marks"] == sorted(
        each["warn_high"] for each in bounds if each["rule"] == "blood_pressure"
    )


async def test_days_before_the_program_are_not_counted_as_missed(make_user: Any, worker_rt: Runtime) -> None:
    owner = await make_user()
    member = await make_member(owner)
    start = monday() + 3 * DAY
    program = await make_program(owner, member, start_date=start.isoformat(), template=None, **GOALS)
    home = Family(owner, member, program)
    await eat(home, start, 900, 30)
    report = await made(home, worker_rt, week_start=monday().isoformat())

    assert (report["macros"]["days"], report["macros"]["begun"]) == (1, 4)
    assert report["summary"][1] == "Meals were logged on 1 of 4 days."
    assert "Days with a meal logged: 1 of 4." in text_of(await pdf_of(owner, report["id"]))[0]
