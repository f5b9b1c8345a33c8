"""`praan demo`: a family with 60 days of meals, workouts and readings, made by the ordinary services.

The password is derived from the installation's own secret, so asking again prints the same one.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from praan.families import members
from praan.families import service as families
from praan.families.schemas import MemberIn
from praan.identity import recovery
from praan.identity import service as identity
from praan.identity.schemas import Registration
from praan.infra.after import After
from praan.infra.db import Connection, transaction
from praan.infra.runtime import Runtime
from praan.journal import add
from praan.kernel.errors import Conflict
from praan.kernel.principal import Origin
from praan.logs.schemas import LogIn
from praan.meals import service as meals
from praan.programs import service as programs
from praan.programs.schemas import ProgramIn

EMAIL = "demo@example.com"
DAYS = 60
CRISIS = 11
ZONE = "Asia/Kolkata"
HERE = Origin(None, None)
LOG: TypeAdapter[Any] = TypeAdapter(LogIn)

# Meal -> hour, then plates of (what to search in the food table, grams).
PLATES: dict[str, tuple[int, tuple[tuple[tuple[str, int], ...], ...]]] = {
    "BREAKFAST": (8, ((("idli", 160), ("coffee latte", 200)), (("oatmeal", 240), ("banana", 110)))),
    "LUNCH": (13, ((("dal", 200), ("roti", 120), ("yogurt", 120)), (("rice", 180), ("chicken curry", 180)))),
    "DINNER": (20, ((("biryani", 280),), (("roti", 100), ("dal", 220), ("apple", 150)))),
}


@dataclass(frozen=True)
class Person:
    """One of the demo family. `zeal` is the chance, 0-1, that a due thing is done."""

    name: str
    relation_type: str
    dob: str
    sex: str
    colour: int
    title: str
    template: str
    zeal: float
    readings: Callable[[random.Random, int], Iterator[tuple[int, dict[str, Any]]]] | None


def _pressures(dice: random.Random, day: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Weeks that get better, with one crisis on the way and a rise at the end: (hour, payload) of one day."""
    better = day / DAYS
    systolic, diastolic = round(148 - 20 * better), round(91 - 11 * better)
    if day == CRISIS:
        yield 7, _pressure(dice, 184, 112)
        yield 8, _pressure(dice, 166, 97)
    elif day >= DAYS - 3:
        yield 7, _pressure(dice, 146, 88)
    else:
        yield 7, _pressure(dice, systolic + dice.randint(-9, 9), diastolic + dice.randint(-5, 5))
    if day % 3 == 0 and day < DAYS - 3:
        yield 21, _pressure(dice, systolic + dice.randint(-12, 4), diastolic + dice.randint(-7, 3))


def _pressure(dice: random.Random, systolic: int, diastolic: int) -> dict[str, Any]:
    return {
        "kind": "blood_pressure",
        "systolic": systolic,
        "diastolic": diastolic,
        "pulse": dice.randint(62, 80),
    }


FAMILY = (
    Person(
        "Dadaji",
        "GRANDPARENT",
        "1948-03-21",
        "MALE",
        2,
        "Heart & blood pressure",
        "heart-blood-pressure",
        0.9,
        _pressures,
    ),
    Person("Asha", "SELF", "1984-07-02", "FEMALE", 5, "Strength at forty", "healthy-weight", 0.75, None),
    Person("Kabir", "CHILD", "2015-11-12", "MALE", 8, "Active child", "active-child", 0.85, None),
)


def password_of(secret: bytes) -> str:
    """The demo account's password on this installation."""
    digest = hmac.new(secret, b"demo account", hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


async def make(rt: Runtime, say: Callable[[str], None]) -> str:
    """Adds the family unless it is there; the account's password."""
    password = password_of(rt.settings.token_key)
    body = Registration(email=EMAIL, password=password, name="Asha")
    try:
        account = await identity.register(rt, HERE, "demo", body)
    except Conflict:
        say("The demo family is already there.")
        return password
    owner = account.user.id
    await recovery.vouch(rt, HERE, owner)
    foods = await _foods(rt)
    for person in FAMILY:
        say(f"{person.name}: {DAYS} days ...")
        program, start = await _program(rt, owner, person)
        dice = random.Random(person.name)  # noqa: S311 - a made-up history, the same each time
        for log in _logs(person, program, start, foods, dice):
            async with transaction(rt.pool, owner=owner, actor=owner) as conn:
                after = After()
                await add.add(conn, rt.vault, owner, HERE, LOG.validate_python(log), after)
            await after.run(rt)
    return password


async def _program(rt: Runtime, owner: int, person: Person) -> tuple[int, dt.date]:
    start = dt.datetime.now(ZoneInfo(ZONE)).date() - dt.timedelta(days=DAYS - 1)
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        member = await members.add(
            conn,
            rt.vault,
            owner,
            HERE,
            MemberIn.model_validate(
                {
                    "name": person.name,
                    "relation_type": person.relation_type,
                    "dob": person.dob,
                    "sex": person.sex,
                    "time_zone": ZONE,
                    "avatar_colour": person.colour,
                }
            ),
        )
        scope = await families.member_scope(conn, owner, member.id, "write")
        wanted = {"title": person.title, "template": person.template, "start_date": start.isoformat()}
        program = await programs.create(conn, rt.vault, scope, HERE, ProgramIn.model_validate(wanted))
    return program.id, start


async def _foods(rt: Runtime) -> dict[str, int]:
    names = {name for _, plates in PLATES.values() for plate in plates for name, _ in plate}
    async with transaction(rt.pool, owner=None, actor=None) as conn:
        return {name: await _food(conn, rt, name) for name in sorted(names)}


async def _food(conn: Connection, rt: Runtime, name: str) -> int:
    found = await meals.search_foods(conn, rt.cursors, name, 1, None)
    return found.data[0].id


def _logs(
    person: Person, program: int, start: dt.date, foods: dict[str, int], dice: random.Random
) -> Iterator[dict[str, Any]]:
    now = dt.datetime.now(dt.UTC)
    for number in range(DAYS):
        day = start + dt.timedelta(days=number)
        for hour, log_type, payload in _day(person, number, foods, dice):
            at = dt.datetime.combine(day, dt.time(hour, dice.randint(0, 50)), ZoneInfo(ZONE))
            if at <= now and dice.random() < person.zeal:
                yield {
                    "program_id": program,
                    "log_type": log_type,
                    "payload": payload,
                    "timestamp": at.isoformat(),
                }


def _day(
    person: Person, number: int, foods: dict[str, int], dice: random.Random
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for meal, (hour, plates) in PLATES.items():
        items = [
            {"food_id": foods[name], "grams": grams + dice.randint(-20, 20)} for name, grams in dice.choice(plates)
        ]
        yield hour, "NUTRITION", {"meal": meal, "items": items}
    activity = dice.choice(("Walk", "Yoga", "Cycling"))
    yield 18, "WORKOUT", {"kind": "duration", "activity": activity, "minutes": dice.choice((25, 30, 40, 60))}
    if person.readings is not None:
        for hour, reading in person.readings(dice, number):
            yield hour, "VITALS", reading
