"""Fixtures on the real parts: PostgreSQL, Valkey, S3, the API in this process, all started once a session.

Tests do not clean up: each makes families of its own, and the walls keep them apart.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from argon2 import PasswordHasher
from tests.letters import Letterbox

from praan import wiring
from praan.entry import api as entry
from praan.identity import passwords
from praan.infra import telemetry
from praan.infra.db import open_pool
from praan.infra.runtime import Runtime, open_runtime
from praan.infra.settings import KeylessSettings, Settings
from praan.infra.tasks import make_celery
from praan.localstack.services import Services

GENEROUS = {
    "PRAAN_ENV": "test",
    "PRAAN_RATE_LIMIT_USER": "1000000",
    "PRAAN_RATE_LIMIT_LOGS": "1000000",
    "PRAAN_RATE_LIMIT_SIGN_IN": "1000000",
    "PRAAN_RATE_LIMIT_ADDRESS": "1000000",
    "PRAAN_RATE_LIMIT_MAIL": "1000000",
    "PRAAN_RATE_LIMIT_MAIL_DAY": "1000000",
    "PRAAN_RATE_LIMIT_INVITATIONS": "1000000",
}


@contextlib.contextmanager
def _migrated(home: Path) -> Iterator[Services]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Services(home, port=port)
    made.start()
    try:
        environment = {**os.environ, **made.environment("migrate")}
        subprocess.run([sys.executable, "-m", "praan.entry.cli", "migrate"], env=environment, check=True)
        yield made
    finally:
        made.destroy()


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """PostgreSQL, Valkey and S3 of this test run, migrated to head. No worker runs on them unasked."""
    with _migrated(tmp_path_factory.mktemp("praan")) as made:
        yield made


@pytest.fixture(scope="session")
def live_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The servers of `live_stack`: its workers would take the photos of other tests from under them."""
    with _migrated(tmp_path_factory.mktemp("live")) as made:
        yield made


def settings_for(services: Services, process: str, **changes: str) -> Settings:
    """Settings of one process of the stack, with limits out of the way unless `changes` sets them."""
    values = {**services.environment(process), **GENEROUS, **changes}
    fields = {name.removeprefix("PRAAN_").lower(): value for name, value in values.items()}
    kind = KeylessSettings if process == "analysis" else Settings
    return kind.model_validate({k: v for k, v in fields.items() if k in kind.model_fields})


@pytest.fixture(scope="session")
def settings(services: Services) -> Settings:
    return settings_for(services, "api")


@pytest.fixture(scope="session")
async def rt(settings: Settings) -> AsyncIterator[Runtime]:
    """What the API's process has open, as praan_app."""
    async with open_runtime(settings) as runtime:
        yield runtime


@pytest.fixture(scope="session")
async def live_rt(live_services: Services) -> AsyncIterator[Runtime]:
    """The same on the servers of `live_stack`."""
    async with open_runtime(settings_for(live_services, "api")) as runtime:
        yield runtime


@pytest.fixture(scope="session")
async def worker_rt(services: Services) -> AsyncIterator[Runtime]:
    """What the general worker has open, as praan_worker."""
    async with open_runtime(settings_for(services, "worker")) as runtime:
        yield runtime


@pytest.fixture(scope="session")
async def analysis_rt(services: Services) -> AsyncIterator[Runtime]:
    """What the analysis worker has open, as praan_analysis."""
    async with open_runtime(settings_for(services, "analysis")) as runtime:
        yield runtime


@pytest.fixture
async def conn(rt: Runtime) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """A bare connection as praan_app, with no family entered, rolled back at the end."""
    async with rt.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        yield connection  # type: ignore[misc]
        await transaction.rollback()


@pytest.fixture(scope="session")
async def god(services: Services) -> AsyncIterator[asyncpg.Pool[asyncpg.Record]]:
    """The superuser's pool: sees what is really stored, beyond every wall."""
    pool = await open_pool(services.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"], 4)
    yield pool
    await pool.close()


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[Any]:
    """The whole application as it is served, in this process."""
    telemetry.configure_logging("api")
    inner = entry.create_app(settings)
    async with inner.router.lifespan_context(inner):
        yield entry.wrap(inner, settings)


@pytest.fixture(scope="session")
async def api(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """An anonymous client."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client


@dataclass(frozen=True)
class User:
    """A registered person and a client that is signed in as them."""

    id: int
    email: str
    password: str
    token: str
    refresh_token: str
    client: httpx.AsyncClient


_numbers = itertools.count(1)
# Hundreds register who are not about passwords: a hash says itself how it was made, so all else is as ever.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
MakeUser = Callable[[], Coroutine[Any, Any, User]]


@pytest.fixture(scope="session")
async def make_user(app: Any, api: httpx.AsyncClient) -> AsyncIterator[MakeUser]:
    """Registers somebody new."""
    clients: list[httpx.AsyncClient] = []

    async def make() -> User:
        email = f"user{next(_numbers)}.{secrets.token_hex(4)}@example.com"
        password = secrets.token_urlsafe(12)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(passwords, "HASHER", QUICK)
            answer = await api.post(
                "/api/v1/auth/register", json={"email": email, "password": password, "name": "Asha"}
            )
        assert answer.status_code == 201, answer.text
        body = answer.json()
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://127.0.0.1:8000",
            headers={"Authorization": f"Bearer {body['access_token']}"},
        )
        clients.append(client)
        return User(body["user"]["id"], email, password, body["access_token"], body["refresh_token"], client)

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture(scope="session")
def live_stack(live_services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Praan as its own processes (API with the web app, relay, both workers); the address it listens on."""
    logs = tmp_path_factory.mktemp("logs")
    commands = {
        "api": ["api"],
        "relay": ["relay"],
        "worker": ["worker", "--queues", "alerts,default,reports"],
        "analysis": ["worker", "--queues", "analysis"],
    }
    base_url = f"http://127.0.0.1:{live_services.port}"
    running: list[subprocess.Popen[bytes]] = []
    try:
        for process, arguments in commands.items():
            with (logs / f"{process}.log").open("wb") as log:
                running.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "praan.entry.cli", *arguments],
                        env={**os.environ, **live_services.environment(process), **GENEROUS},
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        _await_ready(base_url, running[0], logs / "api.log")
        with indexing(settings_for(live_services, "api"), every_s=1):
            yield base_url
    finally:
        for child in running:
            child.terminate()
        for child in running:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


@contextlib.contextmanager
def indexing(settings: Settings, *, every_s: float) -> Iterator[None]:
    """Asks for the search index as the clock does, whose other tasks the tests run when they want them."""
    ended = threading.Event()
    celery = make_celery(settings)

    def ask() -> None:
        while not ended.wait(every_s):
            celery.send_task(wiring.INDEX_SEARCH, queue=wiring.DEFAULT, expires=2)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    yield
    ended.set()
    asking.join(15)


def _await_ready(base_url: str, api: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base_url}/api/v1/health/ready", timeout=3).status_code == 200:
                return
        assert api.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(f"the API did not become ready:\n{log.read_text()}")


@pytest.fixture(scope="session")
def letterbox(services: Services, worker_rt: Runtime, god: Any) -> Letterbox:
    """The letters that were sent, as the catcher holds them."""
    return Letterbox(services, worker_rt, god)


@pytest.fixture(scope="session")
def photos() -> Path:
    """Real photos, with their sources in README.md there."""
    return Path(__file__).parent / "photos"
