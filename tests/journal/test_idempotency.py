"""Idempotency-Key on POST /logs: one row and one answer, however often and however fast it is sent."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import API, call, make_member, make_program, upload
from tests.journal.conftest import Pair

LOGS = "SELECT count(*) FROM daily_logs WHERE program_id = $1"
DEEDS = "SELECT count(*) FROM audit_logs WHERE user_id = $1 AND action = 'log.create'"
PHOTO = b"\xff\xd8\xff" + secrets.token_bytes(300)


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(12)}


def meal(program: int, calories: float = 250) -> dict[str, Any]:
    return {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": calories}}


async def test_fifty_at_once_make_one_row_and_one_answer(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    before = await god.fetchval(DEEDS, pair.owner.id)
    headers = key()

    answers = await asyncio.gather(
        *(pair.manager.client.post(f"{API}/logs", json=meal(program), headers=headers) for _ in range(50))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await god.fetchval(LOGS, program) == 1
    assert await god.fetchval(DEEDS, pair.owner.id) == before + 1
    today = await call(pair.owner, "GET", f"/programs/{program}/adherence/today", 200)
    assert today["details"]["meals"]["actual"] == 1


async def test_fifty_at_once_of_one_photo(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    photo = await upload(pair.owner, program, PHOTO)
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"photo_key": photo}}
    headers = key()

    answers = await asyncio.gather(
        *(pair.owner.client.post(f"{API}/logs", json=body, headers=headers) for _ in range(50))
    )
    later = await pair.owner.client.post(f"{API}/logs", json=body, headers=headers)

    assert {answer.status_code for answer in [*answers, later]} == {202}
    assert len({answer.content for answer in [*answers, later]}) == 1
    assert await god.fetchval(LOGS, program) == 1
    events = "SELECT count(*) FROM outbox WHERE payload ->> 'log_id' = $1"
    assert await god.fetchval(events, str(later.json()["id"])) == 1
    other = {**body, "payload": {"photo_key": photo, "meal": "LUNCH"}}
    await call(pair.owner, "POST", "/logs", 422, json=other, headers=headers)
    await call(pair.owner, "POST", "/logs", 409, json=body, headers=key())


async def test_another_body_under_the_same_key_is_refused_also_at_once(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    headers = key()

    answers = await asyncio.gather(
        *(
            pair.owner.client.post(f"{API}/logs", json=meal(program, calories), headers=headers)
            for calories in (100, 200) * 10
        )
    )

    found = sorted(answer.status_code for answer in answers)
    assert found == [201] * 10 + [422] * 10
    assert await god.fetchval(LOGS, program) == 1


async def test_a_key_belongs_to_its_person_and_route(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    headers = key()

    first = await call(pair.owner, "POST", "/logs", 201, json=meal(program), headers=headers)
    managers = await call(pair.manager, "POST", "/logs", 201, json=meal(program), headers=headers)
    copied = await call(
        pair.owner, "POST", f"/logs/{first['id']}/copy", 201, json={"program_id": program}, headers=headers
    )
    again = await call(
        pair.owner, "POST", f"/logs/{first['id']}/copy", 201, json={"program_id": program}, headers=headers
    )

    assert len({first["id"], managers["id"], copied["id"]}) == 3
    assert again == copied
    assert await god.fetchval(LOGS, program) == 3


async def test_a_refused_request_leaves_its_key_free(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    stranger = await make_program(pair.owner, await make_member(pair.owner))
    headers = key()
    future = {**meal(program), "timestamp": "2199-01-01T00:00:00Z"}

    await call(pair.owner, "POST", "/logs", 400, json=future, headers=headers)
    await call(pair.manager, "POST", "/logs", 403, json=meal(stranger), headers=headers)
    added = await call(pair.owner, "POST", "/logs", 201, json=meal(program), headers=headers)

    assert (await call(pair.owner, "POST", "/logs", 201, json=meal(program), headers=headers)) == added
    assert await god.fetchval(LOGS, program) == 1


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=14))
async def test_any_repetitions_make_one_log_for_each_key(
    pair: Pair, god: Any, sent: list[tuple[int, int]]
) -> None:
    program = await make_program(pair.owner, pair.member)
    keys = [key() for _ in range(3)]
    first: dict[int, tuple[int, Any]] = {}

    for number, body in sent:
        answer = await pair.owner.client.post(f"{API}/logs", json=meal(program, 100 + body), headers=keys[number])
        if number not in first:
            assert answer.status_code == 201
            first[number] = (body, answer.json())
        elif first[number][0] == body:
            assert (answer.status_code, answer.json()) == (201, first[number][1])
        else:
            assert answer.status_code == 422

    assert await god.fetchval(LOGS, program) == len(first)


async def test_what_is_stored_under_a_key_is_sealed(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    headers = key()
    await call(pair.owner, "POST", "/logs", 201, json=meal(program), headers=headers)

    row = await god.fetchrow(
        "SELECT status, response FROM idempotency_keys WHERE key = $1", headers["Idempotency-Key"]
    )

    assert row["status"] == 201
    assert b"adherence_impact" not in row["response"]
