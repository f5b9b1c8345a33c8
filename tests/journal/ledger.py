"""Reading what adherence_metrics holds of a program, and what rebuilding it from the logs gives."""

from __future__ import annotations

from typing import Any

from praan.adherence.service import rebuild

COLUMNS = """date, logs, provisional_logs, meals, energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli,
  blood_pressure, glucose, spo2, pulse, temperature, weight, total_score, details::text AS details"""
ROWS = f"SELECT {COLUMNS} FROM adherence_metrics WHERE program_id = $1 ORDER BY date"


async def days(god: Any, program: int) -> list[dict[str, Any]]:
    """Every column of every day but ids and updated_at; details as the text that is stored."""
    return [dict(row) for row in await god.fetch(ROWS, program)]


async def assert_rebuild_changes_nothing(rt: Any, god: Any, owner: int, program: int) -> list[dict[str, Any]]:
    """The days, after making sure that the logs alone give the same rows, bit for bit."""
    kept = await days(god, program)
    assert await rebuild(rt, owner, program) == len(kept)
    assert await days(god, program) == kept
    return kept
