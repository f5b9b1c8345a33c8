"""Every page in every dress: light and dark, English and Hindi, phone and desk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from tests.e2e.journey import Person, add_grandpa, register, start_ninety_days

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = {390: 844, 1280: 800}


@dataclass(frozen=True)
class Dress:
    """How a page is looked at."""

    scheme: Scheme
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


DRESSES = [
    Dress(scheme, language, width) for scheme, language, width in itertools.product(SCHEMES, ("en", "hi"), SIZES)
]


@dataclass(frozen=True)
class View:
    """One picture of the gallery: a page in a dress, at rest."""

    name: str
    dress: Dress
    page: Page


def walk(browser: Browser, base_url: str) -> Iterator[View]:
    """Yields each page in each dress, with a family that grows on the way."""
    yield from _visit(browser, base_url, None, "welcome", "/welcome")
    yield from _visit(browser, base_url, None, "welcome-mistakes", "/welcome", _send_empty)
    yield from _visit(browser, base_url, None, "create-account", "/welcome/create")
    yield from _visit(browser, base_url, None, "missing-page", "/no-such-page")

    with _context(browser, DRESSES[0]) as context:
        page = context.new_page()
        register(page, base_url, Person())
        state = context.storage_state()
        yield from _visit(browser, base_url, state, "first-person", "/onboarding")
        add_grandpa(page)
        day = page.url.removeprefix(base_url)
        yield from _visit(browser, base_url, state, "today-before", day)
        start_ninety_days(page)
        yield from _visit(browser, base_url, state, "today-empty", day)
        yield from _visit(browser, base_url, state, "today-menu", day, _open_members)
        yield from _visit(browser, base_url, state, "add-person", "/onboarding")
        yield from _visit(browser, base_url, state, "not-shared", "/m/999999999/today")


def _visit(
    browser: Browser,
    base_url: str,
    state: StorageState | None,
    name: str,
    path: str,
    prepare: Callable[[Page], None] | None = None,
) -> Iterator[View]:
    for dress in DRESSES:
        with _context(browser, dress, state) as context:
            page = context.new_page()
            page.goto(base_url + path, wait_until="networkidle")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            if prepare:
                prepare(page)
            page.evaluate("document.fonts.ready")
            yield View(name, dress, page)


def _context(browser: Browser, dress: Dress, state: StorageState | None = None) -> BrowserContext:
    return browser.new_context(
        viewport={"width": dress.width, "height": SIZES[dress.width]},
        color_scheme=dress.scheme,
        locale="hi-IN" if dress.language == "hi" else "en-GB",
        reduced_motion="reduce",
        service_workers="block",
        storage_state=state,
    )


def _send_empty(page: Page) -> None:
    page.locator("button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def _open_members(page: Page) -> None:
    page.locator("header .who").click()
    expect(page.get_by_role("menu")).to_be_visible()
