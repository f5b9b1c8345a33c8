"""Grams of foods become macros, in whole numbers.

Always from the food table, never from a model's arithmetic. Sums are exact and rounded once at the end (half
up), so neither the order of the items nor their splitting can change the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from praan.meals.foods import Per100g

MG_PER_100G = 100_000


@dataclass(frozen=True, slots=True)
class Macros:
    """Energy in milli-kcal, the rest in mg. Fiber and sodium are lower bounds: not every food states them."""

    energy_mkcal: int = 0
    protein_mg: int = 0
    carbs_mg: int = 0
    fat_mg: int = 0
    fiber_mg: int = 0
    sodium_mg: int = 0


def milligrams(grams: int | float | Decimal) -> int:
    """Grams as the decimal number that a person reads (0.1, not its binary neighbour), in mg, half up."""
    return int((Decimal(str(grams)) * 1000).quantize(Decimal(1), ROUND_HALF_UP))


def macros(items: Iterable[tuple[Per100g, int | float | Decimal]]) -> Macros:
    """Macros of foods with their grams (>= 0; a thousandth of a gram is kept)."""
    sums = [0] * 6
    for per, grams in items:
        mg = milligrams(grams)
        held = (per.energy_mkcal, per.protein_mg, per.carbs_mg, per.fat_mg, per.fiber_mg, per.sodium_mg)
        for place, value in enumerate(held):
            sums[place] += (value or 0) * mg
    return Macros(*((total + MG_PER_100G // 2) // MG_PER_100G for total in sums))
