"""Bodies of the log routes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from praan.kernel.fields import Body, Id, Moment
from praan.kernel.paging import Pagination
from praan.logs.payloads import Item, Nutrition, Vitals, Workout

LogType = Literal["NUTRITION", "WORKOUT", "VITALS"]
Status = Literal["PROCESSING", "VERIFIED", "NEEDS_REVIEW", "FAILED"]


class _LogIn(Body):
    program_id: Id
    timestamp: Moment | None = None


class NutritionIn(_LogIn):
    log_type: Literal["NUTRITION"]
    payload: Nutrition


class WorkoutIn(_LogIn):
    log_type: Literal["WORKOUT"]
    payload: Workout


class VitalsIn(_LogIn):
    log_type: Literal["VITALS"]
    payload: Vitals


LogIn = Annotated[NutritionIn | WorkoutIn | VitalsIn, Field(discriminator="log_type")]


class LogPatch(Body):
    """A correction: what is left out stays. `payload` is of the log's own type."""

    payload: dict[str, Any] | None = None
    timestamp: Moment | None = None


class Verify(Body):
    """What the meal really was; left out = as analysed."""

    items: Annotated[list[Item], Field(min_length=1, max_length=50)] | None = None


class CopyTo(Body):
    program_id: Id


class LogAdded(BaseModel):
    """The first answer to a new log."""

    id: int
    status: Status
    adherence_impact: str


class Failure(BaseModel):
    code: str
    message: str


class Grams(BaseModel):
    low: float
    typical: float
    high: float


class Candidate(BaseModel):
    """A food that the photo may show; `confidence` 0-1; no `food_id` = the food table does not know it."""

    food_id: int | None
    name: str
    confidence: float
    grams: Grams


class PhotoLink(BaseModel):
    thumb_url: str
    expires_at: dt.datetime


class LogOut(BaseModel):
    """One log. `payload` carries the note again for those who may read notes. A judged reading says how bad it is
    and its band: the worse of a blood pressure and its pulse (docs/vitals.md)."""

    id: int
    program_id: int
    member_id: int
    log_type: LogType
    status: Status
    is_verified: bool
    payload: dict[str, Any]
    timestamp: dt.datetime
    created_at: dt.datetime
    source: str
    supersedes: int | None
    superseded_by: int | None
    failure: Failure | None
    candidates: list[Candidate]
    photo: PhotoLink | None
    severity: Literal["NORMAL", "INFO", "WARN", "URGENT"] | None
    band: str | None


class History(BaseModel):
    data: list[LogOut]
    pagination: Pagination


class LogCopied(LogOut):
    """A new log made of another, and what it did to its day's score."""

    adherence_impact: str


class PhotoUrl(BaseModel):
    url: str
    expires_at: dt.datetime
