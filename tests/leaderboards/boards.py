"""Families whose last week is known by heart: two meals a day are due, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tests.clock import ZONE
from tests.factories import Caller, call, make_log, make_member, make_program

from praan.leaderboards.weeks import Week, week_of

TWO_MEALS: dict[str, Any] = {
    "nutrition_goals": {"meals_per_day": 2},
    "strength_goals": {},
    "vitals_goals": {},
    "template": None,
}


def today() -> dt.date:
    """Where the tests live."""
    return dt.datetime.now(ZoneInfo(ZONE)).date()


def this_week() -> Week:
    return week_of(today())


def last_week() -> Week:
    """The last whole one."""
    return week_of(today() - dt.timedelta(days=7))


def noon(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(12), ZoneInfo(ZONE)).isoformat()


def meal(day: dt.date) -> dict[str, Any]:
    return {"log_type": "NUTRITION", "payload": {"calories": 400}, "timestamp": noon(day)}


async def make_player(owner: Caller, meals: Sequence[int], **member: Any) -> int:
    """A member whose program has run since before last week, with `meals` on its days from Monday on; their id."""
    made = await make_member(owner, **member)
    await add_program(owner, made, meals)
    return made


async def add_program(owner: Caller, member: int, meals: Sequence[int] = (), **changes: Any) -> int:
    """The same for a member who is there; the program's id."""
    start = (last_week().first - dt.timedelta(days=7)).isoformat()
    program = await make_program(owner, member, **{**TWO_MEALS, "start_date": start, **changes})
    for number, count in enumerate(meals):
        for _ in range(count):
            await make_log(owner, program, meal(last_week().first + dt.timedelta(days=number)))
    return program


async def board(who: Caller, week: Week | None = None) -> list[tuple[int, int, float]]:
    """The board of a week, by default the last whole one: (rank, member, score)."""
    asked = week or last_week()
    body = await call(who, "GET", f"/leaderboard?week={asked}", 200)
    assert body["week"] == str(asked)
    return [(place["rank"], place["member_id"], place["score"]) for place in body["data"]]
