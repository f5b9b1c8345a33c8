"""Movement is logged in a few presses, also by those who use no mouse, and counts at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.ledger import YOGA
from tests.e2e.weeks import Weeks


@pytest.fixture
def house(base_url: str, page: Page) -> Weeks:
    """Grandpa, who lives by pounds, with the page signed in."""
    made = Weeks(base_url, units="IMPERIAL")
    made.sign_in(page.context)
    return made


def open_form(page: Page, house: Weeks) -> None:
    page.goto(f"{house.base_url}/m/{house.member}/log/workout")
    expect(page.get_by_role("heading", level=1, name="How did Grandpa move?")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def latest(house: Weeks) -> dict[str, object]:
    log: dict[str, object] = house.ask("GET", f"/programs/{house.program}/history?limit=1")["data"][0]
    return log


def test_half_an_hour_counts_today(page: Page, house: Weeks) -> None:
    """Fifteen of thirty minutes are half the goal of the day."""
    open_form(page, house)
    page.get_by_role("button", name="Cricket").click()
    expect(page.get_by_label("Activity")).to_have_value("Cricket")
    page.get_by_role("button", name="20 mins").click()
    page.get_by_role("button", name="5 mins less").click()
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("15")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()
    expect(page.get_by_role("heading", level=3, name="Cricket")).to_be_visible()
    expect(page.get_by_role("region", name="Today so far")).to_contain_text("50%")
    assert latest(house)["payload"] == {"kind": "duration", "activity": "Cricket", "minutes": 15}


def test_sets_and_weights_by_keyboard_alone(page: Page, house: Weeks) -> None:
    """From the first Tab to the day: pounds are typed and kilograms are kept."""
    open_form(page, house)
    keys = page.keyboard
    page.get_by_role("button", name="Strength training").focus()
    keys.press("Enter")
    expect(page.get_by_label("Repetitions")).to_be_visible()
    keys.press("Tab")
    keys.type("Squats")
    keys.press("Tab")
    expect(page.get_by_label("Repetitions")).to_be_focused()
    keys.press("Control+A")
    keys.type("8")
    keys.press("Tab")
    keys.type("45")
    keys.press("Tab")
    expect(page.get_by_role("button", name="Add a set")).to_be_focused()
    keys.press("Enter")

    second = page.get_by_role("group", name="Set 2")
    expect(second.get_by_label("Repetitions")).to_be_focused()
    expect(second.get_by_label("Repetitions")).to_have_value("8")
    keys.press("Tab")
    keys.press("Control+A")
    keys.type("50")
    for _ in range(4):
        keys.press("Tab")
    expect(page.get_by_label("Minutes in all")).to_be_focused()
    keys.type("1500")
    keys.press("Enter")
    expect(page.get_by_label("Minutes in all")).to_be_focused()
    expect(page.get_by_text("Say how many minutes, up to 1,440.")).to_be_visible()
    keys.press("Control+A")
    keys.type("20")
    keys.press("Enter")

    expect(page.get_by_role("heading", level=3, name="Strength training")).to_be_visible()
    expect(page.get_by_role("region", name="Today so far")).to_contain_text("67%")
    assert latest(house)["payload"] == {
        "kind": "strength",
        "minutes": 20,
        "exercises": [
            {"name": "Squats", "sets": [{"reps": 8, "weight_kg": 20.412}, {"reps": 8, "weight_kg": 22.68}]}
        ],
    }


def test_what_was_done_before_is_done_again(page: Page, house: Weeks) -> None:
    """The last one and the most frequent are offered; it may have been another day."""
    for days_ago in (6, 5, 4):
        house.add("WORKOUT", YOGA, house.at(days_ago))
    house.add("WORKOUT", {**YOGA, "activity": "Walk", "minutes": 40}, house.at(2))
    open_form(page, house)
    before = page.get_by_role("region", name="Once more")
    expect(before.get_by_role("button")).to_have_text(["Like last time: Walk · 40 mins", "Yoga · 25 mins"])
    before.get_by_role("button", name="Yoga · 25 mins").click()
    expect(page.get_by_label("Activity")).to_have_value("Yoga")
    expect(page.get_by_label("Minutes", exact=True)).to_have_value("25")

    when = page.get_by_role("group", name="When it was")
    when.get_by_label("Day").fill(house.at(-1)[:10])
    page.get_by_role("button", name="Save").click()
    expect(when.get_by_text("Choose a day from the first of the ninety to today.")).to_be_visible()
    when.get_by_label("Day").fill(house.at(1)[:10])
    when.get_by_label("Time").fill("06:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()

    page.get_by_role("link", name="Timeline").click()
    yesterday = page.get_by_role("region", name="Yesterday").get_by_role("listitem")
    expect(yesterday).to_contain_text(["06:30Yoga25 mins"])


def test_nothing_typed_is_lost_unasked(page: Page, house: Weeks) -> None:
    open_form(page, house)
    page.get_by_label("Activity").fill("A long story")
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("dialog").get_by_role("button", name="Stay").click()
    expect(page.get_by_label("Activity")).to_have_value("A long story")
