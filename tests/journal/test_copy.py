"""Copying a log to somebody of one's own."""

from __future__ import annotations

from typing import Any

from tests.factories import call, make_family, make_grant, make_log
from tests.journal.settled import add_photo, plate, settle


async def test_who_may_only_read_copies_to_a_member_of_their_own(make_user: Any, god: Any) -> None:
    family, doctor = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY")
    own = await make_family(doctor)
    log = await make_log(family.owner, family.program)

    answer = await call(doctor, "POST", f"/logs/{log}/copy", 201, json={"program_id": own.program})

    copied = await call(doctor, "GET", f"/logs/{answer['id']}", 200)
    assert answer == {**copied, "adherence_impact": answer["adherence_impact"]}
    original = await call(doctor, "GET", f"/logs/{log}", 200)
    assert (copied["payload"], copied["timestamp"]) == (original["payload"], original["timestamp"])
    assert copied["program_id"] == own.program


async def test_a_copied_estimate_still_waits_for_a_look(make_user: Any, rt: Any, god: Any) -> None:
    family = await make_family(await make_user())
    food = await god.fetchval("SELECT id FROM foods ORDER BY id LIMIT 1")
    log = await add_photo(rt, god, family.owner.id, family.program)
    assert await settle(rt, family.owner.id, log, plate((food, 100)))

    answer = await call(family.owner, "POST", f"/logs/{log}/copy", 201, json={"program_id": family.program})

    assert answer["status"] == "NEEDS_REVIEW"
    copied = await call(family.owner, "POST", f"/logs/{answer['id']}/verify", 200)
    assert (copied["status"], copied["photo"]) == ("VERIFIED", None)
