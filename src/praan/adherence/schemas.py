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


class Range(BaseModel):
    """`mean` of the due days that have begun (1 decimal), `days_covered` the share of them at 80 or more."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: dt.date = Field(alias="from")
    to: dt.date
    mean: float | None
    days_covered: float | None
    streak: int
    days: list[DayScore]
