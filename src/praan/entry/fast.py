"""The three hottest requests, answered before FastAPI routes them: a short log, a page of history, a cached today.

Each has its plain twin among the routes. Whatever is not the plain case (a photo, a note, a filter, an
Idempotency-Key, any mistake in the request, a cache miss) goes on to the twin, so that the twin's words are the
only ones; both use the same services. tests/entry/test_fast.py holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import orjson
from pydantic import TypeAdapter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from praan.adherence import service as adherence
from praan.infra.after import After
from praan.infra.db import connection
from praan.infra.http import handlers, problems
from praan.infra.runtime import Runtime
from praan.infra.telemetry import CACHE
from praan.journal import add
from praan.kernel.errors import Problem
from praan.kernel.paging import DEFAULT_LIMIT
from praan.kernel.principal import Origin, Principal
from praan.logs import schemas
from praan.logs import service as logs
from praan.logs.payloads import Meals, Photo

LOGS = "/api/v1/logs"
HISTORY = "/api/v1/programs/{program_id}/history"
TODAY = "/api/v1/programs/{program_id}/adherence/today"
PROGRAM = re.compile(r"/api/v1/programs/([1-9][0-9]{0,17})/(history|adherence/today)")
PAGE = re.compile(rb"(?:limit=([1-9][0-9]?|100))?(?:(?:^|&)cursor=([A-Za-z0-9_-]{1,500}))?")
JSON = b"application/json"
TODAY_HIT = CACHE.labels("today", "hit")

_log: TypeAdapter[add.LogIn] = TypeAdapter(schemas.LogIn)

Answer = Callable[[], Awaitable[tuple[int, bytes]]]


def cached_key(scope: Scope) -> str:
    """What the guard reads from the cache in the same call as the limits; '' for most requests."""
    if scope["method"] != "GET":
        return ""
    found = PROGRAM.fullmatch(scope["path"])
    return adherence.today_key(int(found[1])) if found is not None and found[2] != "history" else ""


class Fast:
    """Inside the guard, around the FastAPI application."""

    def __init__(self, app: ASGIApp, runtime: Callable[[], Runtime]) -> None:
        self.app = app
        self.runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope.get("state", {})
        answer: Answer | None = None
        if "principal" in state:
            if scope["method"] == "GET":
                answer = self._read(scope, state["principal"])
            elif scope["method"] == "POST" and scope["path"] == LOGS and _short(scope):
                answer, receive = await self._write(scope, receive, state["principal"])
        if answer is None:
            await self.app(scope, receive, send)
            return
        try:
            status, body = await answer()
        except Problem as problem:
            await problems.from_problem(problem, state["request_id"])(scope, receive, send)
            return
        except handlers.FAILURES as error:
            told = handlers.failure(error, state["request_id"])
            await problems.from_problem(told, state["request_id"])(scope, receive, send)
            return
        length = str(len(body)).encode()
        headers = [(b"content-length", length), (b"content-type", JSON)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _read(self, scope: Scope, who: Principal) -> Answer | None:
        found = PROGRAM.fullmatch(scope["path"])
        if found is None:
            return None
        program = int(found[1])
        if found[2] == "history":
            return self._history(scope, who, program)
        hit = self._today(scope, who, program)
        if hit is None:
            return None

        async def today() -> tuple[int, bytes]:
            return 200, hit

        return today

    def _today(self, scope: Scope, who: Principal, program: int) -> bytes | None:
        sealed = scope["state"].get("cached")
        if sealed is None:
            return None
        value = self.runtime().cache.opened(adherence.today_key(program), sealed)
        hit = None if value is None else adherence.cached_today(value, who.user_id)
        if hit is not None:
            scope["state"]["route"] = TODAY
            TODAY_HIT.inc()
        return hit

    def _history(self, scope: Scope, who: Principal, program: int) -> Answer | None:
        page = PAGE.fullmatch(scope["query_string"])
        if page is None:
            return None
        scope["state"]["route"] = HISTORY
        rt = self.runtime()
        limit = int(page[1]) if page[1] else DEFAULT_LIMIT
        cursor = page[2].decode() if page[2] else None

        async def history() -> tuple[int, bytes]:
            async with connection(rt.pool) as conn:
                return 200, await logs.history(
                    conn,
                    rt.vault,
                    rt.storage,
                    rt.cursors,
                    actor=who.user_id,
                    program=program,
                    limit=limit,
                    cursor=cursor,
                    types=None,
                    first=None,
                    last=None,
                )

        return history

    async def _write(self, scope: Scope, receive: Receive, who: Principal) -> tuple[Answer | None, Receive]:
        messages = [await receive()]
        while messages[-1].get("more_body"):
            messages.append(await receive())
        again = _replay(messages, receive)
        try:
            log = _log.validate_python(orjson.loads(b"".join(message.get("body", b"") for message in messages)))
        except ValueError:
            return None, again
        payload = log.payload
        if isinstance(payload, Photo) or (isinstance(payload, Meals) and (payload.note or payload.items)):
            return None, again
        scope["state"]["route"] = LOGS
        rt = self.runtime()
        client = scope.get("client")
        origin = Origin(client[0] if client else None, scope["state"]["request_id"])

        async def write() -> tuple[int, bytes]:
            after = After()
            async with connection(rt.pool) as conn:
                added = await add.add(conn, rt.vault, who.user_id, origin, log, after)
            await after.run(rt)
            return 201, added.model_dump_json().encode()

        return write, again


def _short(scope: Scope) -> bool:
    """Whether a POST is plain JSON without an Idempotency-Key."""
    plain = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            plain = value == JSON
        elif name == b"idempotency-key":
            return False
    return plain


def _replay(messages: list[Message], receive: Receive) -> Receive:
    """A receive that gives what was read already, then goes on."""
    left = iter(messages)

    async def again() -> Message:
        for message in left:
            return message
        return await receive()

    return again
