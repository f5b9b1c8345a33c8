"""Open WebSockets of one API process, fed by one subscription to Valkey.

A socket that may have missed something (it is too slow, Valkey was away) is closed; its client comes back with
the last number it knows. While Valkey is away nothing arrives live, and clients poll.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import redis.asyncio as redis
import structlog
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from praan.infra import live, telemetry
from praan.infra.runtime import Runtime
from praan.infra.valkey import Down

WAITING = 200
MOST = 20
RETRY_S = 0.5
JOIN_S = 3
SILENCE_S = 20
ALL = "live:all"
PONG = '{"type":"pong"}'

log = structlog.get_logger("praan.live")


class Goodbye(Exception):
    """Why a socket is closed, in the terms of WebSocket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


ENDED = Goodbye(1008, "This session has ended. Sign in again.")
AGAIN = Goodbye(1013, "Come back with ?since= and the last number you know.")
REPLACED = Goodbye(4029, f"More than {MOST} live connections: the oldest one is closed.")


class Socket:
    """One open socket of a session: messages wait here until they are sent, a Goodbye ends it."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        self.queue: asyncio.Queue[str | Goodbye] = asyncio.Queue(WAITING)

    def offer(self, message: str) -> None:
        """Queues a message; a socket that is too slow gets its end instead."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end(AGAIN)

    async def messages(self, missed: Sequence[str], until: int) -> AsyncIterator[str]:
        """What was missed, which ends at the number `until`, and what comes; raises the Goodbye that ends it."""
        for message in missed:
            yield message
        while True:
            waiting = await self.queue.get()
            if isinstance(waiting, Goodbye):
                # A new one: what is raised grows with each place that it passes.
                raise Goodbye(*waiting.args)
            # What came in while the past was read is in both.
            if waiting is PONG or live.seq_of(waiting) > until:
                yield waiting

    def end(self, goodbye: Goodbye) -> None:
        """Drops what waits; the socket closes."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(goodbye)


class Hub:
    """Sockets by user, oldest first, and the subscription that follows them."""

    def __init__(self, rt: Runtime) -> None:
        # Without retries: redis-py would reconnect by itself, and nobody would know that messages are missing.
        self._client = redis.Redis.from_url(
            rt.settings.redis_url.get_secret_value(),
            socket_connect_timeout=1,
            socket_timeout=JOIN_S,
            decode_responses=True,
            # In RESP3 a pong is no message of the subscription, and redis-py cannot read it.
            protocol=2,
            retry=Retry(NoBackoff(), 0),
        )
        self._live = rt.live
        self._pubsub: PubSub | None = None
        self._sockets: dict[int, dict[Socket, None]] = {}
        self._turn = asyncio.Lock()
        self._tokens = map(str, itertools.count())
        self._echoes: dict[str, asyncio.Future[None]] = {}
        self._task: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, rt: Runtime) -> AsyncIterator[Hub]:
        hub = cls(rt)
        hub._task = asyncio.create_task(hub._listen())
        try:
            yield hub
        finally:
            # redis-py swallows a cancellation that lands while it connects: it has to be said until it is heard.
            while not hub._task.done():
                hub._task.cancel()
                await asyncio.wait({hub._task}, timeout=0.1)
            await hub._client.aclose()

    @asynccontextmanager
    async def join(self, user_id: int, session_id: int) -> AsyncIterator[Socket]:
        """A socket that hears everything from the beginning of the block on; raises Down."""
        socket = Socket(session_id)
        sockets = self._sockets.setdefault(user_id, {})
        if len(sockets) >= MOST:
            oldest = next(iter(sockets))
            del sockets[oldest]
            oldest.end(REPLACED)
        sockets[socket] = None
        telemetry.LIVE.inc()
        try:
            await self._follow(user_id)
            yield socket
        finally:
            telemetry.LIVE.dec()
            sockets.pop(socket, None)
            await self._leave(user_id)

    async def _follow(self, user_id: int) -> None:
        """Subscribes, and waits until the server has done so: it answers one after the other."""
        token = next(self._tokens)
        heard = self._echoes[token] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(JOIN_S):
                async with self._turn:
                    if self._pubsub is None:
                        raise Down("The subscription waits for Valkey")
                    await self._pubsub.subscribe(live.channel(user_id))
                    await self._pubsub.ping(token)
                await heard
        except (RedisError, OSError) as error:
            raise Down("The subscription was not heard") from error
        finally:
            del self._echoes[token]

    async def _leave(self, user_id: int) -> None:
        async with self._turn:
            if self._sockets.get(user_id):
                return
            self._sockets.pop(user_id, None)
            if self._pubsub is not None:
                with suppress(RedisError, OSError):
                    await self._pubsub.unsubscribe(live.channel(user_id))

    async def _listen(self) -> None:
        while True:
            pubsub = self._client.pubsub()
            try:
                await self._live.begin_run()
                # The connection exists before the first socket does.
                await pubsub.subscribe(ALL)
                self._pubsub = pubsub
                await self._hear(pubsub)
            except (RedisError, OSError, Down) as error:
                log.warning("live_waits", error=type(error).__name__)
            except Exception:
                # Whatever it is, a process whose sockets hear nothing for good would be worse.
                log.exception("live_broken")
            finally:
                self._pubsub = None
                self._send_away()
                await pubsub.aclose()  # type: ignore[no-untyped-call]
            await asyncio.sleep(RETRY_S)

    async def _hear(self, pubsub: PubSub) -> None:
        asked = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE_S)
            if message is None:
                if asked:
                    raise TimeoutError
                await pubsub.ping("")
            elif message["type"] == "message":
                self._deliver(message["channel"].removeprefix("live:"), message["data"])
            elif message["type"] == "pong":
                self._heard(message["data"])
            asked = message is None

    def _heard(self, token: str) -> None:
        echo = self._echoes.get(token)
        if echo is not None and not echo.done():
            echo.set_result(None)

    def _send_away(self) -> None:
        """Whoever listened may have missed something."""
        for sockets in self._sockets.values():
            for socket in sockets:
                socket.end(AGAIN)
        for echo in self._echoes.values():
            if not echo.done():
                echo.set_exception(RedisError("The connection to Valkey was lost"))

    def _deliver(self, user_id: str, data: str) -> None:
        sockets = self._sockets.get(int(user_id) if user_id.isdigit() else 0, {})
        ended = data.removeprefix(live.END) if data.startswith(live.END) else None
        for socket in sockets:
            if ended is None:
                socket.offer(data)
            elif ended == str(socket.session_id):
                socket.end(ENDED)
