"""What watches Praan is told the truth, also while a part is away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from praan.entry.health import MetricsDoor
from praan.infra.db import open_pool
from praan.infra.http.edge import Edge
from praan.infra.runtime import Runtime

READY = "/api/v1/health/ready"


@pytest.fixture
async def bereft(rt: Runtime, app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the same application after its database went away."""
    pool = await open_pool(rt.settings.database_url.get_secret_value(), 1)
    pool.set_connect_args(dsn="postgresql://nobody@127.0.0.1:1/praan")
    await pool.expire_connections()
    door = Edge(MetricsDoor(app, rt.settings, lambda: replace(rt, pool=pool)))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(door, raise_app_exceptions=False), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client
    await pool.close()


async def test_metrics_of_the_process_are_there_without_the_database(
    api: httpx.AsyncClient, bereft: httpx.AsyncClient
) -> None:
    before = (await api.get("/metrics")).text.splitlines()
    without = await bereft.get("/metrics")
    after = (await api.get("/metrics")).text.splitlines()

    assert without.status_code == 200
    lines = without.text.splitlines()
    for unknown in ("praan_outbox_rows", "praan_outbox_oldest_seconds", "praan_partition_days_ahead"):
        assert f"{unknown} NaN" in lines
        assert f"{unknown} NaN" not in after
    assert any(line.startswith("praan_http_request_seconds_count") for line in lines)
    assert ["praan_database_up 1.0" in told for told in (before, lines, after)] == [True, False, True]


async def test_readiness_does_not_read_what_waits(api: httpx.AsyncClient, god: Any) -> None:
    async with god.acquire() as conn, conn.transaction():
        await conn.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")

        answer = await api.get(READY)

    assert (answer.status_code, answer.json()["status"]) == (200, "ok"), answer.text
