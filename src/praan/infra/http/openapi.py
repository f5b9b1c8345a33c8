"""The OpenAPI document, told as the server behaves: validation is 400, errors are problem+json."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from praan.kernel.fields import MAX_ID

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
TITLES = {
    "400": "A field or the cursor is not valid",
    "401": "The token is missing, expired or revoked",
    "403": "Not yours, or not there",
    "405": "Another method is needed",
    "409": "The thing is in another state",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "422": "The Idempotency-Key was used with another body",
    "429": "Too many requests; Retry-After says when",
    "503": "A part does not answer; Retry-After says when",
}
RETRY = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}


def _answer(status: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": TITLES[status],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in ("429", "503"):
        answer["headers"] = RETRY
    return answer


def install(app: FastAPI, public: frozenset[str], unlimited: frozenset[str]) -> None:
    """Replaces the app's document. Each operation lists the errors that it can really answer with.

    `public` paths need no token, `unlimited` ones among them are not counted against any limit either.
    """

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, public, unlimited)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI, public: frozenset[str], unlimited: frozenset[str]) -> dict[str, Any]:
    schema = get_openapi(
        title="Praan",
        version="1",
        openapi_version="3.1.0",
        routes=app.routes,
        description="Family health: programs, meals, workouts, readings. Errors are RFC 9457 problem+json.",
    )
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = PROBLEM
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _operation(method, operation, protected=path not in public, limited=path not in unlimited)
    whole: dict[str, Any] = _whole_numbers(schema)
    return whole


def _whole_numbers(part: Any) -> Any:
    """The same document with bounds like 1.0 as 1; FastAPI makes floats of them, which cannot hold 2^63 - 1."""
    if isinstance(part, dict):
        return {key: _whole_numbers(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_whole_numbers(value) for value in part]
    if isinstance(part, float) and part.is_integer():
        return min(int(part), MAX_ID)
    return part


def _operation(method: str, operation: dict[str, Any], *, protected: bool, limited: bool) -> None:
    answers = operation.setdefault("responses", {})
    answers.pop("422", None)
    statuses = {"429", "503"} if limited else set()
    if operation.get("parameters") or operation.get("requestBody"):
        statuses.add("400")
    if protected:
        operation["security"] = [{"bearer": []}]
        statuses |= {"401", "403"}
    if operation.get("requestBody"):
        statuses |= {"413", "415"}
    if method != "get":
        statuses.add("409")
    if any(p["name"].lower() == "idempotency-key" for p in operation.get("parameters", ())):
        statuses.add("422")
    for status in statuses:
        answers.setdefault(status, _answer(status))
    for status, answer in answers.items():
        if status in TITLES and not answer.get("content"):
            answer |= _answer(status)
