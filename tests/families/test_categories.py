"""A grant for some categories: what lies outside is neither read nor written, by the routes and by the wall."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import MakePerson, Person, Share

from praan.infra.db import transaction
from praan.infra.runtime import Runtime

MEMBER = {
    "name": "Grandpa",
    "relation_type": "GRANDPARENT",
    "dob": "1948-05-17",
    "time_zone": ZONE,
}
PAYLOADS: dict[str, dict[str, Any]] = {
    "NUTRITION": {"calories": 500},
    "WORKOUT": {"kind": "duration", "activity": "walk", "minutes": 30},
    "VITALS": {"kind": "pulse", "value": 70},
}


async def begin(owner: Person) -> tuple[int, int, dict[str, int]]:
    """A member, their program and one log of each type."""
    member = (await owner.post("/members", json=MEMBER)).json()["id"]
    today = dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()
    start = {"title": "Heart", "start_date": today}
    program = (await owner.post(f"/members/{member}/programs", json=start)).json()["id"]
    logs = {}
    for log_type, payload in PAYLOADS.items():
        body = {"program_id": program, "log_type": log_type, "payload": payload}
        logs[log_type] = (await owner.post("/logs", json=body)).json()["id"]
    return member, program, logs


@pytest.mark.parametrize("covered", list(PAYLOADS))
async def test_a_manager_reads_and_writes_only_what_the_grant_covers(
    person: MakePerson, share: Share, covered: str
) -> None:
    asha, bina = await person(), await person()
    member, program, logs = await begin(asha)
    await share(asha, member, bina, "MANAGER", categories=[covered.lower()])

    for log_type, payload in PAYLOADS.items():
        body = {"program_id": program, "log_type": log_type, "payload": payload}
        posted = await bina.post("/logs", json=body)
        read = await bina.get(f"/logs/{logs[log_type]}")
        allowed = log_type == covered
        assert (posted.status_code, read.status_code) == ((201, 200) if allowed else (403, 403)), log_type

    history = (await bina.get(f"/programs/{program}/history")).json()["data"]
    assert [log["log_type"] for log in history] == [covered, covered]
    whole = (await asha.get(f"/programs/{program}/history")).json()["data"]
    assert len(whole) == len(PAYLOADS) + 1


async def test_a_reader_of_everything_writes_nothing(person: MakePerson, share: Share) -> None:
    asha, bina = await person(), await person()
    member, program, logs = await begin(asha)
    await share(asha, member, bina, "READ_ONLY")

    for log_type, payload in PAYLOADS.items():
        body = {"program_id": program, "log_type": log_type, "payload": payload}
        assert (await bina.post("/logs", json=body)).status_code == 403
        assert (await bina.delete(f"/logs/{logs[log_type]}")).status_code == 403
        assert (await bina.get(f"/logs/{logs[log_type]}")).status_code == 200

    assert len((await asha.get(f"/programs/{program}/history")).json()["data"]) == len(PAYLOADS)


async def test_the_wall_alone_keeps_a_grant_to_its_categories_and_its_role(
    person: MakePerson, share: Share, rt: Runtime
) -> None:
    asha, manager, doctor = await person(), await person(), await person()
    member, program, _ = await begin(asha)
    _, other, _ = await begin(asha)
    await share(asha, member, manager, "MANAGER", categories=["vitals"])
    await share(asha, member, doctor, "READ_ONLY")
    rename = "UPDATE care_programs SET title = 'Mine' WHERE id = ANY($1::bigint[])"
    programs = [program, other]

    async with transaction(rt.pool, owner=asha.id, actor=manager.id) as conn:
        types = [row["log_type"] for row in await conn.fetch("SELECT log_type FROM daily_logs")]
        seen = [row["id"] for row in await conn.fetch("SELECT id FROM care_programs")]
        renamed = await conn.execute(rename, programs)
    async with transaction(rt.pool, owner=asha.id, actor=doctor.id) as conn:
        by_doctor = await conn.execute(rename, programs)
        doctor_sees = [row["id"] for row in await conn.fetch("SELECT id FROM care_programs")]

    assert types == ["VITALS"]
    assert seen == doctor_sees == [program]
    assert (renamed, by_doctor) == ("UPDATE 1", "UPDATE 0")
    assert (await asha.get(f"/programs/{other}")).json()["title"] == "Heart"
