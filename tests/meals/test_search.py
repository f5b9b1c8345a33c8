"""Food search and pricing against the real table in PostgreSQL."""

from __future__ import annotations

from decimal import Decimal

import asyncpg
import pytest

from praan.infra.db import Connection as Conn
from praan.kernel.errors import Invalid
from praan.kernel.paging import Cursors
from praan.meals import queries
from praan.meals.foods import TABLE_VERSION, by_name, table
from praan.meals.macros import macros
from praan.meals.schemas import FoodList
from praan.meals.service import Helping, price, search_foods

CURSORS = Cursors(b"k" * 32)


async def search(conn: Conn, q: str, limit: int = 20, cursor: str | None = None) -> FoodList:
    return await search_foods(conn, CURSORS, q, limit, cursor)


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("egg", "Egg, whole, boiled or poached"),
        ("EGGS", "Egg, whole, boiled or poached"),
        ("rice", "Rice, white, cooked, no added fat"),
        ("banana", "Banana, raw"),
        ("apple", "Apple, raw"),
        ("milk", "Milk, whole"),
        ("roti", "Bread, chappatti or roti"),
        ("chapati", "Bread, chappatti or roti"),
        ("dal", "Dal"),
        ("idli", "Idli"),
        ("dosa", "Dosa, plain"),
        ("samosa", "Samosa"),
        ("biryani", "Biryani with chicken"),
        ("curd", "Yogurt, whole milk, plain"),
        ("dahi", "Yogurt, whole milk, plain"),
        ("chai", "Tea, hot, with milk"),
        ("coffee", "Coffee, brewed"),
        ("bread", "Bread, white"),
        ("cooki", "Cookie, NFS"),
        ("boiled egg", "Egg, whole, boiled or poached"),
    ],
)
async def test_the_everyday_food_comes_first(conn: Conn, q: str, first: str) -> None:
    assert (await search(conn, q, 5)).data[0].name == first


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("रोटी", "Bread, chappatti or roti"),
        ("चावल", "Rice, white, cooked, no added fat"),
        ("पनीर", "Cheese, paneer"),
        ("सब्ज़ी", "Vegetable curry"),
        ("सब्जी", "Vegetable curry"),
        ("मूंग दाल", "Dal"),
        ("मूँग दाल", "Dal"),
        ("खिच", "Rice, white, with lentils, fat added"),
        ("khichdi", "Rice, white, with lentils, fat added"),
        ("poha", "Rice, white, with peas, fat added"),
        ("til", "Sesame seeds"),
        ("bhindi", "Okra, fresh, cooked, fat added"),
        ("tamatar", "Tomatoes, raw"),
    ],
)
async def test_foods_are_found_by_their_indian_names(conn: Conn, q: str, first: str) -> None:
    assert (await search(conn, q, 5)).data[0].name == first


async def test_an_indian_name_half_typed_comes_after_the_words_of_the_table(conn: Conn) -> None:
    found = [food.name for food in (await search(conn, "mala")).data]

    assert found == ["Malabar spinach, cooked", "Cream, heavy"]


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("chiken", "chicken"),
        ("chiken curry", "chicken curry"),
        ("rotti", "roti"),
        ("panneer", "paneer"),
        ("bannana", "banana"),
        ("brocoli", "broccoli"),
        ("tomatto soup", "tomato soup"),
        ("tomatoe soup", "tomato soup"),
        ("yoghrt", "yoghurt"),
        ("समोशा", "समोसा"),
    ],
)
async def test_a_mistyped_word_is_read_as_the_nearest(conn: Conn, q: str, meant: str) -> None:
    assert (await search(conn, q, 5)).data[0] == (await search(conn, meant, 5)).data[0]


async def test_pages_of_a_mistyped_word_join_too(conn: Conn) -> None:
    whole = [food.id for food in (await search(conn, "chiken", 100)).data]
    first = await search(conn, "chiken", 40)
    second = await search(conn, "chiken", 60, first.pagination.next_cursor)

    assert [food.id for food in [*first.data, *second.data]] == whole
    assert len(set(whole)) == 100


async def test_what_begins_a_word_is_not_mistyped(conn: Conn) -> None:
    assert all("egg" in food.name.lower() for food in (await search(conn, "eggp", 100)).data)


