"""Making reports: once each, whatever happens; again when asked; letters to who manages; PDFs in the store."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import sys
import threading
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.factories import Family, call, make_grant, make_member, make_program, verify_email
from tests.letters import link_in
from tests.reports.weeks import WAITING, eat, made, make_home, monday, pdf_of

from praan.infra.runtime import Runtime
from praan.localstack.services import Services
from praan.reports import pdf, service
from praan.reports.making import ask_weekly, gather, make, requeue
from praan.reports.numbers import Week

ROWS = "SELECT id, week_start, asked, made, weekly FROM reports WHERE member_id = $1 ORDER BY week_start"
STANDS = "SELECT object_name, made, attempts, numbers FROM reports WHERE id = $1"
MAILS = "SELECT count(*) FROM mails WHERE user_id = $1"
SET_ASIDE = "UPDATE reports SET queued_at = queued_at - interval '1 hour' WHERE id = $1"
EVENTS = "SELECT count(*) FROM outbox WHERE payload ->> 'report_id' = $1::text"
DEEDS = "SELECT action FROM audit_logs WHERE target_resource = $1 ORDER BY id"
GIVE_UP = "UPDATE reports SET attempts = 8, asked = made + 1 WHERE id = $1"
MAKE = """
import asyncio, sys
from praan.infra.runtime import open_runtime
from praan.infra.settings import Settings
from praan.reports.making import make

async def main():
    async with open_runtime(Settings()) as rt:
        for report in sys.argv[2:]:
            await make(rt, int(sys.argv[1]), int(report))
            print(report, flush=True)

