"""Programs whose night is judged: begun on any day of the past, and what is stored of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.clock import ZONE
from tests.families.people import Person

BEGIN = "UPDATE care_programs SET start_date = $2, phase = 'FOUNDATION' WHERE id = $1"
GOALS_BEGIN = "UPDATE program_configs SET effective_from = $2 WHERE program_id = $1"
STANDING = "SELECT status, phase, completed_on FROM care_programs WHERE id = $1"
EVENTS = "SELECT event, payload FROM outbox WHERE payload ->> 'program_id' = $1 ORDER BY id"
ASKED = "SELECT id, phase, day FROM check_ins WHERE program_id = $1 ORDER BY id"
DEEDS = """
SELECT action, actor_id FROM audit_logs
WHERE target_resource = $1 AND action NOT IN ('program.create', 'program.update') ORDER BY id
"""


@dataclass(frozen=True)
class Begun:
    """A member of a family and their program."""

    owner: Person
    member: int
    program: int


async def begin(god: Any, owner: Person, start: dt.date, zone: str = ZONE) -> Begun:
    """A program that began on any day, however far back; nobody has turned it since."""
    body = {"name": "Nani", "relation_type": "PARENT", "dob": "1950-01-01", "time_zone": zone}
    member = (await owner.post("/members", json=body)).json()["id"]
    today = dt.datetime.now(ZoneInfo(zone)).date().isoformat()
    made = await owner.post(f"/members/{member}/programs", json={"title": "Heart", "start_date": today})
    assert made.status_code == 201, made.text
    program = made.json()["id"]
    await god.execute(BEGIN, program, start)
    await god.execute(GOALS_BEGIN, program, start)
    return Begun(owner, member, program)


async def standing(god: Any, program: int) -> tuple[str, str]:
    """(status, phase) as stored."""
    row = await god.fetchrow(STANDING, program)
    return row["status"], row["phase"]


async def told(god: Any, program: int) -> list[str]:
    """The names of the program's events that wait in the outbox."""
    return [row["event"] for row in await god.fetch(EVENTS, str(program))]


async def asked(god: Any, program: int) -> list[tuple[str, int]]:
    """(phase, day) of the program's check-ins."""
    return [(row["phase"], row["day"]) for row in await god.fetch(ASKED, program)]
