"""What a page of the web app is going to fetch, told in a Link header beside it, so that none waits for another.

These are its style, its scripts, and for who brings a session also the first things that it asks of the API. The
style comes first and the scripts are of low priority: with the style alone the opening screen is painted.

The plan is made by tools/preload.mjs of the web app: {"styles": [...], "all": [scripts], "pages": {path:
{"scripts": [...], "asks": [...]}}}, where `*` in a path is a number, which takes the place of `*` in what is
asked.
"""

from __future__ import annotations

import json
import re


class Plan:
    """`cookie`: the name of a session's cookie. A plan of nothing names nothing."""

    def __init__(self, plan: bytes | None, cookie: str = "") -> None:
        told = json.loads(plan) if plan else {"styles": [], "all": [], "pages": {}}
        self._session = re.compile(rf"(?:^|;\s*){re.escape(cookie)}=".encode())
        self._all = [f"</{name}>; rel=preload; as=style" for name in told["styles"]] + _scripts(told["all"])
        self._pages = [
            (re.compile(re.escape(path).replace(r"\*", "([0-9]{1,19})")), _scripts(page["scripts"]), page["asks"])
            for path, page in told["pages"].items()
        ]

    def link(self, path: str, cookies: bytes) -> bytes:
        """The header's value for a page; empty when there is nothing to name."""
        parts = list(self._all)
        for pattern, scripts, asks in self._pages:
            if found := pattern.fullmatch(path):
                parts += scripts
                if self._session.search(cookies):
                    parts += [_ask(ask, found.groups()) for ask in asks]
        return ", ".join(parts).encode()


def _scripts(names: list[str]) -> list[str]:
    return [f"</{name}>; rel=modulepreload; fetchpriority=low" for name in names]


def _ask(ask: str, numbers: tuple[str, ...]) -> str:
    for number in numbers:
        ask = ask.replace("*", number, 1)
    return f"<{ask}>; rel=preload; as=fetch; crossorigin"
