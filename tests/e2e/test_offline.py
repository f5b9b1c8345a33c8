"""What is written without a network is kept on the device, sealed, and reaches the server exactly once."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from tests.e2e.household import FirstDay
from tests.e2e.journey import Person, register

PHOTO = Path(__file__).parents[1] / "photos" / "cat.jpg"
LOGS = re.compile(r"/api/v1/logs$")
LOOK_AGAIN = "window.dispatchEvent(new Event('focus'))"
NOTE = "Khichdi with a secret spoon of ghee"
APP_IS_KEPT = """async () => {
    await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => name.endsWith(':assets:app:cache'));
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    const { assetGroups } = await (await fetch('/ngsw.json')).json();
    return kept.some((count) => count >= assetGroups[0].urls.length);
}"""
"""Whether the worker has put every file of the app on the device."""
ON_THE_DEVICE = """() => new Promise((resolve) => {
    const opening = indexedDB.open('praan');
    opening.onsuccess = () => {
        const read = opening.result.transaction(['keys', 'things', 'marks']);
        const all = (store) => read.objectStore(store).getAll();
        const [keys, things, marks] = [all('keys'), all('things'), all('marks')];
        read.oncomplete = () => resolve({
            keys: keys.result.map(({ seal }) => seal.extractable),
            things: things.result.map(({ drawer, bytes, ...rest }) => ({
                drawer,
                words: JSON.stringify(rest) + new TextDecoder('latin1').decode(bytes),
            })),
            marks: marks.result,
        });
    };
})"""
"""What lies in the browser's database: whether its keys could be read, and every byte as letters."""
LOG_MANY = """async ({ meals, photos, photo }) => {
    const found = async (what) => {
        const end = Date.now() + 10_000;
        for (;;) {
            const one = document.querySelector(what);
            if (one) return one;
            if (Date.now() > end) throw new Error(`no ${what} at ${location.pathname}`);
            await new Promise(requestAnimationFrame);
        }
    };
    const press = async (what) => (await found(what)).click();
    const saved = async () => {
        await found('praan-day-board');
        history.back();
    };
    for (let meal = 0; meal < meals; meal++) {
        await press('praan-again-meal li button');
        await saved();
    }
    await found('praan-again-meal');
    await press('praan-log-meal nav a[href$="/log/meal"]');
    const bytes = Uint8Array.from(atob(photo), (each) => each.charCodeAt(0));
    for (let meal = 0; meal < photos; meal++) {
        const field = await found('praan-photo-source .gallery input');
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], 'meal.jpg', { type: 'image/jpeg' }));
        field.files = chosen.files;
        field.dispatchEvent(new Event('change'));
        await press('praan-photo-meal button[type=submit]');
        await saved();
    }
}"""
"""By the page's own controls, from the meals of before: the first of them so many times, then so many photos."""
PARCELS = f"(await ({ON_THE_DEVICE})()).things.filter(({{ drawer }}) => drawer === 'parcel').length"

LETTERS = """async () => (await document.fonts.load('1em "Noto Sans Devanagari Variable"', 'क')).length"""


@contextmanager
def device(browser: Browser, *, worker: bool = True) -> Iterator[BrowserContext]:
    """A phone's browser; without the service worker the test can stand in for a broken network."""
    with browser.new_context(locale="en-GB", service_workers="allow" if worker else "block") as context:
        context.set_default_timeout(10_000)
        yield context


def keep_app(page: Page) -> None:
    """Waits until the app is on the device, and opens the page from there."""
    until(page, f"await ({APP_IS_KEPT})()")
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def log_by_hand(page: Page, calories: int, note: str = "") -> None:
    """From any page of Grandpa: a meal of which only the calories are known; ends on his day."""
    page.get_by_role("navigation").get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("link", name="A meal by hand").click()
    page.get_by_role("button", name="I only know the calories").click()
    page.get_by_label("Calories (kcal)").fill(str(calories))
    if note:
        page.get_by_label("Note (optional)").fill(note)
    page.get_by_role("button", name="Save the meal").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def waiting(page: Page, count: int) -> None:
    """The badge says so many; with none it is gone."""
    badge = page.get_by_role("button", name="waiting to be sent")
    if count:
        expect(badge).to_contain_text(f"{count} waiting to be sent")
    else:
        expect(badge).to_have_count(0)


def until(page: Page, condition: str) -> None:
    """Waits in the page for what only an asynchronous question can tell."""
    page.evaluate(f"""async () => {{
        const end = Date.now() + 30_000;
        while (!({condition})) {{
            if (Date.now() > end) throw new Error('still not so');
            await new Promise((resolve) => setTimeout(resolve, 50));
        }}
    }}""")


