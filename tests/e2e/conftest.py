"""A browser for the tests, and a witness of all that its pages ask for and complain about."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from tests.e2e.chromium import open_browser
from tests.e2e.device import device
from tests.e2e.letters import Inbox

from praan.localstack.home import default_home
from praan.localstack.services import Services

Verify = Callable[[str], None]

# What holds, holds at once; on a machine with much to do "at once" takes longer.
expect.set_options(timeout=15_000)

EXPLAINED = re.compile(r"server responded with a status of (400|401|403|409|504)\b|ERR_INTERNET_DISCONNECTED$")


@dataclass
class Witness:
    """What the pages of one test did that nobody sees: complaints of the browser, calls to other origins."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser reports by itself each refusal that a page then explains: they are part of the story.
        if message.type == "error" and not EXPLAINED.search(message.text):
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(self.origin).netloc:
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """The running stack: the one PRAAN_BASE_URL names, else the tests' own."""
    named = os.environ.get("PRAAN_BASE_URL")
    return (named or str(request.getfixturevalue("live_stack"))).rstrip("/")


@pytest.fixture(scope="session")
def admin_url(request: pytest.FixtureRequest, base_url: str) -> str:
    """The superuser's database of the stack, for what no API would do."""
    if "PRAAN_BASE_URL" not in os.environ:
        services: Services = request.getfixturevalue("live_services")
        return services.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"]
    named = os.environ.get("PRAAN_ADMIN_DATABASE_URL")
    if not named:
        pytest.skip("a running stack is tested with its database only where PRAAN_ADMIN_DATABASE_URL names it")
    return named


@pytest.fixture(scope="session")
def inbox(request: pytest.FixtureRequest) -> Inbox:
    """The letters of the stack that the pages come from."""
    if os.environ.get("PRAAN_BASE_URL"):
        return Inbox(default_home())
    return Inbox(request.getfixturevalue("live_services").home.path)


@pytest.fixture
def verify(request: pytest.FixtureRequest) -> Verify:
    """Says on the server that an address belongs to whoever registered with it."""
    more: dict[str, str] = {}
    if not os.environ.get("PRAAN_BASE_URL"):
        more = request.getfixturevalue("live_services").environment("worker")

    def run(email: str) -> None:
        subprocess.run(["praan", "verify", email], env={**os.environ, **more}, check=True, capture_output=True)

    return run


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each module: while it is open its event loop counts as running, and no async test could run."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def witness(base_url: str) -> Witness:
    return Witness(base_url)


@pytest.fixture
def page(browser: Browser, witness: Witness) -> Iterator[Page]:
    """An English page at a desk, watched; the test fails if the browser complained or left the origin."""
    with device(browser) as context:
        witness.watch(context)
        yield context.new_page()
    assert witness.complaints == []
    assert witness.strangers == []
