"""What a log may say: strict, bounded, one model per kind. Bounds are of plausibility, not of health."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from praan.kernel.fields import Body, Id, Number, Text, Whole

Meal = Literal["BREAKFAST", "LUNCH", "DINNER", "SNACK"]
Note = Annotated[Text, Field(max_length=2000)]
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Minutes = Annotated[Number, Field(gt=0, le=1440)]


class Item(Body):
    """An amount of one food of the table."""

    food_id: Id
    grams: Annotated[Number, Field(gt=0, le=5000)]


class Meals(Body):
    """A meal by hand. `calories` (kcal) may be left out when `items` say what it was."""

    calories: Annotated[Number, Field(ge=0, le=10_000)] | None = None
    protein_g: Annotated[Number, Field(ge=0, le=1000)] | None = None
    carbs_g: Annotated[Number, Field(ge=0, le=2000)] | None = None
    fat_g: Annotated[Number, Field(ge=0, le=1000)] | None = None
    meal: Meal | None = None
    items: Annotated[list[Item], Field(min_length=1, max_length=50)] | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Meals:
        if self.calories is None and self.items is None:
            raise ValueError("give calories, or items to count them from")
        return self


class Photo(Body):
    """A meal to be read from an uploaded photo."""

    photo_key: Annotated[Text, Field(min_length=1, max_length=200)]
    meal: Meal | None = None
    note: Note | None = None


class Duration(Body):
    """A workout measured by time: yoga, a walk."""

    kind: Literal["duration"]
    activity: Name
    minutes: Minutes


class Set(Body):
    reps: Annotated[Whole, Field(ge=1, le=1000)]
    weight_kg: Annotated[Number, Field(ge=0, le=1000)]


class Exercise(Body):
    name: Name
    sets: Annotated[list[Set], Field(min_length=1, max_length=50)]


class Strength(Body):
    """A workout of exercises, each with its sets."""

    kind: Literal["strength"]
    exercises: Annotated[list[Exercise], Field(min_length=1, max_length=50)]
    minutes: Minutes


class BloodPressure(Body):
    """mmHg; `pulse` in beats a minute."""

    kind: Literal["blood_pressure"]
    diastolic: Annotated[Whole, Field(ge=20, le=250)]
    systolic: Annotated[Whole, Field(ge=40, le=350)]
    pulse: Annotated[Whole, Field(ge=20, le=300)] | None = None

    @field_validator("systolic")
    @classmethod
    def _systolic_above(cls, systolic: int, info: ValidationInfo) -> int:
        if systolic <= info.data.get("diastolic", 0):
            raise ValueError("systolic must be above diastolic; are the two swapped?")
        return systolic


class Glucose(Body):
    kind: Literal["glucose"]
    unit: Literal["mg/dL", "mmol/L"]
    value: Annotated[Number, Field(gt=0, le=2000)]
    context: Annotated[Text, Field(min_length=1, max_length=40)] | None = None

    @field_validator("value")
    @classmethod
    def _plausible(cls, value: float, info: ValidationInfo) -> float:
        return _within(value, {"mg/dL": (10, 2000), "mmol/L": (0.5, 111)}.get(info.data.get("unit", "")))


class Spo2(Body):
    """Percent."""

    kind: Literal["spo2"]
    value: Annotated[Number, Field(ge=40, le=100)]


class Pulse(Body):
    """Beats a minute, at rest."""

    kind: Literal["pulse"]
    value: Annotated[Number, Field(ge=20, le=300)]


class Temperature(Body):
    kind: Literal["temperature"]
    unit: Literal["C", "F"]
    value: Annotated[Number, Field(gt=0, le=115)]

    @field_validator("value")
    @classmethod
    def _plausible(cls, value: float, info: ValidationInfo) -> float:
        return _within(value, {"C": (25, 46), "F": (77, 115)}.get(info.data.get("unit", "")))


class Weight(Body):
    kind: Literal["weight"]
    unit: Literal["kg", "lb"]
    value: Annotated[Number, Field(gt=0, le=1500)]

    @field_validator("value")
    @classmethod
    def _plausible(cls, value: float, info: ValidationInfo) -> float:
        return _within(value, {"kg": (0.3, 680), "lb": (0.6, 1500)}.get(info.data.get("unit", "")))


def _within(value: float, bounds: tuple[float, float] | None) -> float:
    """The value between the bounds of its unit; without a proper unit that is the unit's own error."""
    if bounds is not None and not bounds[0] <= value <= bounds[1]:
        raise ValueError(f"must be from {bounds[0]:g} to {bounds[1]:g} in this unit")
    return value


def _nutrition_kind(value: Any) -> str:
    if isinstance(value, Photo) or (isinstance(value, dict) and "photo_key" in value):
        return "photo"
    return "manual"


Nutrition = Annotated[
    Annotated[Meals, Tag("manual")] | Annotated[Photo, Tag("photo")], Discriminator(_nutrition_kind)
]
Workout = Annotated[Duration | Strength, Field(discriminator="kind")]
Vitals = Annotated[BloodPressure | Glucose | Spo2 | Pulse | Temperature | Weight, Field(discriminator="kind")]
Payload = Meals | Photo | Duration | Strength | BloodPressure | Glucose | Spo2 | Pulse | Temperature | Weight
