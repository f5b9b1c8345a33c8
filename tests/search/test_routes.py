"""GET /api/v1/search: what is found, by whom, and in which order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
from tests.factories import READING, WORKOUT, Family, call, make_family, make_grant, make_log
from tests.search.conftest import MEDITATION, find, ids, indexed

from praan.infra.runtime import Runtime

NOTE = "Felt dizzy after the evening walk; no sugar in the tea. दवा समय पर ली।"


async def food(who: Any, q: str) -> int:
    found: int = (await call(who, "GET", "/foods", 200, params={"q": q, "limit": 1}))["data"][0]["id"]
    return found


@pytest.fixture
async def diary(family: Family, worker_rt: Runtime) -> dict[str, int]:
    """One log of each kind, all indexed: their ids."""
    owner, program = family.owner, family.program
    items = [{"food_id": await food(owner, q), "grams": 100} for q in ("dal", "rice")]
    made = {
        "lunch": await make_log(owner, program, payload={"meal": "LUNCH", "items": items}),
        "noted": await make_log(owner, program, payload={"calories": 300, "note": NOTE}),
        "walk": await make_log(owner, program, WORKOUT),
        "pressure": await make_log(owner, program, READING),
    }
    await indexed(worker_rt, owner)
    return made


@pytest.mark.parametrize(
    ("q", "what"),
    [
        ("dal", "lunch"),
        ("daal", "lunch"),
        ("दाल", "lunch"),
        ("चाव", "lunch"),
        ("CHAWAL", "lunch"),
        ("white rice", "lunch"),
        ("rice dal", "lunch"),
        ("lunch dal", "lunch"),
        ("दोपहर", "lunch"),
        ("dizz", "noted"),
        ("no sug", "noted"),
        ("dizzy and tea", "noted"),
        ("दवा", "noted"),
        ("yoga", "walk"),
        ("yo", "walk"),
        ("blood press", "pressure"),
        ("bp", "pressure"),
        ("रक्तचाप", "pressure"),
    ],
)
async def test_it_is_found(family: Family, diary: dict[str, int], q: str, what: str) -> None:
    assert await ids(family.owner, q) == [diary[what]]


@pytest.mark.parametrize("q", ["dal yoga", "dizzyness", "izzy", "sugar dal", "zzz", "!!", "\x00", "128", "ice"])
async def test_it_is_not_found(family: Family, diary: dict[str, int], q: str) -> None:
    assert await find(family.owner, q) == []


@pytest.mark.parametrize(
    ("q", "what"), [("daall", "lunch"), ("chawall", "lunch"), ("wite rice", "lunch"), ("lunch daall", "lunch")]
)
async def test_a_mistyped_food_is_found_where_nothing_has_the_words(
    family: Family, diary: dict[str, int], q: str, what: str
) -> None:
    assert await ids(family.owner, q) == [diary[what]]


async def test_pages_of_a_mistyped_food_join(family: Family, worker_rt: Runtime) -> None:
    meal = {"meal": "LUNCH", "items": [{"food_id": await food(family.owner, "broccoli"), "grams": 9}]}
    made = [await make_log(family.owner, family.program, payload=meal) for _ in range(3)]
    await indexed(worker_rt, family.owner)

    first = await call(family.owner, "GET", "/search", 200, params={"q": "brocoli", "limit": 2})
    cursor = first["pagination"]["next_cursor"]
    second = await call(family.owner, "GET", "/search", 200, params={"q": "brocoli", "limit": 2, "cursor": cursor})

    assert sorted(hit["id"] for hit in [*first["data"], *second["data"]]) == made
    assert second["pagination"]["has_more"] is False


async def test_a_hit_says_what_where_and_when(family: Family, diary: dict[str, int]) -> None:
    (hit,) = await find(family.owner, "dizzy")

    log = await call(family.owner, "GET", f"/logs/{diary['noted']}", 200)
    assert hit == {
        "type": "note",
        "id": diary["noted"],
        "member_id": family.member,
        "title": "Meal",
        "snippet": NOTE,
        "at": log["timestamp"],
        "log_type": "NUTRITION",
        "kind": "ANY",
    }


async def test_the_title_is_in_the_callers_language(family: Family, diary: dict[str, int]) -> None:
    await call(family.owner, "PATCH", "/me", 200, json={"language": "hi"})

    assert [hit["title"] for hit in await find(family.owner, "bp")] == ["रक्तचाप"]


@pytest.mark.parametrize(
    ("types", "found"),
    [("note", ["note"]), ("LOG", ["log"]), ("Note,log", ["log", "note"]), ("document", []), ("", ["log", "note"])],
)
async def test_types_are_filtered(family: Family, worker_rt: Runtime, types: str, found: list[str]) -> None:
    await make_log(family.owner, family.program, payload={"calories": 9, "meal": "SNACK", "note": "a snack"})
    await indexed(worker_rt, family.owner)

    assert sorted(hit["type"] for hit in await find(family.owner, "snack", type=types)) == found


async def test_newest_first_in_pages_that_join(family: Family, worker_rt: Runtime) -> None:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    at = [now - dt.timedelta(hours=n % 7) for n in range(15)]
    made = [await make_log(family.owner, family.program, MEDITATION, timestamp=each.isoformat()) for each in at]
    await indexed(worker_rt, family.owner)
    expected = [log for _, log in sorted(zip(at, made, strict=True), reverse=True)]

    joined: list[int] = []
    cursor: str | None = None
    while True:
        params = {"q": "meditation", "limit": 4, "cursor": cursor or ""}
        page = await call(family.owner, "GET", "/search", 200, params=params)
        joined += [hit["id"] for hit in page["data"]]
        cursor = page["pagination"]["next_cursor"]
        assert page["pagination"]["has_more"] == (cursor is not None)
        if cursor is None:
            break

    assert joined == expected


async def test_a_page_is_filled_past_what_only_looks_like_a_hit(family: Family, worker_rt: Runtime) -> None:
    """Beyond ten letters the index knows the beginning only; the source decides."""
    for activity in ["Hypertensionless"] * 6 + ["Hypertensive"] * 3:
        log = {"log_type": "WORKOUT", "payload": {"kind": "duration", "activity": activity, "minutes": 5}}
        await make_log(family.owner, family.program, log)
    await indexed(worker_rt, family.owner)

    page = await call(family.owner, "GET", "/search", 200, params={"q": "hypertensionl", "limit": 5})

    assert len(page["data"]) == 5
    assert page["pagination"]["has_more"] is True
    assert {hit["title"] for hit in page["data"]} == {"Hypertensionless"}


async def test_a_deleted_log_is_gone_at_once_and_back_when_it_is_restored(
    family: Family, diary: dict[str, int]
) -> None:
    await call(family.owner, "DELETE", f"/logs/{diary['noted']}", 204)
    gone = await ids(family.owner, "dizzy")
    await call(family.owner, "POST", f"/logs/{diary['noted']}/restore", 200)

    assert (gone, await ids(family.owner, "dizzy")) == ([], [diary["noted"]])


async def test_a_corrected_log_is_gone_at_once_and_found_anew(
    family: Family, diary: dict[str, int], worker_rt: Runtime
) -> None:
    patch = {"payload": {"calories": 300, "note": "Felt well"}}
    new = (await call(family.owner, "PATCH", f"/logs/{diary['noted']}", 200, json=patch))["id"]
    before = await ids(family.owner, "dizzy")
    await indexed(worker_rt, family.owner)

    assert (before, await ids(family.owner, "dizzy"), await ids(family.owner, "felt well")) == ([], [], [new])


async def test_a_deleted_member_is_not_searched(family: Family, diary: dict[str, int]) -> None:
    await call(family.owner, "DELETE", f"/members/{family.member}", 204)

    assert await find(family.owner, "dal") == []
    await call(family.owner, "GET", "/search", 403, params={"q": "dal", "member_id": family.member})


async def test_everybody_one_may_see_or_one_of_them(make_user: Any, worker_rt: Runtime, god: Any) -> None:
    asha, bina = await make_user(), await make_user()
    own, others, hidden = await make_family(bina), await make_family(asha), await make_family(asha)
    made = {each.member: await make_log(each.owner, each.program, MEDITATION) for each in (own, others, hidden)}
    await make_grant(god, asha, others.member, bina, "READ_ONLY")
    for owner in (asha, bina):
        await indexed(worker_rt, owner)

    assert await ids(bina, "meditation") == [made[others.member], made[own.member]]
    assert await ids(bina, "meditation", member_id=others.member) == [made[others.member]]
    assert await ids(asha, "meditation") == [made[hidden.member], made[others.member]]
    await call(bina, "GET", "/search", 403, params={"q": "meditation", "member_id": hidden.member})


@pytest.mark.parametrize(
    ("categories", "found"),
    [
        (["nutrition"], ["log"]),
        (["notes"], []),
        (["nutrition", "notes"], ["log", "note"]),
        (["vitals", "workout", "notes"], []),
    ],
)
async def test_a_grant_shows_its_categories_only(
    make_user: Any, worker_rt: Runtime, god: Any, categories: list[str], found: list[str]
) -> None:
    asha, doctor = await make_user(), await make_user()
    family = await make_family(asha)
    await make_log(asha, family.program, payload={"calories": 9, "meal": "SNACK", "note": "a snack"})
    await indexed(worker_rt, asha)
    grant = await make_grant(god, asha, family.member, doctor, "READ_ONLY", categories=categories)

    assert sorted(hit["type"] for hit in await find(doctor, "snack")) == found
    await call(asha, "DELETE", f"/grants/{grant}", 204)
    assert await find(doctor, "snack") == []


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "x" * 101}, "q"),
        ({"q": "dal", "limit": "0"}, "limit"),
        ({"q": "dal", "member_id": "x"}, "member_id"),
        ({"q": "dal", "type": "songs"}, "type"),
        ({"q": "dal", "type": "log,"}, "type"),
        ({"q": "dal", "cursor": "MzAyMg=="}, "cursor"),
    ],
)
async def test_what_is_wrong_is_named(family: Family, params: dict[str, str], field: str) -> None:
    answer = await family.owner.client.get("/api/v1/search", params=params)

    assert answer.status_code == 400
    assert any(field in error["field"] for error in answer.json()["errors"])


async def test_a_cursor_of_another_search_is_refused(family: Family, worker_rt: Runtime) -> None:
    for _ in range(3):
        await make_log(family.owner, family.program, MEDITATION)
    await indexed(worker_rt, family.owner)
    page = await call(family.owner, "GET", "/search", 200, params={"q": "meditation", "limit": 1})
    cursor = page["pagination"]["next_cursor"]

    for other in (
        {"q": "medi"},
        {"q": "meditation", "type": "log"},
        {"q": "meditation", "member_id": family.member},
    ):
        await call(family.owner, "GET", "/search", 400, params={**other, "cursor": cursor})


async def test_nobody_keeps_the_answer(family: Family) -> None:
    answer = await family.owner.client.get("/api/v1/search", params={"q": "dal"})

    assert answer.headers["cache-control"] == "no-store"


async def test_nobody_signed_in_finds_nothing(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/search", params={"q": "dal"})).status_code == 401
