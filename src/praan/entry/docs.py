"""GET /api/docs: the OpenAPI document as one plain page, made here, with no script and nothing from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import FastAPI, Request, Response

from praan.entry.docs_style import STYLE

PAGE = "/api/docs"
SHEET = "/api/docs/style.css"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}
# Rules of a schema in the order and words in which a person asks for them.
RULES = (
    ("minimum", "at least"),
    ("exclusiveMinimum", "more than"),
    ("maximum", "at most"),
    ("exclusiveMaximum", "less than"),
    ("minLength", "characters, at least"),
    ("maxLength", "characters, at most"),
    ("minItems", "entries, at least"),
    ("maxItems", "entries, at most"),
    ("pattern", "pattern"),
    ("default", "default"),
)


def install(app: FastAPI, openapi_url: str) -> None:
    """Adds the page and its style sheet to the app; `openapi_url` is linked for programs."""
    made: dict[str, str] = {}

    async def page(request: Request) -> Response:
        if "page" not in made:
            made["page"] = render(app.openapi(), openapi_url)
        return _answer(request, made["page"], "text/html")

    async def sheet(request: Request) -> Response:
        return _answer(request, STYLE, "text/css")

    app.add_api_route(PAGE, page, include_in_schema=False)
    app.add_api_route(SHEET, sheet, include_in_schema=False)


def _answer(request: Request, text: str, kind: str) -> Response:
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={**HEADERS, "ETag": etag})
    return Response(text, media_type=kind, headers={**HEADERS, "ETag": etag})


def render(document: dict[str, Any], openapi_url: str) -> str:
    """The page of a document: contents, operations by tag, shapes."""
    info = document["info"]
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append((path, method, operation))
    contents = "".join(f'<li><a href="#tag-{escape(tag)}">{escape(tag)}</a></li>' for tag in by_tag)
    operations = "".join(
        f'<section aria-labelledby="tag-{escape(tag)}"><h2 id="tag-{escape(tag)}">{escape(tag)}</h2>'
        + "".join(_operation(*each) for each in each_of)
        + "</section>"
        for tag, each_of in by_tag.items()
    )
    shapes = "".join(_shape(name, schema) for name, schema in document["components"]["schemas"].items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(info["title"])} API</title><link rel="stylesheet" href="{SHEET}"></head><body>'
        '<a class="skip" href="#main">Skip to the operations</a>'
        f"<header><h1>{escape(info['title'])} API <small>version {escape(info['version'])}</small></h1>"
        f"<p>{escape(info.get('description', ''))}</p>"
        f'<p>For programs: <a href="{escape(openapi_url)}">the OpenAPI document</a>.</p></header>'
        f'<nav aria-label="Contents"><ul>{contents}<li><a href="#shapes">shapes</a></li></ul></nav>'
        f'<main id="main">{operations}<section aria-labelledby="shapes"><h2 id="shapes">shapes</h2>'
        f"{shapes}</section></main></body></html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    parts = [f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>"]
    if not operation.get("security"):
        parts.append("<p>No token needed.</p>")
    if parameters := operation.get("parameters"):
        rows = [(p["name"], p.get("required", False), p["schema"], p["in"]) for p in parameters]
        parts.append(_table("Parameters", rows))
    if body := operation.get("requestBody"):
        kinds = "".join(_kind(each["schema"]) for each in body["content"].values())
        parts.append(f"<p>Body: {kinds}{'' if body.get('required') else ' (may be left out)'}</p>")
    answers = "".join(
        f"<li><code>{escape(status)}</code> {escape(answer['description'])}"
        + "".join(f" &rarr; {_kind(each['schema'])}" for each in answer.get("content", {}).values())
        + "</li>"
        for status, answer in sorted(operation["responses"].items())
    )
    parts.append(f"<h4>Answers</h4><ul>{answers}</ul>")
    return (
        f'<details id="{escape(operation["operationId"])}"><summary><h3><span class="method {method}">'
        f"{method.upper()}</span> <code>{escape(path)}</code></h3></summary>{''.join(parts)}</details>"
    )


def _shape(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = [(field, field in required, each, "") for field, each in schema.get("properties", {}).items()]
    inside = _table("Fields", rows) if rows else f"<p>{_kind(schema)}</p>"
    about = f"<p>{escape(schema['description'])}</p>" if schema.get("description") else ""
    return f'<section class="shape"><h3 id="shape-{escape(name)}">{escape(name)}</h3>{about}{inside}</section>'


def _table(title: str, rows: list[tuple[str, bool, dict[str, Any], str]]) -> str:
    lines = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code>{" <em>required</em>" if needed else ""}</th>'
        f"<td>{_kind(schema)}{f' in {escape(where)}' if where else ''}</td>"
        f"<td>{escape('; '.join(_rules(schema)))}</td></tr>"
        for name, needed, schema, where in rows
    )
    return (
        f'<table><caption>{title}</caption><thead><tr><th scope="col">Name</th><th scope="col">Kind</th>'
        f'<th scope="col">Rules</th></tr></thead><tbody>{lines}</tbody></table>'
    )


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#shape-{name}">{name}</a>'
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(_kind(each) for each in schema[several])
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    kind = escape(str(schema.get("type", "anything")))
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return f"{kind} ({escape(schema['format'])})" if "format" in schema else kind


def _rules(schema: dict[str, Any]) -> Iterator[str]:
    for part in (schema, *schema.get("anyOf", ())):
        for key, words in RULES:
            if part.get(key) is not None:
                yield f"{words} {part[key]}"
    if schema.get("description"):
        yield str(schema["description"])
