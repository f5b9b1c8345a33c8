"""A circuit breaker: after some failures in a row, callers are refused at once for a while."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class BreakerOpen(Exception):
    """The part behind the breaker failed a moment ago."""


class Breaker:
    """Opens after `failures` failures in a row for `rest_s` seconds; then one caller may try."""

    def __init__(self, name: str, *, failures: int, rest_s: float) -> None:
        self.name = name
        self._limit = failures
        self._rest_s = rest_s
        self._count = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    @contextmanager
    def watch(self, failures: tuple[type[BaseException], ...]) -> Iterator[None]:
        """Counts the given exceptions as failures; raises BreakerOpen without running the block."""
        now = time.monotonic()
        if now < self._open_until:
            raise BreakerOpen(self.name)
        if self._count >= self._limit:
            self._open_until = now + self._rest_s
        try:
            yield
        except failures:
            self._count += 1
            if self._count >= self._limit:
                self._open_until = time.monotonic() + self._rest_s
            raise
        self._count = 0
        self._open_until = 0.0
