"""The web's session: a cookie that scripts and other sites cannot use."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from tests.factories import cookie_of

from praan.identity.schemas import TokensOut

NewAccount = Callable[[], Awaitable[TokensOut]]
Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
PASSWORD = "walnut-harbour-72"
CSRF = {"X-Praan-CSRF": "1"}


def credentials(account: TokensOut, password: str = PASSWORD) -> dict[str, str]:
    return {"email": account.user.email, "password": password}


async def test_a_bad_token_is_not_rescued_by_a_cookie(api: httpx.AsyncClient, new_account: NewAccount) -> None:
    account = await new_account()
    web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)

    assert (await api.get("/api/v1/me", headers=cookie_of(web))).status_code == 200
    both = {**cookie_of(web), "Authorization": "Bearer nonsense"}
    assert (await api.get("/api/v1/me", headers=both)).status_code == 401


async def test_the_web_gets_a_cookie_that_scripts_cannot_read(
    api: httpx.AsyncClient, new_account: NewAccount
) -> None:
    account = await new_account()

    answer = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)

    assert answer.status_code == 201
    assert answer.json() == {"user": account.user.model_dump(mode="json")}
    name_and_value, *flags = answer.headers["set-cookie"].split("; ")
    assert name_and_value.startswith("praan=")
    assert sorted(flag.lower() for flag in flags) == [
        "httponly",
        "max-age=2592000",
        "path=/",
        "samesite=strict",
    ]


async def test_over_https_the_cookie_is_bound_to_the_host(serve: Serve, new_account: NewAccount) -> None:
    account = await new_account()
    async with serve(public_url="https://praan.example.com") as api:
        answer = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
        ended = await api.delete("/api/v1/auth/session", headers={**cookie_of(answer), **CSRF})

    for header in (answer.headers["set-cookie"], ended.headers["set-cookie"]):
        assert header.startswith("__Host-praan=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(header.split("; "))
        assert "domain" not in header.lower()
    assert ended.status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Praan-CSRF": "true"},
        {**CSRF, "Origin": "https://evil.example"},
        {**CSRF, "Origin": "null"},
        {**CSRF, "Origin": "http://[::1"},
        {**CSRF, "Origin": "http://127.0.0.1.evil.example"},
    ],
)
async def test_another_site_can_neither_sign_out_nor_write(
    api: httpx.AsyncClient, new_account: NewAccount, headers: dict[str, str]
) -> None:
    account = await new_account()
    web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
    sent = {**headers, **cookie_of(web)}

    answers = [
        await api.delete("/api/v1/auth/session", headers=sent),
        await api.patch("/api/v1/me", json={"name": "Mallory"}, headers=sent),
        await api.post("/api/v1/auth/logout", headers=sent),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    me = await api.get("/api/v1/me", headers=cookie_of(web))
    assert (me.status_code, me.json()["name"]) == (200, "Asha")


async def test_another_site_cannot_sign_anybody_in(api: httpx.AsyncClient, new_account: NewAccount) -> None:
    account = await new_account()
    plain = json.dumps(credentials(account))
    address = "/api/v1/auth/session"

    foreign = await api.post(address, json=credentials(account), headers={"Origin": "https://evil.example"})
    # What a form or a script elsewhere may send without asking first carries no JSON type.
    untyped = await api.post(address, content=plain, headers={"Content-Type": "text/plain"})
    bare = await api.post(address, content=plain.encode())
    asked = await api.options(
        address, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )

    assert [foreign.status_code, untyped.status_code, bare.status_code] == [403, 415, 415]
    assert "access-control-allow-origin" not in asked.headers


async def test_only_the_deployments_own_cookie_is_read(serve: Serve, new_account: NewAccount) -> None:
    account = await new_account()
    async with serve(public_url="https://praan.example.com") as https:
        web = await https.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
        value = web.headers["set-cookie"].partition(";")[0].partition("=")[2]

        planted = await https.get("/api/v1/me", headers={"Cookie": f"praan={value}"})
        own = await https.get("/api/v1/me", headers={"Cookie": f"praan=planted; __Host-praan={value}"})

    assert (planted.status_code, own.status_code) == (401, 200)


async def test_our_own_page_may_write_with_the_cookie(api: httpx.AsyncClient, new_account: NewAccount) -> None:
    account = await new_account()
    web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)
    sent = {**CSRF, **cookie_of(web), "Origin": "http://127.0.0.1:8000"}

    changed = await api.patch("/api/v1/me", json={"language": "hi"}, headers=sent)
    ended = await api.delete("/api/v1/auth/session", headers=sent)
    again = await api.delete("/api/v1/auth/session", headers=sent)

    assert (changed.status_code, changed.json()["language"]) == (200, "hi")
    assert [ended.status_code, again.status_code] == [204, 204]
    assert all("Max-Age=0" in answer.headers["set-cookie"] for answer in (ended, again))
    assert (await api.get("/api/v1/me", headers=cookie_of(web))).status_code == 401


@pytest.mark.parametrize("cookie", [None, "praan=", "praan=nonsense", "other=1"])
async def test_there_is_no_signing_out_without_a_session(api: httpx.AsyncClient, cookie: str | None) -> None:
    headers = CSRF if cookie is None else {**CSRF, "Cookie": cookie}

    assert (await api.delete("/api/v1/auth/session", headers=headers)).status_code == 401


async def test_logout_with_the_cookie_takes_the_cookie(api: httpx.AsyncClient, new_account: NewAccount) -> None:
    account = await new_account()
    web = await api.post("/api/v1/auth/session", json=credentials(account), headers=CSRF)

    answer = await api.post("/api/v1/auth/logout", headers={**CSRF, **cookie_of(web)})

    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
