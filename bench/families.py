"""The data of a measurement: families with one member, one program and a month of logs each."""

from __future__ import annotations

import datetime as dt
import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

import asyncpg

from bench.stack import Process, Stack

PASSWORD = "correct-horse-battery-staple-7"
LOGS = 200
GOALS = {
    "nutrition_goals": {"calories": 1800, "protein_g": 60, "meals_per_day": 3},
    "strength_goals": {"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "minutes_per_session": 30},
    "vitals_goals": {"blood_pressure": 1},
}


@dataclass(frozen=True)
class Family:
    """One owner and what they own; `logs` are ids, oldest first."""

    user_id: int
    session_id: int
    email: str
    member_id: int
    program_id: int
    logs: tuple[int, ...] = ()


def call(server: Process, method: str, path: str, token: str = "", body: object = None) -> tuple[int, Any]:
    """One request; status and parsed body."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1{path}", data=data, headers=headers, method=method
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
        return answer.status, json.loads(text) if text else None


def make_families(server: Process, count: int) -> list[Family]:
    """Registers families through the API."""
    run = f"{time.time_ns():x}"
    start = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=40)).isoformat()
    made = []
    for number in range(count):
        email = f"bench{number}.{run}@example.com"
        _, account = call(
            server, "POST", "/auth/register", body={"email": email, "password": PASSWORD, "name": "Asha"}
        )
        token = account["access_token"]
        _, member = call(
            server,
            "POST",
            "/members",
            token,
            {"name": "Dada", "relation_type": "GRANDPARENT", "dob": "1948-03-01", "time_zone": "Asia/Kolkata"},
        )
        _, program = call(
            server,
            "POST",
            f"/members/{member['id']}/programs",
            token,
            {"title": "Heart", "start_date": start, **GOALS},
        )
        _, sessions = call(server, "GET", "/me/sessions", token)
        made.append(Family(account["user"]["id"], sessions["data"][0]["id"], email, member["id"], program["id"]))
    return made


# One log every four hours, going back from two hours ago, through the same function as POST /logs.
FILL = """
SELECT (praan_add_log($1, $2, 'NUTRITION', 'VERIFIED',
  '{"calories": 520, "protein_g": 21, "carbs_g": 60, "fat_g": 14, "meal": "LUNCH"}', NULL,
  date_trunc('second', now()) - make_interval(hours => 2 + 4 * n), 'manual',
  520000, 21000, 60000, 14000, 0, NULL, NULL, NULL, NULL)).id
FROM generate_series($3::int, 1, -1) n
"""


async def fill(made: Stack, families: list[Family], logs: int = LOGS) -> list[Family]:
    """Gives each program `logs` logs of the last weeks; the families with the logs' ids."""
    connection = await asyncpg.connect(made.admin_url)
    try:
        filled = []
        for family in families:
            rows = await connection.fetch(FILL, family.user_id, family.program_id, logs)
            filled.append(
                Family(
                    family.user_id,
                    family.session_id,
                    family.email,
                    family.member_id,
                    family.program_id,
                    tuple(row["id"] for row in rows),
                )
            )
        await connection.execute("ANALYZE")
        return filled
    finally:
        await connection.close()


def token_of(made: Stack, family: Family) -> str:
    """A fresh access token of a family's owner."""
    return made.tokens.access(family.user_id, family.session_id)


def request(method: str, path: str, token: str, body: object = None, prefix: str = "/api/v1") -> str:
    """The text of one HTTP request."""
    head = f"{method} {prefix}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    if body is None:
        return head + "\r\n"
    text = json.dumps(body, separators=(",", ":"))
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(text.encode())}\r\n\r\n{text}"
