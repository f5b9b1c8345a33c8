"""How many SQL statements a request costs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from tests.conftest import settings_for
from tests.factories import API

from praan.entry import api as entry
from praan.localstack.services import Services


class Counter:
    """Counts the statements of an application that has one connection."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.statements: list[str] = []

    def note(self, record: Any) -> None:
        self.statements.append(record.query)

    async def cost(self, method: str, path: str, expected: int, **more: Any) -> int:
        """Statements of one request, BEGIN and COMMIT included."""
        self.statements.clear()
        answer = await self.client.request(method, API + path, **more)
        assert answer.status_code == expected, answer.text
        return len(self.statements)


@asynccontextmanager
async def counting(services: Services, token: str) -> AsyncIterator[Counter]:
    """The whole application with one connection, asked by whom the token belongs to."""
    settings = settings_for(services, "api", PRAAN_POOL_SIZE="1")
    inner = entry.create_app(settings)
    async with inner.router.lifespan_context(inner):
        transport = httpx.ASGITransport(entry.wrap(inner, settings))
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers=headers
        ) as client:
            counter = Counter(client)
            async with inner.state.runtime.pool.acquire() as connection:
                connection.add_query_logger(counter.note)
            yield counter
            async with inner.state.runtime.pool.acquire() as connection:
                connection.remove_query_logger(counter.note)
