"""GET and PUT thresholds: what a member of an age is judged by, and that it can only be made tighter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.factories import call, make_family, make_grant, make_log
from tests.vitals.readings import alerts_of, glucose, pressure, temperature

Row = tuple[float | None, float | None, float | None, float | None]
ADULT: dict[tuple[str, str], Row] = {
    ("blood_pressure", "systolic"): (100, 140, 90, 180),
    ("blood_pressure", "diastolic"): (None, 90, None, 120),
    ("glucose", "value"): (70, 180, 54, 250),
    ("spo2", "value"): (94, None, 92, None),
    ("pulse", "value"): (50, 100, 40, 131),
    ("temperature", "value"): (None, 38, 35, None),
}
CHILD = {key: row for key, row in ADULT.items() if key[0] in ("glucose", "spo2", "temperature")}


def years_ago(years: float) -> str:
    return (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=round(years * 365.25))).isoformat()


def rows_of(body: dict[str, Any]) -> dict[tuple[str, str], Row]:
    return {
        (row["rule"], row["field"]): (row["warn_low"], row["warn_high"], row["urgent_low"], row["urgent_high"])
        for row in body["data"]
    }


@pytest.mark.parametrize(
    ("dob", "expected"),
    [
        (years_ago(70), ADULT),
        (years_ago(15), {key: row for key, row in ADULT.items() if key[0] != "pulse"}),
        (years_ago(8), CHILD),
        (years_ago(5 / 12), {**CHILD, ("temperature", "value"): (None, 38, 35, 39)}),
        (years_ago(1 / 12), {**CHILD, ("temperature", "value"): (None, None, 35, 38)}),
    ],
    ids=["adult", "teenager", "child", "baby", "newborn"],
)
async def test_the_general_ones_are_by_age(make_user: Any, dob: str, expected: dict[Any, Row]) -> None:
    family = await make_family(await make_user(), dob=dob)

    body = await call(family.owner, "GET", f"/members/{family.member}/thresholds", 200)

    assert rows_of(body) == expected
    assert {row["own"] for row in body["data"]} == {False}
    assert all(row["source"] for row in body["data"])
    pulse = [row for row in body["data"] if row["rule"] == "pulse"]
    assert all((row["warn_inclusive"], row["urgent_inclusive"]) == (False, True) for row in pulse)


async def test_tighter_bounds_judge_what_comes_after(make_user: Any) -> None:
    family = await make_family(await make_user())
    path = f"/members/{family.member}/thresholds"
    await make_log(family.owner, family.program, pressure(136, 75))
    before = (await call(family.owner, "GET", path, 200))["data"]
    tight = {"rule": "blood_pressure", "field": "systolic", "warn_high": 135, "urgent_high": 160}

    put = await call(family.owner, "PUT", path, 200, json={"data": [tight]})

    assert put == await call(family.owner, "GET", path, 200)
    assert rows_of(put) == {**ADULT, ("blood_pressure", "systolic"): (100, 135, 90, 160)}
    assert [row["rule"] for row in put["data"] if row["own"]] == ["blood_pressure"]
    assert await alerts_of(family) == []
    await make_log(family.owner, family.program, pressure(135, 75))
    (alert,) = await alerts_of(family)
    assert (alert["severity"], alert["source"]) == ("WARN", "Set for this person")
    assert alert["reading"]["band"] == "own_high"
    await make_log(family.owner, family.program, pressure(165, 75))
    (alert,) = await alerts_of(family)
    assert (alert["severity"], alert["reading"]["band"]) == ("URGENT", "stage_2")
    assert alert["source"] == "ACC/AHA 2017; AAP 2017 from 13 years"

    again = await call(family.owner, "PUT", path, 200, json={"data": before})
    assert again["data"] == before


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"rule": "blood_pressure", "field": "systolic", "warn_high": 141}, "data.0.warn_high"),
        ({"rule": "blood_pressure", "field": "systolic", "urgent_high": 181}, "data.0.urgent_high"),
        ({"rule": "blood_pressure", "field": "systolic", "warn_low": 99}, "data.0.warn_low"),
        ({"rule": "blood_pressure", "field": "systolic", "urgent_low": 89}, "data.0.urgent_low"),
        ({"rule": "blood_pressure", "field": "diastolic", "warn_high": 91}, "data.0.warn_high"),
        ({"rule": "glucose", "field": "value", "warn_low": 69}, "data.0.warn_low"),
        ({"rule": "spo2", "field": "value", "urgent_low": 91}, "data.0.urgent_low"),
        ({"rule": "temperature", "field": "value", "warn_high": 38.1}, "data.0.warn_high"),
        ({"rule": "pulse", "field": "value", "urgent_high": 132}, "data.0.urgent_high"),
        # Out of order: nothing would be normal, or urgent before it warns.
        ({"rule": "blood_pressure", "field": "systolic", "warn_low": 140}, "data.0.warn_low"),
        ({"rule": "blood_pressure", "field": "systolic", "urgent_high": 139}, "data.0.urgent_high"),
        ({"rule": "glucose", "field": "value", "urgent_low": 71}, "data.0.urgent_low"),
        ({"rule": "glucose", "field": "value", "warn_low": 90, "warn_high": 90}, "data.0.warn_low"),
        # Not a bound that a reading of the rule can meet exactly.
        ({"rule": "spo2", "field": "value", "warn_low": 94.5}, "data.0.warn_low"),
        ({"rule": "temperature", "field": "value", "warn_high": 37.55}, "data.0.warn_high"),
        ({"rule": "glucose", "field": "systolic", "warn_low": 90}, "data.0.field"),
        ({"rule": "weight", "field": "value", "warn_low": 90}, "data.0.rule"),
        ({"rule": "glucose", "field": "value", "warn_low": True}, "data.0.warn_low"),
        ({"rule": "glucose", "field": "value", "warn": 80}, "data.0.warn"),
    ],
    ids=str,
)
async def test_looser_or_odd_bounds_are_refused(make_user: Any, row: dict[str, Any], field: str) -> None:
    family = await make_family(await make_user())
    path = f"/members/{family.member}/thresholds"
    before = await call(family.owner, "GET", path, 200)

    refused = await call(family.owner, "PUT", path, 400, json={"data": [row]})

    assert [error["field"] for error in refused["errors"]] == [field]
    assert await call(family.owner, "GET", path, 200) == before


async def test_a_row_is_named_once_and_for_the_right_age(make_user: Any) -> None:
    family = await make_family(await make_user(), dob=years_ago(8))
    path = f"/members/{family.member}/thresholds"
    row = {"rule": "glucose", "field": "value", "warn_low": 80}

    twice = await call(family.owner, "PUT", path, 400, json={"data": [row, row]})
    childs = {"rule": "blood_pressure", "field": "systolic", "warn_high": 110}
    never = await call(family.owner, "PUT", path, 400, json={"data": [childs]})

    assert [error["field"] for error in twice["errors"]] == ["data.1.field"]
    assert [error["field"] for error in never["errors"]] == ["data.0.field"]


async def test_what_is_not_named_is_general_again(make_user: Any, god: Any) -> None:
    family = await make_family(await make_user())
    path = f"/members/{family.member}/thresholds"
    await call(
        family.owner, "PUT", path, 200, json={"data": [{"rule": "glucose", "field": "value", "warn_high": 160}]}
    )
    await make_log(family.owner, family.program, glucose(165))

    fever = {"rule": "temperature", "field": "value", "warn_high": 37.5}
    put = await call(family.owner, "PUT", path, 200, json={"data": [fever]})

    assert rows_of(put) == {**ADULT, ("temperature", "value"): (None, 37.5, 35, None)}
    log = await make_log(family.owner, family.program, glucose(165))
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["severity"], shown["band"]) == ("NORMAL", "normal")
    log = await make_log(family.owner, family.program, temperature(99.5, "F"))
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["severity"], shown["band"]) == ("WARN", "own_high")
    # Every version stays.
    assert await god.fetchval("SELECT count(*) FROM member_thresholds WHERE member_id = $1", family.member) == 3


async def test_a_manager_may_and_a_reader_may_not(make_user: Any, god: Any) -> None:
    family, manager, reader = await make_family(await make_user()), await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, manager, "MANAGER")
    await make_grant(god, family.owner, family.member, reader, "READ_ONLY")
    path = f"/members/{family.member}/thresholds"
    body = {"data": [{"rule": "spo2", "field": "value", "warn_low": 95}]}

    await call(reader, "PUT", path, 403, json=body)
    put = await call(manager, "PUT", path, 200, json=body)

    assert await call(reader, "GET", path, 200) == put
