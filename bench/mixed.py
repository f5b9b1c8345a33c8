"""A day's traffic over all main routes: first as much as goes, then half of that, and how long each route took.

The mix, in answers of 1,000: today 220, history 200 (a third of them a second page), week 60, a range 30, one log
80, me 30, members 40, one member 30, programs 40, one program 40, its config 30, templates 10, foods 40, sessions
5, a new meal 80, a workout 15, a reading 20, a corrected log 8, a deleted and restored one 6 each, a presigned
upload 10, new goals 3, a new title 3, a ticket for the live socket 5, a new member 2, a sign-in 3.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator

from bench.families import GOALS, PASSWORD, Family, request, token_of
from bench.hot import Rounds, meal
from bench.stack import Load, Process, Stack

PER_CONNECTION = 3000
SEED = 7
Make = Callable[[], tuple[str, str, object]]


class Person:
    """The requests of one family, each with what it needs."""

    def __init__(self, family: Family, part: int) -> None:
        self.family = family
        self.program = f"/programs/{family.program_id}"
        self.member = f"/members/{family.member_id}"
        self.logs: Iterator[int] = iter(family.logs[20 + part * 40 : 60 + part * 40])
        # A run may end between delete and restore, so the next one toggles another log.
        self.toggled = family.logs[part]
        today = dt.datetime.now(dt.UTC).date()
        self.since, self.until = today - dt.timedelta(days=20), today - dt.timedelta(days=1)

    def choices(self) -> list[tuple[int, str, Make]]:
        """(weight, name, request) of every route but delete and restore, which come as a pair."""
        program, member = self.program, self.member
        log = self.family.logs[5]
        grams = {"program_id": self.family.program_id, "content_type": "image/jpeg", "size": 1000}
        return [
            (220, "GET adherence/today", lambda: ("GET", program + "/adherence/today", None)),
            (200, "GET history", lambda: ("GET", program + "/history?limit=20", None)),
            (60, "GET adherence/week", lambda: ("GET", program + "/adherence/week", None)),
            (30, "GET adherence", lambda: ("GET", f"{program}/adherence?from={self.since}&to={self.until}", None)),
            (80, "GET log", lambda: ("GET", f"/logs/{log}", None)),
            (30, "GET me", lambda: ("GET", "/me", None)),
            (40, "GET members", lambda: ("GET", "/members", None)),
            (30, "GET member", lambda: ("GET", member, None)),
            (40, "GET programs", lambda: ("GET", member + "/programs", None)),
            (40, "GET program", lambda: ("GET", program, None)),
            (30, "GET config", lambda: ("GET", program + "/config", None)),
            (10, "GET program-templates", lambda: ("GET", "/program-templates", None)),
            (40, "GET foods", lambda: ("GET", "/foods?q=dal%20rice", None)),
            (5, "GET sessions", lambda: ("GET", "/me/sessions", None)),
            (80, "POST meal", lambda: ("POST", "/logs", meal(self.family))),
            (15, "POST workout", lambda: ("POST", "/logs", self._log("WORKOUT", WALK))),
            (20, "POST reading", lambda: ("POST", "/logs", self._log("VITALS", READING))),
            (8, "PATCH log", lambda: ("PATCH", f"/logs/{next(self.logs)}", {"payload": {"calories": 480}})),
            (10, "POST upload", lambda: ("POST", "/uploads", {**grams, "sha256": "ab" * 32})),
            (3, "PUT config", lambda: ("PUT", program + "/config", GOALS)),
            (3, "PATCH program", lambda: ("PATCH", program, {"title": "Heart"})),
            (5, "POST live/ticket", lambda: ("POST", "/live/ticket", None)),
            (2, "POST member", lambda: ("POST", "/members", CHILD)),
            (3, "POST token", lambda: ("POST", "/auth/token", {"email": self.family.email, "password": PASSWORD})),
            (6, "DELETE log", lambda: ("DELETE", f"/logs/{self.toggled}", None)),
        ]

    def _log(self, kind: str, payload: dict[str, object]) -> dict[str, object]:
        return {"program_id": self.family.program_id, "log_type": kind, "payload": payload}


WALK: dict[str, object] = {"kind": "duration", "activity": "walk", "minutes": 20}
READING: dict[str, object] = {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}
CHILD = {"name": "Mira", "relation_type": "CHILD", "dob": "2016-05-04", "time_zone": "Asia/Kolkata"}


def rounds_of(made: Stack, families: list[Family], part: int) -> Rounds:
    """A shuffled run of the mix for each family; `part` chooses another run, with logs of its own to correct."""
    found: Rounds = []
    for number, family in enumerate(families):
        chance = random.Random(SEED + 1000 * part + number)
        person = Person(family, part)
        choices = person.choices()
        token = token_of(made, family)
        round_: list[tuple[str, str]] = []
        weights = [weight for weight, _, _ in choices]
        while len(round_) < PER_CONNECTION:
            _, name, make = chance.choices(choices, weights)[0]
            try:
                method, path, body = make()
            except StopIteration:
                continue
            round_.append((name, request(method, path, token, body)))
            if name == "DELETE log":
                round_.append(("POST restore", request("POST", path + "/restore", token)))
        found.append(round_)
    return found


def worst(load: Load) -> tuple[str, float]:
    """The route with the longest p95, and that in ms."""
    routes = {name: times["p95"] for name, times in load.latency.items() if name != "all"}
    slowest = max(routes, key=lambda name: routes[name])
    return slowest, routes[slowest]


def measure(made: Stack, api: Process, families: list[Family], seconds: float) -> tuple[float, Load]:
    """The most that goes (answers a second), and the best of three runs at half of it."""
    most = made.load(api, rounds_of(made, families, 0), seconds=seconds, warm_s=1)
    halves = [
        made.load(api, rounds_of(made, families, part), seconds=seconds, warm_s=1, rate=most.rate / 2)
        for part in (1, 2, 3)
    ]
    for load in (most, *halves):
        if odd := load.refusals(200, 201, 204):
            raise RuntimeError(f"The mixed load was not answered with success: {odd}")
    return most.rate, min(halves, key=lambda load: worst(load)[1])
