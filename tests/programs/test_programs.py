"""Programs: creation, templates, the list, and their way from active to completed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import Audit, MakePerson, Person, Share

from praan.programs.phases import progress

MEMBER = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1948-05-17", "time_zone": ZONE}


def day(offset: int = 0, zone: str = ZONE) -> str:
    return (dt.datetime.now(ZoneInfo(zone)).date() + dt.timedelta(days=offset)).isoformat()


async def add_member(owner: Person, **more: Any) -> int:
    member: int = (await owner.post("/members", json={**MEMBER, **more})).json()["id"]
    return member


async def start(owner: Person, member: int, **more: Any) -> Any:
    return await owner.post(f"/members/{member}/programs", json={"title": "Heart", "start_date": day(), **more})


async def test_a_program_lasts_ninety_days_from_its_start(person: MakePerson, audit: Audit) -> None:
    asha = await person()
    member = await add_member(asha)

    made = await start(asha, member, title="  Heart & blood pressure ")

    assert made.status_code == 201
    program = made.json()
    assert program == {
        "id": program["id"],
        "member_id": member,
        "title": "Heart & blood pressure",
        "template": None,
        "start_date": day(),
        "end_date": day(89),
        "status": "ACTIVE",
        "phase": "FOUNDATION",
        "day": 1,
    }
    assert (await asha.get(f"/programs/{program['id']}")).json() == program
    assert (await audit(member))[-1] == ("program.create", asha.id, [])


@pytest.mark.parametrize("offset", [-90, -30, -1, 0, 1, 90])
async def test_day_and_phase_follow_the_members_today(person: MakePerson, offset: int) -> None:
    asha = await person()

    program = (await start(asha, await add_member(asha), start_date=day(offset))).json()

    expected = progress(dt.date.fromisoformat(day(offset)), dt.date.fromisoformat(day()))
    assert (program["day"], program["phase"]) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_today_is_where_the_member_lives(person: MakePerson, zone: str) -> None:
    asha = await person()
    member = await add_member(asha, time_zone=zone)

    first, last, late = [
        await start(asha, member, title=f"From {offset}", start_date=day(offset, zone)) for offset in (0, 90, 91)
    ]

    assert (first.status_code, last.status_code, late.status_code) == (201, 201, 400)
    assert first.json()["day"] == 1


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("title", "", "title"),
        ("title", " \t ", "title"),
        ("title", "x" * 121, "title"),
        ("title", 5, "title"),
        ("start_date", "2020-01-01", "start_date"),
        ("start_date", "2026-13-01", "start_date"),
        ("start_date", 20260101, "start_date"),
        ("start_date", None, "start_date"),
        ("template", "keto", "template"),
        ("nutrition_goals", {"calories": -1}, "nutrition_goals.calories"),
        ("nutrition_goals", {"calories": True}, "nutrition_goals.calories"),
        ("nutrition_goals", {"calories": {"min": 5, "max": 4}}, "nutrition_goals.calories"),
        ("nutrition_goals", {"sugar_g": 5}, "nutrition_goals.sugar_g"),
        ("nutrition_goals", [], "nutrition_goals"),
        ("strength_goals", {"days": ["MON"]}, "strength_goals"),
        ("strength_goals", {"days": ["FUNDAY"], "minutes_per_session": 5}, "strength_goals.days.0"),
        ("vitals_goals", {"pulse": 25}, "vitals_goals.pulse"),
        ("status", "PAUSED", "status"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_starts(
    person: MakePerson, field: str, value: Any, named: str
) -> None:
    asha = await person()
    member = await add_member(asha)

    refused = await start(asha, member, **{field: value})

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [named]
    assert (await asha.get(f"/members/{member}/programs")).json()["data"] == []


async def test_one_active_program_a_title(person: MakePerson) -> None:
    asha = await person()
    member, other = await add_member(asha), await add_member(asha)
    first = (await start(asha, member)).json()["id"]

    assert (await start(asha, member, title="HEART")).status_code == 409
    assert (await start(asha, other)).status_code == 201
    assert (await asha.patch(f"/programs/{first}", json={"status": "COMPLETED"})).status_code == 200
    second = await start(asha, member)
    assert second.status_code == 201
    third = (await start(asha, member, title="Heart again")).json()["id"]
    assert (await asha.patch(f"/programs/{third}", json={"title": "heart"})).status_code == 409
    assert (await asha.get(f"/programs/{third}")).json()["title"] == "Heart again"


async def test_a_paused_program_cannot_come_back_under_a_title_in_use(person: MakePerson) -> None:
    asha = await person()
    member = await add_member(asha)
    first = (await start(asha, member)).json()["id"]
    await asha.patch(f"/programs/{first}", json={"status": "PAUSED"})
    assert (await start(asha, member)).status_code == 201

    assert (await asha.patch(f"/programs/{first}", json={"status": "ACTIVE"})).status_code == 409
    assert (await asha.get(f"/programs/{first}")).json()["status"] == "PAUSED"
    renamed = await asha.patch(f"/programs/{first}", json={"status": "ACTIVE", "title": "Heart, first"})
    assert renamed.json()["status"] == "ACTIVE"


async def test_a_completed_program_stays_completed(person: MakePerson, audit: Audit) -> None:
    asha = await person()
    member = await add_member(asha)
    program = (await start(asha, member)).json()["id"]
    path = f"/programs/{program}"

    assert (await asha.patch(path, json={"status": "COMPLETED"})).json()["status"] == "COMPLETED"

    for status in ("ACTIVE", "PAUSED"):
        assert (await asha.patch(path, json={"status": status})).status_code == 409
    goals: dict[str, Any] = {"nutrition_goals": {}, "strength_goals": {}}
    assert (await asha.put(f"{path}/config", json=goals)).status_code == 409
    assert (await asha.patch(path, json={"status": "COMPLETED", "title": "Done"})).json()["title"] == "Done"
    assert (await audit(member))[-2:] == [
        ("program.update", asha.id, ["status"]),
        ("program.update", asha.id, ["status", "title"]),
    ]


@pytest.mark.parametrize("body", [{"status": "DONE"}, {"status": 1}, {"title": ""}, {"start_date": "2026-01-01"}])
async def test_a_wrong_change_is_refused(person: MakePerson, body: dict[str, Any]) -> None:
    asha = await person()
    program = (await start(asha, await add_member(asha))).json()

    refused = await asha.patch(f"/programs/{program['id']}", json=body)

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] in body
    assert (await asha.get(f"/programs/{program['id']}")).json() == program


async def test_programs_are_listed_newest_first_page_by_page(person: MakePerson, share: Share) -> None:
    asha, bina = await person(), await person()
    member, other = await add_member(asha), await add_member(asha)
    made = [(await start(asha, member, title=f"Program {n}")).json() for n in range(5)]
    await start(asha, other)
    await share(asha, member, bina, "READ_ONLY")

    for reader in (asha, bina):
        first = (await reader.get(f"/members/{member}/programs?limit=3")).json()
        cursor = first["pagination"]["next_cursor"]
        second = (await reader.get(f"/members/{member}/programs", params={"cursor": cursor})).json()
        assert first["data"] + second["data"] == made[::-1]
        assert (first["pagination"]["has_more"], second["pagination"]["has_more"]) == (True, False)
        stranger = asha if reader is bina else bina
        refused = await stranger.get(f"/members/{member}/programs", params={"cursor": cursor})
        assert refused.status_code == 400


async def test_templates_are_listed_page_by_page(person: MakePerson) -> None:
    asha = await person()
    first = (await asha.get("/program-templates?limit=3")).json()
    second = (await asha.get("/program-templates", params={"cursor": first["pagination"]["next_cursor"]})).json()
    templates = first["data"] + second["data"]

    assert [template["title"] for template in templates] == [
        "Heart & blood pressure",
        "Diabetes care",
        "Healthy weight",
        "Strength for seniors",
        "Active child",
    ]


@pytest.mark.parametrize("dob", ["1948-05-17", "1990-01-01", "2018-06-01"])
async def test_a_program_by_template_alone_has_the_goals_that_are_shown_for_the_member(
    person: MakePerson, dob: str
) -> None:
    asha = await person()
    member = await add_member(asha, dob=dob, sex="FEMALE")
    shown = (await asha.get(f"/program-templates?member_id={member}")).json()["data"]
    assert shown

    for template in shown:
        program = (await start(asha, member, title=template["title"], template=template["id"])).json()
        config = (await asha.get(f"/programs/{program['id']}/config")).json()
        assert program["template"] == template["id"]
        for goals in ("nutrition_goals", "strength_goals", "vitals_goals"):
            assert config[goals] == template[goals]


async def test_an_adults_template_bounds_no_childs_energy(person: MakePerson) -> None:
    asha = await person()
    member = await add_member(asha, dob="2018-06-01")

    program = (await start(asha, member, template="healthy-weight")).json()["id"]

    config = (await asha.get(f"/programs/{program}/config")).json()
    assert set(config["nutrition_goals"]) == {"protein_g", "fiber_g", "meals_per_day"}
    assert config["strength_goals"]["minutes_per_session"] == 60


async def test_own_goals_replace_the_templates_of_their_kind(person: MakePerson) -> None:
    asha = await person()
    own = {"calories": {"min": 1700, "max": 1900}}

    made = await start(asha, await add_member(asha), template="heart-blood-pressure", nutrition_goals=own)

    config = (await asha.get(f"/programs/{made.json()['id']}/config")).json()
    assert config["nutrition_goals"] == own
    assert config["vitals_goals"] == {"blood_pressure": 1}


async def test_one_idempotency_key_starts_one_program(person: MakePerson) -> None:
    asha = await person()
    member = await add_member(asha)
    body = {"title": "Heart", "start_date": day()}
    key = {"Idempotency-Key": "start-heart"}

    first = await asha.post(f"/members/{member}/programs", json=body, headers=key)
    again = await asha.post(f"/members/{member}/programs", json=body, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
