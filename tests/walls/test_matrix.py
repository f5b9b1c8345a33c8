"""Nobody reaches what is not theirs: every operation, every kind of caller, and not one row changed."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from tests import factories
from tests.walls.matrix import OWN_THINGS, PAIRS, PUBLIC, ROWS, Operation, Row, operations
from tests.walls.world import SECRETS, Ids, Person, World

OPERATIONS = operations()
PROTECTED = [each for each in OPERATIONS if each not in PUBLIC]


def test_every_operation_has_its_row() -> None:
    rows = [*{row.operation for row in ROWS}, *OWN_THINGS, *PUBLIC, *PAIRS]

    assert sorted(rows) == sorted(OPERATIONS)


async def send(client: httpx.AsyncClient, row: Row, ids: Ids, **more: Any) -> httpx.Response:
    path = "/api/v1" + row.path.format(**ids)
    if row.body is not None and "content" not in more:
        more["content"] = json.dumps(row.body(ids)).encode()
    headers = {**({"Content-Type": "application/json"} if "content" in more else {}), **more.pop("headers", {})}
    if query := more.pop("query", None):
        path += ("&" if "?" in path else "?") + query
    return await client.request(row.operation[0], path, headers=headers, **more)


@pytest.mark.parametrize("operation", PROTECTED, ids=" ".join)
@pytest.mark.parametrize("body", [None, b"{", b'{"program_id": "x"}'])
async def test_anonymous_callers_are_asked_to_sign_in(
    both_walls: World, operation: Operation, body: bytes | None
) -> None:
    method, path = operation
    path = "/api/v1" + path.replace("{token}", "x").replace("{", "").replace("}", "")
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Cookie": "praan=nonsense"}):
        answer = await both_walls.anonymous.request(
            method, path, content=body, headers={**headers, "Content-Type": "application/json"}
        )

        assert answer.status_code == 401, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert "WWW-Authenticate" in answer.headers


def attempts(world: World, row: Row, shared: Ids, private: Ids) -> list[tuple[str, Person, Ids]]:
    """Everybody who has no right to the row's things."""
    tries = [
        ("a stranger", world.stranger, shared),
        ("a reader, another member", world.reader, private),
        ("a manager, another member", world.manager, private),
    ]
    if row.right != "read":
        tries.append(("a reader, who may not write", world.reader, shared))
    if row.right in ("own", "invited"):
        tries.append(("a manager, who is not the owner", world.manager, shared))
    if row.right == "invited":
        tries.append(("the owner, who was not invited", world.owner, shared))
    return tries


def entitled(world: World, row: Row) -> Person:
    people = {"read": world.reader, "write": world.manager, "own": world.owner, "invited": world.invited}
    return people[row.right]


async def assert_refused(world: World, row: Row) -> None:
    shared, private = await world.family()
    before = await world.written()
    for who, person, ids in attempts(world, row, shared, private):
        answers = [await send(person.client, row, ids)]
        answers += [await send(person.client, row, ids, content=bad(ids)) for bad in row.bad_bodies]
        answers += [await send(person.client, row, ids, query=query) for query in row.bad_queries]
        if row.keyed:
            for key in ("a", "x" * 300, "\u00e9"):
                answers.append(
                    await send(person.client, row, ids, headers={"Idempotency-Key": key.encode("latin-1")})
                )
        for answer in answers:
            assert answer.status_code == 403, f"{who}: {answer.request.content!r} {answer.url} {answer.text}"
            assert not any(secret in answer.text for secret in SECRETS)
    assert await world.written() == before


