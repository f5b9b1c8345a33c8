"""The page of the ninety days: the grid, rest and end, check-ins, and what who may only look is spared."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.conftest import settings_for
from tests.e2e.caller import Caller
from tests.e2e.conftest import Verify
from tests.e2e.device import device, without_news
from tests.e2e.journey import Person
from tests.e2e.weeks import Weeks
from tests.patience import ASKING_S, eventually

from praan import wiring
from praan.infra.tasks import make_celery
from praan.localstack.services import Services

YOGA = {"kind": "duration", "activity": "Yoga", "minutes": 30}


@pytest.fixture
def night(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Asks the stack's worker for the night's job, as the clock does."""
    if "PRAAN_BASE_URL" in os.environ:
        pytest.skip("only the tests' own stack says where its broker is")
    services: Services = request.getfixturevalue("live_services")
    celery = make_celery(settings_for(services, "worker"))

    def fall() -> None:
        celery.send_task(wiring.TURN_PROGRAMS, queue=wiring.DEFAULT)

    return fall


def open_program(page: Page, weeks: Weeks) -> Locator:
    """Grandpa's program, by its link on his day; the square of today."""
    weeks.sign_in(page.context)
    page.goto(f"{weeks.base_url}/m/{weeks.member}/today")
    page.get_by_role("link", name=re.compile(r"^Day \d+ of 90$")).click()
    expect(page.get_by_role("heading", level=1, name="Grandpa’s ninety days")).to_be_focused()
    today = page.get_by_role("grid", name="Day by day").locator("[aria-current=date]")
    expect(today).to_be_visible()
    return today


def answer(page: Page, words: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=words).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_rest_changes_what_the_day_says(page: Page, base_url: str) -> None:
    """It asks first and has an undo; today then asks for nothing, here and on the page of the day."""
    weeks = Weeks(base_url, days=12)
    today = open_program(page, weeks)
    expect(today).to_have_accessible_name(re.compile(r"^Day 13, today, .+, 0%, still open$"))

    page.get_by_role("button", name="Let them rest").click()
    answer(page, "Keep going")
    expect(today).to_have_accessible_name(re.compile("still open$"))
    page.get_by_role("button", name="Let them rest").click()
    answer(page, "Rest from today")
    expect(today).to_have_accessible_name(re.compile(r"^Day 13, today, [^%]+, resting$"))
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(today).to_have_accessible_name(re.compile("still open$"))
    expect(page.get_by_role("region", name="Goals")).not_to_contain_text("resting")

    page.get_by_role("button", name="Let them rest").click()
    answer(page, "Rest from today")
    expect(today).to_have_accessible_name(re.compile("resting$"))
    page.goto(f"{base_url}/m/{weeks.member}/today")
    expect(page.get_by_role("heading", name="The ninety days are resting")).to_be_visible()
    page.get_by_role("link", name="Ninety days of care").click()
    page.get_by_role("button", name="Go on").click()
    answer(page, "Go on")
    expect(today).to_have_accessible_name(re.compile("still open$"))
    page.goto(f"{base_url}/m/{weeks.member}/today")
    expect(page.get_by_role("region", name="Today so far")).to_contain_text("0%")


def test_an_end_is_asked_for_and_stays(page: Page, base_url: str) -> None:
    weeks = Weeks(base_url, days=12)
    open_program(page, weeks)
    finish = page.get_by_role("button", name="Finish for good")

    finish.click()
    expect(page.get_by_role("dialog")).to_contain_text("cannot be undone")
    expect(page.get_by_role("dialog").get_by_role("button", name="Keep going")).to_be_focused()
    page.keyboard.press("Escape")
    expect(finish).to_be_focused()
    assert weeks.ask("GET", f"/programs/{weeks.program}")["status"] == "ACTIVE"

    finish.click()
    answer(page, "Finish for good")
    expect(page.get_by_text("Complete since day 13.")).to_be_visible()
    expect(page.get_by_role("heading", name="Rest or finish")).to_be_focused()
    expect(finish).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    tomorrow = page.get_by_role("gridcell", name=re.compile("^Day 14, "))
    expect(tomorrow).to_have_accessible_name(re.compile("after the end$"))
    page.reload()
    expect(page.get_by_text("Complete since day 13.")).to_be_visible()
    expect(page.get_by_role("link", name="Begin ninety new days")).to_be_visible()
    page.goto(f"{base_url}/family")
    page.get_by_role("link", name="Ninety days are complete").click()
    expect(page.get_by_role("heading", level=1, name="Grandpa’s ninety days")).to_be_visible()


def test_the_grid_is_walked_by_keyboard_alone(page: Page, base_url: str) -> None:
    """One stop for Tab; arrow keys go on from today; the day leads to what was logged on it."""
    weeks = Weeks(base_url, days=12)
    weeks.add("WORKOUT", YOGA, weeks.at(1))
    today = open_program(page, weeks)
    for _ in range(30):
        page.keyboard.press("Tab")
        if today.evaluate("square => square === document.activeElement"):
            break
    expect(today).to_be_focused()
    focused = page.locator(":focus")

    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_accessible_name(re.compile(r"^Day 12, .+, 100%, well cared for$"))
    page.keyboard.press("ArrowUp")
    expect(focused).to_have_accessible_name(re.compile(r"^Day 5, .+, 0%, a quiet day$"))
    page.keyboard.press("Control+End")
    expect(focused).to_have_accessible_name(re.compile(r"^Day 90, .+, still ahead$"))
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_accessible_name(re.compile("^Day 90, "))
    page.keyboard.press("Control+Home")
    for day in range(2, 13):
        page.keyboard.press("ArrowRight")
        expect(focused).to_have_accessible_name(re.compile(rf"^Day {day}, "))
    yesterday = weeks.today - dt.timedelta(days=1)
    there = re.compile(rf"/timeline\?program={weeks.program}&from={yesterday}&to={yesterday}$")
    expect(page.get_by_role("link", name="What was logged")).to_have_attribute("href", there)
    page.keyboard.press("Tab")
    expect(focused).to_have_text("What was logged")
    page.keyboard.press("Enter")
    expect(page).to_have_url(there)
    expect(page.get_by_text("Yoga")).to_be_visible()


