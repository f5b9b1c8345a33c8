"""The addresses of the web app, as its router has them: read from app.routes.ts and the files that it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
ROUTES = re.compile(r"(?:routes: Routes =|export default) (?=\[)")
FIELD = re.compile(r"(\w+): ")
LOADED = re.compile(r"import\('(\./[^']+)'\)")


@dataclass(frozen=True)
class Route:
    """One address; `is_page` unless it only leads on to another."""

    path: str
    is_page: bool

    def fits(self, address: str) -> bool:
        """Whether the router would take this route for an address, if it came so far."""
        pattern = "/".join("[^/]+" if part.startswith(":") else re.escape(part) for part in self.path.split("/"))
        return self.path == "**" or re.fullmatch(pattern, address.strip("/")) is not None


def taken(found: list[Route], address: str) -> Route | None:
    """The first that fits, as the router has it."""
    return next((route for route in found if route.fits(address)), None)


def read(file: Path, above: str = "") -> list[Route]:
    """Every address of a file of routes and of those that it loads, in their order."""
    text = COMMENT.sub("", file.read_text())
    begin = ROUTES.search(text)
    assert begin, f"no routes in {file}"
    return list(_routes(_inside(text, begin.end()), file.parent, above))


def _routes(array: str, folder: Path, above: str) -> Iterator[Route]:
    for at in _level(array, "{"):
        fields = _fields(_inside(array, at))
        path = "/".join(part for part in (above, fields["path"].strip("'")) if part)
        if fields.get("children", "[]") != "[]":
            yield from _routes(_inside(fields["children"], 0), folder, path)
        elif loaded := LOADED.search(fields.get("loadChildren", "")):
            yield from read(folder / f"{loaded[1]}.ts", path)
        else:
            yield Route(path, is_page="component" in fields or "loadComponent" in fields)


def _fields(inner: str) -> dict[str, str]:
    commas = [-1, *_level(inner, ","), len(inner)]
    found = {}
    for left, right in pairwise(commas):
        if field := FIELD.match(part := inner[left + 1 : right].strip()):
            found[field[1]] = part[field.end() :]
    return found


def _level(text: str, wanted: str) -> Iterator[int]:
    """Where a character stands outside of all brackets."""
    depth = 0
    for at, each in enumerate(text):
        if each == wanted and depth == 0:
            yield at
        depth += (each in "([{") - (each in ")]}")


def _inside(text: str, at: int) -> str:
    """What stands between the bracket at a place and its end."""
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] in "([{") - (text[end] in ")]}")
        if depth == 0:
            return text[at + 1 : end]
    raise ValueError(f"a bracket does not end: {text[at : at + 40]}")
