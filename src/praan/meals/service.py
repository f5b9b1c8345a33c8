"""Use cases of the food table: find a food, price a plate."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import asyncpg

from praan.infra.db import Connection
from praan.kernel.errors import FieldError, Invalid
from praan.kernel.paging import Cursors, Pagination
from praan.meals import queries, words
from praan.meals.foods import GENERIC_PORTION_G, Per100g
from praan.meals.macros import Macros, macros
from praan.meals.schemas import FoodList, FoodOut, Per100gOut, PortionOut

START = (-1, 0)
# Three letters at a time (pg_trgm): how alike a mistyped word must be to a food's.
ALIKE = 0.3
MOST_MISTYPED = 4
MOST_READINGS = 9


@dataclass(frozen=True, slots=True)
class Helping:
    """A food and how much of it: the food's id in the table, grams >= 0."""

    food_id: int
    grams: int | float | Decimal


@dataclass(frozen=True, slots=True)
class Priced:
    """Macros of helpings, the names of their foods in the same order, and the table's version."""

    macros: Macros
    names: tuple[str, ...]
    table_version: int


async def price(conn: Connection, helpings: Sequence[Helping], *, field: str = "payload.items") -> Priced:
    """Macros of a plate, always from the table.

    Raises Invalid naming `field`.<n>.food_id for every food that the table does not have.
    """
    found = await conn.fetch(queries.PER_100G, list({helping.food_id for helping in helpings}))
    by_id = {row["id"]: row for row in found}
    unknown = tuple(
        FieldError(
            f"{field}.{place}.food_id", "is not a food of the table; look foods up with GET /api/v1/foods?q="
        )
        for place, helping in enumerate(helpings)
        if helping.food_id not in by_id
    )
    if unknown:
        raise Invalid(f"{unknown[0].field}: {unknown[0].message}", errors=unknown)
    return Priced(
        macros=macros((_per_100g(by_id[helping.food_id]), helping.grams) for helping in helpings),
        names=tuple(by_id[helping.food_id]["name"] for helping in helpings),
        table_version=max((row["table_version"] for row in found), default=0),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A food's name in the table, and every other name that it is known by."""

    name: str
    others: tuple[str, ...]


# A food's names change with the table only, which comes with a new version of Praan.
_named: dict[int, Named] = {}


async def search_foods(conn: Connection, cursors: Cursors, q: str, limit: int, cursor: str | None) -> FoodList:
    """Foods whose words begin with all words of `q`, everyday foods first; `limit` 1 to 100.

    When there is none, mistyped words are read as the nearest of the table. Raises Invalid for a cursor of another
    search.
    """
    asked = words.asked(q)
    if not asked:
        return FoodList(data=[], pagination=Pagination(next_cursor=None, has_more=False))
    where = f"foods:{' '.join(asked)}"
    after = cursors.read(where, cursor, (int, int)) if cursor else START
    found = await _found(conn, [asked], after, limit)
    if not found:
        ways = await readings(conn, asked)
        found = await _found(conn, ways, after, limit) if ways else []
    shown, pagination = cursors.page(where, found, limit, lambda row: [row["rank"], row["id"]])
    return FoodList(data=[_shown(row) for row in shown], pagination=pagination)


async def _found(
    conn: Connection, ways: Sequence[Sequence[str]], after: tuple[int, int], limit: int
) -> list[asyncpg.Record]:
    known = [words.phrase(list(way)) for way in ways]
    return await conn.fetch(
        queries.SEARCH,
        [" & ".join(f"('{word}':* | '{words.singular(word)}')" for word in way) for way in ways],
        [" & ".join(f"('{word}' | '{words.singular(word)}')" for word in way) for way in ways],
        [" ".join(way) for way in ways],
        known,
        [phrase.split(" ", 1)[0] for phrase in known],
        *after,
        limit + 1,
    )


async def readings(conn: Connection, asked: Sequence[str], *, alike: float = ALIKE) -> list[list[str]]:
    """Other ways to read words that find nothing, the likeliest first, at most MOST_READINGS; [] = no idea.

    A word that is none of the food table is read as one of the three nearest that are, alike by `alike` (0 to 1,
    pg_trgm) at least; one that only begins a word of it may also stay.
    """
    rows = await conn.fetch(queries.NEAREST, list(asked), [words.singular(word) for word in asked], alike)
    meant = {row["word"]: ([row["word"]] if row["begins"] else []) + row["near"] or [row["word"]] for row in rows}
    if len(meant) > MOST_MISTYPED:
        return []
    ways: list[list[str]] = []
    for places in sorted(itertools.product(*(range(len(near)) for near in meant.values())), key=sum):
        chosen = {word: meant[word][place] for word, place in zip(meant, places, strict=True)}
        way = [chosen.get(word, word) for word in asked]
        if way != list(asked):
            ways.append(way)
    return ways[:MOST_READINGS]


async def names(conn: Connection, ids: Iterable[int]) -> dict[int, Named]:
    """What the foods with these ids are called; one that the table does not have is left out."""
    wanted = set(ids)
    if unknown := wanted - _named.keys():
        for row in await conn.fetch(queries.NAMES, list(unknown)):
            _named[row["id"]] = Named(row["name"], (*row["known_as"], *row["aliases"]))
    return {food: _named[food] for food in wanted & _named.keys()}


async def foods_of(conn: Connection, ids: Sequence[int]) -> FoodList:
    """The foods with these ids, in the order of the ids; one that the table does not have is left out."""
    found = await conn.fetch(queries.BY_ID, list(ids))
    return FoodList(data=[_shown(row) for row in found], pagination=Pagination(next_cursor=None, has_more=False))


def _per_100g(row: asyncpg.Record) -> Per100g:
    return Per100g(
        energy_mkcal=row["energy_mkcal_100g"],
        protein_mg=row["protein_mg_100g"],
        carbs_mg=row["carbs_mg_100g"],
        fat_mg=row["fat_mg_100g"],
        fiber_mg=row["fiber_mg_100g"],
        sodium_mg=row["sodium_mg_100g"],
    )


def _shown(row: asyncpg.Record) -> FoodOut:
    pairs = zip(row["portion_names"], row["portion_grams"], strict=True)
    return FoodOut(
        id=row["id"],
        name=row["name"],
        alias=row["alias"],
        per_100g=Per100gOut(
            calories=round(row["energy_mkcal_100g"] / 1000, 1),
            protein_g=round(row["protein_mg_100g"] / 1000, 2),
            carbs_g=round(row["carbs_mg_100g"] / 1000, 2),
            fat_g=round(row["fat_mg_100g"] / 1000, 2),
        ),
        portions=[PortionOut(name=name, grams=grams) for name, grams in pairs]
        or [PortionOut(name=f"{GENERIC_PORTION_G[1]} g", grams=GENERIC_PORTION_G[1])],
    )
