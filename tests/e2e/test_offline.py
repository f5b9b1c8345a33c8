"""What was last seen opens without a network; what is written there stays on the device, for its writer alone."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, expect
from tests.e2e.device import (
    LOGS,
    ON_THE_DEVICE,
    PARCELS,
    all_gone,
    device,
    keep_app,
    log_by_hand,
    post_logs,
    sign_out,
    waiting,
)
from tests.e2e.household import FirstDay
from tests.e2e.journey import Person, register
from tests.e2e.patience import until

LOOK_AGAIN = "window.dispatchEvent(new Event('focus'))"
NOTE = "Khichdi with a secret spoon of ghee"


def test_a_day_without_a_network(browser: Browser, base_url: str) -> None:
    """The app opens from the device with what was last seen; a meal written there goes out by itself, once."""
    with device(browser, worker=True) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        ledger.add_day()
        keep_app(page)
        entries = page.get_by_role("region", name="Logged today").get_by_role("listitem")
        expect(entries).to_have_count(3)

        context.set_offline(True)
        log_by_hand(page, 431, NOTE)
        waiting(page, 1)
        page.reload()
        expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()
        expect(page.get_by_text("Yoga")).to_be_visible()
        expect(page.get_by_text(re.compile(r"As of \d\d:\d\d"))).to_be_visible()
        waiting(page, 1)

        kept: dict[str, Any] = page.evaluate(ON_THE_DEVICE)
        assert kept["keys"] == [False]
        assert {each["drawer"] for each in kept["things"]} == {"parcel", "answer"}
        letters = "".join(each["words"] for each in kept["things"])
        assert not re.search(r"Khichdi|ghee|calories|Grandpa|Yoga|history", letters)

        context.set_offline(False)
        waiting(page, 0)
        assert [each["payload"].get("note") for each in ledger.logs()].count(NOTE) == 1
        assert len(ledger.logs()) == 4
        page.evaluate(LOOK_AGAIN)
        expect(page.get_by_text("As of")).to_have_count(0)


def test_the_app_opens_without_a_network_in_hindi(browser: Browser, base_url: str) -> None:
    """Its words, its letters and its other pages are on the device too."""
    with device(browser, worker=True) as context:
        page = context.new_page()
        FirstDay(page, base_url)
        keep_app(page)
        context.set_offline(True)

        page.get_by_role("button", name="Asha: account and preferences").click()
        page.get_by_role("menuitemradio", name="हिन्दी").click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        assert page.evaluate(
            "async () => (await document.fonts.load('1em \"Noto Sans Devanagari Variable\"', 'क')).length"
        )
        for path in ["log/meal", "log/workout", "timeline"]:
            page.goto(re.sub("today$", path, page.url))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.go_back()


def test_signing_out_destroys_what_waits(browser: Browser, base_url: str) -> None:
    """Not without asking; then neither the entries nor the key that sealed them are left."""
    with device(browser) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        page.route(LOGS, lambda route: route.abort())
        log_by_hand(page, 431, NOTE)
        waiting(page, 1)
        assert page.evaluate(ON_THE_DEVICE)["keys"] == [False]

        sign_out(page)
        question = page.get_by_role("dialog")
        expect(question).to_contain_text("1 entry has not been sent yet")
        question.get_by_role("button", name="Stay signed in").click()
        waiting(page, 1)
        sign_out(page)
        question.get_by_role("button", name="Sign out and delete").click()
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()

        until(page, f"!(await ({ON_THE_DEVICE})()).keys.length")
        assert page.evaluate(ON_THE_DEVICE) == {"keys": [], "things": [], "marks": []}
        assert ledger.logs() == []


def test_signing_out_without_a_network(browser: Browser, base_url: str) -> None:
    """It asks about what waits, forgets all at once, shows nobody's pages, and ends the session when it can."""
    with device(browser, worker=True) as context:
        page = context.new_page()
        FirstDay(page, base_url)
        keep_app(page)
        day = page.url
        context.set_offline(True)
        log_by_hand(page, 431)
        waiting(page, 1)
        sign_out(page)
        question = page.get_by_role("dialog")
        expect(question).to_contain_text("1 entry has not been sent yet")
        question.get_by_role("button", name="Sign out and delete").click()
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        expect(page.get_by_text("nothing of yours is left on this device")).to_be_visible()
        assert page.evaluate(ON_THE_DEVICE) == {"keys": [], "things": [], "marks": []}
        for address in (base_url, day):
            page.goto(address)
            expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
            expect(page.get_by_text("Grandpa")).to_have_count(0)
        assert "praan" in str(context.cookies())

        with page.expect_response(lambda each: each.request.method == "DELETE" and each.status == 204):
            context.set_offline(False)
        assert "praan" not in str(context.cookies())
        page.goto(day)
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        assert page.evaluate("localStorage.getItem('praan.signed-out')") is None


def test_the_next_start_ends_the_session(browser: Browser, base_url: str) -> None:
    """Who signed out without a network and closed the page: the next start ends the session first."""
    with device(browser) as context:
        page = context.new_page()
        FirstDay(page, base_url)
        day = page.url
        page.route("**/api/v1/auth/session", lambda route: route.abort())
        sign_out(page)
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        expect(page.get_by_text("Praan ends the session on its side")).to_be_visible()
        page.close()

        page = context.new_page()
        # Whatever the server has sent ahead beside the page was for a session that is over now.
        with page.expect_response(lambda each: each.url.endswith("/api/v1/me") and each.status == 401):
            page.goto(day)
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        expect(page.get_by_text("Please sign in again")).to_be_visible()
        assert "praan" not in str(context.cookies())


def test_another_person_neither_sees_nor_sends_it(browser: Browser, base_url: str) -> None:
    """After a session that ended by itself, entries wait for their own writer, whoever uses the device next."""
    with device(browser) as context:
        page = context.new_page()
        home = FirstDay(page, base_url)
        asha, ledger = home.asha, home.ledger
        page.route(LOGS, lambda route: route.abort())
        log_by_hand(page, 431)
        waiting(page, 1)
        context.clear_cookies()
        page.unroute(LOGS)
        posts = post_logs(context)

        register(page, base_url, Person("Ravi"))
        expect(page.get_by_role("button", name="Ravi: account and preferences")).to_be_visible()
        waiting(page, 0)
        sign_out(page, "Ravi")
        expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
        assert posts == []

        page.get_by_label("E-mail").fill(asha.email)
        page.get_by_label("Password", exact=True).fill(asha.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()
        all_gone(page)
        assert len(ledger.logs()) == 1
        assert len(posts) == 1


def test_a_newcomer_in_one_tab_is_one_in_all(browser: Browser, base_url: str) -> None:
    """Nobody has signed out, but no tab shows the one or sends what they wrote once the other has signed in."""
    with device(browser) as context:
        page = context.new_page()
        FirstDay(page, base_url)
        context.route(LOGS, lambda route: route.abort())
        log_by_hand(page, 431)
        waiting(page, 1)
        half_typed = context.new_page()
        half_typed.goto(f"{base_url}/settings")
        half_typed.get_by_label("Your name").fill("Asha Devi")

        register(context.new_page(), base_url, Person("Ravi"))
        posts = post_logs(context)
        context.unroute(LOGS)
        for tab in (page, half_typed):
            expect(tab.get_by_role("button", name="Ravi: account and preferences")).to_be_visible()
            expect(tab.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_visible()
            tab.evaluate("window.dispatchEvent(new Event('online'))")
            waiting(tab, 0)
        until(page, f"{PARCELS} === 1")
        assert posts == []
