"""House rules that a reader would otherwise have to remember."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from praan.entry import api

ROOT = Path(__file__).parents[2]
PYTHON = [
    path for folder in ("src", "tests", "tools", "bench", "migrations") for path in (ROOT / folder).rglob("*.py")
]
MOST_LINES = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
MAKES_SCOPES = "families/service.py"


def test_no_file_is_too_long() -> None:
    long = {str(p.relative_to(ROOT)): n for p in PYTHON if (n := len(p.read_text().splitlines())) > MOST_LINES}

    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(p.relative_to(ROOT)) for p in PYTHON if {p.stem, *p.relative_to(ROOT).parts} & VAGUE] == []


def makers(text: str) -> list[int]:
    """Lines that call MemberScope, by whatever module it is reached."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) == "MemberScope" or getattr(node.func, "attr", None) == "MemberScope")
    ]


def test_only_admission_makes_a_member_scope() -> None:
    source = ROOT / "src" / "praan"
    found = {str(p.relative_to(source)) for p in source.rglob("*.py") if makers(p.read_text())}

    assert found == {MAKES_SCOPES}


@pytest.mark.parametrize("text", ["scope.MemberScope(1, 2)", "def f():\n    return MemberScope(user_id=1)"])
def test_the_search_sees_a_scope_being_made(text: str) -> None:
    assert makers(text) != []


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    document = json.loads(api.document())
    return [
        (path, method, each) for path, methods in document["paths"].items() for method, each in methods.items()
    ]


def test_the_document_says_400_where_the_server_does() -> None:
    for path, method, operation in operations():
        answers, where = operation["responses"], f"{method} {path}"
        takes_input = operation.get("parameters") or operation.get("requestBody")
        keyed = any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", ()))
        assert ("400" in answers) >= bool(takes_input), where
        assert ("422" in answers) == keyed, where


def test_the_document_keeps_no_trace_of_the_frameworks_own_errors() -> None:
    assert "HTTPValidationError" not in api.document()


def test_every_error_is_a_problem() -> None:
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():
            kinds = set(answer.get("content", {}))
            if (path, status) == ("/api/v1/health/ready", "503"):
                assert kinds == {"application/json"}
            elif int(status) >= 400:
                assert kinds == {"application/problem+json"}, f"{method} {path} {status}"
            else:
                kind = "text/csv" if path.endswith(".csv") else "application/json"
                assert kinds <= {kind}, f"{method} {path} {status}"
