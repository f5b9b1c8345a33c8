"""Bodies of programs, their goals and the templates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from praan.kernel.fields import Body, Day, Text, Whole
from praan.kernel.paging import Pagination
from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.phases import Phase, Status

TemplateId = Literal["heart-blood-pressure", "diabetes-care", "healthy-weight", "strength-seniors", "active-child"]
ReasonId = Literal[
    "energy",
    "energy_any",
    "protein",
    "protein_older",
    "protein_training",
    "carbs",
    "fat",
    "fiber",
    "sodium",
    "sodium_child",
    "meals",
    "meals_child",
    "movement",
    "movement_older",
    "movement_strength",
    "movement_child",
    "movement_toddler",
    "blood_pressure",
    "glucose",
    "weight",
    "reading",
]
Title = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"\S"),
    Field(json_schema_extra={"pattern": r"\S"}),
]


class ProgramIn(Body):
    """A new 90-day program. Goals given here replace the template's goals (for the member) of the same kind."""

    title: Title
    start_date: Day
    template: TemplateId | None = None
    nutrition_goals: NutritionGoals | None = None
    strength_goals: StrengthGoals | None = None
    vitals_goals: VitalsGoals | None = None


class ProgramPatch(Body):
    """What to change about a program; what is left out (or null) stays."""

    title: Title | None = None
    status: Status | None = None


class ConfigIn(Body):
    """New goals from a date on (default: the member's today); what was scored before stays."""

    nutrition_goals: NutritionGoals
    strength_goals: StrengthGoals
    vitals_goals: VitalsGoals = VitalsGoals()
    effective_from: Day | None = None


class CheckInAnswer(Body):
    """How the last weeks went. `effort`: 1 easy, 2 fine, 3 takes some doing, 4 hard, 5 too much."""

    effort: Annotated[Whole, Field(ge=1, le=5)]
    note: Annotated[Text, Field(max_length=2000)] | None = None


class ProgramOut(BaseModel):
    """A program. `day` is 0 before its start, then 1-90; it stays once complete. Both dates are inclusive."""

    id: int
    member_id: int
    title: str
    template: str | None
    start_date: dt.date
    end_date: dt.date
    status: Status
    phase: Phase
    day: int


class ConfigOut(BaseModel):
    """One version of a program's goals."""

    id: int
    program_id: int
    effective_from: dt.date
    nutrition_goals: NutritionGoals
    strength_goals: StrengthGoals
    vitals_goals: VitalsGoals
    created_at: dt.datetime


class ConfigVersion(ConfigOut):
    """A version of a program's goals. Nothing is due under one that is `paused`."""

    paused: bool


class CheckInOut(BaseModel):
    """A question asked when a program entered `phase` on `day`; unanswered, the last three are null."""

    id: int
    program_id: int
    phase: Phase
    day: int
    made_at: dt.datetime
    answered_at: dt.datetime | None
    effort: int | None
    note: str | None


class Source(BaseModel):
    """Where a number stands. A goal that Praan chose itself has no `url`."""

    name: str
    url: str | None = None


class Reason(BaseModel):
    """Why a goal has its number. `text` is English; `id` and `params` say the same for other languages."""

    id: ReasonId
    params: dict[str, float] = {}
    text: str
    source: Source


class TemplateOut(BaseModel):
    """A ready-made set of goals. Asked for a member, the goals fit that member's age and sex, and `reasons` has
    why for each of them by its name; `recommended` are the templates most people of that age begin with."""

    id: TemplateId
    title: str
    description: str
    nutrition_goals: NutritionGoals
    strength_goals: StrengthGoals
    vitals_goals: VitalsGoals
    recommended: bool = False
    reasons: dict[str, Reason] = {}


class EverydayGoals(BaseModel):
    """What every goal could be for a member, whichever template they choose, or none."""

    nutrition_goals: NutritionGoals
    strength_goals: StrengthGoals
    vitals_goals: VitalsGoals
    reasons: dict[str, Reason]


class ProgramList(BaseModel):
    """A member's programs, newest first."""

    data: list[ProgramOut]
    pagination: Pagination


class ConfigList(BaseModel):
    """The versions of a program's goals, those that hold last first; of two from one day the first one holds."""

    data: list[ConfigVersion]
    pagination: Pagination


class CheckInList(BaseModel):
    """A program's check-ins, newest first."""

    data: list[CheckInOut]
    pagination: Pagination


class TemplateList(BaseModel):
    """The templates in a fixed order; for a member those that suit, recommended ones first, and `everyday`."""

    data: list[TemplateOut]
    pagination: Pagination
    everyday: EverydayGoals | None = None
