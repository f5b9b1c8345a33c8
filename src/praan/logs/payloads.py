"""What a log may say: strict, bounded, one model per kind. Bounds are of plausibility, not of health."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import Discriminator, Field, Tag, model_validator

from praan.kernel.fields import Body, Id, Number, Text, Whole

M = TypeVar("M", bound=Body)
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
    systolic: Annotated[Whole, Field(ge=40, le=350)]
    diastolic: Annotated[Whole, Field(ge=20, le=250)]
    pulse: Annotated[Whole, Field(ge=20, le=300)] | None = None

    @model_validator(mode="after")
    def _systolic_above(self) -> BloodPressure:
        if self.systolic <= self.diastolic:
            raise ValueError("systolic must be above diastolic; are the two swapped?")
        return self


class Glucose(Body):
    kind: Literal["glucose"]
    value: Annotated[Number, Field(gt=0, le=2000)]
    unit: Literal["mg/dL", "mmol/L"]
    context: Annotated[Text, Field(min_length=1, max_length=40)] | None = None

    @model_validator(mode="after")
    def _plausible(self) -> Glucose:
        low, high = (10, 2000) if self.unit == "mg/dL" else (0.5, 111)
        return _within(self, self.value, low, high)


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
    value: Annotated[Number, Field(gt=0, le=115)]
    unit: Literal["C", "F"]

    @model_validator(mode="after")
    def _plausible(self) -> Temperature:
        low, high = (25, 46) if self.unit == "C" else (77, 115)
        return _within(self, self.value, low, high)


class Weight(Body):
    kind: Literal["weight"]
    value: Annotated[Number, Field(gt=0, le=1500)]
    unit: Literal["kg", "lb"]

    @model_validator(mode="after")
    def _plausible(self) -> Weight:
        low, high = (0.3, 680) if self.unit == "kg" else (0.6, 1500)
        return _within(self, self.value, low, high)


def _within(model: M, value: float, low: float, high: float) -> M:
    if not low <= value <= high:
        raise ValueError(f"value must be from {low:g} to {high:g} in this unit")
    return model


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
