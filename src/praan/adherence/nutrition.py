"""What was eaten each day against the goals of that day, from the totals that adherence keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from praan.adherence import queries
from praan.adherence.schemas import Bounds, Nutrition, NutritionBands, NutritionDay
from praan.infra.db import Connection, Row
from praan.kernel.filters import check_range
from praan.programs.scope import ProgramScope

ROOM = Decimal("1.1")
"""A plain number for energy leaves a tenth above it (docs/adherence.md)."""
NUTRIENTS = ("calories", "protein_g", "carbs_g", "fat_g")


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


def band(nutrient: str, goals: Mapping[str, Any] | None) -> Bounds | None:
    """A nutrient's goal as the band that the score reads in it; None where there is none."""
    goal = (goals or {}).get(nutrient)
    if goal is None:
        return None
    if isinstance(goal, Mapping):
        return Bounds(min=goal.get("min"), max=goal.get("max"))
    return Bounds(min=goal, max=float(Decimal(str(goal)) * ROOM) if nutrient == "calories" else None)


def _day(row: Row) -> NutritionDay:
    told: dict[str, float | None] = dict.fromkeys(NUTRIENTS)
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
    return NutritionBands(**{nutrient: band(nutrient, goals) for nutrient in NUTRIENTS})
