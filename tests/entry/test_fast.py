"""The fast answers and their plain twins: the same to the caller, and the fast one only where it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.conftest import MakeUser, settings_for
from tests.factories import MEAL, READING, WORKOUT, call, make_family, make_grant

from praan.entry import api as entry
from praan.entry.fast import Fast
from praan.infra.runtime import Runtime

API = "/api/v1"


class Counted:
    """Counts what reaches the plain routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += scope["type"] == "http"
        await self.app(scope, receive, send)


class Pair:
    """The same application with the fast answers and without."""

    def __init__(self, fast: ASGIApp, plain: ASGIApp, twin: Counted) -> None:
        self.twin = twin
        self._clients = {"fast": self._client(fast), "plain": self._client(plain)}

    @staticmethod
    def _client(app: ASGIApp) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")

    async def fast(self, who: Any, method: str, path: str, **more: Any) -> httpx.Response:
        return await self._send("fast", who, method, path, more)

    async def plain(self, who: Any, method: str, path: str, **more: Any) -> httpx.Response:
        return await self._send("plain", who, method, path, more)

    async def _send(self, kind: str, who: Any, method: str, path: str, more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {who.token}"} if who else {}
        headers |= more.pop("headers", {})
        return await self._clients[kind].request(method, API + path, headers=headers, **more)


@asynccontextmanager
async def pair_of(services: Any, **changes: str) -> AsyncIterator[Pair]:
    settings = settings_for(services, "api", **changes)
    async with AsyncExitStack() as stack:
        inner = entry.create_app(settings)
        await stack.enter_async_context(inner.router.lifespan_context(inner))
        twin = Counted(inner)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(entry, "Fast", lambda app, runtime: Fast(twin, runtime))
            fast = entry.wrap(inner, settings)
            patch.setattr(entry, "Fast", lambda app, runtime: app)
            plain = entry.wrap(inner, settings)
        yield Pair(fast, plain, twin)


@pytest.fixture(scope="module")
async def pair(services: Any) -> AsyncIterator[Pair]:
    async with pair_of(services) as made:
        yield made


def told(answer: httpx.Response, *without: str) -> tuple[int, dict[str, str], Any]:
    """What an answer says, but for what differs by its nature: the request's id and the fields `without`."""
    body = answer.json()
    for name in ("request_id", *without):
        body.pop(name, None)
    headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "content-length")}
    assert int(answer.headers["content-length"]) == len(answer.content)
    return answer.status_code, headers, body


def log_of(program: int, log: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"program_id": program, **log, **more}


@pytest.mark.parametrize("log", [MEAL, WORKOUT, READING], ids=["meal", "workout", "reading"])
async def test_a_log_is_answered_alike_and_stored_alike(
    pair: Pair, make_user: MakeUser, log: dict[str, Any]
) -> None:
    one, two = await make_family(await make_user()), await make_family(await make_user())
    at = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    before = pair.twin.asked

    fast = await pair.fast(one.owner, "POST", "/logs", json=log_of(one.program, log, timestamp=at))
    plain = await pair.plain(two.owner, "POST", "/logs", json=log_of(two.program, log, timestamp=at))

    assert pair.twin.asked == before
    assert fast.status_code == 201
    assert told(fast, "id") == told(plain, "id")
    stored = [
        told(await pair.plain(family.owner, "GET", f"/logs/{made.json()['id']}"), *UNEQUAL)
        for family, made in ((one, fast), (two, plain))
    ]
    assert stored[0] == stored[1]