def all_gone(page: Page) -> None:
    """Waits until nothing lies on the device that the server does not have."""
    until(page, f"(await ({ON_THE_DEVICE})()).things.every(({{ drawer }}) => drawer === 'answer')")


def post_logs(context: BrowserContext) -> list[Request]:
    """Collects the calls that would make a log."""
    seen: list[Request] = []
    context.on(
        "request", lambda each: seen.append(each) if each.method == "POST" and LOGS.search(each.url) else None
    )
    return seen


def test_a_day_without_a_network(browser: Browser, base_url: str) -> None:
    """The app opens from the device with what was last seen; a meal written there goes out by itself, once."""
    with device(browser) as context:
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
    with device(browser) as context:
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


def test_fifty_entries_exactly_once(browser: Browser, base_url: str) -> None:
    """Ten photos and forty meals, all without a network; the page is killed twice while they go out."""
    with device(browser) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        log_by_hand(page, 250)
        waiting(page, 0)
        keep_app(page)
        home = page.url
        page.goto(f"{home.removesuffix('today')}log/meal?way=again")
        expect(page.get_by_role("button", name="Log again").first).to_be_visible()

        context.set_offline(True)
        page.evaluate(
            LOG_MANY, {"meals": 39, "photos": 10, "photo": base64.b64encode(PHOTO.read_bytes()).decode()}
        )
        waiting(page, 49)

        context.set_offline(False)
        for left in (47, 40):
            # Reckoned by what lies on the device: a call that is waited for may be over before one looks.
            until(page, f"{PARCELS} < {left}")
            page.close()
            page = context.new_page()
            page.goto(home)
        all_gone(page)
        waiting(page, 0)
        logs = ledger.logs()
        assert len(logs) == 50
        assert len([each for each in logs if each["source"] == "photo"]) == 10


def test_a_lost_answer_makes_no_second_log(browser: Browser, base_url: str) -> None:
    """The server has it but the answer never arrives: the same entry is sent again under the same key."""
    with device(browser, worker=False) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        posts = post_logs(context)

        def lose(route: Route) -> None:
            route.fetch()
            route.abort("connectionreset")

        page.route(LOGS, lose, times=1)
        log_by_hand(page, 431)
        waiting(page, 1)
        assert len(ledger.logs()) == 1
        page.get_by_role("button", name="waiting to be sent").click()
        page.get_by_role("dialog").get_by_role("button", name="Try now").click()
        expect(page.get_by_role("dialog")).to_contain_text("Everything has been sent.")

        assert len(ledger.logs()) == 1
        first, second = posts
        assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
        assert first.post_data == second.post_data


def test_a_link_that_has_expired_is_asked_for_anew(browser: Browser, base_url: str) -> None:
    """The store refuses a stale link for a photo; a new one is fetched and the photo arrives."""
    with device(browser, worker=False) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger

        def stale(route: Route) -> None:
            if route.request.method == "PUT":
                route.continue_(url=re.sub("X-Amz-Date=[^&]+", "X-Amz-Date=20200101T000000Z", route.request.url))
            else:
                route.continue_()

        page.route(re.compile("X-Amz-Signature"), stale, times=2)
        page.goto(page.url.replace("today", "log/meal"))
        page.get_by_label("Choose a photo").set_input_files(PHOTO)
        with page.expect_response(lambda each: each.request.method == "PUT" and each.status == 403):
            page.get_by_role("button", name="Save the meal").click()
        with page.expect_response(lambda each: each.request.method == "PUT" and each.ok):
            pass
        all_gone(page)
        assert [each["source"] for each in ledger.logs()] == ["photo"]


def test_signing_out_destroys_what_waits(browser: Browser, base_url: str) -> None:
    """Not without asking; then neither the entries nor the key that sealed them are left."""
    with device(browser, worker=False) as context:
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
    with device(browser) as context:
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
    with device(browser, worker=False) as context:
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
    with device(browser, worker=False) as context:
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
    with device(browser, worker=False) as context:
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


def test_two_tabs_send_one_queue(browser: Browser, base_url: str) -> None:
    """What is written in one tab waits in both, and one of them sends it."""
    with device(browser) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        keep_app(page)
        other = context.new_page()
        other.goto(page.url)
        expect(other.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()

        context.set_offline(True)
        log_by_hand(page, 301)
        waiting(other, 1)
        log_by_hand(other, 302)
        for tab in (page, other):
            waiting(tab, 2)
        context.set_offline(False)
        for tab in (page, other):
            waiting(tab, 0)

        assert sorted(each["payload"]["calories"] for each in ledger.logs()) == [301, 302]


def sign_out(page: Page, name: str = "Asha") -> None:
    page.get_by_role("button", name=f"{name}: account and preferences").click()
    page.get_by_role("menuitem", name="Sign out").click()
