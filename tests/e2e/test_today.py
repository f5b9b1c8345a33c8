"""The page of a day tells what the API knows of the day."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.e2e.journey import Person, add_grandpa, register, start_ninety_days
from tests.e2e.ledger import Ledger, member_of

PHOTOS = Path(__file__).parents[1] / "photos"


def begin(page: Page, base_url: str) -> Ledger:
    """A new person with Grandpa, whose ninety days have begun, and the empty page of his day."""
    asha = Person()
    register(page, base_url, asha)
    add_grandpa(page)
    start_ninety_days(page)
    expect(page.get_by_role("heading", name="A fresh day")).to_be_visible()
    return Ledger(base_url, asha, member_of(page.url))


def test_the_day_shows_what_was_logged(page: Page, base_url: str) -> None:
    """Logs made elsewhere, and the score they make, are there as soon as somebody looks again."""
    ledger = begin(page, base_url)
    score = page.get_by_role("region", name="Today so far")
    expect(score).to_contain_text("Nothing is due today.")
    ledger.set_goals()
    ledger.add_day()
    total = ledger.score()
    assert 0 < total < 100

    log = page.get_by_role("region", name="Logged today")
    expect(log.get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("heading", name="A fresh day")).to_have_count(0)
    lunch = log.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Lunch"))
    expect(lunch).to_contain_text("1,456 kcal · 18 g protein")
    expect(lunch).to_contain_text("Dal and rice at home")
    expect(lunch.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(log.get_by_role("listitem").filter(has_text="Yoga")).to_contain_text("25 mins")
    expect(log.get_by_role("listitem").filter(has_text="Blood pressure")).to_contain_text("126/81 mmHg")
    expect(score).to_contain_text(f"{total}%")
    expect(score.get_by_role("listitem").filter(has_text="Food")).to_contain_text("1 of 3 meals")

    page.reload()
    expect(log.get_by_role("listitem")).to_have_count(3)


def test_a_page_of_logs_is_not_all(page: Page, base_url: str) -> None:
    """Every log of a day is shown, however many pages of the API they fill."""
    ledger = begin(page, base_url)
    for pulse in range(60, 161):
        ledger.add("VITALS", {"kind": "pulse", "value": pulse})
    page.reload()

    expect(page.get_by_role("region", name="Logged today").get_by_role("listitem")).to_have_count(101)


def test_one_part_may_fail_alone(browser: Browser, base_url: str) -> None:
    """Without its score a day still shows its logs, and the other way round; a retry mends it."""
    # The service worker would ask behind the back of the test, which stands in for a busy server.
    with browser.new_context(locale="en-GB", service_workers="block") as context:
        page = context.new_page()
        # No news: it is the person who tries again.
        page.route_web_socket("**/api/v1/live*", lambda socket: None)
        ledger = begin(page, base_url)
        ledger.set_goals()
        ledger.add_day()
        score = page.get_by_role("region", name="Today so far")
        log = page.get_by_role("region", name="Logged today")

        page.route("**/adherence/today", lambda route: route.fulfill(status=503))
        page.reload()
        expect(score.get_by_role("alert")).to_contain_text("catching its breath")
        expect(log.get_by_role("listitem")).to_have_count(3)
        page.unroute("**/adherence/today")
        score.get_by_role("button", name="Try again").click()
        expect(score).to_contain_text("%")

        page.route("**/history*", lambda route: route.fulfill(status=503))
        page.reload()
        expect(log.get_by_role("alert")).to_contain_text("catching its breath")
        expect(score).to_contain_text("%")
        expect(page.get_by_role("heading", name="A fresh day")).to_have_count(0)
        page.unroute("**/history*")
        log.get_by_role("button", name="Try again").click()
        expect(log.get_by_role("listitem")).to_have_count(3)

        context.set_offline(True)
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.get_by_text(re.compile(r"^As of \d\d:\d\d$"))).to_be_visible()
        expect(log.get_by_role("listitem")).to_have_count(3)


def test_a_photo_is_shown_with_what_became_of_it(browser: Browser, base_url: str) -> None:
    """A read photo comes as a small picture from the object store; one without food says why it was not read."""
    # A context of its own: its pictures come from the store, another origin than the app's.
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        ledger = begin(page, base_url)
        ledger.add_photo(PHOTOS / "coffee.jpg")
        ledger.add_photo(PHOTOS / "cat.jpg")
        lines = page.get_by_role("region", name="Logged today").get_by_role("listitem")

        def both_settled() -> bool:
            page.reload()
            expect(lines).to_have_count(2)
            return page.get_by_text("Being read").count() == 0

        assert any(both_settled() for _ in range(60))
        expect(lines.filter(has_text="Could not be read")).to_contain_text("no food in this photo")
        picture = lines.get_by_role("img", name="Photo of the meal")
        expect(picture).to_have_count(1)
        picture.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('li img')?.naturalWidth > 0")
