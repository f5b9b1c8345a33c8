"""What a week's report says: the numbers of its logs, and the same in the PDF as in the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import Family, call, make_member
from tests.reports.weeks import eat, made, make_home, monday, move, pdf_of, press, text_of

from praan.reports.words import number

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
async def home(make_user: Any) -> Family:
    """Last week: meals on four days, two walks, six readings; the week before, one day at 100."""
    home = await make_home(await make_user())
    week = monday()
    for place, (calories, protein) in enumerate([(1000, 30), (1000, 20), (1100, 35), (600, 15)]):
        for hour in (9, 19):
            await eat(home, week + place * DAY, calories, protein, hour)
    await move(home, week, 30)
    await move(home, week + 2 * DAY, 12.5)
    for place, (systolic, diastolic) in enumerate(
        [(118, 76), (125, 79), (132, 84), (144, 88), (121, 79), (119, 78)]
    ):
        await press(home, week + place * DAY, systolic, diastolic)
    before = week - 7 * DAY
    for hour in (9, 19):
        await eat(home, before + DAY, 1000, 30, hour)
    await press(home, before + DAY, 118, 76)
    # Outside: the last moment of the Sunday before and the first of the Monday after.
    await press(home, before + 6 * DAY, 175, 95, 23)
    return home


@pytest.fixture(scope="module")
async def report(home: Family, worker_rt: Any) -> dict[str, Any]:
    return await made(home, worker_rt, week_start=monday().isoformat())


async def test_the_numbers_are_those_of_the_week(home: Family, report: dict[str, Any]) -> None:
    week = monday()
    assert (report["week_start"], report["week_end"]) == (week.isoformat(), (week + 6 * DAY).isoformat())
    macros = report["macros"]
    assert macros["days"] == 4
    assert macros["calories"] == {"mean": 1850.0, "goal": {"min": 2000.0, "max": 2200.0}, "days_within": 3}
    assert macros["protein_g"] == {"mean": 50.0, "goal": {"min": 60.0, "max": None}, "days_within": 2}
    assert macros["carbs_g"] == {"mean": 200.0, "goal": {"min": None, "max": 250.0}, "days_within": 4}
    assert macros["fat_g"] == {"mean": 40.0, "goal": None, "days_within": None}
    assert report["workouts"] == {"minutes": 42.5, "days": 2, "planned": 3, "done": 1}
    pressure = report["blood_pressure"]
    assert pressure["readings"] == 6
    assert pressure["systolic"] == {"mean": 126.5, "min": 118.0, "max": 144.0}
    assert pressure["diastolic"] == {"mean": 80.7, "min": 76.0, "max": 88.0}
    assert [(band["band"], band["readings"]) for band in pressure["bands"]] == [
        ("normal", 2),
        ("elevated", 2),
        ("stage_1", 1),
        ("stage_2", 1),
    ]
    # The one of the Sunday before held until Monday's first reading.
    assert report["alerts"] == {
        "opened": 1,
        "urgent": 0,
        "unresolved": 0,
        "unresolved_urgent": 0,
        "rules": [{"rule": "blood_pressure", "severity": "WARN", "alerts": 2}],
    }
    assert report["photos"] == 0


async def test_the_score_is_the_mean_of_the_due_days_and_the_last_one_stands_beside_it(
    home: Family, report: dict[str, Any]
) -> None:
    week = monday()

    async def adherence(first: dt.date) -> Any:
        path = f"/programs/{home.program}/adherence?from={first}&to={first + 6 * DAY}"
        return await call(home.owner, "GET", path, 200)

    this, before = await adherence(week), await adherence(week - 7 * DAY)
    assert (report["score"], report["days_covered"]) == (this["mean"], this["days_covered"])
    assert report["previous_score"] == before["mean"]
    assert [day["score"] for day in report["days"]] == [day["total_score"] for day in this["days"]]
    assert len(report["summary"]) == 3
    assert number(report["score"]) in report["summary"][0]
    assert "4 of 7" in report["summary"][1]
    assert "126.5/80.7" in report["summary"][2]
    assert report["focus"]["kind"] == "protein"


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_the_pdf_says_the_same(home: Family, report: dict[str, Any], language: str) -> None:
    told = await call(home.owner, "GET", f"/reports/{report['id']}?language={language}", 200)
    pages = text_of(await pdf_of(home.owner, report["id"], language))

    assert len(pages) == 2
    first, second = pages
    for value in (told["score"], told["previous_score"], told["days_covered"] * 100):
        assert number(value) in first
    for day in told["days"]:
        assert day["score"] is None or number(day["score"]) in first
    for macro in ("calories", "protein_g", "carbs_g", "fat_g"):
        assert number(told["macros"][macro]["mean"]) in first
    assert "2000–2200" in first
    assert number(told["workouts"]["minutes"]) in first
    pressure = told["blood_pressure"]
    assert f"{number(pressure['systolic']['mean'])}/{number(pressure['diastolic']['mean'])}" in second
    assert "118–144" in second
    assert "76–88" in second
    if language == "en":
        for sentence in told["summary"]:
            assert sentence in first
        assert told["focus"]["text"] in second
        assert "High, stage 1 1" in second


async def test_a_week_without_anything_is_told_kindly(make_user: Any, worker_rt: Any) -> None:
    home = await make_home(await make_user())
    report = await made(home, worker_rt)

    assert report["week_start"] == monday().isoformat()
    assert (report["score"], report["previous_score"], report["days_covered"]) == (0, 0, 0)
    assert report["macros"]["calories"]["mean"] is None
    assert report["blood_pressure"] == {
        "readings": 0,
        "systolic": None,
        "diastolic": None,
        "bands": [],
        "days": [],
        "marks": [],
    }
    assert report["summary"] == [
        "It was a quiet week: nothing was logged, and the next one begins fresh.",
        "No meals and no movement were logged.",
        "No readings were taken.",
    ]
    assert report["focus"]["kind"] == "begin"
    assert len(text_of(await pdf_of(home.owner, report["id"]))) == 2


async def test_somebody_without_a_program_can_have_one_too(make_user: Any, worker_rt: Any) -> None:
    owner = await make_user()
    home = Family(owner, await make_member(owner), 0)
    report = await made(home, worker_rt)

    assert (report["score"], report["program"]) == (None, None)
    assert report["summary"][0] == "Nothing was due this week."


async def test_the_running_week_is_told_so_far(make_user: Any, worker_rt: Any) -> None:
    """The first program began in it: the week before would be about nothing."""
    home = await make_home(await make_user())
    fresh = await make_member(home.owner)
    start = dt.date.fromisoformat((await call(home.owner, "GET", f"/programs/{home.program}", 200))["start_date"])
    assert start < monday(0)
    body = {"title": "New", "start_date": monday(0).isoformat(), "template": None,
            "nutrition_goals": {"meals_per_day": 1}}  # fmt: skip
    program = (await call(home.owner, "POST", f"/members/{fresh}/programs", 201, json=body))["id"]
    report = await made(Family(home.owner, fresh, program), worker_rt)

    assert (report["week_start"], report["whole"]) == (monday(0).isoformat(), False)
