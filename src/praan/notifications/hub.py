"""Open WebSockets of one API process, fed by one subscription to Valkey.

A socket that cannot keep up is closed; its client reconnects and reads again. While Valkey is away nothing
arrives live, and clients poll.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import redis.asyncio as redis
import structlog
from redis.exceptions import RedisError

from praan.infra import live, telemetry
from praan.infra.runtime import Runtime

WAITING = 200
RETRY_S = 0.5

log = structlog.get_logger("praan.live")


class Socket:
    """One open socket of a session: messages wait here until they are sent, None ends it."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(WAITING)

    def offer(self, message: str) -> None:
        """Queues a message; a socket that is too slow gets its end instead."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Drops what waits; the socket closes."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """Sockets by user, and the subscription that follows them."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_connect_timeout=1, decode_responses=True)
        self._pubsub = self._client.pubsub(ignore_subscribe_messages=True)
        self._sockets: defaultdict[int, set[Socket]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, rt: Runtime) -> AsyncIterator[Hub]:
        hub = cls(rt.settings.redis_url.get_secret_value())
        hub._task = asyncio.create_task(hub._listen())
        try:
            yield hub
        finally:
            # redis-py swallows a cancellation that lands while it connects: it has to be said until it is heard.
            while not hub._task.done():
                hub._task.cancel()
                await asyncio.wait({hub._task}, timeout=0.1)
            await hub._pubsub.aclose()  # type: ignore[no-untyped-call]
            await hub._client.aclose()

    @asynccontextmanager
    async def join(self, user_id: int, session_id: int) -> AsyncIterator[Socket]:
        """A socket that is subscribed when the block begins, unless Valkey is away."""
        socket = Socket(session_id)
        first = not self._sockets[user_id]
        self._sockets[user_id].add(socket)
        telemetry.LIVE.inc()
        try:
            if first:
                with contextlib.suppress(RedisError, OSError):
                    await self._pubsub.subscribe(live.channel(user_id))
            yield socket
        finally:
            telemetry.LIVE.dec()
            self._sockets[user_id].discard(socket)
            if not self._sockets[user_id]:
                del self._sockets[user_id]
                with contextlib.suppress(RedisError, OSError):
                    await self._pubsub.unsubscribe(live.channel(user_id))

    async def _listen(self) -> None:
        # Subscribed from the start, so that the connection exists before the first socket does.
        lost = True
        while True:
            try:
                if lost:
                    await self._pubsub.subscribe("live:keepalive", *map(live.channel, list(self._sockets)))
                    lost = False
                message = await self._pubsub.get_message(timeout=None)
                if message is not None and message["type"] == "message":
                    self._deliver(message["channel"].removeprefix("live:"), message["data"])
            except (RedisError, OSError) as error:
                lost = True
                log.warning("live_waits", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)

    def _deliver(self, user_id: str, data: str) -> None:
        sockets = self._sockets.get(int(user_id) if user_id.isdigit() else 0, ())
        ended = data.removeprefix(live.END) if data.startswith(live.END) else None
        for socket in sockets:
            if ended is None:
                socket.offer(data)
            elif ended == str(socket.session_id):
                socket.end()
