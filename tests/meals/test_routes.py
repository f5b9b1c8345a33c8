"""GET /api/v1/foods."""

from __future__ import annotations

from typing import Any

import asyncpg
import httpx
import pytest

from praan.infra.runtime import Runtime

FOODS = "/api/v1/foods"


@pytest.fixture(scope="module")
async def client(make_user: Any) -> httpx.AsyncClient:
    signed_in: httpx.AsyncClient = (await make_user()).client
    return signed_in


async def test_it_answers_in_the_list_envelope(client: httpx.AsyncClient) -> None:
    answer = await client.get(FOODS, params={"q": "roti", "limit": 1})

    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"data", "pagination"}
    assert (body["data"][0]["name"], body["data"][0]["alias"]) == ("Bread, chappatti or roti", "रोटी")
    assert set(body["data"][0]) == {"id", "name", "alias", "per_100g", "portions"}
    assert set(body["data"][0]["per_100g"]) == {"calories", "protein_g", "carbs_g", "fat_g"}
    assert body["data"][0]["portions"] == [{"name": "2 rotis", "grams": 80}, {"name": "1 roti", "grams": 40}]
    assert body["pagination"]["has_more"] is True


async def test_the_next_page_goes_on(client: httpx.AsyncClient) -> None:
    first = (await client.get(FOODS, params={"q": "roti", "limit": 1})).json()
    cursor = first["pagination"]["next_cursor"]

    second = (await client.get(FOODS, params={"q": "roti", "limit": 1, "cursor": cursor})).json()

    assert second["data"][0]["id"] != first["data"][0]["id"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x" * 101}, "q"),
        ({"q": "egg", "limit": "0"}, "limit"),
        ({"q": "egg", "limit": "101"}, "limit"),
        ({"q": "egg", "limit": "many"}, "limit"),
        ({"q": "egg", "cursor": "MzAyMg=="}, "cursor"),
        ({"q": "egg", "cursor": "☕"}, "cursor"),
    ],
)
async def test_what_is_wrong_is_named(client: httpx.AsyncClient, params: dict[str, str], field: str) -> None:
    answer = await client.get(FOODS, params=params)

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert any(field in error["field"] for error in answer.json()["errors"])


async def test_a_cursor_of_another_search_is_refused(client: httpx.AsyncClient) -> None:
    cursor = (await client.get(FOODS, params={"q": "rice", "limit": 1})).json()["pagination"]["next_cursor"]

    assert (await client.get(FOODS, params={"q": "egg", "cursor": cursor})).status_code == 400


async def test_the_foods_of_a_meal_by_their_ids(client: httpx.AsyncClient) -> None:
    roti, dal = [(await client.get(FOODS, params={"q": q, "limit": 1})).json()["data"][0] for q in ("roti", "dal")]

    answer = await client.get(f"{FOODS}/by-id", params={"id": [dal["id"], 999_999_999, roti["id"]]})

    assert answer.status_code == 200
    assert answer.json() == {"data": [dal, roti], "pagination": {"next_cursor": None, "has_more": False}}


@pytest.mark.parametrize("ids", [[], ["0"], ["many"], [str(2**63)], ["1"] * 51])
async def test_ids_are_checked(client: httpx.AsyncClient, ids: list[str]) -> None:
    answer = await client.get(f"{FOODS}/by-id", params={"id": ids})

    assert answer.status_code == 400
    assert "id" in answer.json()["errors"][0]["field"]


async def test_nobody_signed_in_gets_nothing(api: httpx.AsyncClient) -> None:
    assert (await api.get(FOODS, params={"q": "egg"})).status_code == 401


async def test_every_process_may_read_and_none_may_write(
    rt: Runtime, worker_rt: Runtime, analysis_rt: Runtime
) -> None:
    for runtime in (rt, worker_rt, analysis_rt):
        assert await runtime.pool.fetchval("SELECT count(*) FROM foods") == 7142
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await runtime.pool.execute("UPDATE foods SET tier = 0")
