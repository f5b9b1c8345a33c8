"""The outermost middleware: request id, body limits, security headers, metrics, the last safety net.

Pure ASGI: a BaseHTTPMiddleware would cost more than the work of most requests.
"""

from __future__ import annotations

import re
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from praan.infra import telemetry
from praan.infra.http import handlers, problems
from praan.infra.http.bodies import MAX_BODY, too_large
from praan.kernel.errors import Problem

UUID = re.compile(rb"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
API_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; script-src 'none'"),
]

log = structlog.get_logger("praan.http")


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        status = 500
        answering = False

        async def answer(message: Message) -> None:
            nonlocal status, answering
            if message["type"] == "http.response.start":
                answering = True
                status = message["status"]
                headers = message.setdefault("headers", [])
                headers.append((b"x-request-id", request_id.encode()))
                headers.extend(state.get("limit_headers", ()))
                present = {name.lower() for name, _ in headers}
                headers.extend(pair for pair in API_HEADERS if pair[0] not in present)
            await send(message)

        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise too_large()
            return message

        try:
            await self.app(scope, bounded, answer)
        except Problem as problem:
            if answering:
                raise
            await problems.from_problem(problem, request_id)(scope, receive, answer)
        except handlers.FAILURES as error:
            if answering:
                raise
            told = handlers.failure(error, request_id)
            await problems.from_problem(told, request_id)(scope, receive, answer)
        except Exception as error:
            log.error("request_failed", request_id=request_id, error=type(error).__name__, exc_info=True)
            if answering:
                raise
            response = problems.render(
                status=500,
                title="Something went wrong",
                detail="The fault is ours and has been recorded. Try again; if it stays, tell us the request id.",
                request_id=request_id,
            )
            await response(scope, receive, answer)
        finally:
            route = state.get("route") or getattr(scope.get("route"), "path", "other")
            telemetry.observe_request(scope["method"], route, status, time.perf_counter() - started)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and UUID.match(value):
            return str(value.decode())
    return str(uuid.uuid4())
