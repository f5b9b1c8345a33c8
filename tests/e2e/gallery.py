"""Every page in every dress: light and dark, English and Hindi, phone and desk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.journey import Person, add_grandpa, register, start_ninety_days
from tests.e2e.ledger import Ledger, member_of

Prepare = Callable[[Page], None]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SPOKEN = (("en", "en-GB"), ("hi", "hi-IN"))
SIZES = {390: 844, 1280: 800}


@dataclass(frozen=True)
class Dress:
    """How a page is looked at."""

    scheme: Scheme
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


@dataclass(frozen=True)
class View:
    """One picture of the gallery: a page in a dress, at rest."""

    name: str
    dress: Dress
    page: Page


def walk(browser: Browser, base_url: str) -> Iterator[View]:
    """Yields each page in each dress, with a family that grows on the way."""
    with ExitStack() as stack:
        pages = {
            language: stack.enter_context(_context(browser, locale)).new_page() for language, locale in SPOKEN
        }

        def visit(name: str, path: str, prepare: Prepare | None = None) -> Iterator[View]:
            for language, page in pages.items():
                page.goto(base_url + path)
                _rest(page)
                if prepare:
                    prepare(page)
                for scheme, width in itertools.product(SCHEMES, SIZES):
                    page.set_viewport_size({"width": width, "height": SIZES[width]})
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    yield View(name, Dress(scheme, language, width), page)

        yield from visit("welcome", "/welcome")
        yield from visit("welcome-mistakes", "/welcome", _send_empty)
        yield from visit("create-account", "/welcome/create")
        yield from visit("missing-page", "/no-such-page")
        yield from visit("unreachable", "/unreachable")

        host = stack.enter_context(_context(browser, "en-GB")).new_page()
        asha = Person()
        register(host, base_url, asha)
        for page in pages.values():
            page.context.add_cookies(host.context.storage_state()["cookies"])  # type: ignore[arg-type]
        yield from visit("first-person", "/onboarding")
        add_grandpa(host)
        day = host.url.removeprefix(base_url)
        yield from visit("today-before", day)
        start_ninety_days(host)
        yield from visit("today-empty", day)
        ledger = Ledger(base_url, asha, member_of(host.url))
        ledger.set_goals()
        ledger.add_day()
        yield from visit("today-logged", day)
        yield from visit("today-menu", day, _open_account)
        yield from visit("add-person", "/onboarding")
        yield from visit("not-shared", "/m/999999999/today")


def _context(browser: Browser, locale: str) -> BrowserContext:
    return browser.new_context(locale=locale, reduced_motion="reduce", service_workers="block")


def _rest(page: Page) -> None:
    """Waits until the page has its words, its data and its letters."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => true)")


def _send_empty(page: Page) -> None:
    page.locator("button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def _open_account(page: Page) -> None:
    page.locator("header .round").click()
    expect(page.get_by_role("menu")).to_be_visible()
