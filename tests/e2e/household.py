"""A family made over the API in a moment, and a browser that is signed in: for tests that begin later in a day."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.journey import Person
from tests.e2e.ledger import Ledger
from tests.patience import ASKING_S, eventually


def arrive(page: Page, base_url: str, person: Person) -> Caller:
    """Signs a new person up; the page asks whom they will care for first."""
    caller = Caller(base_url, person)
    caller.register()
    caller.open(page.context)
    page.goto(f"{base_url}/onboarding")
    expect(page.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_visible()
    return caller


class FirstDay:
    """Asha with Grandpa on the first of his ninety days, without goals; the page shows his day."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.asha = Person()
        self.caller = Caller(base_url, self.asha)
        self.caller.register()
        self.ask = self.caller.ask
        self.grandpa = self._add("Grandpa")
        self.ledger = Ledger(self.caller, self.grandpa)
        self._prepare()
        self.caller.open(page.context)
        self.day = f"{base_url}/m/{self.grandpa}/today"
        page.goto(self.day)
        expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()

    def _prepare(self) -> None:
        """What else there is before the page opens."""

    def _add(self, name: str) -> int:
        person = {"name": name, "relation_type": "GRANDPARENT", "dob": "1948-03-21", "time_zone": ZONE}
        member: int = self.ask("POST", "/members", person)["id"]
        today = dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()
        self.ask("POST", f"/members/{member}/programs", {"title": "Ninety days", "start_date": today})
        return member


class Household(FirstDay):
    """The same with goals, and with Grandma, whose ninety days begin today as well."""

    def _prepare(self) -> None:
        self.grandma = self._add("Grandma")
        self.ledger.set_goals()

    def food(self, words: str) -> int:
        """The id of the likeliest food."""
        food: int = self.ask("GET", f"/foods?q={words}")["data"][0]["id"]
        return food

    def logs(self, member: int, count: int) -> list[dict[str, Any]]:
        """What was logged for a member, the latest first, once it is there: cards stand before they are sent."""
        program = self.ask("GET", f"/members/{member}/programs")["data"][0]["id"]
        data: list[dict[str, Any]] = []

        def all_there() -> bool:
            data[:] = self.ask("GET", f"/programs/{program}/history")["data"]
            return len(data) >= count

        eventually(all_there, 15, "not everything was sent", ASKING_S)
        assert len(data) == count
        return data
