"""A reading is told in a few presses, with or without a network; an urgent one says at once what to do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.clock import EMERGENCY
from tests.e2e.device import device, keep_app, post_logs, waiting
from tests.e2e.household import FirstDay
from tests.e2e.test_shell import tab_to
from tests.e2e.weeks import Weeks

ALERTS = "**/api/v1/alerts?*"
# Without numbers of the address, which name people and ports.
STORED = """JSON.stringify([localStorage, sessionStorage, history.state, document.title,
    location.pathname.replace(/[0-9]+/g, ''), location.search, location.hash])"""


@pytest.fixture
def house(base_url: str, page: Page) -> Weeks:
    """Grandpa, who lives by pounds and °F, with the page signed in."""
    made = Weeks(base_url, units="IMPERIAL")
    made.sign_in(page.context)
    return made


def open_form(page: Page, house: Weeks) -> None:
    page.goto(f"{house.base_url}/m/{house.member}/log/vitals")
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def latest(house: Weeks) -> dict[str, Any]:
    payload: dict[str, Any] = house.ask("GET", f"/programs/{house.program}/history?limit=1")["data"][0]["payload"]
    payload.pop("canonical", None)
    return payload


def test_an_urgent_reading_by_keyboard_alone(page: Page, house: Weeks) -> None:
    """From the first Tab to its alert; what to do is said before anything is sent."""
    house.add("VITALS", {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}, house.at(1))
    open_form(page, house)
    keys = page.keyboard
    expect(page.get_by_text("Last: 128/82 mmHg, ")).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="Blood pressure"), most=30)
    keys.press("Tab")
    expect(page.get_by_label("Upper (systolic)")).to_be_focused()
    keys.type("185")
    keys.press("Tab")
    crisis = page.get_by_role("alert").filter(has_text="This reading is urgent")
    expect(crisis).to_contain_text("Measure again after one to two minutes")
    expect(crisis).to_contain_text("not a diagnosis")
    expect(crisis.get_by_role("link", name=f"Call {EMERGENCY}")).to_have_attribute("href", f"tel:{EMERGENCY}")
    keys.type("98")
    keys.press("Enter")

    told = page.get_by_role("region", name="Saved")
    expect(told.get_by_role("heading", name="Saved")).to_be_focused()
    expect(told).to_contain_text("185/98 mmHg")
    expect(told.get_by_role("status")).to_contain_text("Urgent: crisis range")
    assert latest(house) == {"kind": "blood_pressure", "systolic": 185, "diastolic": 98}
    stored = page.evaluate(STORED)
    assert not any(word in stored for word in ("185/", "systolic", "blood", "crisis", "URGENT"))

    tab_to(page, told.get_by_role("link", name="See the alert"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Inbox")).to_be_focused()
    expect(page.get_by_role("heading", level=3, name="Grandpa: Blood pressure")).to_be_visible()


def test_units_are_those_of_the_person_and_of_the_last_time(page: Page, house: Weeks) -> None:
    open_form(page, house)
    page.get_by_role("radio", name="Temperature").check()
    expect(page.get_by_role("radio", name="°F")).to_be_checked()
    page.get_by_role("spinbutton", name="Temperature").fill("38.2")
    page.get_by_role("button", name="It is 38.2°C").click()
    expect(page.get_by_role("radio", name="°C")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Saved").get_by_role("status")).to_have_text("fever")
    assert latest(house) == {"kind": "temperature", "value": 38.2, "unit": "C"}

    page.get_by_role("button", name="Another reading").click()
    page.get_by_role("radio", name="Blood sugar").check()
    page.get_by_role("radio", name="mmol/L").check()
    page.get_by_role("spinbutton", name="Blood sugar").fill("5.6")
    page.get_by_label("Measured (optional)").select_option(label="Fasting")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Saved").get_by_role("status")).to_have_text("in range")
    assert latest(house) == {"kind": "glucose", "value": 5.6, "unit": "mmol/L", "context": "fasting"}

    open_form(page, house)
    for kind, unit in (("Blood sugar", "mmol/L"), ("Temperature", "°C"), ("Weight", "lb")):
        page.get_by_role("radio", name=kind).check()
        expect(page.get_by_role("radio", name=unit)).to_be_checked()


def test_what_comes_late_moves_nothing_from_under_a_press(page: Page, house: Weeks) -> None:
    """The way to the alert shows while somebody presses the button for another reading."""
    open_form(page, house)
    held: list[Route] = []
    page.route(ALERTS, lambda route: held.append(route))
    page.get_by_role("radio", name="Oxygen").check()
    page.get_by_role("spinbutton", name="Oxygen").fill("93")
    with page.expect_request(ALERTS):
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Saved").get_by_role("status")).to_have_text("low")
    page.get_by_role("button", name="Another reading").hover()
    page.mouse.down()
    while held:
        held.pop().continue_()
    page.unroute(ALERTS)
    expect(page.get_by_role("link", name="See the alert")).to_be_visible()
    page.mouse.up()

    expect(page.get_by_role("spinbutton", name="Oxygen")).to_be_focused()


def test_what_cannot_be_is_refused_and_what_hardly_can_is_asked_about_once(page: Page, house: Weeks) -> None:
    open_form(page, house)
    page.get_by_label("Upper (systolic)").fill("80")
    page.get_by_label("Lower (diastolic)").fill("120")
    # A slow press: what shows when the field is left must not move the button away from under it.
    page.get_by_role("button", name="Save").click(delay=300)
    expect(page.get_by_text("Are they swapped?")).to_be_visible()
    expect(page.get_by_label("Lower (diastolic)")).to_be_focused()

    page.get_by_role("radio", name="Blood sugar").check()
    page.get_by_role("radio", name="mmol/L").check()
    page.get_by_role("spinbutton", name="Blood sugar").fill("90")
    page.get_by_role("button", name="Save").click()
    question = page.get_by_role("alert").filter(has_text="90 mmol/L? Please look at the unit.")
    question.get_by_role("button", name="It is 90 mg/dL").click()
    expect(question).to_have_count(0)
    expect(page.get_by_role("radio", name="mg/dL")).to_be_checked()
    page.get_by_role("spinbutton", name="Blood sugar").fill("620")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Yes, it is right").click()
    expect(page.get_by_role("region", name="Saved").get_by_role("status")).to_have_text("Urgent: very high")
    assert latest(house) == {"kind": "glucose", "value": 620, "unit": "mg/dL"}


def test_an_urgent_reading_without_a_network(browser: Browser, base_url: str) -> None:
    """What to do is known on the device; the reading goes out by itself, once, and is judged."""
    with device(browser, worker=True) as context:
        page = context.new_page()
        ledger = FirstDay(page, base_url).ledger
        keep_app(page)
        page.get_by_role("link", name="Reading").click()
        expect(page.get_by_label("Upper (systolic)")).to_be_visible()
        sent = post_logs(context)
        context.set_offline(True)
        page.get_by_role("radio", name="Oxygen").check()
        page.get_by_role("spinbutton", name="Oxygen").fill("88")
        expect(page.get_by_text("Sit upright. Warm the hand")).to_be_visible()
        page.get_by_role("button", name="Save").click()
        told = page.get_by_role("region", name="Saved").get_by_role("status")
        expect(told).to_contain_text("Kept on this device")
        waiting(page, 1)

        context.set_offline(False)
        expect(told).to_contain_text("Urgent: very low")
        waiting(page, 0)
        expect(page.get_by_role("link", name="See the alert")).to_be_visible()
        assert [each["payload"]["value"] for each in ledger.logs()] == [88]
        assert len({each.headers["idempotency-key"] for each in sent}) == 1


def test_in_hindi(browser: Browser, base_url: str) -> None:
    """From the day of Dadaji to the words of what it means."""
    house = Weeks(base_url, name="दादाजी", time_zone="Europe/London")
    with device(browser, locale="hi-IN") as context:
        house.sign_in(context)
        page = context.new_page()
        page.goto(f"{base_url}/m/{house.member}/today")
        page.get_by_role("link", name="जाँच").click()
        expect(page.get_by_role("heading", level=1, name="दादाजी की जाँच")).to_be_visible()
        page.get_by_label("ऊपर का (सिस्टोलिक)").fill("84")
        page.get_by_label("नीचे का (डायस्टोलिक)").fill("55")
        panel = page.get_by_role("alert").filter(has_text="यह नतीजा गंभीर है")
        expect(panel.get_by_role("link", name="999 पर फ़ोन करें")).to_be_visible()
        page.get_by_role("button", name="सहेजें").click()
        expect(page.get_by_role("region", name="सहेज लिया").get_by_role("status")).to_contain_text("बहुत कम")
        page.get_by_role("link", name="चेतावनी देखें").click()
        expect(page.get_by_role("heading", level=3, name="दादाजी: ब्लड प्रेशर")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("90")
