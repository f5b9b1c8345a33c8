"""One row for each day: the score, what was eaten, what was measured, as far as the caller may see it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from praan.adherence import nutrition
from praan.adherence import service as adherence
from praan.adherence.schemas import NutritionDay
from praan.infra.db import Connection
from praan.programs.scope import ProgramScope
from praan.vitals import daily
from praan.vitals.schemas import ReadingDay

Cell: TypeAlias = str | int | float | bool | dt.date | None
Columns: TypeAlias = dict[str, list[Cell]]
NUTRIENTS = {"calories": "kcal", "protein_g": "g", "carbs_g": "g", "fat_g": "g"}
MEASURES = {
    "blood_pressure": "mmhg",
    "glucose": "mg_dl",
    "spo2": "percent",
    "pulse": "per_min",
    "temperature": "c",
    "weight": "kg",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def table(conn: Connection, scope: ProgramScope, first: dt.date, last: dt.date) -> str:
    """Inclusive local dates as CSV (RFC 4180, first line names, units in the names; empty = nothing was told).

    Raises Invalid for a range that is none or too long.
    """
    member = scope.member
    scores = await adherence.between(conn, member.actor_id, scope.program_id, first, last)
    columns: Columns = {
        "date": [day.date for day in scores.days],
        "adherence_score": [day.total_score for day in scores.days],
        "provisional": [day.provisional for day in scores.days],
    }
    if member.covers("nutrition"):
        columns |= _eaten((await nutrition.days(conn, scope, first, last)).days)
    if member.covers("vitals"):
        for rule in (await daily.days(conn, member, first, last)).rules:
            columns |= _measured(rule.rule, columns["date"], rule.days)
    return written(columns, zip(*columns.values(), strict=True))


def written(heads: Iterable[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Lines as RFC 4180 has them. What a spreadsheet would take for a formula stays a text by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def _column(things: Iterable[object], field: str) -> list[Cell]:
    """One field of each of the things; empty where there is none."""
    return [None if thing is None else getattr(thing, field) for thing in things]


def _eaten(days: Sequence[NutritionDay]) -> Columns:
    columns: Columns = {"meals": _column(days, "meals")}
    for field, unit in NUTRIENTS.items():
        name = field.removesuffix("_g")
        goals = _column((day.goals for day in days), field)
        columns[f"{name}_{unit}"] = _column(days, field)
        columns[f"{name}_goal_min_{unit}"] = _column(goals, "min")
        columns[f"{name}_goal_max_{unit}"] = _column(goals, "max")
    return columns


def _measured(rule: str, dates: Sequence[Cell], days: Sequence[ReadingDay]) -> Columns:
    by_date: dict[Cell, ReadingDay] = {day.date: day for day in days}
    found = [by_date.get(date) for date in dates]
    columns: Columns = {f"{rule}_readings": _column(found, "readings")}
    parts = {"systolic": "", "diastolic": "2"} if rule == "blood_pressure" else {rule: ""}
    for part, end in parts.items():
        for figure in ("min", "mean", "max"):
            columns[f"{part}_{figure}_{MEASURES[rule]}"] = _column(found, f"{figure}{end}")
    columns[f"{rule}_band"] = _column(found, "band")
    return columns
