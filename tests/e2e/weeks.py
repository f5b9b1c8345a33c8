"""Ninety days that have begun some weeks ago, made over the API: for tests that look back."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.journey import Person

GOALS = {"strength_goals": {"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "minutes_per_session": 30}}


class Weeks:
    """Somebody, Grandpa, and Grandpa's ninety days, which began some days ago with a goal of 30 minutes a day."""

    def __init__(self, base_url: str, *, days: int = 40, **member: Any) -> None:
        self.base_url = base_url
        self.person = Person()
        self.today = dt.datetime.now(ZoneInfo(ZONE)).date()
        self._caller = Caller(base_url, self.person)
        self._caller.register()
        self.ask = self._caller.ask
        self.sign_in = self._caller.open
        grandpa = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1948-03-21", "time_zone": ZONE}
        self.member: int = self.ask("POST", "/members", {**grandpa, **member})["id"]
        self.program = self.add_program("Ninety days", days)

    def add_program(self, title: str, days: int) -> int:
        """A program that began so many days ago; its id."""
        start = (self.today - dt.timedelta(days=days)).isoformat()
        body = {"title": title, "start_date": start, **GOALS}
        made: int = self.ask("POST", f"/members/{self.member}/programs", body)["id"]
        return made

    def at(self, days_ago: int, hour: int = 9, minute: int = 0) -> str:
        """A time of one of Grandpa's days."""
        day = self.today - dt.timedelta(days=days_ago)
        return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(ZONE)).isoformat()

    def add(self, log_type: str, payload: dict[str, Any], at: str | None = None) -> int:
        """A log, of this moment unless `at` says otherwise; its id."""
        body = {"program_id": self.program, "log_type": log_type, "payload": payload, "timestamp": at}
        made: int = self.ask("POST", "/logs", body)["id"]
        return made

    def add_all(self, logs: list[tuple[str, dict[str, Any], str]]) -> list[int]:
        """Many logs at once; their ids in the same order."""
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda log: self.add(*log), logs))

    def add_photo(self, photo: Path) -> int:
        """Uploads a photo of a dinner and logs it; the id of the log, which waits to be read."""
        return self.add("NUTRITION", {"photo_key": self._caller.upload(self.program, photo), "meal": "DINNER"})
