"""Bodies of the board and of the family at a glance."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from praan.families.schemas import Role
from praan.kernel.fields import Text
from praan.kernel.paging import Pagination
from praan.leaderboards import weeks
from praan.programs.schemas import ProgramOut


def _a_week(text: str) -> str:
    return str(weeks.read(text))


WeekText = Annotated[
    Text,
    Field(
        description="An ISO week.",
        examples=["2026-W47"],
        # An empty parameter is an absent one.
        json_schema_extra={"pattern": f"^({weeks.FORM.pattern})?$"},
    ),
    AfterValidator(_a_week),
]


class Place(BaseModel):
    """One person on the board. `score` 0-100 is the mean of the week's due days that have begun, `days_covered`
    the share (0-1) of them at 80 or more.
    """

    rank: int
    member_id: int
    name: str
    score: float
    days_covered: float


class Leaderboard(BaseModel):
    """The week of all who take part and had something due, best first; equal scores share a rank (1, 1, 3)."""

    week: str
    data: list[Place]


class TodayAtAGlance(BaseModel):
    """A member's day. `total_score` is null where nothing is due; `logs` counts what counts on it."""

    date: dt.date
    total_score: int | None
    logs: int
    provisional: bool


class SevenDays(BaseModel):
    """The due days of the seven that ended yesterday, and of the seven before; null where nothing was due."""

    mean: float | None
    days_covered: float | None
    previous_mean: float | None


class PersonAtAGlance(BaseModel):
    """One person. `program` is the running one, else a resting one, else the latest; `today` is of a running one;
    `to_review` counts photos that wait for a look.
    """

    member_id: int
    name: str
    role: Role
    program: ProgramOut | None
    today: TodayAtAGlance | None
    last_log_at: dt.datetime | None
    to_review: int
    week: SevenDays


class BestDay(BaseModel):
    """`mean` of everybody's due scores on that date."""

    date: dt.date
    mean: float


class Digest(BaseModel):
    """The seven days that ended yesterday of everybody on this page together. `needs_a_hand`: members with a mean
    below 66, lowest first.
    """

    mean: float | None
    previous_mean: float | None
    best_day: BestDay | None
    needs_a_hand: list[int]


class FamilyAtAGlance(BaseModel):
    """Own and shared members by id, with what concerns them today, and their week in short."""

    data: list[PersonAtAGlance]
    digest: Digest
    pagination: Pagination
