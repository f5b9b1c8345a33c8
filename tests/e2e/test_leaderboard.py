"""The family's weekly board, and the family's page in the order of who needs somebody."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.journey import Person

TWO_MEALS = {"title": "Ninety days", "nutrition_goals": {"meals_per_day": 2}, "strength_goals": {}}


class Players:
    """Asha and whoever she cares for; two meals a day are due to everybody since before last week."""

    def __init__(self, base_url: str) -> None:
        self.asha = Person()
        self.caller = Caller(base_url, self.asha)
        self.caller.register()
        self.today = dt.datetime.now(ZoneInfo(ZONE)).date()
        self.monday = self.today - dt.timedelta(days=self.today.weekday() + 7)
        self.programs: dict[str, int] = {}

    def add(self, name: str, relation: str = "GRANDPARENT", dob: str = "1950-05-05") -> int:
        """Adds somebody with a program; their id."""
        person = {"name": name, "relation_type": relation, "dob": dob, "time_zone": ZONE}
        member: int = self.caller.ask("POST", "/members", person)["id"]
        start = (self.monday - dt.timedelta(days=7)).isoformat()
        body = {**TWO_MEALS, "start_date": start}
        self.programs[name] = self.caller.ask("POST", f"/members/{member}/programs", body)["id"]
        return member

    def eat(self, name: str, meals: int, days: int = 1, first: dt.date | None = None) -> None:
        """So many meals on each of some days, by default from last week's Monday on."""
        for number in range(days):
            day = (first or self.monday) + dt.timedelta(days=number)
            at = dt.datetime.combine(day, dt.time(12), ZoneInfo(ZONE)).isoformat()
            for _ in range(meals):
                log = {"program_id": self.programs[name], "log_type": "NUTRITION", "payload": {"calories": 300}}
                self.caller.ask("POST", "/logs", {**log, "timestamp": at})


@pytest.fixture
def players(base_url: str) -> Players:
    """Dadaji and Nani were equally good last week, Asha less, and Kabir is a child."""
    made = Players(base_url)
    for name, relation, dob in (
        ("Dadaji", "GRANDPARENT", "1948-03-21"),
        ("Asha", "SELF", "1984-07-02"),
        ("Kabir", "CHILD", f"{made.today.year - 9}-01-01"),
        ("Nani", "GRANDPARENT", "1952-01-09"),
    ):
        made.add(name, relation, dob)
    made.eat("Dadaji", 2, days=5)
    made.eat("Nani", 2, days=5)
    made.eat("Asha", 1, days=5)
    made.eat("Kabir", 2, days=7)
    return made


def rows(page: Page) -> Any:
    return page.get_by_role("main").locator("ol > li")


def test_a_week_of_the_family(page: Page, base_url: str, players: Players) -> None:
    """From the family's page to this week, to the one before and back; places, ties, one's own place."""
    players.caller.open(page.context)
    page.goto(f"{base_url}/family")
    page.get_by_role("link", name="Weekly board").click()
    expect(page.get_by_role("heading", level=1, name="Weekly board")).to_be_focused()
    weeks = page.get_by_role("group", name="Choose a week")
    expect(weeks.get_by_text("This week")).to_be_visible()
    after = page.get_by_role("button", name="The week after")
    expect(after).to_have_attribute("aria-disabled", "true")
    expect(rows(page)).to_have_count(3)

    page.get_by_role("button", name="The week before").click()
    year, week, _ = players.monday.isocalendar()
    expect(page).to_have_url(f"{base_url}/family/leaderboard?week={year}-W{week:02}")
    expect(weeks).not_to_contain_text("This week")
    expect(rows(page)).to_have_text(
        [
            re.compile(r"Rank 1, shared.*Dadaji.*71% of days at 80 or more.*71\.4"),
            re.compile(r"Rank 1, shared.*Nani.*71\.4"),
            re.compile(r"Rank 3.*Asha.*You.*0% of days at 80 or more.*35\.7"),
        ]
    )
    page.reload()
    expect(rows(page)).to_have_count(3)
    after.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/family/leaderboard")
    expect(after).to_be_focused()
    expect(weeks.get_by_text("This week")).to_be_visible()