UNEQUAL = ("id", "program_id", "member_id", "created_at")
NOTE = {"log_type": "NUTRITION", "payload": {"calories": 420, "note": "spicy"}}
ITEMS = {"log_type": "NUTRITION", "payload": {"items": [{"food_id": 2**40, "grams": 100}]}}
PHOTO = {"log_type": "NUTRITION", "payload": {"photo_key": "raw/nothing"}}


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"calories": -1}},
        {"payload": {"calories": True}},
        {"payload": {"calories": 10, "sugar": 3}},
        {"program_id": "7"},
        {"program_id": 2**63},
        {"timestamp": "yesterday"},
        {"timestamp": "2020-01-01T00:00:00Z"},
        {"timestamp": "2199-01-01T00:00:00Z"},
        {"log_type": "SLEEP"},
        {"log_type": None},
        NOTE,
        ITEMS,
        PHOTO,
    ],
    ids=str,
)
async def test_every_other_log_is_answered_alike(pair: Pair, make_user: MakeUser, change: dict[str, Any]) -> None:
    family = await make_family(await make_user())
    body = {**log_of(family.program, MEAL), **change}

    fast = await pair.fast(family.owner, "POST", "/logs", json=body)
    plain = await pair.plain(family.owner, "POST", "/logs", json=body)

    assert told(fast, "id", "adherence_impact") == told(plain, "id", "adherence_impact")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"NaN", b'{"program_id": 1e999}', b"\xff", b"[" * 3000]
)
async def test_a_broken_body_is_answered_alike(pair: Pair, make_user: MakeUser, body: bytes) -> None:
    who, headers = await make_user(), {"Content-Type": "application/json"}

    fast = await pair.fast(who, "POST", "/logs", content=body, headers=headers)
    plain = await pair.plain(who, "POST", "/logs", content=body, headers=headers)

    assert fast.status_code == 400
    assert told(fast) == told(plain)


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=utf-8", ""])
async def test_another_content_type_is_answered_alike(pair: Pair, make_user: MakeUser, kind: str) -> None:
    family = await make_family(await make_user())
    body, headers = httpx.Request("POST", "http://x", json=log_of(family.program, MEAL)).content, {}
    if kind:
        headers["Content-Type"] = kind

    fast = await pair.fast(family.owner, "POST", "/logs", content=body, headers=headers)
    plain = await pair.plain(family.owner, "POST", "/logs", content=body, headers=headers)

    assert told(fast, "id", "adherence_impact") == told(plain, "id", "adherence_impact")


async def test_an_idempotency_key_is_kept_by_the_plain_route(pair: Pair, make_user: MakeUser) -> None:
    family = await make_family(await make_user())
    sent: dict[str, Any] = {"json": log_of(family.program, MEAL), "headers": {"Idempotency-Key": "once"}}

    first = await pair.fast(family.owner, "POST", "/logs", **sent)
    again = await pair.fast(family.owner, "POST", "/logs", **sent)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()


@pytest.mark.parametrize(
    "query",
    ["", "?limit=3", "?limit=100", "?limit=0", "?limit=101", "?limit=03", "?limit=3&limit=4", "?cursor=MzAyMg",
     "?cursor=MzAyMg==", "?cursor=", "?limit=2&cursor=!", "?log_type=vitals", "?limit=2&from=2026-01-01", "?x=1"],
)  # fmt: skip
async def test_history_is_answered_alike(pair: Pair, make_user: MakeUser, query: str) -> None:
    family = await make_family(await make_user())
    for log in (MEAL, WORKOUT, READING, MEAL):
        await call(family.owner, "POST", "/logs", 201, json=log_of(family.program, log))
    path = f"/programs/{family.program}/history{query}"

    fast, plain = await pair.fast(family.owner, "GET", path), await pair.plain(family.owner, "GET", path)

    assert told(fast) == told(plain)


async def test_history_goes_on_from_a_cursor_of_either(pair: Pair, make_user: MakeUser) -> None:
    family = await make_family(await make_user())
    for log in (MEAL, WORKOUT, READING, MEAL):
        await call(family.owner, "POST", "/logs", 201, json=log_of(family.program, log))
    path = f"/programs/{family.program}/history?limit=2"
    first = (await pair.plain(family.owner, "GET", path)).json()
    before = pair.twin.asked

    fast = await pair.fast(family.owner, "GET", f"{path}&cursor={first['pagination']['next_cursor']}")

    assert pair.twin.asked == before
    assert told(fast) == told(
        await pair.plain(family.owner, "GET", f"{path}&cursor={first['pagination']['next_cursor']}")
    )
    assert len(fast.json()["data"]) == 2
    assert fast.json()["pagination"] == {"next_cursor": None, "has_more": False}


def today(program: int) -> str:
    return f"/programs/{program}/adherence/today"


async def test_a_cached_today_is_answered_without_the_plain_route(pair: Pair, make_user: MakeUser) -> None:
    family = await make_family(await make_user())
    await call(family.owner, "POST", "/logs", 201, json=log_of(family.program, MEAL))
    plain = await pair.plain(family.owner, "GET", today(family.program))
    before = pair.twin.asked

    fast = await pair.fast(family.owner, "GET", today(family.program))

    assert pair.twin.asked == before
    assert fast.status_code == 200
    assert told(fast) == told(plain)


