"""The API's composition root: routers, guard, edge, and the web app beside them."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from praan.adherence import routes as adherence
from praan.documents import routes as documents
from praan.entry import docs, health
from praan.entry.fast import Fast, cached_key
from praan.families import routes as families
from praan.identity import access
from praan.identity import routes as identity
from praan.infra import telemetry
from praan.infra.http import handlers, openapi
from praan.infra.http.edge import Edge
from praan.infra.http.guard import Guard
from praan.infra.http.web import WebApp, built_web_app
from praan.infra.runtime import open_runtime
from praan.infra.settings import Settings
from praan.journal import routes as journal
from praan.journal import routes_programs
from praan.leaderboards import routes as leaderboards
from praan.logs import routes as logs
from praan.meals import routes as meals
from praan.notifications import routes as notifications
from praan.notifications.hub import Hub
from praan.programs import routes as programs
from praan.reports import routes as reports
from praan.search import routes as search
from praan.trends import routes as trends
from praan.uploads import routes as uploads
from praan.vitals import routes as vitals

OPENAPI = "/api/v1/openapi.json"
HEALTH = frozenset({"/api/v1/health/live", "/api/v1/health/ready"})
UNLIMITED = HEALTH | {OPENAPI, "/api/v1/live"}
PUBLIC = identity.PUBLIC | families.PUBLIC | reports.PUBLIC | UNLIMITED
ROUTERS: tuple[APIRouter, ...] = (
    identity.router,
    families.router,
    programs.router,
    routes_programs.router,
    uploads.router,
    documents.router,
    journal.router,
    logs.router,
    adherence.router,
    vitals.router,
    meals.router,
    leaderboards.router,
    search.router,
    reports.router,
    trends.router,
    notifications.router,
    health.router,
)


def create_app(settings: Settings) -> FastAPI:
    """The FastAPI application alone; `wrap` puts guard and edge around it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_runtime(settings) as rt, Hub.open(rt) as hub:
            app.state.runtime = rt
            app.state.hub = hub
            yield

    app = FastAPI(
        lifespan=lifespan,
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        # Operations are named by their function alone: clients are generated from these names.
        generate_unique_id_function=lambda route: route.name,
    )
    for router in ROUTERS:
        app.include_router(router)
    handlers.install(app)
    openapi.install(app, PUBLIC, UNLIMITED)
    docs.install(app, OPENAPI)
    return app


class Split:
    """The API below /api, the web app everywhere else."""

    def __init__(self, api: ASGIApp, web: ASGIApp) -> None:
        self.api = api
        self.web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] != "http" or scope["path"] == "/api" or scope["path"].startswith("/api/")
        await (self.api if ours else self.web)(scope, receive, send)


def wrap(app: FastAPI, settings: Settings) -> ASGIApp:
    """The application as it is served."""

    def exists(scope: Scope) -> bool:
        return any(route.matches(scope)[0] is not Match.NONE for route in app.router.routes)

    guarded = Guard(
        Fast(app, lambda: app.state.runtime),
        settings=settings,
        gate=lambda: app.state.runtime.gate,
        read_token=access.reader(settings),
        is_alive=lambda principal: access.is_alive(app.state.runtime, principal),
        exists=exists,
        public=PUBLIC,
        unlimited=UNLIMITED,
        cookie=access.cookie_of(settings)[0],
        cached_key=cached_key,
    )
    cors = CORSMiddleware(
        guarded,
        allow_origin_regex=r"https?://(127\.0\.0\.1|localhost)(:\d+)?",
        allow_origins=[settings.origin],
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID", "X-Praan-CSRF"],
        expose_headers=["X-Request-ID", "Retry-After", "RateLimit", "RateLimit-Policy"],
        allow_credentials=False,
        max_age=600,
    )
    folder = built_web_app(settings.web_dir)
    served = (
        cors
        if folder is None
        else Split(cors, WebApp(folder, settings.s3_endpoint, access.cookie_of(settings)[0]))
    )
    return Edge(health.MetricsDoor(served, settings, lambda: app.state.runtime))


def run(settings: Settings) -> None:
    """Serves until told to stop. TLS ends at the edge in front (docs/operations.md)."""
    telemetry.configure_logging("api")
    uvicorn.run(
        wrap(create_app(settings), settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=10,
        ws_max_size=4096,
        backlog=1024,
    )


def document() -> str:
    """The OpenAPI document as text, sorted, without any server running."""
    nowhere = Settings.model_validate(
        {
            "database_url": "postgresql://localhost/none",
            "redis_url": "redis://localhost",
            "s3_endpoint": "http://localhost",
            "s3_access_key": "none",
            "s3_secret_key": "none",
            "encryption_keys": "1:" + base64.b64encode(bytes(32)).decode(),
            "token_secret": base64.b64encode(bytes(32)).decode(),
        }
    )
    return json.dumps(create_app(nowhere).openapi(), indent=2, sort_keys=True, ensure_ascii=False)
