"""Sign-in, sessions and the profile as a client sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from unittest.mock import patch

import asyncpg
import httpx
import pytest

from praan.identity import passwords, service
from praan.identity.schemas import TokensOut
from praan.infra.crypto import BrokenSeal
from praan.infra.runtime import Runtime

NewAccount = Callable[[], Awaitable[TokensOut]]
NewEmail = Callable[[], str]
Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
PASSWORD = "walnut-harbour-72"
CSRF = {"X-Praan-CSRF": "1"}
WRONG = {"type", "title", "status", "detail", "request_id", "errors"}


def bearer(account: TokensOut | dict[str, Any]) -> dict[str, str]:
    token = account.access_token if isinstance(account, TokensOut) else account["access_token"]
    return {"Authorization": f"Bearer {token}"}


def credentials(account: TokensOut, password: str = PASSWORD) -> dict[str, str]:
    return {"email": account.user.email, "password": password}


async def deeds(god: asyncpg.Pool[asyncpg.Record], user_id: int) -> list[tuple[str, str, list[str]]]:
    rows = await god.fetch(
        "SELECT action, target_resource, fields FROM audit_logs WHERE user_id = $1 AND actor_id = $1 ORDER BY id",
        user_id,
    )
    return [(row["action"], row["target_resource"], row["fields"]) for row in rows]


async def test_registering_signs_in(
    api: httpx.AsyncClient, new_email: NewEmail, god: asyncpg.Pool[asyncpg.Record]
) -> None:
    email = new_email()
    answer = await api.post(
        "/api/v1/auth/register", json={"email": email.upper(), "password": PASSWORD, "name": " Asha Rao "}
    )

    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == {"user", "access_token", "refresh_token", "token_type", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert body["user"] == {
        "id": body["user"]["id"],
        "email": email,
        "name": "Asha Rao",
        "role": "FAMILY_MANAGER",
        "language": "en",
        "email_verified": False,
        "created_at": body["user"]["created_at"],
    }
    assert (await api.get("/api/v1/me", headers=bearer(body))).json() == body["user"]
    user_id = body["user"]["id"]
    assert await deeds(god, user_id) == [("user.register", f"users/{user_id}", ["email", "name", "password"])]


async def test_a_taken_address_is_a_conflict_after_the_same_work(
    api: httpx.AsyncClient, new_account: NewAccount, new_email: NewEmail
) -> None:
    taken = (await new_account()).user.email
    statuses, hashes = [], 0

    async def counted(password: str) -> str:
        nonlocal hashes
        hashes += 1
        return await hashed(password)

    hashed = passwords.hashed
    with patch.object(passwords, "hashed", counted):
        for email in (taken, taken.upper(), new_email()):
            body = {"email": email, "password": "another-lantern-51", "name": "Ravi"}
            statuses.append((await api.post("/api/v1/auth/register", json=body)).status_code)

    assert statuses == [409, 409, 201]
    assert hashes == 3
    assert (
        await api.post("/api/v1/auth/token", json={"email": taken, "password": "another-lantern-51"})
    ).status_code == 401


async def test_of_many_who_register_one_address_at_once_one_wins(
    api: httpx.AsyncClient, new_email: NewEmail, god: asyncpg.Pool[asyncpg.Record]
) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "Asha"}

    answers = await asyncio.gather(*(api.post("/api/v1/auth/register", json=body) for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert await god.fetchval("SELECT count(*) FROM users WHERE email = $1", body["email"]) == 1
    loser = "SELECT count(*) FROM sessions s WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = s.user_id)"
    assert await god.fetchval(loser) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "asha"}, "email"),
        ({"password": "password123"}, "password"),
        ({"password": "Asha K. Rao-Iyer", "name": "asha k. rao-iyer"}, "password"),
        ({"name": "\u2003"}, "name"),
        ({"name": None}, "name"),
        ({"role": "READ_ONLY"}, "role"),
    ],
)
async def test_what_cannot_be_registered_is_named(
    api: httpx.AsyncClient, new_email: NewEmail, changes: dict[str, Any], field: str
) -> None:
    body = {"email": new_email(), "password": PASSWORD, "name": "Asha", **changes}

    answer = await api.post("/api/v1/auth/register", json=body)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == WRONG
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "asha@example.com", "password": "walnut\\ud800-harbour", "name": "Asha"}',
        b'{"email": "asha@example.com", "password": "walnut-harbour-72", "name": "Asha", "\\ud800": 1}',
        b'{"email": "asha@example.com", "password": NaN, "name": "Asha"}',
        b"[" * 5000,
        b"null",
        b"[]",
        b"\xff\xfe",
        b"",
    ],
)
async def test_a_body_that_is_no_registration_is_400(api: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    answer = await api.post("/api/v1/auth/register", content=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["errors"]


async def test_every_reason_not_to_sign_in_looks_the_same(
    api: httpx.AsyncClient,
    new_account: NewAccount,
    new_email: NewEmail,
    god: asyncpg.Pool[asyncpg.Record],
) -> None:
    account, passwordless, gone = await new_account(), await new_account(), await new_account()
    await god.execute("UPDATE users SET password_hash = NULL WHERE id = $1", passwordless.user.id)
    await god.execute("UPDATE users SET deleted_at = now() WHERE id = $1", gone.user.id)
    tries = [
        credentials(account, "walnut-harbour-73"),
        credentials(passwordless),
        credentials(gone),
        {"email": new_email(), "password": PASSWORD},
    ]
    checked: list[str] = []
    verify = passwords._verify

    def watched(stored: str, password: str) -> bool:
        checked.append(stored)
        return verify(stored, password)

    with patch.object(passwords, "_verify", watched):
        answers = [await api.post("/api/v1/auth/token", json=body) for body in tries]
        answers += [await api.post("/api/v1/auth/session", json=body, headers=CSRF) for body in tries]

    told = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in answers]
    assert [answer.status_code for answer in answers] == [401] * 8
    assert told == [told[0]] * 8
    assert told[0]["detail"] == service.REFUSED
    assert len(checked) == 8
    assert all("set-cookie" not in answer.headers for answer in answers)


async def test_sign_in_and_refresh_leave_one_audit_row_each(
    api: httpx.AsyncClient, new_account: NewAccount, god: asyncpg.Pool[asyncpg.Record]
) -> None:
    account = await new_account()
    signed_in = await api.post("/api/v1/auth/token", json=credentials(account))
    refreshed = await api.post("/api/v1/auth/refresh", json={"refresh_token": signed_in.json()["refresh_token"]})
    left = await api.post("/api/v1/auth/logout", headers=bearer(refreshed.json()))

    assert [signed_in.status_code, refreshed.status_code, left.status_code] == [200, 200, 204]
    assert set(refreshed.json()) == set(signed_in.json())
    found = await deeds(god, account.user.id)
    assert [action for action, _, _ in found[1:]] == ["session.begin", "session.refresh", "session.end"]
    assert len({resource for _, resource, _ in found[1:]}) == 1


async def test_after_sign_out_nothing_of_the_session_works(
    api: httpx.AsyncClient, new_account: NewAccount
) -> None:
    account = await new_account()
    assert (await api.get("/api/v1/me", headers=bearer(account))).status_code == 200

    assert (await api.post("/api/v1/auth/logout", headers=bearer(account))).status_code == 204

    assert (await api.get("/api/v1/me", headers=bearer(account))).status_code == 401
    again = await api.post("/api/v1/auth/refresh", json={"refresh_token": account.refresh_token})
    assert again.status_code == 401


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "bearer \u00e9"])
async def test_a_broken_authorization_is_401(api: httpx.AsyncClient, sent: str | None) -> None:
    headers = {} if sent is None else {b"Authorization": sent.encode("latin-1")}

    answer = await api.get("/api/v1/me", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_profile_changes_at_once_for_everybody(
    api: httpx.AsyncClient, new_account: NewAccount, god: asyncpg.Pool[asyncpg.Record]
) -> None:
    account = await new_account()
    sent = bearer(account)
    before = (await api.get("/api/v1/me", headers=sent)).json()

    renamed = await api.patch("/api/v1/me", headers=sent, json={"name": "Asha Iyer"})
    hindi = await api.patch("/api/v1/me", headers=sent, json={"language": "hi", "name": None})
    nothing = await api.patch("/api/v1/me", headers=sent, json={})

    assert renamed.json() == {**before, "name": "Asha Iyer"}
    assert hindi.json() == nothing.json() == (await api.get("/api/v1/me", headers=sent)).json()
    assert hindi.json() == {**before, "name": "Asha Iyer", "language": "hi"}
    found = await deeds(god, account.user.id)
    assert [(action, fields) for action, _, fields in found[1:]] == [
        ("user.update", ["name"]),
        ("user.update", ["language"]),
        ("user.update", []),
    ]


async def test_names_are_sealed_for_one_row(
    rt: Runtime, new_account: NewAccount, god: asyncpg.Pool[asyncpg.Record]
) -> None:
    account = await new_account()
    sealed = await god.fetchval("SELECT name FROM users WHERE id = $1", account.user.id)

    assert b"Asha" not in sealed
    assert rt.vault.open(sealed, f"users.name:{account.user.id}") == "Asha"
    with pytest.raises(BrokenSeal):
        rt.vault.open(sealed, f"users.name:{account.user.id + 1}")


async def test_the_cached_profile_is_sealed_too(
    api: httpx.AsyncClient, rt: Runtime, new_account: NewAccount
) -> None:
    account = await new_account()
    await api.get("/api/v1/me", headers=bearer(account))

    cached = await rt.valkey.command("GET", f"user:{account.user.id}:profile")

    assert isinstance(cached, bytes)
    assert account.user.email.encode() not in cached


async def test_sessions_are_listed_page_by_page_and_ended_one_by_one(
    api: httpx.AsyncClient, new_account: NewAccount
) -> None:
    account, stranger = await new_account(), await new_account()
    laptop = await api.post(
        "/api/v1/auth/token", json=credentials(account), headers={"User-Agent": "Laptop " + "x" * 300}
    )
    await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
    seen: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await api.get("/api/v1/me/sessions", params=query, headers=bearer(laptop.json()))).json()
        assert set(page) == {"data", "pagination"}
        assert page["pagination"]["has_more"] is (page["pagination"]["next_cursor"] is not None)
        seen += page["data"]
        cursor = page["pagination"]["next_cursor"]

    assert [session["id"] for session in seen] == sorted((session["id"] for session in seen), reverse=True)
    assert [session["current"] for session in seen] == [False, True, False]
    assert set(seen[0]) == {"id", "current", "device", "ip_address", "created_at", "last_seen_at"}
    assert seen[1]["device"] == ("Laptop " + "x" * 300)[:200]
    assert (seen[2]["device"], seen[2]["ip_address"]) == ("a phone", "203.0.113.7")

    phone = f"/api/v1/me/sessions/{seen[2]['id']}"
    assert (await api.delete(phone, headers=bearer(stranger))).status_code == 403
    assert (await api.get("/api/v1/me", headers=bearer(account))).status_code == 200
    assert (await api.delete(phone, headers=bearer(laptop.json()))).status_code == 204
    assert (await api.get("/api/v1/me", headers=bearer(account))).status_code == 401
    assert (await api.delete(phone, headers=bearer(laptop.json()))).status_code == 403
    left = (await api.get("/api/v1/me/sessions", headers=bearer(laptop.json()))).json()["data"]
    assert [session["id"] for session in left] == [seen[0]["id"], seen[1]["id"]]


@pytest.mark.parametrize("session_id", ["0", "-1", "9223372036854775808", "x"])
async def test_a_session_id_out_of_range_is_400(
    api: httpx.AsyncClient, new_account: NewAccount, session_id: str
) -> None:
    answer = await api.delete(f"/api/v1/me/sessions/{session_id}", headers=bearer(await new_account()))

    assert answer.status_code == 400


async def test_a_cursor_of_another_person_is_400(
    api: httpx.AsyncClient, rt: Runtime, new_account: NewAccount
) -> None:
    account, other = await new_account(), await new_account()
    foreign = rt.cursors.write(f"sessions:{other.user.id}", [5])

    for cursor in (foreign, "MzAyMg==", "\x00", "é"):
        answer = await api.get("/api/v1/me/sessions", params={"cursor": cursor}, headers=bearer(account))
        assert answer.status_code == 400


async def test_sign_in_is_limited_by_account_and_address(serve: Serve, new_account: NewAccount) -> None:
    account, other = await new_account(), await new_account()
    quota = 3
    async with serve(rate_limit_sign_in=quota) as api:
        broken = [await api.post("/api/v1/auth/token", json={"email": account.user.email}) for _ in range(quota)]
        tries = [await api.post("/api/v1/auth/token", json=credentials(account, "nope")) for _ in range(quota)]
        web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
        token = await api.post("/api/v1/auth/token", json=credentials(account))
        neighbour = await api.post("/api/v1/auth/token", json=credentials(other))

    assert [answer.status_code for answer in broken] == [400] * quota
    assert [answer.status_code for answer in tries] == [401] * quota
    for refused in (web, token):
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60 // quota
        assert refused.headers["ratelimit-policy"] == f'"sign-in";q={quota};w=60'
    assert neighbour.status_code == 200


async def test_registering_is_limited_by_address(serve: Serve, new_email: NewEmail) -> None:
    async with serve(rate_limit_address=2) as api:
        # An address of its own: the other tests share 127.0.0.1.
        transport = api._transport
        assert isinstance(transport, httpx.ASGITransport)
        transport.client = ("198.51.100.23", 1)
        body = {"email": "not an address", "password": PASSWORD, "name": "Asha"}
        answers = [await api.post("/api/v1/auth/register", json=body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [400, 400, 429]


async def test_without_valkey_nobody_signs_in_but_the_signed_in_go_on(
    serve: Serve, new_account: NewAccount
) -> None:
    account = await new_account()
    async with serve(redis_url="redis://127.0.0.1:1") as api:
        token = await api.post("/api/v1/auth/token", json=credentials(account))
        web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
        me = await api.get("/api/v1/me", headers=bearer(account))
        left = await api.post("/api/v1/auth/logout", headers=bearer(account))
        gone = await api.get("/api/v1/me", headers=bearer(account))

    for refused in (token, web):
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) >= 1
    assert [me.status_code, left.status_code, gone.status_code] == [200, 204, 401]