asyncio.run(main())
"""


def after_six() -> dt.datetime:
    """Now, or six o'clock on this week's Monday if that is still ahead."""
    six = dt.datetime.combine(monday(0), dt.time(6), ZoneInfo(ZONE))
    return max(six, dt.datetime.now(dt.UTC))


async def weekly(home: Family, worker_rt: Runtime, god: Any) -> int:
    """The report that the clock asks for, not made yet."""
    assert await ask_weekly(worker_rt, after_six())
    (row,) = await god.fetch(ROWS, home.member)
    assert (row["week_start"], row["weekly"]) == (monday(), True)
    report: int = row["id"]
    return report


@pytest.fixture
async def home(make_user: Any) -> Family:
    home = await make_home(await make_user())
    await eat(home, monday(), 900, 30)
    return home


async def stored(rt: Runtime, god: Any, owner: int, report: int) -> dict[tuple[int, str], bool]:
    """Which PDFs of which making lie in the store."""
    row = await god.fetchrow(STANDS, report)
    found = {}
    for edition in range(1, row["made"] + 2):
        for language in ("en", "hi"):
            key = service.object_key(owner, row["object_name"], edition, language)
            found[edition, language] = await rt.storage.head(key) is not None
    return found


async def test_twice_is_the_same_report_and_one_letter_to_each_who_manages(
    home: Family, make_user: Any, worker_rt: Runtime, god: Any, letterbox: Any
) -> None:
    manager, quiet, doctor, unknown = [await make_user() for _ in range(4)]
    await verify_email(god, home.owner)
    await make_grant(god, home.owner, home.member, manager, "MANAGER")
    await make_grant(god, home.owner, home.member, doctor, "READ_ONLY")
    await make_grant(god, home.owner, home.member, quiet, "MANAGER")
    chosen = await call(quiet, "GET", "/me/notifications", 200)
    chosen.pop("push_key")
    chosen["kinds"]["reports"]["email"] = False
    await call(quiet, "PUT", "/me/notifications", 200, json=chosen)
    await call(home.owner, "POST", f"/members/{home.member}/grants", 201,
               json={"email": unknown.email, "role": "MANAGER"})  # fmt: skip
    report = await weekly(home, worker_rt, god)

    assert await asyncio.gather(*(make(worker_rt, home.owner.id, report) for _ in range(3))) != [False] * 3
    first = await pdf_of(home.owner, report)
    assert await ask_weekly(worker_rt, after_six())
    assert not await make(worker_rt, home.owner.id, report)

    (row,) = await god.fetch(ROWS, home.member)
    assert (row["id"], row["asked"], row["made"]) == (report, 1, 1)
    assert await pdf_of(home.owner, report) == first
    for reader in (home.owner, manager):
        told = [
            each for each in await letterbox.of(reader.email, home.owner.id) if "weekly report" in each.subject
        ]
        assert len(told) == 1
        assert link_in(told[0]).endswith(f"/reports/{report}")
        assert "Dadaji रमेश" in told[0].subject
        assert not any(figure in told[0].text for figure in ("900", "100", "kcal"))
    for nobody in (doctor, quiet, unknown):
        assert not any("weekly report" in each.subject for each in await letterbox.of(nobody.email, home.owner.id))
    assert [row["action"] for row in await god.fetch(DEEDS, f"reports/{report}")].count("report.make") == 1


async def test_asked_for_again_it_has_the_corrected_numbers_and_the_old_pdf_is_gone(
    home: Family, rt: Runtime, worker_rt: Runtime, god: Any
) -> None:
    letters = await god.fetchval(MAILS, home.owner.id)
    first = await made(home, worker_rt)
    await eat(home, monday(), 300, 10, 20)
    second = await made(home, worker_rt)

    assert second["id"] == first["id"]
    assert (first["macros"]["calories"]["mean"], second["macros"]["calories"]["mean"]) == (900, 1200)
    assert await stored(rt, god, home.owner.id, first["id"]) == {
        (1, "en"): False,
        (1, "hi"): False,
        (2, "en"): True,
        (2, "hi"): True,
        (3, "en"): False,
        (3, "hi"): False,
    }
    # Who asked is waiting for it anyway.
    assert await god.fetchval(MAILS, home.owner.id) == letters


async def test_the_clock_makes_anew_what_a_person_had_asked_for(
    home: Family, worker_rt: Runtime, god: Any
) -> None:
    """They may have asked before the week was over."""
    first = await made(home, worker_rt)
    await eat(home, monday(), 300, 10, 20)

    report = await weekly(home, worker_rt, god)
    assert report == first["id"]
    assert await make(worker_rt, home.owner.id, report)

    again = await call(home.owner, "GET", f"/reports/{report}", 200)
    assert (again["status"], again["macros"]["calories"]["mean"]) == ("READY", 1200)
    assert await ask_weekly(worker_rt, after_six())
    assert not await make(worker_rt, home.owner.id, report)


async def test_a_making_that_comes_too_late_leaves_no_pdfs(
    home: Family, rt: Runtime, worker_rt: Runtime, god: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn while the report is asked for and made once more: the later making stands, and tidied before."""
    asked = await call(home.owner, "POST", f"/members/{home.member}/reports", 202)
    drawn, held, seen = pdf.draw, threading.Event(), threading.Event()

    def slowly(*args: Any) -> bytes:
        if not seen.is_set():
            seen.set()
            assert held.wait(30)
        return drawn(*args)

    monkeypatch.setattr(pdf, "draw", slowly)
    late = asyncio.create_task(make(worker_rt, home.owner.id, asked["id"]))
    assert await asyncio.to_thread(seen.wait, 30)
    assert (await made(home, worker_rt))["id"] == asked["id"]
    held.set()

    assert not await late
    there = await stored(rt, god, home.owner.id, asked["id"])
    assert [place for place, is_there in there.items() if is_there] == [(2, "en"), (2, "hi")]


async def test_while_it_is_made_again_it_says_what_it_said(home: Family, worker_rt: Runtime) -> None:
    first = await made(home, worker_rt)
    again = await call(home.owner, "POST", f"/members/{home.member}/reports", 202)

    assert again == {**first, "status": "PROCESSING"}
    listed = await call(home.owner, "GET", f"/members/{home.member}/reports", 200)
    assert [each["id"] for each in listed["data"]] == [first["id"]]