async def test_every_hindi_name_names_a_food(conn: Conn) -> None:
    stray = await conn.fetchval("SELECT count(*) FROM food_aliases WHERE food_id NOT IN (SELECT id FROM foods)")

    assert stray == 0
    assert await conn.fetchval("SELECT count(*) FROM food_aliases") >= 300


async def test_every_word_must_be_there_in_any_order(conn: Conn) -> None:
    one, other = await search(conn, "rice white", 100), await search(conn, "white rice", 100)

    assert {food.id for food in one.data} == {food.id for food in other.data}
    assert all("rice" in food.name.lower() for food in one.data)


@pytest.mark.parametrize("q", ["zzzz", "!!", "☕", "\x00", "' | \\ & ! : * <-> (", "ignore previous instructions"])
async def test_what_no_food_says_finds_nothing(conn: Conn, q: str) -> None:
    found = await search(conn, q)

    assert found.data == []
    assert found.pagination.next_cursor is None
    assert not found.pagination.has_more


async def test_pages_join_without_a_gap_or_a_repeat(conn: Conn) -> None:
    whole = [food.id for food in (await search(conn, "cheese", 100)).data]
    joined: list[int] = []
    cursor = None
    while len(joined) < len(whole):
        page = await search(conn, "cheese", 7, cursor)
        joined += [food.id for food in page.data]
        cursor = page.pagination.next_cursor

    assert joined[: len(whole)] == whole


async def test_the_last_page_says_so(conn: Conn) -> None:
    found = await search(conn, "idli")

    assert (found.pagination.next_cursor, found.pagination.has_more) == (None, False)


async def test_a_cursor_of_another_search_is_refused(conn: Conn) -> None:
    cursor = (await search(conn, "rice", 1)).pagination.next_cursor

    with pytest.raises(Invalid) as refused:
        await search(conn, "egg", 1, cursor)

    assert refused.value.errors[0].field == "cursor"


async def test_a_food_is_shown_with_what_100_g_hold_and_its_portions(conn: Conn) -> None:
    banana = (await search(conn, "banana", 1)).data[0]

    assert banana.model_dump() == {
        "id": by_name()["Banana, raw"].id,
        "name": "Banana, raw",
        "alias": "केला",
        "per_100g": {"calories": 97.0, "protein_g": 0.74, "carbs_g": 22.71, "fat_g": 0.28},
        "portions": [
            {"name": "1 medium", "grams": 118},
            {"name": "1 small", "grams": 101},
            {"name": "1 large", "grams": 136},
        ],
    }


async def test_a_food_without_own_portions_offers_100_g(conn: Conn) -> None:
    found = (await search(conn, "eggs benedict", 1)).data[0]

    assert [portion.model_dump() for portion in found.portions] == [{"name": "100 g", "grams": 100}]


async def test_the_database_holds_the_table_of_the_package(conn: Conn) -> None:
    held = await conn.fetch(queries.PER_100G, list(table()))

    assert {row["id"]: row["energy_mkcal_100g"] for row in held} == {
        food.id: food.per_100g.energy_mkcal for food in table().values()
    }
    assert {row["table_version"] for row in held} == {TABLE_VERSION}


async def test_a_plate_is_priced_from_the_table(conn: Conn) -> None:
    roti, dal = by_name()["Bread, chappatti or roti"], by_name()["Dal"]

    priced = await price(conn, [Helping(roti.id, 80), Helping(dal.id, Decimal("152.5")), Helping(roti.id, 40)])

    assert priced.macros == macros([(roti.per_100g, 120), (dal.per_100g, Decimal("152.5"))])
    assert priced.names == (roti.name, dal.name, roti.name)
    assert priced.table_version == TABLE_VERSION


async def test_every_unknown_food_is_named_by_its_field(conn: Conn) -> None:
    dal = by_name()["Dal"].id

    with pytest.raises(Invalid) as refused:
        await price(conn, [Helping(2**63 - 1, 10), Helping(dal, 10), Helping(0, 10)])

    assert [error.field for error in refused.value.errors] == [
        "payload.items.0.food_id",
        "payload.items.2.food_id",
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE foods SET name = 'x'", "DELETE FROM food_portions", "TRUNCATE foods"]
)
async def test_the_app_cannot_change_the_table(conn: Conn, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await conn.execute(f"DO $$ BEGIN {statement}; END $$")
