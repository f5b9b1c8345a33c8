"""What a goal may be: a number or a band, within bounds, strictly typed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.templates import TEMPLATES


def broken_fields(model: type[BaseModel], value: Any) -> list[str]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        return [".".join(map(str, item["loc"])) for item in error.errors()]
    return []


@pytest.mark.parametrize(
    "goals",
    [
        {},
        {"calories": 2000},
        {"calories": 1999.5},
        {"calories": {"min": 1500}},
        {"calories": {"max": 2500}},
        {"calories": {"min": 1500, "max": 2500}},
        {"calories": {"min": 1800, "max": 1800}},
        {"protein_g": 0.1, "carbs_g": 2000, "fat_g": 70, "fiber_g": {"min": 25}, "sodium_mg": {"max": 2000}},
        {"meals_per_day": 1},
        {"meals_per_day": 12},
    ],
)
def test_good_nutrition_goals_are_kept_as_given(goals: dict[str, Any]) -> None:
    assert NutritionGoals.model_validate(goals).model_dump() == goals


@pytest.mark.parametrize(
    "goal",
    [
        0,
        -1,
        0.09,
        20_001,
        10**400,
        math.nan,
        math.inf,
        True,
        None,
        "2000",
        [2000],
        {},
        {"min": 0},
        {"min": -5},
        {"max": True},
        {"max": None},
        {"min": "1500"},
        {"min": 2001, "max": 2000},
        {"min": 1500, "most": 2000},
        {"target": 2000},
        {"min": math.nan, "max": 2000},
    ],
)
def test_bad_goals_are_refused_by_name(goal: Any) -> None:
    assert broken_fields(NutritionGoals, {"calories": goal}) == ["calories"]


@pytest.mark.parametrize("goal", [0, 13, 2.5, True, None, "3", {"min": 3}])
def test_meals_a_day_are_a_whole_number_from_1_to_12(goal: Any) -> None:
    assert broken_fields(NutritionGoals, {"meals_per_day": goal}) == ["meals_per_day"]


def test_an_unknown_nutrient_is_refused() -> None:
    assert broken_fields(NutritionGoals, {"vitamin_c_mg": 90}) == ["vitamin_c_mg"]


@pytest.mark.parametrize(
    "goals",
    [
        {},
        {"days": ["MON"], "minutes_per_session": 30},
        {"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "minutes_per_session": {"min": 20}},
    ],
)
def test_good_strength_goals(goals: dict[str, Any]) -> None:
    assert StrengthGoals.model_validate(goals).model_dump() == goals


@pytest.mark.parametrize(
    ("goals", "field"),
    [
        ({"days": ["MON"]}, ""),
        ({"minutes_per_session": 30}, ""),
        ({"days": [], "minutes_per_session": 30}, "days"),
        ({"days": ["MON", "MON"], "minutes_per_session": 30}, "days"),
        ({"days": ["Mon"], "minutes_per_session": 30}, "days.0"),
        ({"days": "MON", "minutes_per_session": 30}, "days"),
        ({"days": ["MON"], "minutes_per_session": 0}, "minutes_per_session"),
        ({"days": ["MON"], "minutes_per_session": 1441}, "minutes_per_session"),
        ({"days": ["MON"], "minutes_per_session": 30, "sets": 3}, "sets"),
    ],
)
def test_bad_strength_goals(goals: dict[str, Any], field: str) -> None:
    assert broken_fields(StrengthGoals, goals) == [field]


@pytest.mark.parametrize("readings", [0, 25, -1, 1.5, True, None, "1", {"min": 1}])
def test_readings_a_day_are_a_whole_number_from_1_to_24(readings: Any) -> None:
    assert broken_fields(VitalsGoals, {"blood_pressure": readings}) == ["blood_pressure"]


def test_only_what_can_be_measured_is_a_vitals_goal() -> None:
    assert broken_fields(VitalsGoals, {"mood": 1}) == ["mood"]
    assert VitalsGoals.model_validate({"glucose": 24, "weight": 1}).model_dump() == {"glucose": 24, "weight": 1}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: str(template.id))
def test_every_template_holds_goals_that_a_person_could_set(template: Any) -> None:
    for goals in (template.nutrition_goals, template.strength_goals, template.vitals_goals):
        assert type(goals).model_validate_json(goals.model_dump_json()) == goals
    assert template.nutrition_goals.meals_per_day
