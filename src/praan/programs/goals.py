"""Goals: a number, or a band {min?, max?}; what is left out is not due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from praan.kernel.fields import Body, Whole

LEAST = 0.1
Goal: TypeAlias = float | dict[str, float]
Day = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]


@dataclass(frozen=True)
class Amount:
    """A goal between 0.1 and `most`, kept as it was given.

    One reader instead of a union of models, so that an error names the goal and not a branch of the union.
    """

    most: float

    def read(self, value: Any) -> Goal:
        """The goal; raises ValueError."""
        if not isinstance(value, dict):
            return self._number(value, "must be a number or {min, max}")
        if not value or not set(value) <= {"min", "max"}:
            raise ValueError("a band has min, max or both, and nothing else")
        band = {
            edge: self._number(value[edge], f"{edge} must be a number") for edge in ("min", "max") if edge in value
        }
        if len(band) == 2 and band["min"] > band["max"]:
            raise ValueError("min must not be more than max")
        return band

    def _number(self, value: Any, otherwise: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(otherwise)
        if not LEAST <= value <= self.most:
            raise ValueError(f"must be between {LEAST} and {self.most:g}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        number = {"type": "number", "minimum": LEAST, "maximum": self.most}
        band = {
            "type": "object",
            "properties": {"min": number, "max": number},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [number, band]}


def _nothing() -> Any:
    return None


def _is_nothing(value: Any) -> bool:
    return value is None


def _optional() -> Any:
    """A goal that may be left out, and is left out again when shown; null is not a goal."""
    return Field(default_factory=_nothing, exclude_if=_is_nothing)


def _distinct(days: list[Day]) -> list[Day]:
    if len(set(days)) != len(days):
        raise ValueError("must not name a day twice")
    return days


Meals = Annotated[Whole, Field(ge=1, le=12)]
Readings = Annotated[Whole, Field(ge=1, le=24)]
Days = Annotated[
    list[Day],
    Field(min_length=1, max_length=7, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_distinct),
]


class NutritionGoals(Body):
    """What to eat in a day: kcal, grams, milligrams; `meals_per_day` is how many meals to log."""

    calories: Annotated[Goal, Amount(20_000)] = _optional()
    protein_g: Annotated[Goal, Amount(2_000)] = _optional()
    carbs_g: Annotated[Goal, Amount(2_000)] = _optional()
    fat_g: Annotated[Goal, Amount(2_000)] = _optional()
    fiber_g: Annotated[Goal, Amount(500)] = _optional()
    sodium_mg: Annotated[Goal, Amount(50_000)] = _optional()
    meals_per_day: Meals = _optional()


class StrengthGoals(Body):
    """On which days to train and for how many minutes. Both, or neither."""

    days: Days = _optional()
    minutes_per_session: Annotated[Goal, Amount(1_440)] = _optional()

    model_config = ConfigDict(
        json_schema_extra={"dependentRequired": {"days": ["minutes_per_session"], "minutes_per_session": ["days"]}}
    )

    @model_validator(mode="after")
    def _both_or_neither(self) -> StrengthGoals:
        if (self.days is None) != (self.minutes_per_session is None):
            raise ValueError("days and minutes_per_session belong together")
        return self


class VitalsGoals(Body):
    """How many readings of each kind to take in a day."""

    blood_pressure: Readings = _optional()
    glucose: Readings = _optional()
    spo2: Readings = _optional()
    pulse: Readings = _optional()
    temperature: Readings = _optional()
    weight: Readings = _optional()
