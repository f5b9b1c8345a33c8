"""Families for tests, made through the API as a person would make them.

Every function takes a signed-in person (anything with `id`, `email` and an httpx `client`), answers ids, and
fails with the API's own words when a step is refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from tests.clock import ZONE

API = "/api/v1"
PDF = "application/pdf"
VERIFY = "SELECT praan_verify_email($1)"

_numbers = itertools.count(1)


class Caller(Protocol):
    """Somebody signed in."""

    @property
    def id(self) -> int: ...
    @property
    def email(self) -> str: ...
    @property
    def client(self) -> httpx.AsyncClient: ...


@dataclass(frozen=True)
class Family:
    """An owner, one member of theirs, and that member's running program."""

    owner: Caller
    member: int
    program: int


async def call(who: Caller, method: str, path: str, expected: int, **more: Any) -> Any:
    """The JSON body of one call below /api/v1 (None for 204); any other status fails the test."""
    answer = await who.client.request(method, API + path, **more)
    assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


def cookie_of(answer: httpx.Response) -> dict[str, str]:
    """The header with which a browser goes on after this sign-in."""
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


async def make_member(owner: Caller, **changes: Any) -> int:
    """A grandfather in India, unless `changes` says otherwise; the member's id."""
    body = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1950-03-04", "time_zone": ZONE, **changes}
    made: int = (await call(owner, "POST", "/members", 201, json=body))["id"]
    return made


async def make_program(owner: Caller, member: int, **changes: Any) -> int:
    """A program that began ten days ago, with the template's goals and a title of its own; its id."""
    body = {
        "title": f"Program {next(_numbers)}",
        "start_date": (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=10)).isoformat(),
        "template": "heart-blood-pressure",
        **changes,
    }
    made: int = (await call(owner, "POST", f"/members/{member}/programs", 201, json=body))["id"]
    return made


async def make_family(owner: Caller, **member: Any) -> Family:
    """A member and a program of `owner`; `member` changes the member's fields."""
    made = await make_member(owner, **member)
    return Family(owner, made, await make_program(owner, made))


MEAL = {"log_type": "NUTRITION", "payload": {"calories": 420, "protein_g": 18, "meal": "LUNCH"}}
WORKOUT = {"log_type": "WORKOUT", "payload": {"kind": "duration", "activity": "yoga", "minutes": 30}}
READING = {"log_type": "VITALS", "payload": {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}}


async def make_log(writer: Caller, program: int, log: dict[str, Any] | None = None, **changes: Any) -> int:
    """A log, by default a lunch with no note; the log's id."""
    body = {**(log or MEAL), "program_id": program, **changes}
    made: int = (await call(writer, "POST", "/logs", 201, json=body))["id"]
    return made


async def upload(writer: Caller, program: int, photo: bytes, content_type: str = "image/jpeg") -> str:
    """Announces a photo and really puts it into the object store; its key."""
    return await _put(writer, {"program_id": program}, photo, content_type)


async def upload_document(writer: Caller, member: int, data: bytes, content_type: str = PDF) -> str:
    """The same with a file for a member's documents."""
    return await _put(writer, {"member_id": member}, data, content_type)


async def _put(writer: Caller, place: dict[str, int], data: bytes, content_type: str) -> str:
    digest = hashlib.sha256(data).hexdigest()
    body = {**place, "content_type": content_type, "size": len(data), "sha256": digest}
    announced = await call(writer, "POST", "/uploads", 201, json=body)
    async with httpx.AsyncClient(timeout=20) as store:
        put = await store.put(announced["url"], content=data, headers=announced["headers"])
    assert put.status_code == 200, put.text
    key: str = announced["key"]
    return key


async def make_document(
    writer: Caller, member: int, data: bytes, content_type: str = PDF, **more: Any
) -> dict[str, Any]:
    """A document, PROCESSING until it is cleaned; its body."""
    key = await upload_document(writer, member, data, content_type)
    path = f"/members/{member}/documents"
    made: dict[str, Any] = await call(writer, "POST", path, 202, json={"key": key, **more})
    return made


async def make_photo_log(writer: Caller, program: int, photo: bytes, **payload: Any) -> int:
    """A log of an uploaded photo, PROCESSING until an analysis runs; its id."""
    key = await upload(writer, program, photo)
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"photo_key": key, **payload}}
    made: int = (await call(writer, "POST", "/logs", 202, json=body))["id"]
    return made


async def verify_email(god: Any, who: Caller) -> None:
    """Says that the person's address is theirs; `god` is a superuser's pool or a worker's connection."""
    assert await god.fetchval(VERIFY, who.email) == who.id


async def make_grant(god: Any, owner: Caller, member: int, guest: Caller, role: str, **more: Any) -> int:
    """`guest`, with a verified address, holds `role` on `member` from now on; the grant's id."""
    await verify_email(god, guest)
    body = {"email": guest.email, "role": role, **more}
    grant: int = (await call(owner, "POST", f"/members/{member}/grants", 201, json=body))["id"]
    token = (await call(guest, "GET", "/me/invitations?limit=100", 200))["data"][-1]["token"]
    accepted = await call(guest, "POST", f"/invitations/{token}/accept", 200)
    assert accepted["id"] == member
    return grant
