"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def eventually(check: Callable[[], object], seconds: float = 10, what: str = "did not happen in time") -> None:
    """Returns once `check` says so; raises AssertionError(`what`) when `seconds` have passed."""
    limit = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < limit, what
        time.sleep(0.02)
