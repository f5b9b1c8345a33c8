"""The food table as it lies in the package: what 100 g of each food hold, and what people eat of it.

The database holds the same rows (the migration loads this file); workers that only look at photos use the
file itself, so that they need no query to name a food. Ids are the same on both sides for one version.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLE_VERSION = 1
GENERIC_PORTION_G = (50, 100, 250)


@dataclass(frozen=True, slots=True)
class Per100g:
    """What 100 g hold: energy in milli-kcal, the rest in mg. None = the source does not say."""

    energy_mkcal: int
    protein_mg: int
    carbs_mg: int
    fat_mg: int
    fiber_mg: int | None
    sodium_mg: int | None


@dataclass(frozen=True, slots=True)
class Portion:
    """A household amount of a food. `low` and `high` (grams) bound what is usual, on the typical one only."""

    name: str
    grams: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Food:
    """One row of the table. `tier` 0 is everyday food, 4 a brand; `known_as` are search phrases."""

    id: int
    name: str
    category: str
    tier: int
    per_100g: Per100g
    words: frozenset[str]
    known_as: tuple[str, ...]
    portions: tuple[Portion, ...]

    def usual_grams(self) -> tuple[int, int, int]:
        """Low, typical and high grams of one helping."""
        for portion in self.portions:
            if portion.low is not None and portion.high is not None:
                return portion.low, portion.grams, portion.high
        return GENERIC_PORTION_G


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the package's CSV files (plain or .gz) as dictionaries of text."""
    raw = files("praan.meals").joinpath("data", name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    return list(csv.DictReader(text.splitlines()))


@cache
def table() -> Mapping[int, Food]:
    """All foods by id. Read once a process (about 7,000 foods, 60 ms, 8 MB)."""
    portions: dict[int, list[Portion]] = {}
    for row in rows(f"portions.{TABLE_VERSION}.csv.gz"):
        portions.setdefault(int(row["food_id"]), []).append(
            Portion(row["name"], int(row["grams"]), _number(row["low"]), _number(row["high"]))
        )
    return {food.id: food for food in (_food(row, portions) for row in rows(f"foods.{TABLE_VERSION}.csv.gz"))}


@cache
def by_name() -> Mapping[str, Food]:
    """All foods by their exact name."""
    return {food.name: food for food in table().values()}


def _food(row: dict[str, str], portions: dict[int, list[Portion]]) -> Food:
    number = int(row["id"])
    return Food(
        id=number,
        name=row["name"],
        category=row["category"],
        tier=int(row["tier"]),
        per_100g=Per100g(
            energy_mkcal=int(row["energy_mkcal"]),
            protein_mg=int(row["protein_mg"]),
            carbs_mg=int(row["carbs_mg"]),
            fat_mg=int(row["fat_mg"]),
            fiber_mg=_number(row["fiber_mg"]),
            sodium_mg=_number(row["sodium_mg"]),
        ),
        words=frozenset(row["words"].split()),
        known_as=tuple(row["known_as"].split("|")),
        portions=tuple(portions.get(number, ())),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None
