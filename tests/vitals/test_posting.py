"""Readings as they are logged: judged in the request's own transaction, one open alert a member and rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import API, call, make_family, make_grant, make_log
from tests.vitals.readings import alerts_of, glucose, pressure, pulse


async def test_a_crisis_opens_an_urgent_alert(make_user: Any) -> None:
    family = await make_family(await make_user())
    log = await make_log(family.owner, family.program, pressure(185, 121))

    (alert,) = (await call(family.owner, "GET", "/alerts?status=open", 200))["data"]

    assert alert == await call(family.owner, "GET", f"/alerts/{alert['id']}", 200)
    assert (alert["member_id"], alert["log_id"]) == (family.member, log)
    assert (alert["rule"], alert["severity"], alert["status"]) == ("blood_pressure", "URGENT", "OPEN")
    assert alert["source"] == "ACC/AHA 2017; AAP 2017 from 13 years"
    reading = alert["reading"]
    assert reading["entered"] == {"kind": "blood_pressure", "systolic": 185, "diastolic": 121}
    assert (reading["value"], reading["value2"], reading["unit"], reading["band"]) == (185, 121, "mmHg", "crisis")
    assert alert["opened_at"] == reading["at"]
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["severity"], shown["band"]) == ("URGENT", "crisis")
    (listed,) = (await call(family.owner, "GET", f"/programs/{family.program}/history", 200))["data"]
    assert (listed["severity"], listed["band"]) == ("URGENT", "crisis")


async def test_one_alert_joins_escalates_and_clears(make_user: Any) -> None:
    family = await make_family(await make_user())
    first = await make_log(family.owner, family.program, pressure(150, 85))
    (opened,) = await alerts_of(family)
    await make_log(family.owner, family.program, pressure(145, 85))
    (joined,) = await alerts_of(family)
    worst = await make_log(family.owner, family.program, pressure(190, 85))
    last = await make_log(family.owner, family.program, pressure(150, 95))
    (escalated,) = await alerts_of(family)
    await make_log(family.owner, family.program, pressure(135, 82))
    (cleared,) = await alerts_of(family)

    assert {alert["id"] for alert in (opened, joined, escalated, cleared)} == {opened["id"]}
    assert (opened["severity"], opened["readings"]) == ("WARN", 1)
    assert (joined["severity"], joined["readings"], joined["escalated_at"]) == ("WARN", 2, None)
    assert (escalated["severity"], escalated["readings"], escalated["log_id"]) == ("URGENT", 4, first)
    assert escalated["escalated_at"] is not None
    assert (escalated["reading"]["log_id"], escalated["latest"]["log_id"]) == (worst, last)
    assert (cleared["status"], cleared["cleared_by"]) == ("CLEARED", "NORMAL_READING")
    assert await alerts_of(family, "?status=open,ACKNOWLEDGED,snoozed") == []
    await make_log(family.owner, family.program, pressure(150, 85))
    assert len(await alerts_of(family)) == 2


async def test_a_pulse_beside_a_blood_pressure_is_judged_too(make_user: Any) -> None:
    family = await make_family(await make_user())
    log = await make_log(family.owner, family.program, pressure(150, 85, pulse=135))

    found = {alert["rule"]: alert["severity"] for alert in await alerts_of(family)}

    assert found == {"blood_pressure": "WARN", "pulse": "URGENT"}
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["severity"], shown["band"]) == ("URGENT", "very_high")


async def test_readings_are_listed_with_their_bands(make_user: Any) -> None:
    family = await make_family(await make_user())
    now = dt.datetime.now(dt.UTC)
    bodies = [pressure(125, 75, pulse=60), glucose(5.5, "mmol/L"), {"kind": "weight", "value": 150, "unit": "lb"}]
    logs = [
        await make_log(
            family.owner,
            family.program,
            body if "payload" in body else {"log_type": "VITALS", "payload": body},
            timestamp=(now - dt.timedelta(minutes=9 - n)).isoformat(),
        )
        for n, body in enumerate(bodies)
    ]
    path = f"/members/{family.member}/readings"

    whole = (await call(family.owner, "GET", path, 200))["data"]

    said = [(r["log_id"], r["rule"], r["value"], r["value2"], r["unit"], r["severity"], r["band"]) for r in whole]
    assert said == [
        (logs[2], "weight", 68.04, None, "kg", None, None),
        (logs[1], "glucose", 99, None, "mg/dL", "NORMAL", "normal"),
        (logs[0], "pulse", 60, None, "/min", "NORMAL", "normal"),
        (logs[0], "blood_pressure", 125, 75, "mmHg", "INFO", "elevated"),
    ]
    paged, cursor = [], ""
    while cursor is not None:
        page = await call(family.owner, "GET", f"{path}?limit=1&cursor={cursor}", 200)
        paged += page["data"]
        cursor = page["pagination"]["next_cursor"]
    assert paged == whole
    only = (await call(family.owner, "GET", f"{path}?rule=Pulse,weight", 200))["data"]
    assert [r["rule"] for r in only] == ["weight", "pulse"]
    tomorrow = (now + dt.timedelta(days=2)).date()
    assert (await call(family.owner, "GET", f"{path}?from={tomorrow}", 200))["data"] == []
    await call(family.owner, "GET", f"{path}?rule=mood", 400)


async def test_alerts_come_page_by_page_over_all_families(make_user: Any, god: Any) -> None:
    doctor = await make_user()
    expected = []
    for minute in range(3):
        family = await make_family(await make_user())
        await make_grant(god, family.owner, family.member, doctor, "READ_ONLY")
        for kind in (pressure(150, 85), pulse(120)):
            at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=30 - minute)
            await make_log(family.owner, family.program, kind, timestamp=at.isoformat())
        expected += [alert["id"] for alert in (await alerts_of(family))[::-1]]

    found, cursor = [], ""
    while cursor is not None:
        page = await call(doctor, "GET", f"/alerts?limit=2&cursor={cursor}&status=Open", 200)
        found += page["data"]
        cursor = page["pagination"]["next_cursor"]

    assert [alert["id"] for alert in found] == expected[::-1]
    await call(doctor, "GET", "/alerts?cursor=MzAyMg==", 400)
    await call(doctor, "GET", "/alerts?status=loud", 400)


@pytest.mark.parametrize("role", ["READ_ONLY", "MANAGER"])
async def test_without_the_category_nothing_is_seen(make_user: Any, god: Any, role: str) -> None:
    family, guest = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, guest, role, categories=["nutrition", "workout", "notes"])
    await make_log(family.owner, family.program, pressure(185, 121))
    (alert,) = await alerts_of(family)

    assert (await call(guest, "GET", "/alerts", 200))["data"] == []
    for method, path, body in (
        ("GET", f"/alerts/{alert['id']}", None),
        ("POST", f"/alerts/{alert['id']}/acknowledge", {"note": ""}),
        ("POST", f"/alerts/{alert['id']}/snooze", {"minutes": 7}),
        ("GET", f"/alerts?member_id={family.member}&limit=0", None),
        ("GET", f"/members/{family.member}/readings?limit=0", None),
        ("GET", f"/members/{family.member}/thresholds", None),
        ("PUT", f"/members/{family.member}/thresholds", {"data": 1}),
    ):
        answer = await guest.client.request(method, API + path, json=body)
        assert answer.status_code == 403, f"{method} {path}: {answer.text}"


async def test_acknowledged_with_name_and_note(make_user: Any, god: Any) -> None:
    family, manager, reader = await make_family(await make_user()), await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, manager, "MANAGER")
    await make_grant(god, family.owner, family.member, reader, "READ_ONLY")
    await make_log(family.owner, family.program, pressure(150, 85))
    (alert,) = await alerts_of(family)
    path = f"/alerts/{alert['id']}"

    await call(reader, "POST", f"{path}/acknowledge", 403)
    done = await call(manager, "POST", f"{path}/acknowledge", 200, json={"note": "Sat down, measured again."})

    assert (done["status"], done["acknowledged_by"]) == ("ACKNOWLEDGED", "Asha")
    assert done["note"] == "Sat down, measured again."
    assert await call(reader, "GET", path, 200) == done
    stored = await god.fetchrow("SELECT note, acknowledged_name FROM alerts WHERE id = $1", alert["id"])
    assert b"measured" not in stored["note"]
    assert b"Asha" not in stored["acknowledged_name"]
    await make_log(family.owner, family.program, pressure(151, 85))
    assert [each["status"] for each in await alerts_of(family)] == ["ACKNOWLEDGED"]
    await make_log(family.owner, family.program, pressure(181, 85))
    (worse,) = await alerts_of(family)
    assert (worse["status"], worse["severity"]) == ("OPEN", "URGENT")
    await make_log(family.owner, family.program, pressure(121, 75))
    for deed, body in (("acknowledge", {}), ("snooze", {"minutes": 30})):
        await call(manager, "POST", f"{path}/{deed}", 409, json=body)


async def test_a_snooze_ends_by_itself_and_by_what_is_worse(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    await make_log(family.owner, family.program, pressure(150, 85))
    (alert,) = await alerts_of(family)
    path = f"/alerts/{alert['id']}"
    snooze = f"{path}/snooze"

    for minutes in (0, 29, 31, 90, 121, -30, "30", True, None):
        refused = await call(family.owner, "POST", snooze, 400, json={"minutes": minutes})
        assert [error["field"] for error in refused["errors"]] == ["minutes"]
    snoozed = await call(family.owner, "POST", snooze, 200, json={"minutes": 120})
    until = dt.datetime.fromisoformat(snoozed["snoozed_until"])
    assert snoozed["status"] == "SNOOZED"
    assert dt.timedelta(minutes=119) < until - dt.datetime.now(dt.UTC) <= dt.timedelta(minutes=120)
    assert await alerts_of(family, "?status=open") == []

    await god.execute("UPDATE alerts SET snoozed_until = now() WHERE id = $1", alert["id"])
    over = await call(family.owner, "GET", path, 200)
    assert (over["status"], over["snoozed_until"]) == ("OPEN", None)
    assert await alerts_of(family, "?status=open") == [over]

    await call(family.owner, "POST", snooze, 200, json={"minutes": 60})
    await make_log(family.owner, family.program, pressure(181, 85))
    worse = await call(family.owner, "GET", path, 200)
    assert (worse["status"], worse["snoozed_until"]) == ("OPEN", None)
    refused = await call(family.owner, "POST", snooze, 400, json={"minutes": 60})
    assert refused["errors"] == [{"field": "minutes", "message": "may be at most 30 for an urgent alert"}]
    await call(family.owner, "POST", snooze, 200, json={"minutes": 30})


async def test_deeds_are_recorded_without_values(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    await make_log(family.owner, family.program, pressure(150, 85))
    (alert,) = await alerts_of(family)
    await call(family.owner, "POST", f"/alerts/{alert['id']}/acknowledge", 200, json={"note": "ok"})
    await call(family.owner, "POST", f"/alerts/{alert['id']}/snooze", 200, json={"minutes": 30})
    bounds = {"data": [{"rule": "blood_pressure", "field": "systolic", "warn_high": 135}]}
    await call(family.owner, "PUT", f"/members/{family.member}/thresholds", 200, json=bounds)

    told = "SELECT action, fields, target_resource FROM audit_logs WHERE member_id = $1 ORDER BY id DESC LIMIT 3"
    deeds = [tuple(row) for row in await god.fetch(told, family.member)][::-1]

    assert deeds == [
        ("alert.acknowledge", ["note"], f"alerts/{alert['id']}"),
        ("alert.snooze", [], f"alerts/{alert['id']}"),
        ("thresholds.update", ["blood_pressure.systolic"], f"members/{family.member}/thresholds"),
    ]
