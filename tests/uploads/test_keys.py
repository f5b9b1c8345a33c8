"""Announcing an upload, and what a photo's key is good for."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from typing import Any

import httpx
import pytest
from tests.factories import API, Family, call, make_family, make_grant, make_member, make_program, upload

from praan.infra import storage
from praan.uploads import service as uploads

PHOTO = b"\xff\xd8\xff" + secrets.token_bytes(400)
USED = "SELECT log_id, used_at IS NOT NULL AS used FROM uploads WHERE key = $1"
COUNT = "SELECT count(*) FROM daily_logs WHERE program_id = $1"


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    return await make_family(await make_user())


def photo_log(program: int, key: str) -> dict[str, Any]:
    return {"program_id": program, "log_type": "NUTRITION", "payload": {"photo_key": key}}


async def test_an_uploaded_photo_becomes_a_log_that_waits(family: Family, god: Any) -> None:
    key = await upload(family.owner, family.program, PHOTO)

    added = await call(family.owner, "POST", "/logs", 202, json=photo_log(family.program, key))

    assert added == {"id": added["id"], "status": "PROCESSING", "adherence_impact": "0 points"}
    assert tuple(await god.fetchrow(USED, key)) == (added["id"], True)
    shown = await call(family.owner, "GET", f"/logs/{added['id']}", 200)
    assert (shown["source"], shown["photo"], shown["failure"]) == ("photo", None, None)
    await call(family.owner, "GET", f"/logs/{added['id']}/photo", 409)


async def test_a_key_that_was_never_given_or_not_uploaded_is_refused(family: Family, god: Any) -> None:
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "a" * 64}
    pending = (await call(family.owner, "POST", "/uploads", 201, json=announced))["key"]
    before = await god.fetchval(COUNT, family.program)

    for key in ("raw/made-up", pending, "photos/../raw/x", "é"):
        problem = await call(family.owner, "POST", "/logs", 400, json=photo_log(family.program, key))
        assert [error["field"] for error in problem["errors"]] == ["payload.photo_key"]

    assert await god.fetchval(COUNT, family.program) == before


async def test_a_key_works_once_also_at_once(family: Family, god: Any) -> None:
    key = await upload(family.owner, family.program, PHOTO)

    answers = await asyncio.gather(
        *(family.owner.client.post(f"{API}/logs", json=photo_log(family.program, key)) for _ in range(8))
    )

    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 7
    await call(family.owner, "POST", "/logs", 409, json=photo_log(family.program, key))


async def test_a_key_of_somebody_else_is_forbidden(family: Family, make_user: Any, god: Any) -> None:
    key = await upload(family.owner, family.program, PHOTO)
    stranger = await make_family(await make_user())
    grandma = await make_member(family.owner, name="Grandma")
    hers = await make_program(family.owner, grandma)

    await call(stranger.owner, "POST", "/logs", 403, json=photo_log(stranger.program, key))
    await call(stranger.owner, "POST", "/logs", 403, json=photo_log(family.program, key))
    await call(family.owner, "POST", "/logs", 403, json=photo_log(hers, key))

    assert tuple(await god.fetchrow(USED, key)) == (None, False)


async def test_a_guest_uploads_only_where_they_may_write(family: Family, make_user: Any, god: Any) -> None:
    doctor, aunt = await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY")
    await make_grant(god, family.owner, family.member, aunt, "MANAGER")
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "a" * 64}

    await call(doctor, "POST", "/uploads", 403, json=announced)
    key = await upload(aunt, family.program, PHOTO)

    await call(family.owner, "POST", "/logs", 202, json=photo_log(family.program, key))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content_type", "image/gif"),
        ("content_type", "image/svg+xml"),
        ("content_type", "text/html"),
        ("content_type", "IMAGE/JPEG"),
        ("size", 0),
        ("size", -1),
        ("size", 15 * 1024 * 1024 + 1),
        ("size", True),
        ("size", 9.5),
        ("size", "9"),
        ("sha256", "a" * 63),
        ("sha256", "g" * 64),
        ("sha256", 5),
        ("key", "raw/mine"),
    ],
)
async def test_a_wrong_announcement_is_refused_by_name(family: Family, god: Any, field: str, value: Any) -> None:
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "a" * 64}
    count = "SELECT count(*) FROM uploads WHERE program_id = $1"
    before = await god.fetchval(count, family.program)

    problem = await call(family.owner, "POST", "/uploads", 400, json={**announced, field: value})

    assert [error["field"] for error in problem["errors"]] == [field]
    assert await god.fetchval(count, family.program) == before


async def test_an_announcement_is_audited_once_however_often_it_is_sent(family: Family, god: Any) -> None:
    announced = {"program_id": family.program, "content_type": "image/webp", "size": 9, "sha256": "b" * 64}
    deeds = "SELECT count(*) FROM audit_logs WHERE member_id = $1 AND action = 'upload.create'"
    before = await god.fetchval(deeds, family.member)
    headers = {"Idempotency-Key": secrets.token_hex(8)}

    first = await call(family.owner, "POST", "/uploads", 201, json=announced, headers=headers)
    again = await call(family.owner, "POST", "/uploads", 201, json=announced, headers=headers)

    assert first["method"] == "PUT"
    for lasting in ("key", "method", "headers"):
        assert first[lasting] == again[lasting]
    assert await god.fetchval(deeds, family.member) == before + 1


async def test_an_announcement_sent_again_gives_a_link_that_works(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(PHOTO).hexdigest()
    announced = {
        "program_id": family.program,
        "content_type": "image/jpeg",
        "size": len(PHOTO),
        "sha256": digest,
    }
    again = {"json": announced, "headers": {"Idempotency-Key": secrets.token_hex(8)}}
    with monkeypatch.context() as short:
        short.setattr(storage, "LINK_S", 1)
        first = await call(family.owner, "POST", "/uploads", 201, **again)
    async with httpx.AsyncClient(timeout=20) as store:
        deadline = asyncio.get_running_loop().time() + 20
        while (await store.put(first["url"], content=PHOTO, headers=first["headers"])).status_code != 403:
            assert asyncio.get_running_loop().time() < deadline, "the first link should have died"

        fresh = await call(family.owner, "POST", "/uploads", 201, **again)

        assert fresh["key"] == first["key"]
        assert fresh["expires_at"] > first["expires_at"]
        assert (await store.put(fresh["url"], content=PHOTO, headers=fresh["headers"])).status_code == 200
    await call(family.owner, "POST", "/logs", 202, json=photo_log(family.program, fresh["key"]))

    refused = await call(family.owner, "POST", "/uploads", 409, **again)

    assert refused["detail"] == uploads.PHOTO.used


async def test_an_announcement_that_was_swept_is_told_so(family: Family, god: Any) -> None:
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "c" * 64}
    again = {"json": announced, "headers": {"Idempotency-Key": secrets.token_hex(8)}}
    first = await call(family.owner, "POST", "/uploads", 201, **again)
    await god.execute("UPDATE uploads SET swept_at = now() WHERE key = $1", first["key"])

    refused = await call(family.owner, "POST", "/uploads", 409, **again)

    assert refused["detail"] == uploads.RUN_OUT
