"""Bodies of the adherence routes."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Component = Literal["meals", "energy", "protein", "workout", "readings"]


class Bounds(BaseModel):
    min: float | None = None
    max: float | None = None


class ComponentScore(BaseModel):
    """`goal` as the program states it; `credit` 0-1, 0 when not due."""

    due: bool
    actual: float
    goal: float | Bounds | None
    credit: float


class Today(BaseModel):
    date: dt.date
    total_score: int | None
    details: dict[Component, ComponentScore]
    provisional: bool


class DayScore(BaseModel):
    """`total_score` is null where nothing is due: a rest day, a pause, outside the program, or ahead."""

    date: dt.date
    total_score: int | None
    provisional: bool


class ScoreBands(BaseModel):
    """How many due days lie at 80 or more, at 66-79, at 33-65, and below."""

    model_config = ConfigDict(from_attributes=True)

    covered: int
    close: int
    under_way: int
    begun: int


class Range(BaseModel):
    """`mean` of the due days that have begun (1 decimal), `days_covered` the share of them at 80 or more, `bands`
    all of them. `frozen`: the misses that the streak, which reaches behind the range, has forgiven: one a week.
    """

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: dt.date = Field(alias="from")
    to: dt.date
    mean: float | None
    days_covered: float | None
    streak: int
    frozen: list[dt.date]
    bands: ScoreBands
    days: list[DayScore]


class NutritionBands(BaseModel):
    """The goals of a day as bands; null where none is set. Of energy a plain number leaves a tenth above it."""

    calories: Bounds | None
    protein_g: Bounds | None
    carbs_g: Bounds | None
    fat_g: Bounds | None


class NutritionDay(BaseModel):
    """What was eaten on a day: kcal and grams, null where nothing was told (a day without a meal is no day of 0).

    `goals` is null where nothing is due: outside the program, or in a pause.
    """

    date: dt.date
    meals: int
    provisional: bool
    calories: float | None
    protein_g: float | None
    carbs_g: float | None
    fat_g: float | None
    goals: NutritionBands | None


class Nutrition(BaseModel):
    """Each day of a range with its goals."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: dt.date = Field(alias="from")
    to: dt.date
    days: list[NutritionDay]
