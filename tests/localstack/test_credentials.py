"""Secrets are made once, however many commands begin at the same moment."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from praan.localstack.credentials import credentials_of
from praan.localstack.home import Home


def all_at_once(home: Home) -> int:
    """How many different sets of secrets eight commands find."""
    with ThreadPoolExecutor(8) as several:
        return len(set(several.map(lambda _: credentials_of(home), range(8))))


def test_commands_at_once_find_the_same_secrets(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert all_at_once(home) == 1

    stored = json.loads(home.secrets.read_text())
    del stored["push_key"]
    home.secrets.write_text(json.dumps(stored))
    assert all_at_once(home) == 1
