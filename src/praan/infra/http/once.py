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

from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.infra.http import queries
from praan.infra.http.deps import Conn, Rt, Who
from praan.kernel.errors import Conflict, KeyReused

MAX_KEY = 255


class Once:
    """One request's claim on its key, in the caller's transaction. Without a key, `run` just does the work."""

    def __init__(
        self, vault: Vault, actor: int, conn: Connection, key: str | None, route: str, body: bytes
    ) -> None:
        self._vault = vault
        self._actor = actor
        self._conn = conn
        self._key = key
        self._route = route[:200]
        self._digest = hashlib.sha256(body).digest()
        self._place = f"idempotency:{actor}:{self._route}:{key}"

    async def run(
        self,
        status: int,
        work: Callable[[], Awaitable[BaseModel]],
        renew: Callable[[bytes], Awaitable[BaseModel]] | None = None,
    ) -> Response:
        """Answers `status` with what `work` returns, or the stored answer of the same request.

        `renew` makes a stored answer good again that does not stay so, from its JSON.
        Raises KeyReused (same key, other body) and Conflict (the first one still runs after 5 s).
        """
        if self._key is None:
            return _json(status, (await work()).model_dump_json().encode())
        try:
            claimed = await self._conn.fetchval(
                queries.CLAIM_KEY, self._actor, self._route, self._key, self._digest
            )
        except asyncpg.LockNotAvailableError:
            raise Conflict("The first request with this Idempotency-Key is still running.") from None
        if claimed is None:
            first = await self.first()
            if first is None:
                raise Conflict("The first request with this Idempotency-Key just failed. Send it again.")
            if renew is None:
                return first
            return _json(status, (await renew(bytes(first.body))).model_dump_json().encode())
        body = (await work()).model_dump_json().encode()
        sealed = self._vault.seal_bytes(body, self._place)
        # The work may have entered another family; keys belong to the caller.
        await self._conn.execute(queries.STORE_ANSWER, self._actor, self._route, self._key, status, sealed)
        return _json(status, body)

    async def first(self) -> Response | None:
        """The stored answer of an earlier request with this key; raises KeyReused for another body."""
        row = await self._conn.fetchrow(queries.FIRST_ANSWER, self._actor, self._route, self._key)
        if row is None or row["response"] is None:
            return None
        if row["body_hash"] != self._digest:
            raise KeyReused("Use a new Idempotency-Key for a new request.")
        return _json(row["status"], self._vault.open_bytes(row["response"], self._place))


def _json(status: int, body: bytes) -> Response:
    return Response(body, status_code=status, media_type="application/json")


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=MAX_KEY,
        pattern=r"^[ -~]*$",
        description="Printable ASCII. The same key and body within 24 h give the first answer again.",
    ),
]


async def _once(request: Request, rt: Rt, who: Who, conn: Conn, key: IdempotencyKey = None) -> Once:
    route = f"{request.method} {request.url.path}"
    return Once(rt.vault, who.user_id, conn, key or None, route, await request.body())


OnceOnly = Annotated[Once, Depends(_once, scope="function")]