def test_the_table_says_what_the_grid_shows(page: Page, base_url: str) -> None:
    weeks = Weeks(base_url, days=12)
    weeks.add("WORKOUT", YOGA, weeks.at(1))
    open_program(page, weeks)

    page.get_by_text("Show as a table").click()

    table = page.get_by_role("table", name="Day by day")
    expect(table.get_by_role("row")).to_have_count(91)
    expect(table.get_by_role("row", name=re.compile(r"^Day 12 .+ 100% well cared for$"))).to_be_visible()
    expect(page.get_by_text("1 of 13 due days well cared for")).to_be_visible()


def test_the_night_asks_how_it_goes(page: Page, base_url: str, night: Callable[[], None]) -> None:
    """The night's job on the running stack asks about a phase; an answer is kept and may be given anew."""
    weeks = Weeks(base_url, days=35)
    night()
    check_ins = f"/programs/{weeks.program}/check-ins"
    eventually(lambda: weeks.ask("GET", check_ins)["data"], 30, "nothing was asked", ASKING_S)
    open_program(page, weeks)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("Choose the word that fits best.")
    page.get_by_role("radio", name="Hard").check()
    page.get_by_label("Note (optional)").fill("The stairs")
    page.get_by_role("button", name="Save").click()
    phases = page.get_by_role("region", name="Three phases")
    expect(phases.get_by_text("It felt: Hard")).to_be_visible()
    expect(phases.get_by_text("A rest does no harm.")).to_be_visible()
    page.reload()
    expect(phases.get_by_text("The stairs")).to_be_visible()
    page.get_by_role("button", name="Change").click()
    page.get_by_role("radio", name="Fine").check()
    page.get_by_role("button", name="Save").click()
    expect(phases.get_by_text("It felt: Fine")).to_be_visible()


def test_goals_are_told_as_they_changed(page: Page, base_url: str) -> None:
    weeks = Weeks(base_url, days=12)
    goals = {"nutrition_goals": {"calories": 1800}, "strength_goals": {}, "vitals_goals": {"weight": 1}}
    weeks.ask("PUT", f"/programs/{weeks.program}/config", goals)

    open_program(page, weeks)

    card = page.get_by_role("region", name="Goals")
    expect(card.get_by_role("definition")).to_have_text(["1,800 kcal", "1 a day"])
    day = f"{weeks.today.day} {weeks.today:%b %Y}"
    expect(card.get_by_role("listitem").filter(has_text=f"From {day}").first).to_contain_text(
        re.compile(r"Energy: 1,800 kcal.*Weight: 1 a day.*Movement: no longer due")
    )


def test_one_card_may_fail_alone(browser: Browser, base_url: str) -> None:
    with device(browser) as context:
        page = context.new_page()
        weeks = Weeks(base_url, days=12)
        weeks.sign_in(context)
        without_news(page)
        page.route("**/configs?*", lambda route: route.fulfill(status=503))
        page.goto(f"{base_url}/m/{weeks.member}/program")
        days = page.get_by_role("region", name="Day by day")

        expect(days.get_by_role("alert")).to_contain_text("catching its breath")
        expect(page.get_by_role("region", name="Three phases")).to_contain_text("Laying the foundation")
        page.unroute("**/configs?*")
        days.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("grid", name="Day by day")).to_be_visible()

        context.set_offline(True)
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.get_by_text(re.compile(r"^As of \d\d:\d\d$"))).to_be_visible()
        expect(page.get_by_role("grid", name="Day by day")).to_be_visible()


def test_who_may_only_look_finds_no_way_to_change(page: Page, base_url: str, verify: Verify) -> None:
    weeks = Weeks(base_url, days=12)
    doctor = Caller(base_url, Person("Dr Rao"))
    doctor.register()
    verify(doctor.person.email)
    grant = {"email": doctor.person.email, "role": "READ_ONLY"}
    weeks.ask("POST", f"/members/{weeks.member}/grants", grant)
    token = doctor.ask("GET", "/me/invitations")["data"][0]["token"]
    doctor.ask("POST", f"/invitations/{token}/accept")
    doctor.open(page.context)

    page.goto(f"{base_url}/m/{weeks.member}/program")
    expect(page.get_by_role("grid", name="Day by day")).to_be_visible()
    expect(page.get_by_role("region", name="Goals")).to_contain_text("at least 30 mins, every day")
    main = page.get_by_role("main")
    expect(main.locator("button, form, input, textarea")).to_have_count(0)
    page.goto(f"{base_url}/m/999999999/program")
    expect(page.get_by_role("alert")).to_contain_text("This page is not shared with you.")
