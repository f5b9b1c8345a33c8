"""Hints that go out once a transaction has committed: caches to drop, people to tell.

A hint may be lost (Valkey down, a crash in between); a time to live, a poll or a resync stands behind each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from praan.infra import live
from praan.infra.runtime import Runtime


class After:
    """Collects hints while a transaction runs; `run` sends them in one write."""

    def __init__(self) -> None:
        self._drops: list[str] = []
        self._news: list[live.News] = []
        self._nudge = False

    def drop(self, *keys: str) -> None:
        """Cache keys that the transaction makes wrong."""
        self._drops += keys

    def tell(self, followers: Sequence[int], kind: str, member_id: int, id: int) -> None:
        """A live message ("log.updated") about one thing of a member, for these users."""
        self._news.append(live.News(tuple(followers), kind, member_id, id))

    def nudge(self) -> None:
        """The transaction has published an event: the relay need not wait for its next poll."""
        self._nudge = True

    async def run(self, rt: Runtime) -> None:
        waiting: list[Awaitable[None]] = []
        if self._drops:
            waiting.append(rt.cache.drop(*dict.fromkeys(self._drops)))
        if self._news:
            waiting.append(rt.live.publish(list(dict.fromkeys(self._news))))
        if self._nudge:
            waiting.append(live.nudge(rt.valkey))
        if waiting:
            await asyncio.gather(*waiting)