def test_nobody_has_to_take_part(page: Page, base_url: str, players: Players) -> None:
    """A switch takes somebody off the board or puts a child on it, by the keyboard too, and it stays so."""
    players.caller.open(page.context)
    year, week, _ = players.monday.isocalendar()
    page.goto(f"{base_url}/family/leaderboard?week={year}-W{week:02}")
    expect(rows(page)).to_have_count(3)
    child = page.get_by_role("switch", name="Kabir")
    expect(child).not_to_be_checked()
    expect(child).to_have_accessible_description("Under 18: off until you switch it on")

    child.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Kabir takes part.")).to_be_visible()
    expect(rows(page).first).to_contain_text("Kabir")
    page.get_by_role("switch", name="Nani").uncheck()
    expect(page.get_by_text("Nani is on no board.")).to_be_visible()
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("main").locator("ol")).not_to_contain_text("Nani")
    page.reload()
    expect(page.get_by_role("switch", name="Nani")).not_to_be_checked()
    expect(page.get_by_role("switch", name="Kabir")).to_be_checked()
    expect(rows(page)).to_have_count(3)


def test_what_somebody_logs_elsewhere_moves_the_board(page: Page, base_url: str, players: Players) -> None:
    players.caller.open(page.context)
    page.goto(f"{base_url}/family/leaderboard")
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("status").filter(has_text="Live")).to_be_visible()

    players.eat("Nani", 2, first=players.today)

    expect(rows(page).first).to_contain_text("Nani")
    expect(rows(page).first).to_contain_text("Rank 1")


def test_before_anything_is_due(page: Page, base_url: str) -> None:
    someone = Players(base_url)
    someone.caller.ask(
        "POST",
        "/members",
        {"name": "Nani", "relation_type": "PARENT", "dob": "1950-01-01", "time_zone": ZONE},
    )
    someone.caller.open(page.context)
    page.goto(f"{base_url}/family/leaderboard?week=2026-W01")

    expect(page.get_by_role("heading", name="No board for this week")).to_be_visible()
    expect(page.get_by_role("switch", name="Nani")).to_have_accessible_description("Nothing due in this week")
    page.get_by_role("link", name="This week").click()
    expect(page).to_have_url(f"{base_url}/family/leaderboard")


def names(page: Page) -> Any:
    return page.locator("praan-member-card h2")


def test_who_needs_somebody_comes_first(page: Page, base_url: str) -> None:
    """Nothing logged today stands before a good day, whoever came first; a log elsewhere changes that."""
    players = Players(base_url)
    for name in ("Asha", "Dadaji", "Nani"):
        players.add(name)
    players.eat("Asha", 2, first=players.today)
    players.eat("Nani", 1, first=players.today)
    players.eat("Dadaji", 2, days=1, first=players.today - dt.timedelta(days=2))
    players.caller.open(page.context)
    page.goto(f"{base_url}/family")

    expect(names(page)).to_have_text(["Dadaji", "Asha", "Nani"])
    card = page.locator("praan-member-card").first
    expect(card.get_by_text("Nothing logged today yet")).to_be_visible()
    expect(card.get_by_role("img", name="Today 0 of 100")).to_be_visible()
    expect(card.get_by_text(re.compile(r"Day \d+ of 90"))).to_be_visible()
    expect(card.get_by_text("Last log:")).to_be_visible()
    week = page.get_by_role("region", name="The last seven days")
    expect(week).to_contain_text("of 100 together")
    expect(week.get_by_role("link", name="Dadaji")).to_be_visible()

    players.eat("Dadaji", 1, first=players.today)
    expect(names(page)).to_have_text(["Asha", "Dadaji", "Nani"])
    expect(card.get_by_text("Nothing logged today yet")).to_have_count(0)

    crisis = {"kind": "blood_pressure", "systolic": 190, "diastolic": 124}
    log = {"program_id": players.programs["Nani"], "log_type": "VITALS", "payload": crisis}
    players.caller.ask("POST", "/logs", log)
    expect(names(page)).to_have_text(["Nani", "Asha", "Dadaji"])
    expect(card.get_by_text("An urgent reading")).to_be_visible()


def test_the_way_to_a_person_by_keys(page: Page, base_url: str) -> None:
    """`j` walks the cards in the order that is shown."""
    players = Players(base_url)
    for name in ("Asha", "Dadaji"):
        players.add(name)
    players.eat("Asha", 2, first=players.today)
    players.caller.open(page.context)
    page.goto(f"{base_url}/family")
    expect(names(page)).to_have_text(["Dadaji", "Asha"])

    page.keyboard.press("j")
    expect(page.locator("praan-member-card").first.locator(":focus")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("praan-member-card").last.locator(":focus")).to_be_visible()
