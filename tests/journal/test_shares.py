"""What a guest with some categories sees and changes, and what a correction keeps."""

from __future__ import annotations

from typing import Any

from tests.factories import call, make_family, make_grant, make_log, make_program


async def test_the_score_is_shared_whole_its_parts_by_category(make_user: Any, god: Any) -> None:
    family, doctor = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY", categories=["vitals"])
    await make_log(family.owner, family.program)

    path = f"/programs/{family.program}"
    own = await call(family.owner, "GET", f"{path}/adherence/today", 200)
    shared = await call(doctor, "GET", f"{path}/adherence/today", 200)
    goals = await call(doctor, "GET", f"{path}/config", 200)

    assert shared["total_score"] == own["total_score"]
    assert shared["details"] == {"readings": own["details"]["readings"]}
    assert (goals["nutrition_goals"], goals["strength_goals"]) == ({}, {})
    assert goals["vitals_goals"] == {"blood_pressure": 1}


async def test_a_note_outlives_the_correction_of_somebody_who_may_not_see_it(make_user: Any, god: Any) -> None:
    family, cook = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, cook, "MANAGER", categories=["nutrition"])
    noted = {"log_type": "NUTRITION", "payload": {"calories": 420, "note": "felt dizzy"}}
    log = await make_log(family.owner, family.program, noted)

    changed = await call(cook, "PATCH", f"/logs/{log}", 200, json={"payload": {"calories": 450}})
    await call(cook, "PATCH", f"/logs/{changed['id']}", 403, json={"payload": {"calories": 1, "note": "mine"}})
    body = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"calories": 1, "note": "mine"}}
    await call(cook, "POST", "/logs", 403, json=body)

    assert changed["payload"] == {"calories": 450}
    shown = await call(family.owner, "GET", f"/logs/{changed['id']}", 200)
    assert shown["payload"] == {"calories": 450, "note": "felt dizzy"}


async def test_what_was_read_can_be_sent_back_with_other_amounts(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    food = await god.fetchval("SELECT id FROM foods WHERE energy_mkcal_100g > 0 ORDER BY id LIMIT 1")
    plate = {"log_type": "NUTRITION", "payload": {"items": [{"food_id": food, "grams": 100}]}}
    log = await make_log(family.owner, family.program, plate)
    shown = (await call(family.owner, "GET", f"/logs/{log}", 200))["payload"]

    same = await call(family.owner, "PATCH", f"/logs/{log}", 200, json={"payload": shown})
    more = {**shown, "items": [{"food_id": food, "grams": 200}]}
    twice = await call(family.owner, "PATCH", f"/logs/{same['id']}", 200, json={"payload": more})

    assert same["payload"] == shown
    assert abs(twice["payload"]["calories"] - 2 * shown["calories"]) < 0.002


async def test_an_old_key_opens_nothing_after_the_grant_is_gone(make_user: Any, god: Any) -> None:
    family, manager = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, manager, "MANAGER")
    body = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"calories": 5}}
    headers = {"Idempotency-Key": "once"}
    await call(manager, "POST", "/logs", 201, json=body, headers=headers)
    grants = await call(family.owner, "GET", f"/members/{family.member}/grants", 200)

    await call(family.owner, "DELETE", f"/grants/{grants['data'][0]['id']}", 204)

    await call(manager, "POST", "/logs", 403, json=body, headers=headers)


async def test_an_empty_parameter_says_nothing(make_user: Any) -> None:
    family = await make_family(await make_user())
    await make_log(family.owner, family.program)
    await make_program(family.owner, family.member)
    path = f"/programs/{family.program}"

    page = await call(family.owner, "GET", f"{path}/history?limit=20&cursor=&log_type=&from=&to=", 200)
    week = await call(family.owner, "GET", f"{path}/adherence/week?ending=", 200)
    programs = await call(family.owner, "GET", f"/members/{family.member}/programs?limit=1&cursor=", 200)

    assert len(page["data"]) == 1
    assert len(week["days"]) == 7
    assert programs["pagination"]["has_more"]


async def test_an_id_that_is_no_number_is_refused_politely(make_user: Any) -> None:
    user = await make_user()
    for odd in ("%C2%B2", "9" * 5000, "9223372036854775808"):
        await call(user, "GET", f"/programs/{odd}/history", 400)
