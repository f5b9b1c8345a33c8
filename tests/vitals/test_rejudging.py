"""Which alert a run goes on with when readings change under it, and who is told of what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from tests.factories import Family, call, make_family, make_grant, make_log
from tests.vitals.oracle import assert_as_if_serial
from tests.vitals.readings import alerts_of, glucose, pressure, temperature

from praan.infra.live import seq_of
from praan.infra.runtime import Runtime

WARN, URGENT, FINE = pressure(150, 85), pressure(185, 85), pressure(118, 75)
EVENTS = """
SELECT event, payload ->> 'alert_id' AS alert, payload ->> 'severity' AS severity FROM outbox
WHERE member_id = $1 AND event LIKE 'alert%' ORDER BY id
"""
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


async def add(family: Family, log: dict[str, Any], minutes_ago: float) -> int:
    at = (NOW - dt.timedelta(minutes=minutes_ago)).isoformat()
    return await make_log(family.owner, family.program, log, timestamp=at)


async def events(god: Any, family: Family) -> list[tuple[str, int, str]]:
    return [(row["event"], int(row["alert"]), row["severity"]) for row in await god.fetch(EVENTS, family.member)]


async def test_a_late_normal_reading_splits_a_run(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    first = await add(family, WARN, 50)
    await add(family, WARN, 40)
    third = await add(family, WARN, 20)
    (whole,) = await alerts_of(family)

    await add(family, FINE, 30)

    newer, older = await alerts_of(family)
    assert (older["id"], older["log_id"], older["status"], older["readings"]) == (whole["id"], first, "CLEARED", 2)
    assert dt.datetime.fromisoformat(older["cleared_at"]) == NOW - dt.timedelta(minutes=30)
    assert (newer["log_id"], newer["status"], newer["readings"]) == (third, "OPEN", 1)
    assert await events(god, family) == [
        ("alert_opened", whole["id"], "WARN"),
        ("alert_cleared", whole["id"], "WARN"),
        ("alert_opened", newer["id"], "WARN"),
    ]


async def test_without_the_reading_between_two_runs_are_one_again(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    await add(family, WARN, 50)
    between = await add(family, FINE, 40)
    await add(family, URGENT, 30)
    second, first = await alerts_of(family)

    await call(family.owner, "DELETE", f"/logs/{between}", 204)

    gone, whole = await alerts_of(family)
    assert (whole["id"], whole["status"], whole["severity"]) == (first["id"], "OPEN", "URGENT")
    assert (gone["id"], gone["status"], gone["cleared_by"]) == (second["id"], "CLEARED", "WITHDRAWN")
    await call(family.owner, "POST", f"/logs/{between}/restore", 200)
    await assert_as_if_serial(god, family.member)


async def test_a_correction_keeps_its_alert(make_user: Any) -> None:
    family = await make_family(await make_user())
    log = await add(family, WARN, 50)
    (before,) = await alerts_of(family)
    await call(family.owner, "POST", f"/alerts/{before['id']}/acknowledge", 200, json={"note": "seen"})

    milder = {"payload": pressure(145, 85)["payload"]}
    revision = await call(family.owner, "PATCH", f"/logs/{log}", 200, json=milder)
    (kept,) = await alerts_of(family)
    worse = {"payload": URGENT["payload"]}
    second = await call(family.owner, "PATCH", f"/logs/{revision['id']}", 200, json=worse)
    (escalated,) = await alerts_of(family)
    moved = {"timestamp": (NOW - dt.timedelta(minutes=90)).isoformat()}
    third = await call(family.owner, "PATCH", f"/logs/{second['id']}", 200, json=moved)
    (elsewhere,) = await alerts_of(family)
    fine = {"payload": FINE["payload"]}
    await call(family.owner, "PATCH", f"/logs/{third['id']}", 200, json=fine)
    (withdrawn,) = await alerts_of(family)

    assert (kept["id"], kept["status"], kept["log_id"]) == (before["id"], "ACKNOWLEDGED", revision["id"])
    assert kept["reading"]["entered"]["systolic"] == 145
    assert (escalated["id"], escalated["status"], escalated["severity"]) == (before["id"], "OPEN", "URGENT")
    assert (elsewhere["id"], elsewhere["log_id"]) == (before["id"], third["id"])
    assert (withdrawn["id"], withdrawn["status"]) == (before["id"], "CLEARED")
    assert (withdrawn["cleared_by"], withdrawn["reading"], withdrawn["latest"]) == ("WITHDRAWN", None, None)
    assert withdrawn["source"]


async def test_of_another_kind_it_is_another_alert(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    log = await add(family, WARN, 50)

    sweet = {"payload": glucose(260)["payload"]}
    revision = await call(family.owner, "PATCH", f"/logs/{log}", 200, json=sweet)

    found = {alert["rule"]: alert for alert in await alerts_of(family)}
    assert found["blood_pressure"]["cleared_by"] == "WITHDRAWN"
    assert (found["glucose"]["status"], found["glucose"]["log_id"]) == ("OPEN", revision["id"])
    await assert_as_if_serial(god, family.member)


async def test_deleting_and_restoring_brings_the_same_alert_back(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    log = await add(family, URGENT, 50)
    (before,) = await alerts_of(family)

    await call(family.owner, "DELETE", f"/logs/{log}", 204)
    (gone,) = await alerts_of(family)
    await call(family.owner, "POST", f"/logs/{log}/restore", 200)
    (back,) = await alerts_of(family)

    assert (gone["status"], gone["cleared_by"]) == ("CLEARED", "WITHDRAWN")
    assert back == before
    assert [event for event, _, _ in await events(god, family)] == [
        "alert_opened",
        "alert_cleared",
        "alert_opened",
    ]


async def test_a_late_reading_before_the_first_is_the_opener_of_the_same_alert(make_user: Any) -> None:
    family = await make_family(await make_user())
    await add(family, WARN, 50)
    (before,) = await alerts_of(family)

    earlier = await add(family, WARN, 70)

    (after,) = await alerts_of(family)
    assert (after["id"], after["log_id"], after["readings"]) == (before["id"], earlier, 2)


async def test_what_was_over_before_it_was_told_calls_nobody(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    await add(family, FINE, 50)

    await add(family, URGENT, 70)

    (alert,) = await alerts_of(family)
    assert (alert["status"], alert["cleared_by"], alert["severity"]) == ("CLEARED", "NORMAL_READING", "URGENT")
    assert await events(god, family) == []


async def test_when_the_worst_is_deleted_the_alert_is_a_warning_again(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    await add(family, WARN, 50)
    worst = await add(family, URGENT, 40)
    (urgent,) = await alerts_of(family)

    await call(family.owner, "DELETE", f"/logs/{worst}", 204)

    (alert,) = await alerts_of(family)
    assert (alert["id"], alert["severity"], alert["escalated_at"]) == (urgent["id"], "WARN", None)
    assert [event for event, _, _ in await events(god, family)] == ["alert_opened", "alert_escalated"]


async def test_five_days_of_fever_are_urgent(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    day = 24 * 60
    logs = [await add(family, temperature(38.3), day * back) for back in (8, 7, 6, 5, 4, 3)]
    shown = [await call(family.owner, "GET", f"/logs/{log}", 200) for log in logs]
    assert [(each["severity"], each["band"]) for each in shown] == [
        *[("WARN", "fever")] * 5,
        ("URGENT", "long_fever"),
    ]
    (alert,) = await alerts_of(family)
    assert (alert["severity"], alert["reading"]["log_id"], alert["source"]) == ("URGENT", logs[5], "NICE NG143")

    # A cool reading told late shortens the fever behind it; without it the fever is as long as it was.
    cool = await add(family, temperature(36.8), day * 6.5)
    assert (await call(family.owner, "GET", f"/logs/{logs[5]}", 200))["band"] == "fever"
    newest = (await alerts_of(family))[0]
    assert (newest["severity"], newest["status"]) == ("WARN", "OPEN")
    await call(family.owner, "DELETE", f"/logs/{cool}", 204)
    assert (await call(family.owner, "GET", f"/logs/{logs[5]}", 200))["severity"] == "URGENT"
    await assert_as_if_serial(god, family.member)


async def test_who_may_not_see_readings_hears_of_no_alert(make_user: Any, rt: Runtime, god: Any) -> None:
    family, doctor, cook = await make_family(await make_user()), await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY", categories=["vitals"])
    await make_grant(god, family.owner, family.member, cook, "MANAGER", categories=["nutrition"])
    people = (family.owner, doctor, cook)
    since = {person.id: seq_of((await rt.live.replay(person.id, 0))[0]) for person in people}

    await make_log(family.owner, family.program, WARN)
    (alert,) = await alerts_of(family)
    await make_log(family.owner, family.program, URGENT)
    await call(family.owner, "POST", f"/alerts/{alert['id']}/acknowledge", 200)
    await make_log(family.owner, family.program, FINE)

    told = {
        person.id: [
            (each["type"], each["id"])
            for each in map(orjson.loads, await rt.live.replay(person.id, since[person.id]))
            if each["type"].startswith("alert.")
        ]
        for person in people
    }
    expected = [("alert.opened", alert["id"])] + [("alert.updated", alert["id"])] * 3
    assert told == {family.owner.id: expected, doctor.id: expected, cook.id: []}


async def test_copied_readings_are_judged_by_whom_they_are_copied_to(make_user: Any) -> None:
    owner = await make_user()
    grandpa, child = await make_family(owner), await make_family(owner, dob="2019-05-05")
    log = await make_log(owner, grandpa.program, URGENT)

    copied = await call(owner, "POST", f"/logs/{log}/copy", 201, json={"program_id": child.program})

    assert (copied["severity"], copied["band"]) == (None, None)
    assert await alerts_of(child) == []
    back = await call(owner, "POST", f"/logs/{log}/copy", 201, json={"program_id": grandpa.program})
    assert back["severity"] == "URGENT"
