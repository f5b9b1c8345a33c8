"""Search: from a word to the entry, by keyboard alone, and no word about health in any address."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.household import Household
from tests.e2e.ledger import LUNCH, YOGA
from tests.patience import ASKING_S, eventually

NOTE = "Felt dizzy after the stairs; no sugar in the tea. दवा समय पर ली।"


class Diary:
    """Grandpa was dizzy at lunch; Grandma did yoga and had dal. All of it is in the index."""

    def __init__(self, home: Household, base_url: str) -> None:
        self.home = home
        self.base_url = base_url
        self.dizzy = self.add(home.grandpa, "NUTRITION", {**LUNCH, "note": NOTE})
        dal = {"meal": "DINNER", "items": [{"food_id": home.food("dal"), "grams": 150}]}
        self.add(home.grandma, "NUTRITION", dal)
        self.add(home.grandma, "WORKOUT", YOGA)
        for words in ("dizzy", "yoga", "dal"):
            self.wait_for(words, 1)

    def add(self, member: int, log_type: str, payload: dict[str, Any], hours_ago: int = 0) -> int:
        program = self.home.ask("GET", f"/members/{member}/programs")["data"][0]["id"]
        at = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_ago)).isoformat()
        log = {"program_id": program, "log_type": log_type, "payload": payload, "timestamp": at}
        made: int = self.home.ask("POST", "/logs", log)["id"]
        return made

    def wait_for(self, words: str, count: int) -> None:
        """The index runs a moment behind the writes; 5 s are its promise."""

        def found() -> bool:
            return len(self.home.ask("GET", f"/search?q={words}")["data"]) >= count

        eventually(found, 10, f"{words} is not in the index", 2 * ASKING_S)


@pytest.fixture
def diary(page: Page, base_url: str) -> Diary:
    return Diary(Household(page, base_url), base_url)


def open_search(page: Page) -> Locator:
    page.keyboard.press("/")
    field = page.get_by_label("What are you looking for?")
    expect(field).to_be_focused()
    return field


def test_from_a_key_to_the_entry_and_back(page: Page, diary: Diary) -> None:
    open_search(page)
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    page.keyboard.type("no sug")

    grandpa = page.get_by_role("region", name="Grandpa")
    expect(grandpa.get_by_role("link")).to_have_count(1)
    expect(grandpa.locator("mark")).to_have_text(["no", "sugar"])
    expect(grandpa).to_contain_text(NOTE)
    expect(page.get_by_role("region", name="Grandma")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(grandpa.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("What are you looking for?")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{diary.base_url}/m/{diary.home.grandpa}/logs/{diary.dizzy}")
    expect(page.get_by_text(NOTE)).to_be_visible()

    page.go_back()
    expect(page.get_by_label("What are you looking for?")).to_have_value("no sug")
    expect(grandpa.get_by_role("link")).to_be_focused()
    assert not any("sug" in address for address in [page.url, *addresses])
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])")
    assert "sug" not in stored


def test_everybody_is_searched_and_stands_apart(page: Page, diary: Diary) -> None:
    field = open_search(page)
    diary.add(diary.home.grandpa, "WORKOUT", YOGA, hours_ago=1)
    diary.wait_for("yoga", 2)
    field.fill("YOG")

    people = page.get_by_role("main").get_by_role("heading", level=2)
    expect(people).to_contain_text(["Grandma", "Grandpa"])
    expect(page.get_by_role("status").filter(has_text="2 places found.")).to_be_visible()
    for name in ("Grandma", "Grandpa"):
        expect(page.get_by_role("region", name=name).locator("mark")).to_have_text("Yoga")


def test_enter_takes_the_first(page: Page, diary: Diary) -> None:
    field = open_search(page)
    field.fill("dizzy")
    expect(page.locator("mark")).to_have_text("dizzy")
    field.press("Enter")

    expect(page).to_have_url(f"{diary.base_url}/m/{diary.home.grandpa}/logs/{diary.dizzy}")


def test_a_food_is_found_by_its_name_in_hindi(page: Page, diary: Diary) -> None:
    open_search(page).fill("दाल")

    grandma = page.get_by_role("region", name="Grandma")
    expect(grandma).to_contain_text("Dal (दाल)")
    expect(grandma.locator("mark")).to_have_text("दाल")


def test_nothing_found_says_so_and_escape_begins_anew(page: Page, diary: Diary) -> None:
    field = open_search(page)
    expect(page.get_by_text("Find meals, movement, readings and notes")).to_be_visible()
    field.fill("qqqq")
    expect(page.get_by_role("status").filter(has_text="Nothing found for “qqqq”.")).to_be_visible()
    field.press("Escape")

    expect(field).to_have_value("")
    expect(page.get_by_text("Find meals, movement, readings and notes")).to_be_visible()


def test_without_the_network_it_says_so_and_asks_again(page: Page, diary: Diary) -> None:
    field = open_search(page)
    page.context.set_offline(True)
    field.fill("dizzy")
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("alert").get_by_role("button", name="Try again").click()

    expect(page.locator("mark")).to_have_text("dizzy")


def test_what_is_deleted_is_not_found(page: Page, diary: Diary) -> None:
    diary.home.ask("DELETE", f"/logs/{diary.dizzy}")
    open_search(page).fill("dizzy")

    expect(page.get_by_role("status").filter(has_text="Nothing found for “dizzy”.")).to_be_visible()


def test_a_mistyped_food_is_offered(page: Page, diary: Diary) -> None:
    page.goto(f"{diary.base_url}/m/{diary.home.grandpa}/log/meal?way=hand")
    page.get_by_role("combobox", name="What was it?").fill("chiken cury")

    expect(page.get_by_role("option").first).to_contain_text("Chicken curry")