async def test_what_the_queue_lost_is_asked_for_again_until_it_is_given_up(
    home: Family, worker_rt: Runtime, god: Any
) -> None:
    asked = await call(home.owner, "POST", f"/members/{home.member}/reports", 202)
    assert (asked["status"], asked["summary"], asked["score"]) == ("PROCESSING", [], None)
    report = asked["id"]
    assert await god.fetchval(EVENTS, str(report)) == 1
    assert (await call(home.owner, "GET", f"/members/{home.member}/reports", 200))["data"] == []
    await call(home.owner, "GET", f"/reports/{report}/pdf", 409)

    await god.execute(SET_ASIDE, report)
    await requeue(worker_rt, queue_is_empty=True)
    assert await god.fetchval(EVENTS, str(report)) == 2

    await god.execute(GIVE_UP, report)
    await god.execute(SET_ASIDE, report)
    await requeue(worker_rt, queue_is_empty=True)
    assert await god.fetchval(EVENTS, str(report)) == 2
    assert (await call(home.owner, "GET", f"/reports/{report}", 200))["status"] == "FAILED"
    assert not await make(worker_rt, home.owner.id, report)
    assert (await made(home, worker_rt))["id"] == report


async def test_a_worker_that_is_killed_leaves_nothing_half(
    make_user: Any, rt: Runtime, worker_rt: Runtime, god: Any, services: Services
) -> None:
    """SIGKILL in the middle of twelve reports: those that were made stay, the others are made afterwards."""
    owner = await make_user()
    homes = []
    for _ in range(12):
        member = await make_member(owner)
        program = await make_program(owner, member, start_date=monday(3).isoformat())
        homes.append(Family(owner, member, program))
        await call(owner, "POST", f"/members/{member}/reports", 202)
    reports = [row["id"] for row in await god.fetch(WAITING, owner.id)]
    environment = {**os.environ, **services.environment("worker"), "PRAAN_ENV": "test"}
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAKE, str(owner.id), *map(str, reports), env=environment,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert worker.stdout is not None
    for _ in range(3):
        assert await worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    left = {row["id"] for row in await god.fetch(WAITING, owner.id)}
    assert 0 < len(left) <= 9

    for report in reports:
        assert await make(worker_rt, owner.id, report) == (report in left)

    for home, report in zip(homes, reports, strict=True):
        (row,) = await god.fetch(ROWS, home.member)
        assert (row["id"], row["asked"], row["made"]) == (report, 1, 1)
        there = await stored(rt, god, owner.id, report)
        assert there[1, "en"]
        assert there[1, "hi"]


async def test_the_numbers_cost_a_bounded_number_of_statements(home: Family, worker_rt: Runtime) -> None:
    statements: list[str] = []
    async with worker_rt.pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT set_config('praan.user_id', $1, true), set_config('praan.actor_id', $1, true)",
                           str(home.owner.id))  # fmt: skip
        conn.add_query_logger(lambda record: statements.append(record.query))
        await gather(conn, home.owner.id, home.member, Week(monday(), "Asia/Kolkata"), dt.datetime.now(dt.UTC))

    # The transaction's own end is told as well.
    assert len([each for each in statements if each != "COMMIT;"]) == 6


async def test_the_store_keeps_it_encrypted_and_the_numbers_are_sealed(
    home: Family, rt: Runtime, worker_rt: Runtime, god: Any
) -> None:
    report = await made(home, worker_rt)
    row = await god.fetchrow(STANDS, report["id"])

    assert b"calories" not in row["numbers"]
    key = service.object_key(home.owner.id, row["object_name"], 1, "en")
    seen = await rt.storage.head(key)
    assert seen is not None
    assert seen.content_type == pdf.TYPE
    raw = await rt.storage._quick.head_object(Bucket=rt.settings.s3_bucket, Key=key)
    assert raw["ServerSideEncryption"] == "AES256"
