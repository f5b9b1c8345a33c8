"""One auto-pipelined connection to Valkey: all commands of one loop turn leave in one write.

A call costs 2-4 µs of CPU here against 55 µs in redis-py, and every request makes at least one
(docs/decisions). A server that does not answer within TIMEOUT_S fails every waiting call with Down; after
that, calls fail at once for RETRY_S before the next attempt to connect.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import hiredis

TIMEOUT_S = 0.5
RETRY_S = 0.5
MAX_WAITING = 10_000
# A server that answers but cannot serve (still loading, disk or memory full, a replica) is as good as away.
AWAY = ("LOADING", "MISCONF", "OOM", "READONLY", "MASTERDOWN", "CLUSTERDOWN")

Argument: TypeAlias = str | bytes | int | float


class Down(Exception):
    """Valkey does not answer."""


@dataclass(frozen=True)
class Script:
    """A Lua script, sent by its SHA-1 once the server knows it."""

    source: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest())


class _Wire(asyncio.Protocol):
    def __init__(self) -> None:
        self.reader = hiredis.Reader()
        self.waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        self.outgoing: list[bytes] = []
        self.transport: asyncio.Transport | None = None
        self.loop = asyncio.get_running_loop()
        self.watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        while True:
            value = self.reader.gets()
            if value is False:
                return
            future, _ = self.waiting.popleft()
            if not future.done():
                future.set_result(value)

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.watch is not None:
            self.watch.cancel()
        while self.waiting:
            future, _ = self.waiting.popleft()
            if not future.done():
                future.set_exception(Down("the connection to Valkey was lost"))

    def send(self, *arguments: Argument) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = self.loop.create_future()
        if self.transport is None or len(self.waiting) >= MAX_WAITING:
            future.set_exception(Down("Valkey is not connected or too far behind"))
            return future
        self.waiting.append((future, self.loop.time()))
        if not self.outgoing:
            self.loop.call_soon(self._flush)
        if self.watch is None:
            self.watch = self.loop.call_later(TIMEOUT_S, self._check)
        self.outgoing.append(hiredis.pack_command(arguments))  # type: ignore[arg-type]
        return future

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def _flush(self) -> None:
        if self.transport is not None:
            self.transport.write(b"".join(self.outgoing))
        self.outgoing.clear()

    def _check(self) -> None:
        self.watch = None
        if not self.waiting or self.transport is None:
            return
        age = self.loop.time() - self.waiting[0][1]
        if age >= TIMEOUT_S:
            self.transport.abort()
        else:
            self.watch = self.loop.call_later(TIMEOUT_S - age, self._check)


class Valkey:
    """Commands to one server; connects at the first call and again after a loss."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 6379
        self._tls = ssl.create_default_context() if parts.scheme == "rediss" else None
        self._user = unquote(parts.username) if parts.username else ""
        self._password = unquote(parts.password) if parts.password else ""
        self._database = int(parts.path.strip("/") or 0)
        self._wire: _Wire | None = None
        self._connecting: asyncio.Task[_Wire] | None = None
        self._refuse_until = 0.0

    async def command(self, *arguments: Argument) -> Any:
        """The server's answer (bytes, int, list or None); raises Down or hiredis.ReplyError."""
        wire = self._wire
        if wire is None or wire.transport is None:
            wire = await self._connect()
        answer = await wire.send(*arguments)
        if isinstance(answer, hiredis.ReplyError):
            if str(answer).startswith(AWAY):
                raise Down(f"Valkey cannot serve now: {str(answer).split()[0]}")
            raise answer
        return answer

    async def script(self, script: Script, keys: Sequence[str], arguments: Sequence[Argument]) -> Any:
        """Runs a script; loads it first where the server does not know it."""
        try:
            return await self.command("EVALSHA", script.sha, len(keys), *keys, *arguments)
        except hiredis.ReplyError as error:
            if not str(error).startswith("NOSCRIPT"):
                raise
        return await self.command("EVAL", script.source, len(keys), *keys, *arguments)

    async def close(self) -> None:
        if self._wire is not None:
            self._wire.close()
        self._wire = None

    async def _connect(self) -> _Wire:
        loop = asyncio.get_running_loop()
        if loop.time() < self._refuse_until:
            raise Down("Valkey did not answer a moment ago")
        if self._connecting is None:
            self._connecting = loop.create_task(self._open())
        try:
            return await asyncio.shield(self._connecting)
        except (OSError, TimeoutError, hiredis.HiredisError) as error:
            self._refuse_until = loop.time() + RETRY_S
            raise Down("Valkey does not answer") from error
        finally:
            if self._connecting is not None and self._connecting.done():
                self._connecting = None

    async def _open(self) -> _Wire:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(TIMEOUT_S):
            _, wire = await loop.create_connection(_Wire, self._host, self._port, ssl=self._tls)
            hello: list[tuple[Argument, ...]] = []
            if self._password:
                hello.append(("AUTH", *([self._user] if self._user else []), self._password))
            if self._database:
                hello.append(("SELECT", self._database))
            for command in hello:
                answer = await wire.send(*command)
                if isinstance(answer, hiredis.ReplyError):
                    wire.close()
                    raise answer
        self._wire = wire
        return wire
