"""What a log may not say: each refusal is a problem+json that names the field, and nothing is written."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from tests.factories import API, Family, call, make_family, make_log

WRITTEN = """
SELECT (SELECT count(*) FROM daily_logs WHERE program_id = $1) AS logs,
  (SELECT count(*) FROM adherence_metrics WHERE program_id = $1) AS days,
  (SELECT count(*) FROM audit_logs WHERE member_id = $2) AS deeds,
  (SELECT count(*) FROM outbox WHERE member_id = $2) AS events
"""
PRESSURE = {"kind": "blood_pressure", "systolic": 120, "diastolic": 80}
STRENGTH = {
    "kind": "strength",
    "minutes": 20,
    "exercises": [{"name": "squat", "sets": [{"reps": 8, "weight_kg": 40}]}],
}


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    return await make_family(await make_user())


async def written(god: Any, family: Family) -> tuple[int, ...]:
    return tuple(await god.fetchrow(WRITTEN, family.program, family.member))


def raw(log_type: str, payload: str, program: int, more: str = "") -> str:
    return f'{{"program_id": {program}, "log_type": "{log_type}", "payload": {payload}{more}}}'


REFUSED: list[tuple[str, str, str]] = [
    # A bool is not a number, nor is a text or a list.
    ("NUTRITION", '{"calories": true}', "payload.calories"),
    ("NUTRITION", '{"calories": "300"}', "payload.calories"),
    ("NUTRITION", '{"calories": [300]}', "payload.calories"),
    ("NUTRITION", '{"calories": 300, "protein_g": false}', "payload.protein_g"),
    ("NUTRITION", '{"calories": -1}', "payload.calories"),
    ("NUTRITION", '{"calories": 10001}', "payload.calories"),
    ("NUTRITION", '{"calories": 1e400}', "payload.calories"),
    ("NUTRITION", '{"calories": 1' + "0" * 400 + "}", "payload.calories"),
    ("NUTRITION", '{"calories": 300, "carbs_g": -0.001}', "payload.carbs_g"),
    ("NUTRITION", '{"calories": 300, "fat_g": 1000.5}', "payload.fat_g"),
    ("NUTRITION", '{"calories": 300, "sugar": 1}', "payload.sugar"),
    ("NUTRITION", '{"calories": 300, "meal": "BRUNCH"}', "payload.meal"),
    ("NUTRITION", '{"calories": 300, "meal": "lunch"}', "payload.meal"),
    ("NUTRITION", '{"calories": 300, "note": "a\\u0000b"}', "payload.note"),
    ("NUTRITION", '{"calories": 300, "note": "\\ud800"}', "payload.note"),
    ("NUTRITION", json.dumps({"calories": 300, "note": "n" * 2001}), "payload.note"),
    ("NUTRITION", '{"calories": 300, "note": 5}', "payload.note"),
    ("NUTRITION", "{}", "payload"),
    ("NUTRITION", '{"items": []}', "payload.items"),
    ("NUTRITION", '{"items": [{"food_id": 1, "grams": 0}]}', "payload.items.0.grams"),
    ("NUTRITION", '{"items": [{"food_id": 1, "grams": 5001}]}', "payload.items.0.grams"),
    ("NUTRITION", '{"items": [{"food_id": true, "grams": 5}]}', "payload.items.0.food_id"),
    ("NUTRITION", '{"items": [{"food_id": 1.0, "grams": 5}]}', "payload.items.0.food_id"),
    ("NUTRITION", '{"items": [{"food_id": 1, "grams": 5, "x": 1}]}', "payload.items.0.x"),
    ("NUTRITION", '{"photo_key": 5}', "payload.photo_key"),
    ("NUTRITION", '{"photo_key": ""}', "payload.photo_key"),
    ("NUTRITION", '{"photo_key": "raw/x", "calories": 5}', "payload.calories"),
    ("NUTRITION", '"rice"', "payload"),
    ("NUTRITION", "null", "payload"),
    ("NUTRITION", "[]", "payload"),
    ("WORKOUT", '{"kind": "duration", "activity": "yoga", "minutes": 0}', "payload.minutes"),
    ("WORKOUT", '{"kind": "duration", "activity": "yoga", "minutes": 1441}', "payload.minutes"),
    ("WORKOUT", '{"kind": "duration", "activity": "yoga", "minutes": true}', "payload.minutes"),
    ("WORKOUT", '{"kind": "duration", "activity": "", "minutes": 5}', "payload.activity"),
    ("WORKOUT", '{"kind": "duration", "minutes": 5}', "payload.activity"),
    ("WORKOUT", '{"kind": "dance", "activity": "x", "minutes": 5}', "payload.kind"),
    ("WORKOUT", '{"activity": "x", "minutes": 5}', "payload.kind"),
    ("WORKOUT", json.dumps({**STRENGTH, "exercises": []}), "payload.exercises"),
    (
        "WORKOUT",
        json.dumps({**STRENGTH, "exercises": [{"name": "squat", "sets": [{"reps": 1.5, "weight_kg": 1}]}]}),
        "payload.exercises.0.sets.0.reps",
    ),
    (
        "WORKOUT",
        json.dumps({**STRENGTH, "exercises": [{"name": "squat", "sets": [{"reps": 5, "weight_kg": -1}]}]}),
        "payload.exercises.0.sets.0.weight_kg",
    ),
    ("VITALS", json.dumps({**PRESSURE, "systolic": 80}), "payload.systolic"),
    ("VITALS", json.dumps({**PRESSURE, "systolic": 70, "diastolic": 90}), "payload.systolic"),
    ("VITALS", json.dumps({**PRESSURE, "systolic": 120.5}), "payload.systolic"),
    ("VITALS", json.dumps({**PRESSURE, "systolic": True}), "payload.systolic"),
    ("VITALS", json.dumps({**PRESSURE, "systolic": 351}), "payload.systolic"),
    ("VITALS", json.dumps({**PRESSURE, "diastolic": 10**30}), "payload.diastolic"),
    ("VITALS", json.dumps({**PRESSURE, "pulse": 19}), "payload.pulse"),
    ("VITALS", '{"kind": "glucose", "value": 5.5, "unit": "mg/dL"}', "payload.value"),
    ("VITALS", '{"kind": "glucose", "value": 112, "unit": "mmol/L"}', "payload.value"),
    ("VITALS", '{"kind": "glucose", "value": 99}', "payload.unit"),
    ("VITALS", '{"kind": "glucose", "value": 99, "unit": "g"}', "payload.unit"),
    ("VITALS", '{"kind": "spo2", "value": 100.1}', "payload.value"),
    ("VITALS", '{"kind": "pulse", "value": 301}', "payload.value"),
    ("VITALS", '{"kind": "temperature", "value": 98.6, "unit": "C"}', "payload.value"),
    ("VITALS", '{"kind": "temperature", "value": 37, "unit": "F"}', "payload.value"),
    ("VITALS", '{"kind": "weight", "value": 0, "unit": "kg"}', "payload.value"),
    ("VITALS", '{"kind": "weight", "value": 700, "unit": "kg"}', "payload.value"),
    ("SLEEP", '{"hours": 8}', "log_type"),
]


@pytest.mark.parametrize(("log_type", "payload", "field"), REFUSED)
async def test_a_wrong_payload_is_refused_by_the_name_of_its_field(
    family: Family, god: Any, log_type: str, payload: str, field: str
) -> None:
    before = await written(god, family)

    answer = await family.owner.client.post(
        f"{API}/logs",
        content=raw(log_type, payload, family.program),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 400
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    fields = [error["field"] for error in problem["errors"]]
    assert field in fields, fields
    assert all(error["message"] for error in problem["errors"])
    assert await written(god, family) == before


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
async def test_what_is_not_json_is_refused(family: Family, god: Any, number: str) -> None:
    before = await written(god, family)

    answer = await family.owner.client.post(
        f"{API}/logs",
        content=raw("NUTRITION", f'{{"calories": {number}}}', family.program),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert await written(god, family) == before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        (', "timestamp": "2026-11-22"', "timestamp"),
        (', "timestamp": "2026-11-22T10:00:00"', "timestamp"),
        (', "timestamp": 1700000000', "timestamp"),
        (', "timestamp": "0001-01-01T00:00:00+00:00"', "timestamp"),
        (', "timestamp": "9999-12-31T23:59:59-14:00"', "timestamp"),
        (', "status": "VERIFIED"', "status"),
        (', "member_id": 1', "member_id"),
    ],
)
async def test_a_wrong_envelope_is_refused_by_name(family: Family, god: Any, more: str, field: str) -> None:
    before = await written(god, family)

    answer = await family.owner.client.post(
        f"{API}/logs",
        content=raw("NUTRITION", '{"calories": 1}', family.program, more),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400, answer.text
    assert any(error["field"].endswith(field) for error in answer.json()["errors"]), answer.text
    assert await written(god, family) == before


async def test_an_unknown_food_is_refused_by_its_place(family: Family, god: Any) -> None:
    before = await written(god, family)
    food = await god.fetchval("SELECT min(id) FROM foods")
    items = [{"food_id": food, "grams": 10}, {"food_id": 2**60, "grams": 10}]
    body = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"items": items}}

    problem = await call(family.owner, "POST", "/logs", 400, json=body)

    assert any("items" in error["field"] for error in problem["errors"])
    assert await written(god, family) == before


@pytest.mark.parametrize("away", [dt.timedelta(hours=25), dt.timedelta(days=-40), dt.timedelta(days=200)])
async def test_a_log_outside_the_program_or_in_the_future_is_refused(
    family: Family, god: Any, away: dt.timedelta
) -> None:
    before = await written(god, family)
    at = (dt.datetime.now(dt.UTC) + away).isoformat()
    body = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"calories": 1}, "timestamp": at}

    problem = await call(family.owner, "POST", "/logs", 400, json=body)

    assert [error["field"] for error in problem["errors"]] == ["timestamp"]
    assert await written(god, family) == before


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"payload": {"calories": -5}}, "payload.calories"),
        ({"payload": {"calories": True}}, "payload.calories"),
        ({"payload": PRESSURE}, "payload.systolic"),
        ({"payload": {"photo_key": "raw/x"}}, "payload.photo_key"),
        ({"payload": {"calories": 1, "note": "\0"}}, "payload.note"),
        ({"timestamp": "2000-01-01T00:00:00Z"}, "timestamp"),
        ({"status": "VERIFIED"}, "status"),
        ({}, "payload"),
    ],
)
async def test_a_wrong_correction_changes_nothing(
    family: Family, god: Any, patch: dict[str, Any], field: str
) -> None:
    log = await make_log(family.owner, family.program)
    before = await written(god, family)

    problem = await call(family.owner, "PATCH", f"/logs/{log}", 400, json=patch)

    fields = [error["field"] for error in problem["errors"]]
    assert field in fields, fields
    assert await written(god, family) == before
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert shown["superseded_by"] is None


KEPT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("NUTRITION", {"calories": 0}, {}),
    ("NUTRITION", {"calories": 10000, "protein_g": 0.001, "meal": "SNACK", "note": "मसाला ☕"}, {}),
    ("WORKOUT", {"kind": "duration", "activity": "yoga", "minutes": 1440}, {}),
    ("WORKOUT", STRENGTH, {}),
    ("VITALS", PRESSURE, {}),
    (
        "VITALS",
        {"kind": "glucose", "value": 5.5, "unit": "mmol/L", "context": "fasting"},
        {"canonical": {"value": 99, "unit": "mg/dL"}},
    ),
    (
        "VITALS",
        {"kind": "temperature", "value": 98.6, "unit": "F"},
        {"canonical": {"value": 37.0, "unit": "C"}},
    ),
    ("VITALS", {"kind": "weight", "value": 150, "unit": "lb"}, {"canonical": {"value": 68.04, "unit": "kg"}}),
    ("VITALS", {"kind": "spo2", "value": 97.5}, {"canonical": {"value": 97.5, "unit": "%"}}),
]


@pytest.mark.parametrize(("log_type", "payload", "added"), KEPT)
async def test_a_good_payload_is_kept_as_it_was_said(
    family: Family, god: Any, log_type: str, payload: dict[str, Any], added: dict[str, Any]
) -> None:
    log = await make_log(family.owner, family.program, {"log_type": log_type, "payload": payload})

    shown = await call(family.owner, "GET", f"/logs/{log}", 200)

    assert shown["payload"] == payload
    kept = await god.fetchval("SELECT payload FROM daily_logs WHERE id = $1", log)
    assert kept.get("canonical") == added.get("canonical")
    assert (shown["log_type"], shown["status"], shown["is_verified"]) == (log_type, "VERIFIED", True)


async def test_the_note_is_stored_as_nobody_can_read_it(family: Family, god: Any) -> None:
    note = "felt dizzy after breakfast"
    log = await make_log(
        family.owner, family.program, {"log_type": "NUTRITION", "payload": {"calories": 1, "note": note}}
    )

    row = await god.fetchrow("SELECT payload::text AS payload, note FROM daily_logs WHERE id = $1", log)

    assert "dizzy" not in row["payload"]
    assert b"dizzy" not in row["note"]
    assert (await call(family.owner, "GET", f"/logs/{log}", 200))["payload"]["note"] == note
