"""Routes that judge ownership before the body: also a body that is not even JSON is 403 for a stranger.

FastAPI reads the body first. Here a broken body becomes a value that no model accepts, the dependencies run,
and only what would have been 400 anyway is reported as broken JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

from praan.kernel.errors import FieldError, Invalid

NO_MODEL = '"\\u0001not json"'


class OwnershipFirst(APIRoute):
    """An APIRoute whose dependencies run before a broken body is refused."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def careful(request: Request) -> Response:
            body = await request.body()
            broken = _fault(body)
            if broken is None:
                return await handle(request)
            request._body = NO_MODEL.encode()
            try:
                return await handle(request)
            except RequestValidationError:
                raise Invalid(
                    f"The body is not valid JSON: {broken}", errors=(FieldError("body", broken),)
                ) from None

        return careful


def _fault(body: bytes) -> str | None:
    if not body:
        return None
    try:
        json.loads(body)
    except RecursionError:
        return "is nested too deeply"
    except ValueError as error:
        return f"cannot be read ({type(error).__name__})"
    return None


def api_router(**options: Any) -> APIRouter:
    """A router below /api/v1."""
    return APIRouter(prefix="/api/v1", route_class=OwnershipFirst, **options)
