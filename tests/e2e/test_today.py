"""The page of a day tells what the API knows of the day."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect
from tests.clock import ZONE
from tests.e2e.device import PHONE, device, without_news
from tests.e2e.household import FirstDay
from tests.e2e.ledger import Ledger
from tests.e2e.patience import until

PHOTOS = Path(__file__).parents[1] / "photos"


def begin(page: Page, base_url: str) -> Ledger:
    """A new person with Grandpa, whose ninety days have begun, and the empty page of his day."""
    ledger = FirstDay(page, base_url).ledger
    expect(page.get_by_role("heading", name="A fresh day")).to_be_visible()
    return ledger


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
    with device(browser) as context:
        page = context.new_page()
        without_news(page)
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


def test_a_photo_turns_into_foods_by_itself(browser: Browser, base_url: str) -> None:
    """A photo shows as being read, then, on the same page, what was seen in it, or why nothing was."""
    # A context of its own: its pictures come from the store, another origin than the app's. It is a phone.
    with device(browser, size=PHONE) as context:
        page = context.new_page()
        ledger = begin(page, base_url)
        ledger.set_goals()
        page.evaluate("window.samePage = true")
        ledger.add_photo(PHOTOS / "coffee.jpg")
        ledger.add_photo(PHOTOS / "cat.jpg")
        lines = page.get_by_role("region", name="Logged today").get_by_role("listitem")

        read = lines.filter(has_text="To be checked")
        expect(read).to_contain_text("Perhaps Coffee", timeout=60_000)
        expect(lines.filter(has_text="Could not be read")).to_contain_text("no food in this photo", timeout=60_000)
        expect(lines).to_have_count(2)
        expect(read.get_by_role("img", name="Photo of the meal")).to_be_visible()
        until(page, "document.querySelector('li img')?.naturalWidth > 0")
        score = page.get_by_role("region", name="Today so far")
        expect(score).to_contain_text("waits for somebody to look")
        step = page.get_by_role("region", name="A next step")
        expect(step.get_by_role("link", name="Have a look")).to_be_visible()
        assert page.evaluate("window.samePage")
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_good_days_add_up(page: Page, base_url: str) -> None:
    """The score and the streak follow the logs; one missed day a week does not end the streak."""
    ledger = begin(page, base_url)
    today = dt.datetime.now(ZoneInfo(ZONE)).replace(hour=12, minute=0, second=0, microsecond=0)
    missed = today - dt.timedelta(days=3)
    member = ledger.add_member("Dadi", ZONE)
    ledger.start(member, (today - dt.timedelta(days=6)).date(), {"meals_per_day": 1})
    for back in range(6, 0, -1):
        noon = today - dt.timedelta(days=back)
        if noon != missed:
            ledger.add("NUTRITION", {"calories": 500}, noon)

    page.goto(f"{base_url}/m/{member}/today")
    week = page.get_by_role("region", name="The last seven days")
    expect(week).to_contain_text("5 good days in a row")
    expect(week.get_by_role("link", name="a forgiven day")).to_have_count(1)
    now = week.locator("[aria-current=date]")
    expect(now).to_have_accessible_name(re.compile(r"^today, .+, 0%, still open$"))
    expect(now).to_have_attribute("href", re.compile(rf"/m/{member}/timeline\?from=(.+)&to=\1$"))

    ledger.add("NUTRITION", {"meal": "LUNCH", "calories": 500})
    expect(week).to_contain_text("6 good days in a row")
    expect(now).to_have_accessible_name(re.compile(r", 100%, well cared for$"))
    score = page.get_by_role("region", name="Today so far")
    expect(score.get_by_role("img", name="100% of the day’s goals, Food 100%")).to_be_visible()
    score.get_by_text("Show as a table").click()
    expect(score.get_by_role("row", name="Meals 1 of 1 100%")).to_be_visible()


def test_each_day_begins_at_the_midnight_of_its_member(page: Page, base_url: str) -> None:
    """Two members an ocean apart have different days; a day that ends is asked for anew."""
    ledger = begin(page, base_url)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        today = dt.datetime.now(ZoneInfo(zone)).date()
        member = ledger.add_member("Nani", zone)
        ledger.start(member, today, {"meals_per_day": 3})
        page.goto(f"{base_url}/m/{member}/today")
        words = f"{today:%A} {today.day} {today:%B}"
        expect(page.get_by_role("main")).to_contain_text(words)
        now = page.get_by_role("region", name="The last seven days").locator("[aria-current=date]")
        expect(now).to_have_accessible_name(re.compile(f"^today, {words}"))

    there = dt.datetime.now(ZoneInfo("Pacific/Pago_Pago"))
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    page.clock.install(time=midnight - dt.timedelta(seconds=30))
    page.reload()
    expect(now).to_be_visible()
    with page.expect_response("**/adherence/today"), page.expect_response("**/programs?*"):
        page.clock.fast_forward(31_000)


def test_a_cold_page_asks_for_nothing_twice(browser: Browser, base_url: str) -> None:
    """What the server names beside the page is what the page uses: its scripts, and its first questions."""
    with device(browser) as context:
        page = context.new_page()
        begin(page, base_url)
        asked: list[str] = []
        warnings: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(base_url)))
        page.on("console", lambda message: warnings.append(message.text))

        answer = page.reload(wait_until="load")
        expect(page.get_by_role("heading", name="A fresh day")).to_be_visible()

        assert answer is not None
        named = re.findall(r"<([^>]+)>", answer.headers["link"])
        assert [name for name in named if name.startswith("/api/")]
        assert {name: asked.count(name) for name in named} == dict.fromkeys(named, 1)
        assert not [text for text in warnings if "preload" in text]
