"""Every exception of a route as problem+json."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar

import asyncpg
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from praan.infra.http import problems
from praan.kernel.errors import (
    MAX_ERRORS,
    Conflict,
    FieldError,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    Unavailable,
    wrong_fields,
)

log = structlog.get_logger("praan.http")
LOCKED = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)
FAILURES: tuple[type[Exception], ...] = (
    *LOCKED,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
    TimeoutError,
)
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
Judge: TypeAlias = Callable[[Request], Awaitable[object]]
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def _problem(request: Request, problem: Problem) -> Response:
    return problems.from_problem(problem, problems.request_id_of(request))


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _problem(request, error)


def judged_by(judge: Judge) -> Callable[[Endpoint], Endpoint]:
    """Marks an endpoint whose ownership is checked inside it: for an invalid request `judge` checks it first."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.judge = judge  # type: ignore[attr-defined]
        return endpoint

    return mark


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    judge = getattr(request.scope.get("endpoint"), "judge", None)
    if judge is not None:
        try:
            await judge(request)
        except Problem as problem:
            return _problem(request, problem)
    return _problem(request, invalid(error.errors(), error.body))


def invalid(errors: Sequence[Any], body: Any = None) -> Invalid:
    """A 400 that names each field: "payload.calories: Input should be greater than or equal to 0"."""
    fields: tuple[FieldError, ...] = ()
    for item in errors[:MAX_ERRORS]:
        source, *where = item.get("loc") or ("body",)
        if source == "body" and isinstance(body, dict):
            fields += wrong_fields([{**item, "loc": where}], body)
        else:
            name = ".".join(map(str, where)) or str(source)
            fields += (FieldError(name, str(item.get("msg", "is not valid")).removeprefix("Value error, ")),)
    detail = "; ".join(f"{field.field}: {field.message}" for field in fields[:3])
    return Invalid(detail, errors=fields)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _problem(request, NotFound("There is no such address in the API."))
    if error.status_code == 405:
        response = _problem(request, MethodNotAllowed())
        response.headers["Allow"] = ", ".join(_methods(request))
        return response
    if error.status_code == 400:
        return _problem(request, Invalid(str(error.detail), errors=(FieldError("body", str(error.detail)),)))
    return problems.render(
        status=error.status_code,
        title=str(error.detail),
        detail=str(error.detail),
        request_id=problems.request_id_of(request),
        headers=error.headers,
    )


def _methods(request: Request) -> list[str]:
    """All methods of the path; Starlette names only those of the first route that has it."""
    asked = [{**request.scope, "method": method} for method in METHODS]
    routes = request.app.router.routes
    return [scope["method"] for scope in asked if any(r.matches(scope)[0] is Match.FULL for r in routes)]


def failure(error: BaseException, request_id: str) -> Problem:
    """What the caller is told about one of FAILURES."""
    if isinstance(error, LOCKED):
        return Conflict("Somebody else is changing the same thing. Try again.")
    log.error("database_unavailable", request_id=request_id, error=type(error).__name__)
    return Unavailable("The database does not answer; nothing was saved. Try again.", retry_after=2)


async def _on_failure(request: Request, error: Exception) -> Response:
    return _problem(request, failure(error, problems.request_id_of(request)))


def install(app: FastAPI) -> None:
    """Registers the handlers."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for kind in FAILURES:
        app.add_exception_handler(kind, _on_failure)
