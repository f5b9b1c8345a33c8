"""Bodies of thresholds, readings and alerts."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from praan.kernel.fields import Body, Number, Text, Whole
from praan.kernel.paging import Pagination
from praan.vitals.bands import Field as MeasureField
from praan.vitals.bands import JudgedRule, Rule, Severity

AlertRule = Literal["blood_pressure", "glucose", "spo2", "pulse", "temperature", "stale"]
AlertStatus = Literal["OPEN", "ACKNOWLEDGED", "SNOOZED", "CLEARED"]
End = Literal["NORMAL_READING", "WITHDRAWN", "READING_TOLD", "NOT_DUE"]
Limit = Annotated[Number, Field(ge=0, le=1000)]


class ThresholdIn(Body):
    """A member's own bounds for one number; left out or null = the general one. The rest is unread."""

    rule: JudgedRule
    field: MeasureField
    warn_low: Limit | None = None
    warn_high: Limit | None = None
    urgent_low: Limit | None = None
    urgent_high: Limit | None = None
    unit: Annotated[Text, Field(max_length=10)] | None = None
    warn_inclusive: bool | None = None
    urgent_inclusive: bool | None = None
    source: Annotated[Text, Field(max_length=400)] | None = None
    own: bool | None = None


class ThresholdsIn(Body):
    """All bounds that differ from the general ones. What is not named is general again."""

    data: Annotated[list[ThresholdIn], Field(max_length=20)]


class ThresholdOut(BaseModel):
    """The bounds that a member's readings are judged by. Beyond a bound (at it too where it is inclusive) a
    reading is as bad as the bound says; null = there is none on that side. `own`: tightened for this member."""

    rule: JudgedRule
    field: MeasureField
    unit: str
    warn_low: float | None
    warn_high: float | None
    urgent_low: float | None
    urgent_high: float | None
    warn_inclusive: bool
    urgent_inclusive: bool
    source: str
    own: bool


class Thresholds(BaseModel):
    """All of them; there is never another page."""

    data: list[ThresholdOut]
    pagination: Pagination = Pagination(next_cursor=None, has_more=False)


class ReadingOut(BaseModel):
    """One measurement in the canonical unit (mmHg, mg/dL, %, /min, C, kg); `value2` is the diastolic pressure.

    `severity` and `band` are null where nothing is judged: weight, blood pressure under 13, pulse under 18.
    """

    log_id: int
    at: dt.datetime
    rule: Rule
    value: float
    value2: float | None
    unit: str
    context: str | None
    severity: Severity | None
    band: str | None


class ReadingList(BaseModel):
    """A member's readings, newest first."""

    data: list[ReadingOut]
    pagination: Pagination


class ReadingSpan(BaseModel):
    """Least, greatest and mean (one decimal) in the canonical unit; `…2` is of the diastolic pressure."""

    readings: int
    min: float
    max: float
    mean: float
    min2: float | None
    max2: float | None
    mean2: float | None


class ReadingDay(ReadingSpan):
    """The readings of one day, with the worst that one of them says."""

    date: dt.date
    severity: Severity | None
    band: str | None


class BandCount(BaseModel):
    """So many readings say this; null where nothing is judged."""

    severity: Severity | None
    band: str | None
    readings: int


class RuleDays(ReadingSpan):
    """All readings of one rule in a range: by band, the worst first, and by day. Days without any are left out."""

    rule: Rule
    unit: str
    bands: list[BandCount]
    days: list[ReadingDay]


class DailyReadings(BaseModel):
    """A member's readings by rule and day. Rules without any are left out."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: dt.date = Field(alias="from")
    to: dt.date
    rules: list[RuleDays]


class AlertReading(BaseModel):
    """A reading that an alert is about: as it was `entered`, and in the canonical unit."""

    log_id: int
    at: dt.datetime
    value: float
    value2: float | None
    unit: str
    severity: Severity
    band: str
    entered: dict[str, Any]


class DeliveryOut(BaseModel):
    """How an alert came to one person by one channel: that it opened, became urgent or is over. `name` is theirs.

    WAITING is on its way, FAILED is tried again, DEAD was given up, SKIPPED says why in `reason`; so does a
    WAITING that is held until quiet hours end.
    """

    name: str
    channel: Literal["EMAIL", "PUSH"]
    occasion: Literal["OPENED", "ESCALATED", "CLEARED"]
    status: Literal["WAITING", "SENT", "FAILED", "DEAD", "SKIPPED"]
    reason: Literal["QUIET_HOURS", "SWITCHED_OFF", "NO_ADDRESS", "NO_ACCESS", "OVER", "OTHERS_OPEN"] | None
    at: dt.datetime


class AlertOut(BaseModel):
    """A run of readings out of range. `log_id` is the reading that opened it, `reading` the first one as bad as
    `severity`, `latest` the last one; null once they were corrected or deleted, and always for `stale`, which says
    in `missing` which kinds of reading did not come, last on `missed_on`. A severity is the worst of the run.
    `delivery` is for the owner, of themselves for a MANAGER, and empty for others."""

    id: int
    member_id: int
    log_id: int | None
    rule: AlertRule
    severity: Literal["WARN", "URGENT"]
    status: AlertStatus
    reading: AlertReading | None
    latest: AlertReading | None
    readings: int
    missing: list[Rule]
    missed_on: dt.date | None
    source: str
    opened_at: dt.datetime
    escalated_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None
    note: str | None
    snoozed_until: dt.datetime | None
    cleared_at: dt.datetime | None
    cleared_by: End | None
    delivery: list[DeliveryOut]


class AlertList(BaseModel):
    """Alerts of everybody whose readings the caller may see, newest first."""

    data: list[AlertOut]
    pagination: Pagination


class Acknowledge(Body):
    """That somebody has seen to it, with a word about what was done."""

    note: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None


class Snooze(Body):
    """For how long it may rest. Urgent alerts: 30 minutes at most."""

    minutes: Annotated[Whole, Field(json_schema_extra={"enum": [30, 60, 120]})]
