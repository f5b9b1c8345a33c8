"""Check-ins over HTTP: who is asked, who may answer, and what is kept of an answer."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import Audit, MakePerson, Share
from tests.programs.nights import Begun, begin

from praan.programs.nights import turn_programs

STORED = "SELECT effort, answered_by, note FROM check_ins WHERE id = $1"


@pytest.fixture
async def asked(person: MakePerson, god: Any, worker_rt: Any) -> Begun:
    """A program that has been asked about BUILD."""
    begun = await begin(god, await person(), dt.datetime.now(ZoneInfo(ZONE)).date() - dt.timedelta(days=35))
    await turn_programs(worker_rt)
    return begun


async def first(begun: Begun) -> dict[str, Any]:
    listed = (await begun.owner.get(f"/programs/{begun.program}/check-ins")).json()
    assert listed["pagination"] == {"next_cursor": None, "has_more": False}
    [check_in] = listed["data"]
    return dict(check_in)


async def test_a_question_is_answered_and_answered_anew(asked: Begun, audit: Audit, god: Any) -> None:
    question = await first(asked)
    path = f"/programs/{asked.program}/check-ins/{question['id']}"

    answered = await asked.owner.post(path, json={"effort": 3, "note": "  Stairs are easier  "})
    assert answered.status_code == 200, answered.text
    assert answered.json() == await first(asked)
    again = (await asked.owner.post(path, json={"effort": 2})).json()

    assert {**question, "id": 0, "made_at": ""} == {
        "id": 0,
        "program_id": asked.program,
        "phase": "BUILD",
        "day": 36,
        "made_at": "",
        "answered_at": None,
        "effort": None,
        "note": None,
    }
    assert (answered.json()["effort"], answered.json()["note"]) == (3, "  Stairs are easier  ")
    assert (again["effort"], again["note"]) == (2, None)
    assert again["answered_at"] > answered.json()["answered_at"] > again["made_at"]
    assert await first(asked) == again
    assert (await audit(asked.member))[-2:] == [
        ("check_in.answer", asked.owner.id, ["effort", "note"]),
        ("check_in.answer", asked.owner.id, ["effort"]),
    ]


async def test_a_note_is_sealed(asked: Begun, god: Any) -> None:
    question = await first(asked)
    path = f"/programs/{asked.program}/check-ins/{question['id']}"

    await asked.owner.post(path, json={"effort": 4, "note": "knees 7431"})

    stored = await god.fetchrow(STORED, question["id"])
    assert (stored["effort"], stored["answered_by"]) == (4, asked.owner.id)
    assert b"knees" not in stored["note"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "effort"),
        ({"effort": 0}, "effort"),
        ({"effort": 6}, "effort"),
        ({"effort": 2.5}, "effort"),
        ({"effort": True}, "effort"),
        ({"effort": "3"}, "effort"),
        ({"effort": None}, "effort"),
        ({"effort": 3, "note": "x" * 2001}, "note"),
        ({"effort": 3, "note": 7}, "note"),
        ({"effort": 3, "mood": 3}, "mood"),
    ],
)
async def test_a_wrong_answer_is_named_and_not_kept(asked: Begun, body: dict[str, Any], named: str) -> None:
    question = await first(asked)

    refused = await asked.owner.post(f"/programs/{asked.program}/check-ins/{question['id']}", json=body)

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [named]
    assert await first(asked) == question


async def test_a_check_in_belongs_to_its_program(asked: Begun, person: MakePerson, god: Any) -> None:
    """Neither through a program of one's own nor through another of the same member."""
    question = await first(asked)
    stranger = await person()
    own = await begin(god, stranger, dt.date(2026, 1, 1))
    sibling = {"title": "Another", "start_date": dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()}
    other = (await asked.owner.post(f"/members/{asked.member}/programs", json=sibling)).json()["id"]

    for who, program in ((stranger, own.program), (asked.owner, other), (stranger, asked.program)):
        refused = await who.post(f"/programs/{program}/check-ins/{question['id']}", json={"effort": 1})
        assert refused.status_code == 403, refused.text
    assert await first(asked) == question


async def test_a_reader_reads_and_a_manager_answers_what_was_shared(
    asked: Begun, person: MakePerson, share: Share
) -> None:
    reader, helper = await person(), await person()
    await share(asked.owner, asked.member, reader, "READ_ONLY")
    await share(asked.owner, asked.member, helper, "MANAGER", categories=["nutrition"])
    listed = f"/programs/{asked.program}/check-ins"
    path = f"{listed}/{(await first(asked))['id']}"
    await asked.owner.post(path, json={"effort": 3, "note": "between us"})

    async def seen(who: Any) -> tuple[int, str | None]:
        [check_in] = (await who.get(listed)).json()["data"]
        return check_in["effort"], check_in["note"]

    assert await seen(reader) == (3, "between us")
    assert await seen(helper) == (3, None)
    assert (await reader.post(path, json={"effort": 1})).status_code == 403
    assert (await helper.post(path, json={"effort": 1, "note": "mine"})).status_code == 403
    assert (await helper.post(path, json={"effort": 5})).json()["note"] is None
    # Who may not read the note does not lose it for the others either.
    assert await seen(asked.owner) == (5, "between us")


async def test_answers_at_once_leave_one(asked: Begun) -> None:
    path = f"/programs/{asked.program}/check-ins/{(await first(asked))['id']}"

    answers = await asyncio.gather(*(asked.owner.post(path, json={"effort": n}) for n in (1, 2, 3, 4, 5)))

    assert {answer.status_code for answer in answers} == {200}
    assert await first(asked) in [answer.json() for answer in answers]


async def test_pages_of_check_ins(asked: Begun, god: Any) -> None:
    earlier = await first(asked)
    add = "INSERT INTO check_ins (user_id, member_id, program_id, phase, day) VALUES ($1, $2, $3, 'SUSTAIN', 61)"
    await god.execute(add, asked.owner.id, asked.member, asked.program)

    page = (await asked.owner.get(f"/programs/{asked.program}/check-ins?limit=1")).json()
    cursor = page["pagination"]["next_cursor"]
    rest = (await asked.owner.get(f"/programs/{asked.program}/check-ins", params={"cursor": cursor})).json()

    assert [one["phase"] for one in page["data"]] == ["SUSTAIN"]
    assert rest["data"] == [earlier]
    foreign = await asked.owner.get(f"/programs/{asked.program}/configs", params={"cursor": cursor})
    assert foreign.status_code == 400
