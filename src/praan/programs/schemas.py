"""Bodies of programs, their goals and the templates."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from praan.kernel.fields import Body, Day, Text
from praan.kernel.paging import Pagination
from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.phases import Phase

TemplateId = Literal["heart-blood-pressure", "diabetes-care", "healthy-weight", "strength-seniors", "active-child"]
Status = Literal["ACTIVE", "PAUSED", "COMPLETED"]
Title = Annotated[
    Text,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"\S"),
    Field(json_schema_extra={"pattern": r"\S"}),
]


class ProgramIn(Body):
    """A new 90-day program. Goals given here replace the template's goals of the same kind."""

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


class ProgramOut(BaseModel):
    """A program. `day` is 0 before its start, then 1-90; both dates are inclusive."""

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


class TemplateOut(BaseModel):
    """A ready-made set of goals and the reasons for it."""

    id: TemplateId
    title: str
    description: str
    nutrition_goals: NutritionGoals
    strength_goals: StrengthGoals
    vitals_goals: VitalsGoals


class ProgramList(BaseModel):
    """A member's programs, newest first."""

    data: list[ProgramOut]
    pagination: Pagination


class TemplateList(BaseModel):
    """The templates, in a fixed order."""

    data: list[TemplateOut]
    pagination: Pagination
