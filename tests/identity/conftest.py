"""Accounts for the tests of this domain, made by the real registration."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx
import pytest

from praan.entry import api as entry
from praan.identity import service
from praan.identity.schemas import Registration, TokensOut
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.kernel.principal import Origin

NewAccount = Callable[[], Awaitable[TokensOut]]
Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
async def api(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """An anonymous client that keeps no cookies, so that each request says who asks."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        yield client


@pytest.fixture
def origin() -> Origin:
    return Origin("203.0.113.7", str(uuid.uuid4()))


@pytest.fixture
def new_email() -> Callable[[], str]:
    return lambda: f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def new_account(rt: Runtime, origin: Origin, new_email: Callable[[], str]) -> NewAccount:
    """Registers somebody with the password walnut-harbour-72 and gives their first tokens."""

    async def register() -> TokensOut:
        body = Registration(email=new_email(), password="walnut-harbour-72", name="Asha")
        return await service.register(rt, origin, "a phone", body)

    return register


@pytest.fixture
def serve(settings: Settings) -> Serve:
    """A client of another API process on the same servers, with these settings changed."""

    @asynccontextmanager
    async def served(**changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        changed = Settings.model_validate({**settings.model_dump(), **changes})
        app = entry.create_app(changed)
        transport = httpx.ASGITransport(entry.wrap(app, changed))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
        ):
            client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
            yield client

    return served
