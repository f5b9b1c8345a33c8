"""Idempotency-Key: the same key and body give the first answer again; only one of many at once does the work.

The key is claimed inside the request's own transaction, so the claim and the work commit together. A second
request with the key waits on the first one's row for up to 5 s (lock_timeout), then 409.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated

import asyncpg
from fastapi import Depends, Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from praan.infra.http import queries
from praan.infra.http.deps import Conn, Rt, Who
from praan.kernel.errors import Conflict, Invalid, KeyReused

MAX_KEY = 255


class Once:
    """One request's claim on its key. Without a key, `run` just does the work."""

    def __init__(self, request: Request, rt: Rt, who: Who, conn: Conn, key: str | None) -> None:
        self._request = request
        self._vault = rt.vault
        self._who = who
        self._conn = conn
        self._key = key

    async def run(self, status: int, work: Callable[[], Awaitable[BaseModel]]) -> Response:
        """Answers `status` with what `work` returns, or the stored answer of the same request.

        Raises KeyReused (same key, other body) and Conflict (the first one still runs after 5 s).
        """
        if self._key is None:
            return _json(status, (await work()).model_dump_json().encode())
        route = f"{self._request.method} {self._request.url.path}"[:200]
        digest = hashlib.sha256(await self._request.body()).digest()
        place = f"idempotency:{self._who.user_id}:{route}:{self._key}"
        try:
            claimed = await self._conn.fetchval(queries.CLAIM_KEY, self._who.user_id, route, self._key, digest)
        except asyncpg.LockNotAvailableError:
            raise Conflict("The first request with this Idempotency-Key is still running.") from None
        if claimed is None:
            first = await self._conn.fetchrow(queries.FIRST_ANSWER, self._who.user_id, route, self._key)
            if first is None:
                raise Conflict("The first request with this Idempotency-Key just failed. Send it again.")
            if first["body_hash"] != digest:
                raise KeyReused("Use a new Idempotency-Key for a new request.")
            return _json(first["status"], self._vault.open_bytes(first["response"], place))
        body = (await work()).model_dump_json().encode()
        sealed = self._vault.seal_bytes(body, place)
        await self._conn.execute(queries.STORE_ANSWER, self._who.user_id, route, self._key, status, sealed)
        return _json(status, body)


def _json(status: int, body: bytes) -> Response:
    return Response(body, status_code=status, media_type="application/json")


async def _once(
    request: Request,
    rt: Rt,
    who: Who,
    conn: Conn,
    idempotency_key: Annotated[str | None, Header(max_length=MAX_KEY)] = None,
) -> Once:
    if idempotency_key is not None and not (idempotency_key.isascii() and idempotency_key.isprintable()):
        raise Invalid.field("Idempotency-Key", "must be printable ASCII")
    return Once(request, rt, who, conn, idempotency_key or None)


OnceOnly = Annotated[Once, Depends(_once, scope="function")]
