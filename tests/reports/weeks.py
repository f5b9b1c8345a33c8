"""A week that was: a member, a program that began before it, and logs on the days that are wanted."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from pypdf import PdfReader
from tests.clock import ZONE
from tests.factories import Caller, Family, call, make_log, make_member, make_program

GOALS = {
    "nutrition_goals": {"calories": 2000, "protein_g": 60, "meals_per_day": 2, "carbs_g": {"max": 250}},
    "strength_goals": {"days": ["MON", "WED", "FRI"], "minutes_per_session": 30},
    "vitals_goals": {"blood_pressure": 1},
}
WAITING = "SELECT id FROM reports WHERE user_id = $1 AND made < asked ORDER BY id"


def monday(weeks_ago: int = 1, zone: str = ZONE) -> dt.date:
    """The Monday of so many weeks ago where the member lives; 0 is this week's."""
    today = dt.datetime.now(ZoneInfo(zone)).date()
    return today - dt.timedelta(days=today.weekday() + 7 * weeks_ago)


def at(day: dt.date, hour: int = 12, zone: str = ZONE) -> str:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(zone)).isoformat()


async def make_home(owner: Caller, **goals: Any) -> Family:
    """A grandfather with a program that began five weeks ago."""
    member = await make_member(owner, name="Dadaji रमेश")
    start = (monday(5)).isoformat()
    program = await make_program(owner, member, title="Heart", start_date=start, template=None, **(goals or GOALS))
    return Family(owner, member, program)


async def eat(home: Family, day: dt.date, calories: int, protein: int, hour: int = 12) -> int:
    payload = {"calories": calories, "protein_g": protein, "carbs_g": 100, "fat_g": 20}
    return await make_log(home.owner, home.program, payload=payload, timestamp=at(day, hour))


async def move(home: Family, day: dt.date, minutes: float) -> int:
    payload = {"kind": "duration", "activity": "walk", "minutes": minutes}
    return await make_log(home.owner, home.program, {"log_type": "WORKOUT", "payload": payload}, timestamp=at(day))


async def press(home: Family, day: dt.date, systolic: int, diastolic: int, hour: int = 8) -> int:
    payload = {"kind": "blood_pressure", "systolic": systolic, "diastolic": diastolic}
    log = {"log_type": "VITALS", "payload": payload}
    return await make_log(home.owner, home.program, log, timestamp=at(day, hour))


async def made(home: Family, worker_rt: Any, **body: Any) -> dict[str, Any]:
    """The member's report, asked for and made; its body."""
    from praan.reports.making import make

    path = f"/members/{home.member}/reports"
    asked = await call(home.owner, "POST", path, 202, json=body)
    assert await make(worker_rt, home.owner.id, asked["id"])
    report: dict[str, Any] = await call(home.owner, "GET", f"/reports/{asked['id']}", 200)
    assert report["status"] == "READY"
    return report


async def pdf_of(who: Caller, report: int, language: str = "en") -> bytes:
    """The PDF behind the report's link."""
    link = await call(who, "GET", f"/reports/{report}/pdf?language={language}", 200)
    async with httpx.AsyncClient() as store:
        answer = await store.get(link["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def text_of(data: bytes) -> list[str]:
    """What a PDF reader reads on each page, with the spaces of a line as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]
