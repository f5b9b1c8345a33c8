"""GET adherence/today, /week and the range: exact after every write, by the member's local days."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.factories import READING, WORKOUT, call, make_family, make_grant, make_log, make_member, make_program

HERE = ZoneInfo(ZONE)
EVERY_DAY = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
GOALS = {
    "nutrition_goals": {"meals_per_day": 2, "calories": 1000, "protein_g": 50},
    "strength_goals": {"days": EVERY_DAY, "minutes_per_session": 30},
    "vitals_goals": {"blood_pressure": 1},
    "template": None,
}


def today_here() -> dt.date:
    return dt.datetime.now(HERE).date()


def noon(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(12), HERE).isoformat()


def meal(calories: float, **more: Any) -> dict[str, Any]:
    return {"log_type": "NUTRITION", "payload": {"calories": calories, **more}}


async def program_with_goals(owner: Any, **changes: Any) -> int:
    member = await make_member(owner)
    start = (today_here() - dt.timedelta(days=9)).isoformat()
    return await make_program(owner, member, **{"start_date": start, **GOALS, **changes})


async def test_today_follows_every_write_at_once(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(owner)
    path = f"/programs/{program}/adherence/today"

    assert (await call(owner, "GET", path, 200))["total_score"] == 0
    first = await call(owner, "POST", "/logs", 201, json={**meal(500, protein_g=50), "program_id": program})
    assert first["adherence_impact"] == "+33 points"  # 20/2 + 20/2 + 20 of 120
    after_meal = await call(owner, "GET", path, 200)
    assert after_meal["total_score"] == 33
    again = await call(owner, "GET", path, 200)
    assert again == after_meal
    await make_log(owner, program, WORKOUT)
    await make_log(owner, program, READING)
    full = await call(owner, "GET", path, 200)
    assert full["total_score"] == 83
    assert full["date"] == today_here().isoformat()
    assert full["provisional"] is False
    assert full["details"]["energy"] == {"due": True, "actual": 500, "goal": 1000, "credit": 0.5}
    await call(owner, "DELETE", f"/logs/{first['id']}", 204)
    assert (await call(owner, "GET", path, 200))["total_score"] == 50
    await call(owner, "POST", f"/logs/{first['id']}/restore", 200)
    assert (await call(owner, "GET", path, 200)) == full


async def test_too_much_energy_costs_points(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(
        owner, nutrition_goals={"calories": 1000}, strength_goals={}, vitals_goals={}
    )

    await make_log(owner, program, meal(1100))
    over = await call(owner, "POST", "/logs", 201, json={**meal(150), "program_id": program})
    none = await call(owner, "POST", "/logs", 201, json={**meal(900), "program_id": program})
    still = await call(owner, "POST", "/logs", 201, json={**meal(1), "program_id": program})

    assert over["adherence_impact"] == "-50 points"
    assert none["adherence_impact"] == "-50 points"
    assert still["adherence_impact"] == "0 points"


async def test_a_week_and_a_range_show_each_day_with_its_mean(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(
        owner, nutrition_goals={"meals_per_day": 2}, strength_goals={}, vitals_goals={}
    )
    now = today_here()
    for back, meals in ((1, 2), (2, 1), (3, 2), (8, 2)):
        for _ in range(meals):
            await make_log(owner, program, meal(100), timestamp=noon(now - dt.timedelta(days=back)))

    week = await call(owner, "GET", f"/programs/{program}/adherence/week", 200)
    assert [day["total_score"] for day in week["days"]] == [0, 0, 0, 100, 50, 100, 0]
    assert (week["from"], week["to"]) == ((now - dt.timedelta(days=6)).isoformat(), now.isoformat())
    assert week["mean"] == 35.7
    assert week["days_covered"] == 0.2857
    earlier = await call(
        owner, "GET", f"/programs/{program}/adherence/week?ending={now - dt.timedelta(days=3)}", 200
    )
    assert [day["total_score"] for day in earlier["days"]] == [0, 100, 0, 0, 0, 0, 100]
    whole = await call(
        owner,
        "GET",
        f"/programs/{program}/adherence?from={now - dt.timedelta(days=12)}&to={now + dt.timedelta(days=3)}",
        200,
    )
    shown = [day["total_score"] for day in whole["days"]]
    # Three days before the start and three ahead are no days of the program yet.
    assert shown == [None, None, None, 0, 100, 0, 0, 0, 0, 100, 50, 100, 0, None, None, None]
    assert whole["mean"] == 35.0
    await make_log(owner, program, meal(100))
    await make_log(owner, program, meal(100))
    assert (await call(owner, "GET", f"/programs/{program}/adherence/week", 200))["days"][-1]["total_score"] == 100


async def test_the_streak_reaches_behind_the_range(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(
        owner, nutrition_goals={"meals_per_day": 1}, strength_goals={}, vitals_goals={}
    )
    for back in range(10):
        await make_log(owner, program, meal(100), timestamp=noon(today_here() - dt.timedelta(days=back)))

    yesterday = today_here() - dt.timedelta(days=1)
    short = await call(owner, "GET", f"/programs/{program}/adherence?from={yesterday}&to={yesterday}", 200)

    assert short["streak"] == 10
    assert len(short["days"]) == 1


async def test_a_pause_asks_for_nothing_and_a_resume_asks_again(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(owner)
    path = f"/programs/{program}/adherence/today"
    await make_log(owner, program, meal(500, protein_g=50))

    await call(owner, "PATCH", f"/programs/{program}", 200, json={"status": "PAUSED"})
    paused = await call(owner, "GET", path, 200)
    assert paused["total_score"] is None
    assert not any(one["due"] for one in paused["details"].values())
    added = await call(owner, "POST", "/logs", 201, json={**meal(500), "program_id": program})
    assert added["adherence_impact"] == "0 points"
    await call(owner, "PATCH", f"/programs/{program}", 200, json={"status": "ACTIVE"})
    assert (await call(owner, "GET", path, 200))["total_score"] == 50


async def test_goals_of_today_leave_yesterday_as_it_was(make_user: Any) -> None:
    owner = await make_user()
    program = await program_with_goals(
        owner, nutrition_goals={"meals_per_day": 1}, strength_goals={}, vitals_goals={}
    )
    yesterday = today_here() - dt.timedelta(days=1)
    await make_log(owner, program, meal(100), timestamp=noon(yesterday))
    await make_log(owner, program, meal(100))

    goals = {"nutrition_goals": {"meals_per_day": 4}, "strength_goals": {}}
    await call(owner, "PUT", f"/programs/{program}/config", 200, json=goals)
    await make_log(owner, program, meal(100), timestamp=noon(yesterday))

    found = await call(owner, "GET", f"/programs/{program}/adherence?from={yesterday}&to={today_here()}", 200)
    assert [day["total_score"] for day in found["days"]] == [100, 25]


async def test_a_guest_reads_the_same_day_and_a_stranger_nothing(make_user: Any, god: Any) -> None:
    owner, doctor, stranger = await make_user(), await make_user(), await make_user()
    family = await make_family(owner)
    await make_grant(god, owner, family.member, doctor, "READ_ONLY")
    path = f"/programs/{family.program}/adherence/today"

    assert (await call(owner, "GET", path, 200)) == (await call(doctor, "GET", path, 200))
    for address in (path, path.replace("today", "week"), f"{path[:-6]}?from=2026-01-01&to=2026-01-02"):
        await call(stranger, "GET", address, 403)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-02&to=2026-03-01", "from"),
        ("from=2026-01-01&to=2027-01-02", "to"),
        ("from=2026-01-01", "to"),
        ("from=2026-02-30&to=2026-03-01", "from"),
        ("from=20260101&to=2026-03-01", "from"),
        ("from=1700000000&to=2026-03-01", "from"),
    ],
)
async def test_a_range_that_is_none_is_refused_by_name(make_user: Any, query: str, field: str) -> None:
    owner = await make_user()
    family = await make_family(owner)

    problem = await call(owner, "GET", f"/programs/{family.program}/adherence?{query}", 400)

    assert field in [error["field"] for error in problem["errors"]]
