"""A family's first minutes with Praan, in a real browser on the real stack."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, Route, expect
from tests.e2e.caller import Caller
from tests.e2e.device import device
from tests.e2e.household import FirstDay
from tests.e2e.journey import Person, add_grandpa, register, start_ninety_days
from tests.e2e.patience import until


def test_first_minutes(page: Page, base_url: str) -> None:
    """Sign up, add Grandpa, start his ninety days, change to Hindi, leave, and come back."""
    asha = Person()
    register(page, base_url, asha)
    add_grandpa(page)
    expect(page).to_have_title("Today · Praan")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Ninety days, one small step at a time")).to_be_visible()
    day = page.url

    start_ninety_days(page)
    expect(page.get_by_role("heading", name="A fresh day")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Day 1 of 90")).to_be_visible()

    page.get_by_role("button", name="Asha: account and preferences").click()
    page.get_by_role("menuitemradio", name="हिन्दी").click()
    expect(page.get_by_role("heading", level=1, name="आज, Grandpa के साथ")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page).to_have_title("आज · प्राण")

    page.get_by_role("button", name="Asha: खाता और पसंद").click()
    page.get_by_role("menuitem", name="साइन आउट").click()
    expect(page.get_by_role("heading", level=1, name="फिर से स्वागत है")).to_be_visible()

    page.goto(day)
    expect(page.get_by_text("कृपया फिर से साइन इन करें; आप वहीं लौटेंगे जहाँ थे।")).to_be_visible()
    page.get_by_label("ई-मेल").fill(asha.email)
    page.get_by_label("पासवर्ड", exact=True).fill(asha.password + "!")
    page.get_by_role("button", name="साइन इन करें").click()
    expect(page.get_by_role("alert")).to_contain_text("ई-मेल और पासवर्ड मेल नहीं खाते")

    page.get_by_label("पासवर्ड", exact=True).fill(asha.password)
    page.get_by_role("button", name="साइन इन करें").click()
    expect(page.get_by_role("heading", level=1, name="आज, Grandpa के साथ")).to_be_visible()
    expect(page).to_have_url(day)


def test_mistakes_are_explained(page: Page, base_url: str) -> None:
    """Every refusal of the front door says what to do, at the field where it belongs."""
    asha = Person()
    Caller(base_url, asha).register()

    page.goto(f"{base_url}/welcome/create")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_accessible_description(re.compile("what to call you"))

    page.get_by_label("Your name").fill("Asha")
    page.get_by_label("E-mail").fill(Person().email)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_accessible_description("Use at least 8 characters.")

    page.get_by_label("Password", exact=True).fill("password123")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_accessible_description(
        re.compile("too easy to guess")
    )

    page.get_by_label("E-mail").fill(asha.email)
    page.get_by_label("Password", exact=True).fill(asha.password)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("already an account with this e-mail")


def test_a_browser_keeps_nothing_of_the_family(page: Page, base_url: str) -> None:
    """The session is a cookie out of reach of scripts, and storage holds how the page looks, no more."""
    register(page, base_url, Person())
    add_grandpa(page)

    session = next(cookie for cookie in page.context.cookies() if "praan" in cookie["name"])
    assert session["httpOnly"]
    assert session["sameSite"] in ("Lax", "Strict")
    assert page.evaluate("document.cookie") == ""
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "Grandpa" not in kept
    assert set(page.evaluate("Object.keys(localStorage)")) <= {"praan.theme", "praan.language", "praan.hotkeys"}


def test_signing_out_closes_every_tab(page: Page, base_url: str) -> None:
    """Who signs out in one tab leaves the family open in no other, not even with something half typed."""
    FirstDay(page, base_url)
    other = page.context.new_page()
    other.goto(f"{base_url}/settings")
    other.get_by_label("Your name").fill("Asha Devi")

    page.get_by_role("button", name="Asha: account and preferences").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
    expect(other.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
    expect(other.get_by_text("Grandpa")).to_have_count(0)


def test_keyboard_alone(page: Page, base_url: str) -> None:
    """From the front door to an account without a mouse."""
    page.goto(f"{base_url}/welcome/create")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    keyboard = page.keyboard
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the page")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("Asha")
    keyboard.press("Tab")
    keyboard.type(Person().email)
    keyboard.press("Tab")
    keyboard.type(Person().password)
    keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_focused()


def test_dark_is_kept_over_a_reload(page: Page, base_url: str) -> None:
    """A chosen appearance wins over the device's and stays."""
    page.goto(f"{base_url}/welcome")
    body = page.locator("body")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Language and appearance").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(body).not_to_have_css("background-color", light)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    expect(body).to_have_css("background-color", dark)


def test_the_opening_screen_waits_for_no_script(browser: Browser, base_url: str) -> None:
    """Praan says who it is from the first moment on, and makes way for the page."""
    with device(browser) as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/main-*.js", lambda route: held.append(route))
        page.goto(f"{base_url}/welcome", wait_until="commit")
        opening = page.locator(".opening")
        expect(opening).to_contain_text("Care for the people you love, one day at a time.")
        expect(opening).to_be_visible()

        while not held:
            page.wait_for_timeout(20)
        held[0].continue_()
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        expect(opening).to_be_hidden()


def test_without_a_network(browser: Browser, base_url: str) -> None:
    """The app itself is on the device: it says what is wrong, and goes on by itself when the network is back."""
    with device(browser, worker=True) as context:
        page = context.new_page()
        page.goto(f"{base_url}/welcome")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        until(page, "navigator.serviceWorker.controller !== null")

        context.set_offline(True)
        page.goto(base_url)
        expect(page.get_by_role("heading", level=1, name="Praan cannot be reached")).to_be_visible()
        expect(page.get_by_role("link", name="Try again")).to_be_visible()
        context.set_offline(False)
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
