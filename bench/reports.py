"""How long the weekly reports of many members take: `python -m bench.reports [members]`, 1,000 unless said.

Two worker processes, as they run in production, on a week with meals, movement and blood pressure on every day.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg

from bench.families import GOALS, PASSWORD, call
from bench.stack import Process, Stack, children_of, cpu_seconds, rss_mb, stack
from praan.infra.runtime import open_runtime
from praan.infra.settings import Settings
from praan.reports.making import ask_weekly

ZONE = "Asia/Kolkata"
WORKERS = 2
GOAL_S, GOAL_MB = 300, 300
# The first member and program again and again: what is sealed is sealed for its owner, who is the same.
COPIES = (
    """INSERT INTO members (user_id, name, relation_type, dob, time_zone)
    SELECT m.user_id, m.name, m.relation_type, m.dob, m.time_zone FROM members m, generate_series(2, $2)
    WHERE m.user_id = $1""",
    """INSERT INTO care_programs (user_id, member_id, title, start_date)
    SELECT m.user_id, m.id, p.title, p.start_date FROM members m, care_programs p
    WHERE m.user_id = $1 AND p.user_id = $1 AND m.id <> p.member_id AND $2 > 0""",
    """INSERT INTO program_configs (user_id, member_id, program_id, effective_from, nutrition_goals,
      strength_goals, vitals_goals)
    SELECT p.user_id, p.member_id, p.id, c.effective_from, c.nutrition_goals, c.strength_goals, c.vitals_goals
    FROM care_programs p, program_configs c
    WHERE p.user_id = $1 AND c.user_id = $1 AND p.id <> c.program_id AND $2 > 0""",
)
LOGS = (
    """SELECT count((praan_add_log($1, p.id, 'NUTRITION', 'VERIFIED', '{"calories": 620, "protein_g": 21}', NULL,
      $2::timestamptz + make_interval(hours => 12 * n + 1), 'manual', 620000, 21000, 60000, 14000, 0,
      NULL, NULL, NULL, NULL)).id)
    FROM care_programs p, generate_series(0, 13) n WHERE p.user_id = $1""",
    """SELECT count((praan_add_log($1, p.id, 'WORKOUT', 'VERIFIED',
      '{"kind": "duration", "activity": "walk", "minutes": 30}', NULL,
      $2::timestamptz + make_interval(hours => 48 * n + 10), 'manual', 0, 0, 0, 0, 30000,
      NULL, NULL, NULL, NULL)).id)
    FROM care_programs p, generate_series(0, 2) n WHERE p.user_id = $1""",
    """SELECT count((praan_add_reading($1, p.id, '{}', $2::timestamptz + make_interval(hours => 24 * n + 8),
      'blood_pressure', NULL, NULL,
      jsonb_build_array(jsonb_build_object('rule', 'blood_pressure', 'value', 116 + 2 * n, 'value2', 74 + n,
        'severity', 'NORMAL', 'band', 'normal')), 1)).id)
    FROM care_programs p, generate_series(0, 6) n WHERE p.user_id = $1""",
)
LEFT = "SELECT count(*) FILTER (WHERE made < asked), count(*) FROM reports"


async def people(made: Stack, api: Process, count: int) -> None:
    """One owner of `count` members, each with a program and a week of logs."""
    account = call(
        api, "POST", "/auth/register", body={"email": "reports@example.com", "password": PASSWORD, "name": "Asha"}
    )[1]
    token, owner = account["access_token"], account["user"]["id"]
    today = dt.datetime.now(ZoneInfo(ZONE)).date()
    monday = today - dt.timedelta(days=today.weekday() + 7)
    begin = dt.datetime.combine(monday, dt.time(), ZoneInfo(ZONE))
    start = (monday - dt.timedelta(days=7)).isoformat()
    body = {"name": "Dada", "relation_type": "PARENT", "dob": "1948-03-01", "time_zone": ZONE}
    member = call(api, "POST", "/members", token, body)[1]["id"]
    call(api, "POST", f"/members/{member}/programs", token, {"title": "Heart", "start_date": start, **GOALS})
    connection = await asyncpg.connect(made.admin_url)
    try:
        for statement in COPIES:
            await connection.execute(statement, owner, count)
        for statement in LOGS:
            await connection.execute(statement, owner, begin)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def worker(made: Stack, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    log = (made.home / f"bench-{name}.log").open("ab")
    return subprocess.Popen(
        [sys.executable, "-m", "praan.entry.cli", *arguments],
        env=made.environment("relay" if name == "relay" else "worker"),
        stdout=log,
        stderr=log,
    )


def _at_work(workers: list[subprocess.Popen[bytes]]) -> None:
    """Returns once each has the child that does its work."""
    while not all(children_of(worker.pid) for worker in workers):
        time.sleep(0.1)


async def run(made: Stack, count: int) -> tuple[float, float, float]:
    """Seconds from the clock's asking to the last report, the workers' processor time in them, and the most memory
    (MB) of one of their processes.
    """
    await people(made, made.api(), count)
    running = [worker(made, "relay", "relay")]
    running += [
        worker(made, f"worker-{number}", "worker", "--queues", "default,reports", "--concurrency", "1")
        for number in range(WORKERS)
    ]
    await asyncio.to_thread(_at_work, running[1:])
    most = 0.0
    god = await asyncpg.connect(made.admin_url)
    try:
        environment = made.environment("worker")
        fields = {name.removeprefix("PRAAN_").lower(): value for name, value in environment.items()}
        settings = Settings.model_validate({k: v for k, v in fields.items() if k in Settings.model_fields})
        children = [pid for child in running[1:] for pid in (child.pid, *children_of(child.pid))]
        began, before = time.monotonic(), sum(map(cpu_seconds, children))
        async with open_runtime(settings) as rt:
            while not await ask_weekly(rt):
                pass
        while True:
            counted = await god.fetchrow(LEFT)
            assert counted is not None
            left, all_of_them = counted
            most = max(most, *map(rss_mb, children))
            if all_of_them == count and not left:
                return time.monotonic() - began, sum(map(cpu_seconds, children)) - before, most
            if time.monotonic() - began > 2 * GOAL_S:
                raise RuntimeError(f"{left} of {count} reports are still not made")
            await asyncio.sleep(0.25)
    finally:
        await god.close()
        for child in running:
            child.terminate()
        for child in running:
            child.wait(20)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    folder = Path(tempfile.mkdtemp(prefix="praan-bench-"))
    try:
        with stack(folder / "stack") as made:
            seconds, busy, most = asyncio.run(run(made, count))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    met = seconds <= GOAL_S and most <= GOAL_MB
    print(f"{count} reports on {WORKERS} workers: {seconds:.1f} s, of processor {busy:.1f} s, {most:.0f} MB each")
    print("ok" if met else f"MISS: {GOAL_S} s and {GOAL_MB} MB were the goal")
    sys.exit(not met)


if __name__ == "__main__":
    main()
