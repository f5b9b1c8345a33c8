"""Goals by age and sex: inside their bounds for everybody, and never unkind to anybody."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clock import ZONE
from tests.families.people import MakePerson, Share

from praan.programs import advice
from praan.programs.advice import Person
from praan.programs.schemas import EverydayGoals, TemplateOut
from praan.programs.templates import TEMPLATES

SEXES: list[Any] = ["FEMALE", "MALE", "OTHER", None]
ages = st.integers(0, 120)
sexes = st.sampled_from(SEXES)
relations = st.sampled_from(["SELF", "GRANDPARENT", "CHILD", "OTHER"])
people = st.builds(Person, ages, sexes, relations)
MEMBER = {"name": "Asha", "relation_type": "SELF", "time_zone": ZONE}


def every_set(person: Person) -> list[EverydayGoals | TemplateOut]:
    """What anybody may be given, also by a program of a template that is not for their age."""
    return [advice.everyday(person), *(advice.adapted(template, person) for template in TEMPLATES.values())]


def goals_of(made: EverydayGoals | TemplateOut) -> dict[str, Any]:
    strength = made.strength_goals.model_dump()
    strength.pop("days", None)
    return {**made.nutrition_goals.model_dump(), **strength, **made.vitals_goals.model_dump()}


def nutrition(age: int, sex: Any = None) -> dict[str, Any]:
    return advice.everyday(Person(age, sex)).nutrition_goals.model_dump()


@given(people)
def test_every_goal_is_one_that_a_person_could_set(person: Person) -> None:
    for made in every_set(person):
        for goals in (made.nutrition_goals, made.strength_goals, made.vitals_goals):
            assert type(goals).model_validate_json(goals.model_dump_json()) == goals


@given(people)
def test_every_goal_and_nothing_else_has_a_reason_with_its_source(person: Person) -> None:
    for made in every_set(person):
        assert set(made.reasons) == set(goals_of(made))
        for reason in made.reasons.values():
            assert reason.text == advice.TEXTS[reason.id].format(**reason.params)
            assert reason.source.name == "Praan" or (reason.source.url or "").startswith("https://")


@given(people)
def test_no_child_has_an_energy_bound_and_no_adult_is_put_on_a_diet(person: Person) -> None:
    for made in every_set(person):
        calories = made.nutrition_goals.model_dump().get("calories")
        if person.age < 18:
            assert calories is None
        elif calories:
            # The sources' lowest number that keeps an adult's weight: a woman over 50 who mostly sits.
            assert calories["min"] >= 1600
            assert calories["min"] <= calories["max"]


@given(ages, st.integers(0, 120), sexes)
def test_protein_never_falls_as_people_grow_older(one: int, other: int, sex: Any) -> None:
    younger, older = sorted((max(one, 1), max(other, 1)))

    assert nutrition(younger, sex)["protein_g"] <= nutrition(older, sex)["protein_g"]


@given(st.integers(19, 120), st.integers(19, 120), sexes)
def test_energy_never_rises_in_grown_people(one: int, other: int, sex: Any) -> None:
    younger, older = (nutrition(age, sex)["calories"] for age in sorted((one, other)))

    assert younger["min"] >= older["min"]
    assert younger["max"] >= older["max"]


@given(st.integers(1, 120), st.integers(1, 120), sexes)
def test_a_childs_salt_is_bounded_lower_than_an_adults(one: int, other: int, sex: Any) -> None:
    younger, older = (nutrition(age, sex)["sodium_mg"]["max"] for age in sorted((one, other)))

    assert 1200 <= younger <= older <= 2000


@given(st.integers(1, 120))
def test_an_unknown_sex_asks_for_no_more_than_either(age: int) -> None:
    female, male, unknown = (nutrition(age, sex) for sex in ("FEMALE", "MALE", None))

    for name in ("protein_g", "fiber_g"):
        assert unknown[name] == min(female[name], male[name])
    if "calories" in unknown:
        assert unknown["calories"] == {
            "min": min(female["calories"]["min"], male["calories"]["min"]),
            "max": max(female["calories"]["max"], male["calories"]["max"]),
        }


@given(people)
def test_movement_reaches_what_the_source_asks_for(person: Person) -> None:
    for made in every_set(person):
        strength = made.strength_goals.model_dump()
        if not strength:
            assert person.age < 1
            continue
        weekly = len(strength["days"]) * strength["minutes_per_session"]
        if person.age < 5:
            assert weekly == 7 * 180
        elif person.age < 18:
            assert weekly == 7 * 60
        elif isinstance(made, TemplateOut) and made.id == "strength-seniors":
            assert len(strength["days"]) >= 3
        else:
            assert weekly >= 150


@given(people)
def test_what_is_offered_suits_the_age(person: Person) -> None:
    asked = (advice.offered(template, person) for template in TEMPLATES.values())
    offered = {made.id: made for made in asked if made is not None}

    assert ("active-child" in offered) == (1 <= person.age < 18)
    assert ("healthy-weight" in offered) == (person.age >= 18)
    assert "strength-seniors" not in offered or person.age >= 50
    assert not offered or any(made.recommended for made in offered.values())


@pytest.mark.parametrize(
    ("age", "sex", "name", "goal"),
    [
        (3, None, "protein_g", 13),
        (8, "MALE", "protein_g", 19),
        (16, "MALE", "protein_g", 52),
        (30, "FEMALE", "protein_g", 46),
        (30, "MALE", "protein_g", 56),
        (70, "MALE", "protein_g", 70),
        (30, "FEMALE", "calories", {"min": 1800, "max": 2000}),
        (45, "MALE", "calories", {"min": 2200, "max": 2600}),
        (80, None, "calories", {"min": 1600, "max": 2200}),
        (30, "MALE", "fiber_g", 38),
        (60, "FEMALE", "fiber_g", 21),
        (6, None, "sodium_mg", {"max": 1500}),
        (40, None, "sodium_mg", {"max": 2000}),
    ],
)
def test_numbers_are_the_sources(age: int, sex: Any, name: str, goal: Any) -> None:
    assert nutrition(age, sex)[name] == goal


def born(years: int) -> str:
    return (dt.datetime.now(ZoneInfo(ZONE)).date() - dt.timedelta(days=round(years * 365.25) + 40)).isoformat()


async def test_templates_are_those_of_the_member(person: MakePerson) -> None:
    asha = await person()
    child = (await asha.post("/members", json={**MEMBER, "dob": born(7), "sex": "FEMALE"})).json()["id"]
    elder = (await asha.post("/members", json={**MEMBER, "dob": born(74), "sex": "MALE"})).json()["id"]

    for_child = (await asha.get(f"/program-templates?member_id={child}")).json()
    for_elder = (await asha.get(f"/program-templates?member_id={elder}")).json()
    for_nobody = (await asha.get("/program-templates?member_id=")).json()

    assert [each["id"] for each in for_child["data"]] == ["active-child"]
    assert for_child["data"][0]["nutrition_goals"] == {"protein_g": 19, "meals_per_day": 4}
    assert [each["id"] for each in for_elder["data"]][:2] == ["heart-blood-pressure", "strength-seniors"]
    assert [each["recommended"] for each in for_elder["data"]] == [True, True, False, False]
    training = for_elder["data"][1]
    assert training["nutrition_goals"]["protein_g"] == 84
    assert training["reasons"]["protein_g"]["id"] == "protein_training"
    assert training["reasons"]["protein_g"]["params"] == {"kg": 70}
    assert for_elder["everyday"]["nutrition_goals"]["sodium_mg"] == {"max": 2000}
    assert len(for_nobody["data"]) == 5
    assert for_nobody["everyday"] is None


async def test_a_reader_is_told_too_and_a_stranger_is_not(person: MakePerson, share: Share) -> None:
    asha, doctor, stranger = await person(), await person(), await person()
    member = (await asha.post("/members", json={**MEMBER, "dob": born(40)})).json()["id"]
    await share(asha, member, doctor, "READ_ONLY")

    assert (await doctor.get(f"/program-templates?member_id={member}")).status_code == 200
    assert (await stranger.get(f"/program-templates?member_id={member}")).status_code == 403
    assert (await stranger.get("/program-templates?member_id=x")).status_code == 400


async def test_pages_of_a_member_belong_together(person: MakePerson) -> None:
    asha = await person()
    member = (await asha.post("/members", json={**MEMBER, "dob": born(40)})).json()["id"]
    path = f"/program-templates?member_id={member}&limit=2"

    first = (await asha.get(path)).json()
    cursor = first["pagination"]["next_cursor"]
    second = (await asha.get(path, params={"member_id": member, "cursor": cursor})).json()

    assert len({each["id"] for each in first["data"] + second["data"]}) == 3
    assert (await asha.get("/program-templates", params={"cursor": cursor})).status_code == 400
