"""Errors as application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from praan.kernel.errors import FieldError, Problem

MEDIA_TYPE = "application/problem+json"


def render(
    *,
    status: int,
    title: str,
    detail: str,
    request_id: str,
    errors: tuple[FieldError, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for one failure."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request_id,
        "errors": [{"field": error.field, "message": error.message} for error in errors],
    }
    return Response(
        orjson.dumps(body),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def from_problem(problem: Problem, request_id: str, headers: Mapping[str, str] | None = None) -> Response:
    extra = dict(headers or {})
    if problem.retry_after is not None:
        extra["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        extra["WWW-Authenticate"] = 'Bearer realm="praan"'
    return render(
        status=problem.status,
        title=problem.title,
        detail=problem.detail,
        request_id=request_id,
        errors=problem.errors,
        headers=extra,
    )


def request_id_of(request: Request) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))
