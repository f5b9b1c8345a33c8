"""The letters that a person of the browser tests gets, read as somebody at the local stack would: `praan mail`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

LINK = re.compile(r"https?://\S+")
ARRIVES_S = 20


class Inbox:
    """What the mail catcher of one stack holds."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def link(self, email: str, subject: str, after: str = "") -> str:
        """The link of the newest letter with this subject, once it is there; `after` is the one before."""
        deadline = time.monotonic() + ARRIVES_S
        while time.monotonic() < deadline:
            letters = [row for row in self._rows() if row["to"] == email and row["subject"] == subject]
            if letters and (found := LINK.findall(letters[-1]["text"])[0]) != after:
                return str(found)
        raise AssertionError(f"no letter {subject!r} within {ARRIVES_S} s")

    def _rows(self) -> list[dict[str, str]]:
        said = subprocess.run(
            [sys.executable, "-m", "praan.entry.cli", "mail", "--json"],
            env={**os.environ, "PRAAN_HOME": str(self._home)},
            capture_output=True,
            text=True,
            check=True,
        )
        rows: list[dict[str, str]] = json.loads(said.stdout)
        return rows
