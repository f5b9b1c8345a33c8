"""What waits on the device reaches the server exactly once, whatever is lost or closed on the way."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from playwright.sync_api import Browser, Route, expect
from tests.e2e.device import LOGS, PARCELS, all_gone, device, keep_app, log_by_hand, post_logs, waiting
from tests.e2e.household import FirstDay
from tests.e2e.patience import until

PHOTO = Path(__file__).parents[1] / "photos" / "cat.jpg"
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
        const field = await found('praan-file-source .gallery input');
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], 'meal.jpg', { type: 'image/jpeg' }));
        field.files = chosen.files;
        field.dispatchEvent(new Event('change'));
        await press('praan-photo-meal button[type=submit]');
        await saved();
    }
}"""
"""By the page's own controls, from the meals of before: the first of them so many times, then so many photos."""


def test_fifty_entries_exactly_once(browser: Browser, base_url: str) -> None:
    """Ten photos and forty meals, all without a network; the page is killed twice while they go out."""
    with device(browser, worker=True) as context:
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
    with device(browser) as context:
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
    with device(browser) as context:
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


def test_two_tabs_send_one_queue(browser: Browser, base_url: str) -> None:
    """What is written in one tab waits in both, and one of them sends it."""
    with device(browser, worker=True) as context:
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
