"""A household for the gallery: one person in each state that a page can show, made over the API."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.journey import Person
from tests.e2e.ledger import LUNCH, PRESSURE, YOGA

PHOTOS = Path(__file__).parents[1] / "photos"
Body = dict[str, Any]


class Account(Caller):
    """Somebody with an account, over the API by the cookie that a browser would hold."""

    def __init__(self, base_url: str, name: str) -> None:
        super().__init__(base_url, Person(name))
        self.ask("POST", "/auth/register", {**self.credentials, "name": name})
        self.ask("POST", "/auth/session", self.credentials)
        [cookie] = self.api.cookies.jar
        self.cookie = {"name": cookie.name, "value": str(cookie.value), "url": base_url, "httpOnly": True}

    def member(self, name: str, relation: str, dob: str) -> int:
        body = {"name": name, "relation_type": relation, "dob": dob, "time_zone": ZONE}
        made: int = self.ask("POST", "/members", body)["id"]
        return made

    def program(self, member: int, days_ago: int = 0, **goals: Body) -> int:
        start = dt.datetime.now(ZoneInfo(ZONE)).date() - dt.timedelta(days=days_ago)
        body = {"title": "Ninety days", "template": "heart-blood-pressure", "start_date": start.isoformat()}
        made: int = self.ask("POST", f"/members/{member}/programs", {**body, **goals})["id"]
        return made

    def log(self, program: int, log_type: str, payload: Body, ago: dt.timedelta = dt.timedelta()) -> int:
        at = (dt.datetime.now(dt.UTC) - ago).isoformat()
        body = {"program_id": program, "log_type": log_type, "payload": payload, "timestamp": at}
        made: int = self.ask("POST", "/logs", body)["id"]
        return made

    def photo(self, program: int, name: str) -> int:
        return self.log(
            program, "NUTRITION", {"photo_key": self.upload(program, PHOTOS / name), "meal": "BREAKFAST"}
        )

    def settled(self, log: int) -> bool:
        return bool(self.ask("GET", f"/logs/{log}")["status"] != "PROCESSING")


@dataclass(frozen=True)
class Household:
    """Who there is; `places` fills the addresses of the gallery."""

    newcomer: Account
    carer: Account
    places: dict[str, int | str]

    def account(self, who: str) -> Account:
        """The one of the gallery's names."""
        return {"newcomer": self.newcomer, "carer": self.carer}[who]


def move_in(base_url: str) -> Household:
    """A newcomer, and a carer with people before, at the beginning and in the middle of ninety days."""
    newcomer, carer = Account(base_url, "Ravi"), Account(base_url, "Asha")
    waiting = carer.member("Kabir", "CHILD", "2015-11-12")
    fresh = carer.member("Asha", "SELF", "1984-07-02")
    carer.program(fresh)
    full = carer.member("Grandpa", "GRANDPARENT", "1948-03-21")
    program = carer.program(full, days_ago=24)
    read, unread = carer.photo(program, "coffee.jpg"), carer.photo(program, "cat.jpg")
    meal = carer.log(program, "NUTRITION", LUNCH)
    workout = carer.log(program, "WORKOUT", YOGA)
    reading = carer.log(program, "VITALS", PRESSURE)
    for days in range(1, 5):
        for log_type, payload in (("NUTRITION", LUNCH), ("WORKOUT", YOGA), ("VITALS", PRESSURE)):
            carer.log(program, log_type, payload, dt.timedelta(days=days))
    carer.ask("POST", f"/members/{full}/grants", {"email": "dr.rao@example.com", "role": "READ_ONLY"})
    carer.ask("POST", f"/members/{full}/grants", {"email": newcomer.person.email, "role": "MANAGER"})
    deadline = time.monotonic() + 60
    while not (carer.settled(read) and carer.settled(unread)):
        assert time.monotonic() < deadline, "the photos are not read"
        time.sleep(0.1)
    return Household(
        newcomer,
        carer,
        {
            "waiting": waiting,
            "fresh": fresh,
            "full": full,
            "read": read,
            "unread": unread,
            "meal": meal,
            "workout": workout,
            "reading": reading,
        },
    )
