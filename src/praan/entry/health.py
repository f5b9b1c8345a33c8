"""Liveness, readiness by dependency, and metrics for loopback or a token's holder."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from math import nan
from typing import Annotated, Literal, TypeAlias

from fastapi import Depends, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.types import ASGIApp, Receive, Scope, Send

from praan.infra import telemetry
from praan.infra.http import problems
from praan.infra.http.deps import Rt
from praan.infra.http.handlers import FAILURES
from praan.infra.http.routing import api_router
from praan.infra.outbox import housekeeping
from praan.infra.outbox import service as outbox
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.infra.valkey import Down
from praan.kernel.errors import Problem

CHECK_S = 2.0
LOOPBACK = ("127.0.0.1", "::1")
RuntimeOf: TypeAlias = Callable[[], Runtime]

router = api_router(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"]


class Ready(BaseModel):
    """ "ok" when every dependency answers. Without Valkey or S3 most of Praan goes on: "degraded"."""

    status: Literal["ok", "degraded", "down"]
    dependencies: dict[str, Literal["ok", "down"]]


@router.get("/health/live")
async def live() -> Alive:
    """Whether the process answers."""
    return Alive(status="ok")


async def _database(rt: Runtime) -> None:
    # Small whatever waits in it, and only a migrated database answers.
    await housekeeping.partition_days_ahead(rt)


async def _valkey(rt: Runtime) -> None:
    await rt.valkey.command("PING")


async def _works(check: object) -> Literal["ok", "down"]:
    assert asyncio.iscoroutine(check)
    try:
        async with asyncio.timeout(CHECK_S):
            await check
    except (Problem, Down, OSError, TimeoutError):
        return "down"
    return "ok"


async def _readiness(rt: Rt, response: Response) -> Ready:
    names = ("postgresql", "valkey", "s3")
    found = await asyncio.gather(_works(_database(rt)), _works(_valkey(rt)), _works(rt.storage.ping()))
    dependencies = dict(zip(names, found, strict=True))
    status: Literal["ok", "degraded", "down"] = "ok"
    if "down" in found:
        status = "down" if dependencies["postgresql"] == "down" else "degraded"
        response.status_code = 503
        response.headers["Retry-After"] = "2"
    return Ready(status=status, dependencies=dependencies)


@router.get("/health/ready", responses={503: {"model": Ready, "description": "A dependency does not answer"}})
async def ready(found: Annotated[Ready, Depends(_readiness, scope="function")]) -> Ready:
    """Whether every dependency answers, each by name."""
    return found


async def _look_at_database(rt: Runtime) -> None:
    """Sets what the database tells; while it is away that is unknown (NaN), not the last that was seen."""
    up, rows, age, days_ahead = False, nan, nan, nan
    with suppress(Problem, TimeoutError, *FAILURES):
        async with asyncio.timeout(CHECK_S):
            rows, age = await outbox.waiting(rt)
            days_ahead = await housekeeping.partition_days_ahead(rt)
            up = True
    telemetry.DATABASE_UP.set(up)
    telemetry.OUTBOX_ROWS.set(rows)
    telemetry.OUTBOX_AGE.set(age)
    telemetry.PARTITION_DAYS.set(days_ahead)


class MetricsDoor:
    """GET /metrics for loopback callers, or with PRAAN_METRICS_TOKEN as a bearer token."""

    def __init__(self, app: ASGIApp, settings: Settings, runtime: RuntimeOf) -> None:
        self.app = app
        self.token = settings.metrics_token.get_secret_value()
        self.runtime = runtime

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/metrics":
            await self.app(scope, receive, send)
            return
        if not self._may_see(scope):
            refusal = problems.render(
                status=403,
                title="Metrics are not public",
                detail="Ask from the machine itself, or send PRAAN_METRICS_TOKEN as a bearer token.",
                request_id=scope["state"]["request_id"],
            )
            await refusal(scope, receive, send)
            return
        await _look_at_database(self.runtime())
        await Response(generate_latest(telemetry.REGISTRY), media_type=CONTENT_TYPE_LATEST)(scope, receive, send)

    def _may_see(self, scope: Scope) -> bool:
        sent = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        if self.token and secrets.compare_digest(sent.encode(), f"Bearer {self.token}".encode()):
            return True
        proxied = any(name in (b"x-forwarded-for", b"forwarded") for name, _ in scope["headers"])
        return not proxied and (scope.get("client") or ("", 0))[0] in LOOPBACK
