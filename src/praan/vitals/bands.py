"""The band of one reading: a pure function of what was measured, the person's age on that day, and the thresholds.

Numbers of medicine come from the table `thresholds`, each with its source (docs/vitals.md). Not a diagnosis.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Rule = Literal["blood_pressure", "glucose", "spo2", "pulse", "temperature", "weight"]
JudgedRule = Literal["blood_pressure", "glucose", "spo2", "pulse", "temperature"]
Field = Literal["systolic", "diastolic", "value"]
Severity = Literal["NORMAL", "INFO", "WARN", "URGENT"]
Band = Literal[
    "normal",
    "elevated",
    "stage_1",
    "own_low",
    "own_high",
    "low",
    "high",
    "fever",
    "stage_2",
    "very_low",
    "very_high",
    "high_fever",
    "long_fever",
    "crisis",
]
Side = Literal["LOW", "HIGH"]
Edge = Literal["warn_low", "warn_high", "urgent_low", "urgent_high"]

UNITS: Mapping[str, str] = {
    "blood_pressure": "mmHg",
    "glucose": "mg/dL",
    "spo2": "%",
    "pulse": "/min",
    "temperature": "C",
    "weight": "kg",
}
"""The canonical unit of each rule."""

SEVERITIES: Sequence[Severity] = ("NORMAL", "INFO", "WARN", "URGENT")
# Of two bands of one severity the later one is said.
BANDS: Sequence[str] = Band.__args__  # type: ignore[attr-defined]
EDGES: Mapping[Edge, tuple[Severity, Side]] = {
    "warn_low": ("WARN", "LOW"),
    "warn_high": ("WARN", "HIGH"),
    "urgent_low": ("URGENT", "LOW"),
    "urgent_high": ("URGENT", "HIGH"),
}
# The tables of medicine count these in whole numbers; temperature is kept in tenths.
WHOLE = frozenset({"blood_pressure", "glucose", "spo2", "pulse"})


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a log measured, in the canonical unit; `value2` is the diastolic pressure."""

    rule: Rule
    value: Decimal
    value2: Decimal | None = None
    context: str | None = None

    @property
    def fields(self) -> tuple[tuple[Field, Decimal], ...]:
        """The numbers that bounds are about."""
        if self.value2 is None:
            return (("value", self.value),)
        return (("systolic", self.value), ("diastolic", self.value2))


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound of the table: on its `side`, beyond `at` (or at it, if inclusive) a number has this band.

    It holds for ages from `age_from` to below `age_to`, in completed months.
    """

    rule: JudgedRule
    field: Field
    age_from: int
    age_to: int | None
    severity: Severity
    side: Side
    at: Decimal
    inclusive: bool
    band: str
    unit: str
    source: str

    def holds_at(self, months: int) -> bool:
        return self.age_from <= months and (self.age_to is None or months < self.age_to)


@dataclass(frozen=True, slots=True)
class Table:
    """One version of the thresholds."""

    version: int
    bounds: tuple[Bound, ...]

    def of(self, rule: str, months: int) -> list[Bound]:
        """The bounds of a rule for somebody of that age; none = the rule does not judge them."""
        return [bound for bound in self.bounds if bound.rule == rule and bound.holds_at(months)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What was tightened for one member, of one rule and field; None = the general bound."""

    warn_low: Decimal | None = None
    warn_high: Decimal | None = None
    urgent_low: Decimal | None = None
    urgent_high: Decimal | None = None


Own = Mapping[tuple[str, str], Limits]


@dataclass(frozen=True, slots=True)
class Judgement:
    severity: Severity
    band: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a reading is of, on the day that it was taken."""

    months: int
    own: Own = field(default_factory=dict)


def age_in_months(born: dt.date, day: dt.date) -> int:
    """Completed months on a day; 0 before birth. Somebody born on a 29 February is older on 1 March."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return max(months, 0)


def measures(payload: Mapping[str, Any]) -> list[Measure]:
    """What a stored payload of a VITALS log measured; a blood pressure may carry a pulse."""
    kind = payload["kind"]
    if kind == "blood_pressure":
        pressure = Measure(kind, Decimal(payload["systolic"]), Decimal(payload["diastolic"]))
        pulse = payload.get("pulse")
        return [pressure] if pulse is None else [pressure, Measure("pulse", Decimal(pulse))]
    return [Measure(kind, Decimal(repr(payload["canonical"]["value"])), context=payload.get("context"))]


def judge(measure: Measure, person: Person, table: Table) -> Judgement | None:
    """The worse band of its numbers; None when nothing judges it at this age.

    A value between the whole numbers of its table falls into the worse band.
    """
    bounds = table.of(measure.rule, person.months)
    if not bounds:
        return None
    found = [
        _of_field(
            measure.rule,
            number,
            [bound for bound in bounds if bound.field == name],
            person.own.get((measure.rule, name), Limits()),
        )
        for name, number in measure.fields
    ]
    return max(found, key=_badness)


def _badness(judgement: Judgement) -> tuple[int, int]:
    return SEVERITIES.index(judgement.severity), BANDS.index(judgement.band)


def _of_field(rule: str, number: Decimal, bounds: Sequence[Bound], own: Limits) -> Judgement:
    general = max(
        (
            Judgement(bound.severity, bound.band)
            for bound in bounds
            if _beyond(rule, number, bound.side, bound.at, bound.inclusive)
        ),
        key=_badness,
        default=Judgement("NORMAL", "normal"),
    )
    for edge in ("urgent_low", "urgent_high", "warn_low", "warn_high"):
        severity, side = EDGES[edge]
        at: Decimal | None = getattr(own, edge)
        if at is None or not _beyond(rule, number, side, at, inclusive(bounds, severity, side)):
            continue
        if SEVERITIES.index(severity) > SEVERITIES.index(general.severity):
            # What medicine has a name for keeps it.
            named = general.severity == "WARN"
            return Judgement(severity, general.band if named else f"own_{side.lower()}")
    return general


def inclusive(bounds: Sequence[Bound], severity: Severity, side: Side) -> bool:
    """Whether a bound of this severity and side is itself beyond: as in the table, or yes where it has none."""
    return next((bound.inclusive for bound in bounds if (bound.severity, bound.side) == (severity, side)), True)


def _beyond(rule: str, number: Decimal, side: Side, at: Decimal, inclusive: bool) -> bool:
    if rule in WHOLE:
        number = Decimal(math.floor(number) if side == "LOW" else math.ceil(number))
    if inclusive and number == at:
        return True
    return number < at if side == "LOW" else number > at
