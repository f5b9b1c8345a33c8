"""A household for the gallery: one person in each state that a page can show, made over the API.

What only a letter can open comes from the mail catcher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests import pdfs
from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.journey import Person
from tests.e2e.ledger import LUNCH, PRESSURE, YOGA
from tests.e2e.letters import CONFIRM, RESET, Inbox
from tests.patience import ASKING_S, eventually

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

    def confirm(self, inbox: Inbox) -> None:
        """Follows the letter that came with the account."""
        token = inbox.link(self.person.email, CONFIRM).partition("#")[2]
        self.ask("POST", "/auth/email/verify", {"token": token})

    def found(self, words: str) -> bool:
        return bool(self.ask("GET", f"/search?q={words}")["data"])

    def settled(self, path: str) -> bool:
        return bool(self.ask("GET", path)["status"] != "PROCESSING")


@dataclass(frozen=True)
class Household:
    """Who there is; `places` fills the addresses of the gallery."""

    newcomer: Account
    carer: Account
    places: dict[str, int | str]
    helper: Account | None = None
    """Whose address is confirmed, and who has been invited; there once `letters` has been called."""

    def account(self, who: str) -> Account:
        """The one of the gallery's names."""
        account: Account | None = {"newcomer": self.newcomer, "carer": self.carer, "helper": self.helper}[who]
        assert account, f"{who} has not moved in"
        return account

    def letters(self, inbox: Inbox, languages: Iterable[str]) -> Household:
        """The same household with what letters lead to: tokens that hold, as places of the gallery.

        A confirmation holds once, so there is one for each language: `confirm_en`.
        """
        base_url, carer = self.carer.base_url, self.carer
        helper = Account(base_url, "Meera")
        carer.ask(
            "POST", f"/members/{self.places['full']}/grants", {"email": helper.person.email, "role": "MANAGER"}
        )
        fresh = {language: Account(base_url, "Dev") for language in languages}
        carer.ask("POST", "/auth/password/forgot", {"email": carer.person.email})

        def token(account: Account, subject: str) -> str:
            return inbox.link(account.person.email, subject).partition("#")[2]

        helper.confirm(inbox)
        places = {
            "reset": token(carer, RESET),
            "asked": token(helper, f"{carer.person.name} invites you to Praan"),
            "asked_newcomer": token(self.newcomer, f"{carer.person.name} invites you to Praan"),
            **{f"confirm_{language}": token(account, CONFIRM) for language, account in fresh.items()},
        }
        return replace(self, helper=helper, places={**self.places, **places})


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
    _alerts(carer, program)
    carer.ask("POST", f"/members/{full}/grants", {"email": "dr.rao@example.com", "role": "READ_ONLY"})
    carer.ask("POST", f"/members/{full}/grants", {"email": newcomer.person.email, "role": "MANAGER"})
    documents = [
        carer.document(full, pdfs.report(*["Page"] * 3), "Blood count of the spring"),
        carer.document(full, (PHOTOS / "coffee.jpg").read_bytes(), "Prescription", "image/jpeg"),
        carer.document(full, pdfs.locked(owner_only=False), "Echocardiogram"),
    ]
    today = dt.datetime.now(ZoneInfo(ZONE)).date()
    monday = today - dt.timedelta(days=today.weekday() + 7)
    report = carer.ask("POST", f"/members/{full}/reports", {"week_start": monday.isoformat()})["id"]
    photos = [f"/logs/{read}", f"/logs/{unread}"]
    waits = [f"/reports/{report}", *photos, *(f"/documents/{each}" for each in documents)]
    eventually(
        lambda: all(carer.settled(path) for path in waits) and carer.found("yoga"),
        60,
        "the photos and reports are not read, or the search does not find",
        # Each time all of them are asked for.
        len(waits) * ASKING_S,
    )
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
            "report": report,
            "shared": carer.ask("POST", f"/reports/{report}/share", {"days": 30})["url"].partition("#")[2],
        },
    )


def _alerts(carer: Account, program: int) -> None:
    """One that is urgent, one to look at, one that somebody has seen to, and one that is over."""
    for hours, payload in (
        (70, {"kind": "spo2", "value": 97}),
        (46, {"kind": "spo2", "value": 95}),
        (22, {"kind": "spo2", "value": 91}),
        (20, {"kind": "glucose", "value": 11.4, "unit": "mmol/L"}),
        (18, {"kind": "pulse", "value": 108}),
        (3, {"kind": "temperature", "value": 101.3, "unit": "F"}),
    ):
        carer.log(program, "VITALS", payload, dt.timedelta(hours=hours))
    alerts = carer.ask("GET", "/alerts?status=open")["data"]
    [fever] = [each["id"] for each in alerts if each["rule"] == "temperature"]
    carer.ask("POST", f"/alerts/{fever}/acknowledge", {"note": "Dr Rao looks in tomorrow."})