async def assert_entitled(world: World) -> None:
    """The same requests reach their aim for those who may: so no refusal above was due to a broken request."""
    shared, _ = await world.family()
    for row in ROWS:
        able = entitled(world, row).client
        for bad in row.bad_bodies:
            answer = await send(able, row, shared, content=bad(shared))
            assert answer.status_code == 400, f"{row.title} {bad(shared)!r}: {answer.text}"
        for query in row.bad_queries:
            answer = await send(able, row, shared, query=query)
            assert answer.status_code == 400, f"{row.title} {query}: {answer.text}"
        answer = await send(able, row, shared)
        assert answer.status_code == row.control, f"{row.title}: {answer.text}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
async def test_not_yours_is_403(both_walls: World, row: Row) -> None:
    await assert_refused(both_walls, row)


async def test_yours_is_yours(both_walls: World) -> None:
    await assert_entitled(both_walls)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
async def test_admission_alone_holds(no_row_security: World, row: Row) -> None:
    """With row-level security out of the way."""
    await assert_refused(no_row_security, row)


async def test_admission_alone_lets_the_entitled_in(no_row_security: World) -> None:
    await assert_entitled(no_row_security)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("members", "member"),
        ("programs", "program"),
        ("logs", "log"),
        ("documents", "document"),
        ("alerts", "alert"),
    ],
)
async def test_what_does_not_exist_looks_the_same(both_walls: World, path: str, name: str) -> None:
    shared, _ = await both_walls.family()
    client = both_walls.stranger.client
    foreign = (await client.get(f"/api/v1/{path}/{shared[name]}")).json()
    missing = (await client.get(f"/api/v1/{path}/{2**62}")).json()

    assert {**foreign, "request_id": ""} == {**missing, "request_id": ""}
    assert foreign["status"] == 403


async def test_copies(both_walls: World) -> None:
    """Neither somebody else's log into one's own program nor one's own log into somebody else's."""
    world = both_walls
    shared, private = await world.new_family()
    own = await factories.make_family(world.stranger)
    mine = await factories.make_log(world.stranger, own.program)
    before = await world.written()
    tries = (
        (world.stranger, shared["log"], own.program),
        (world.stranger, mine, shared["program"]),
        (world.reader, shared["log"], shared["program"]),
        (world.reader, private["log"], shared["program"]),
        (world.manager, private["log"], shared["program"]),
        (world.manager, shared["log"], private["program"]),
    )
    for person, log, program in tries:
        for body in ({"program_id": program}, {"program_id": program, "unknown": 1}):
            for headers in ({}, {"Idempotency-Key": "x" * 300}):
                answer = await person.client.post(f"/api/v1/logs/{log}/copy", json=body, headers=headers)
                assert answer.status_code == 403, answer.text
    assert await world.written() == before

    await factories.call(
        world.manager, "POST", f"/logs/{shared['log']}/copy", 201, json={"program_id": shared["program"]}
    )


async def test_a_photo_is_for_the_member_it_was_made_for(both_walls: World) -> None:
    world = both_walls
    shared, private = await world.new_family()
    own = await factories.make_family(world.stranger)
    before = await world.written()
    tries = ((world.stranger, own.program), (world.manager, shared["program"]), (world.owner, shared["program"]))
    for person, program in tries:
        body = {"program_id": program, "log_type": "NUTRITION", "payload": {"photo_key": private["key"]}}
        for headers in ({}, {"Idempotency-Key": "photo"}):
            answer = await person.client.post("/api/v1/logs", json=body, headers=headers)
            assert answer.status_code == 403, answer.text
    assert await world.written() == before


async def test_a_guest_keeps_no_foot_in_the_door(both_walls: World) -> None:
    """A revoked grant closes every operation at once, also what caches hold."""
    world = both_walls
    shared, _ = await world.new_family()
    path = f"/programs/{shared['program']}/adherence/today"
    await factories.call(world.manager, "GET", path, 200)

    await factories.call(world.owner, "DELETE", f"/grants/{shared['grant']}", 204)

    for row in ROWS:
        if row.right in ("read", "write"):
            answer = await send(world.manager.client, row, shared)
            assert answer.status_code == 403, f"{row.title}: {answer.text}"
