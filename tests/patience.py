"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable

# Between two questions to the API: it answers a person a hundred times a minute.
ASKING_S = 0.1


def eventually(
    check: Callable[[], object], seconds: float = 10, what: str = "did not happen in time", every: float = 0.02
) -> None:
    """Returns once `check` says so, asked each `every` seconds; raises AssertionError(`what`) after `seconds`."""
    limit = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < limit, what
        time.sleep(every)