async def test_today_is_exact_right_after_a_fast_log(pair: Pair, make_user: MakeUser) -> None:
    family = await make_family(await make_user())
    for count in (1, 2, 3):
        await pair.fast(family.owner, "POST", "/logs", json=log_of(family.program, MEAL))

        answers = [await pair.fast(family.owner, "GET", today(family.program)) for _ in range(2)]

        assert [answer.json()["details"]["meals"]["actual"] for answer in answers] == [count, count]


async def test_only_the_owner_is_answered_from_the_cache(pair: Pair, make_user: MakeUser, god: Any) -> None:
    family, doctor, stranger = await make_family(await make_user()), await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY")
    cached = await pair.plain(family.owner, "GET", today(family.program))
    before = pair.twin.asked

    seen = await pair.fast(doctor, "GET", today(family.program))
    refused = await pair.fast(stranger, "GET", today(family.program))

    assert pair.twin.asked == before + 2
    assert seen.json() == cached.json()
    assert refused.status_code == 403


@pytest.mark.parametrize("tampered", [b"", b"\x01", b"not sealed"], ids=str)
async def test_a_value_that_is_not_ours_is_a_miss(
    pair: Pair, make_user: MakeUser, rt: Runtime, tampered: bytes
) -> None:
    family = await make_family(await make_user())
    right = await pair.plain(family.owner, "GET", today(family.program))
    await rt.valkey.command("SET", f"program:{family.program}:adherence:today", tampered)

    answer = await pair.fast(family.owner, "GET", today(family.program))

    assert told(answer) == told(right)


Ask = Callable[[int], tuple[str, str, dict[str, Any]]]
HOT: list[Ask] = [
    lambda program: ("POST", "/logs", {"json": log_of(program, MEAL)}),
    lambda program: ("GET", f"/programs/{program}/history", {}),
    lambda program: ("GET", today(program), {}),
]
hot = pytest.mark.parametrize("ask", HOT, ids=["log", "history", "today"])


@hot
async def test_a_stranger_and_nobody_are_refused_alike(pair: Pair, make_user: MakeUser, ask: Ask) -> None:
    family, stranger = await make_family(await make_user()), await make_user()
    await pair.plain(family.owner, "GET", today(family.program))
    method, path, more = ask(family.program)

    for who, status in ((stranger, 403), (None, 401)):
        fast = await pair.fast(who, method, path, **more)
        plain = await pair.plain(who, method, path, **more)
        assert fast.status_code == status
        assert told(fast) == told(plain)


@hot
async def test_an_ended_session_is_refused_at_once(pair: Pair, make_user: MakeUser, ask: Ask) -> None:
    family = await make_family(await make_user())
    method, path, more = ask(family.program)
    assert (await pair.fast(family.owner, method, path, **more)).is_success

    await call(family.owner, "POST", "/auth/logout", 204, json={})

    assert (await pair.fast(family.owner, method, path, **more)).status_code == 401


@hot
async def test_a_spent_quota_is_refused_alike(services: Any, make_user: MakeUser, ask: Ask) -> None:
    family = await make_family(await make_user())
    method, path, more = ask(family.program)
    async with pair_of(services, PRAAN_RATE_LIMIT_USER="2", PRAAN_RATE_LIMIT_LOGS="2") as limited:
        fast = [await limited.fast(family.owner, method, path, **more) for _ in range(3)][-1]
        plain = await limited.plain(family.owner, method, path, **more)

    assert fast.status_code == 429
    assert int(fast.headers["retry-after"]) - int(plain.headers["retry-after"]) in (0, 1)
    assert set(fast.headers) == set(plain.headers)
    assert fast.json()["title"] == plain.json()["title"]


@hot
async def test_a_strange_id_is_answered_alike(pair: Pair, make_user: MakeUser, ask: Ask) -> None:
    who = await make_user()
    for program in (0, -1, 2**63 - 1, 2**63, 10**30):
        method, path, more = ask(program)
        if method == "POST" and program > 2**63:
            continue
        assert told(await pair.fast(who, method, path, **more)) == told(
            await pair.plain(who, method, path, **more)
        )


async def test_other_sites_pages_are_answered_alike(pair: Pair, make_user: MakeUser) -> None:
    family = await make_family(await make_user())
    await pair.plain(family.owner, "GET", today(family.program))
    for origin in ("http://localhost:4200", "https://elsewhere.example"):
        for program in (family.program, 2**62):
            fast = await pair.fast(family.owner, "GET", today(program), headers={"Origin": origin})
            plain = await pair.plain(family.owner, "GET", today(program), headers={"Origin": origin})
            assert told(fast) == told(plain)
