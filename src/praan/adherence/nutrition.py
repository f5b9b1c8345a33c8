"""What was eaten each day against the goals of that day, from the totals that adherence keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from praan.adherence import queries
from praan.adherence.schemas import Bounds, Nutrition, NutritionBands, NutritionDay
from praan.infra.db import Connection, Row
from praan.kernel.filters import check_range
from praan.programs.scope import ProgramScope

ROOM = 1.1
"""A plain number for energy leaves a tenth above it (docs/adherence.md)."""


async def days(conn: Connection, scope: ProgramScope, first: dt.date, last: dt.date) -> Nutrition:
    """Inclusive local dates; who asks has been admitted to the category nutrition.

    Raises Invalid for a range that is none or too long.
    """
    check_range(first, last)
    rows = await conn.fetch(
        queries.NUTRITION,
        scope.member.user_id,
        scope.program_id,
        first,
        last,
        scope.start_date,
        scope.end_date,
    )
    return Nutrition(from_=first, to=last, days=[_day(row) for row in rows])


def band(goal: float | Mapping[str, float] | None, room: float = 1) -> Bounds | None:
    """A goal as the band that the score reads in it; `room` is how far a plain number reaches, 1 = for ever."""
    if goal is None:
        return None
    if isinstance(goal, Mapping):
        return Bounds(min=goal.get("min"), max=goal.get("max"))
    return Bounds(min=goal, max=None if room == 1 else round(goal * room, 3))


def _day(row: Row) -> NutritionDay:
    told: dict[str, float | None] = dict.fromkeys(("calories", "protein_g", "carbs_g", "fat_g"))
    if row["meals"]:
        told["calories"] = row["energy_mkcal"] / 1000
        # A meal may leave these out, and then counts as 0: a day with none at all was told nothing of it.
        for field in ("protein", "carbs", "fat"):
            told[f"{field}_g"] = row[f"{field}_mg"] / 1000 or None
    return NutritionDay(
        date=row["date"],
        meals=row["meals"],
        provisional=row["provisional"],
        **told,
        goals=_bands(row["goals"]),
    )


def _bands(goals: Mapping[str, Any] | None) -> NutritionBands | None:
    if goals is None:
        return None
    return NutritionBands(
        calories=band(goals.get("calories"), ROOM),
        protein_g=band(goals.get("protein_g")),
        carbs_g=band(goals.get("carbs_g")),
        fat_g=band(goals.get("fat_g")),
    )
