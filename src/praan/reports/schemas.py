"""A week in numbers, as it is stored and as it is shown."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from praan.adherence.schemas import Component
from praan.kernel.fields import Body, Day, Whole
from praan.kernel.paging import Pagination
from praan.vitals.bands import Rule, Severity
from praan.vitals.schemas import AlertRule

Language = Literal["en", "hi"]
Status = Literal["PROCESSING", "READY", "FAILED"]
FocusKind = Literal["begin", "rest", "alerts", "readings", "meals", "energy", "protein", "workout", "keep"]


class Goal(BaseModel):
    """What a day aims at; null = open on that side."""

    min: float | None = None
    max: float | None = None


class Macro(BaseModel):
    """`mean` of the days with a meal (1 decimal), the goal that held last, and on how many of them it was met."""

    mean: float | None
    goal: Goal | None
    days_within: int | None


class Macros(BaseModel):
    """Food of a week. `days`: on how many a meal was logged, of so many of the program that had `begun` (null in
    older reports); energy in kcal, the rest in grams."""

    days: int
    begun: int | None = None
    calories: Macro
    protein_g: Macro
    carbs_g: Macro
    fat_g: Macro


class Workouts(BaseModel):
    """Movement of a week: minutes in all, on how many days; of the `planned` days so many were `done` in full."""

    minutes: float
    days: int
    planned: int
    done: int


class Pressure(BaseModel):
    """One of the two pressures in mmHg; the mean has one decimal."""

    mean: float
    min: float
    max: float


class PressureBand(BaseModel):
    """How many readings lay in a band; both null where nothing is judged."""

    band: str | None
    severity: Severity | None
    readings: int


class PressureDay(BaseModel):
    """The lowest and highest readings of a day that has any, mmHg."""

    date: dt.date
    readings: int
    systolic_min: float
    systolic_max: float
    diastolic_min: float
    diastolic_max: float


class PressureWeek(BaseModel):
    """Blood pressure of a week, bands from the calmest on; `marks`: the upper bounds of both in mmHg, as they held
    for the member when it was made, none where nothing is judged."""

    readings: int
    systolic: Pressure | None
    diastolic: Pressure | None
    bands: list[PressureBand]
    days: list[PressureDay]
    marks: list[float] = Field(default_factory=list)


class OtherReadings(BaseModel):
    """Another kind of reading in its canonical unit; `notable` were out of range (WARN or URGENT)."""

    rule: Rule
    unit: str
    readings: int
    mean: float
    min: float
    max: float
    notable: int


class RuleAlerts(BaseModel):
    """Alerts of one kind that held in the week or are open, by the worst severity."""

    rule: AlertRule
    severity: Literal["WARN", "URGENT"]
    alerts: int


class Alerts(BaseModel):
    """Alerts that held at some moment of the week, or were open when the report was made.

    `opened` in the week; `urgent` of all; `unresolved`: not cleared when it was made, whenever they opened, and
    `unresolved_urgent` of these.
    """

    opened: int
    urgent: int
    unresolved: int
    unresolved_urgent: int = 0
    rules: list[RuleAlerts]


class WeekDay(BaseModel):
    """A day: its score (null when nothing was due, or it lies ahead), how many logs, and minutes of movement.

    `logs` counts every kind, so it is null for whom not every kind is shared with; `minutes` without workouts.
    """

    date: dt.date
    score: float | None
    logs: int | None
    minutes: float | None


class Numbers(BaseModel):
    """All that a report is made of; its words and its PDF follow from this alone.

    What is null was not shared with the reader (`macros`: nutrition; `workouts`: workout; `blood_pressure`,
    `readings` and `alerts`: vitals). `whole`: the week was over when it was made. `credits`: the mean credit (0-1)
    of each component on the days on which it was due.
    """

    whole: bool
    as_of: dt.datetime
    time_zone: str
    program: str | None
    paused: bool
    provisional: bool
    score: float | None
    previous_score: float | None
    days_covered: float | None
    due_days: int
    logs: int
    photos: int | None
    days: list[WeekDay]
    macros: Macros | None
    workouts: Workouts | None
    blood_pressure: PressureWeek | None
    readings: list[OtherReadings] | None
    alerts: Alerts | None
    credits: dict[Component, float]


class Focus(BaseModel):
    """One thing for next week, in words."""

    kind: FocusKind
    text: str


class ReportOut(BaseModel):
    """A report. `status` is PROCESSING while it is being made (again): meanwhile it says what it said before, and
    null (`summary` and `days`: empty) before the first time. A report that is READY has a `summary` of three
    sentences. Null in one that is READY: not shared with you, or nothing was due."""

    id: int
    member_id: int
    week_start: dt.date
    week_end: dt.date
    status: Status
    summary: list[str]
    score: float | None
    previous_score: float | None
    days_covered: float | None
    macros: Macros | None
    workouts: Workouts | None
    blood_pressure: PressureWeek | None
    readings: list[OtherReadings] | None
    alerts: Alerts | None
    focus: Focus | None
    photos: int | None
    days: list[WeekDay]
    program: str | None
    whole: bool | None
    provisional: bool | None
    time_zone: str | None
    made_at: dt.datetime | None
    has_pdf: bool


class ReportList(BaseModel):
    """A member's finished reports, the latest week first."""

    data: list[ReportOut]
    pagination: Pagination


class ReportIn(Body):
    """Which week, by its Monday: at most a year back, the running one (so far) at the latest. Left out: the last
    week that is over, or the running one when the member's first program began in it."""

    week_start: Day | None = None


class PdfLink(BaseModel):
    """Where the PDF is until `expires_at`."""

    url: str
    expires_at: dt.datetime


class ShareIn(Body):
    """How long a link shall open the report, in days, and in which language."""

    days: Annotated[Whole, Field(ge=1, le=30)] = 7
    language: Language | None = None


class ShareOut(BaseModel):
    """A link that opens the report, without signing in, until `expires_at`. It is shown once."""

    id: int
    url: str
    expires_at: dt.datetime


class SharedIn(Body):
    """The token of a link."""

    token: Annotated[str, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class SharedReport(BaseModel):
    """What a link opens until `expires_at`: whose week it is, the report, and where its PDF is for 5 minutes."""

    member_name: str
    language: Language
    expires_at: dt.datetime
    report: ReportOut
    pdf_url: str
