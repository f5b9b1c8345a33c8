"""A week in numbers: one pure function of what the derived tables say, and what of it a reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from praan.adherence import nutrition, summary
from praan.families.scope import MemberScope
from praan.kernel.clock import local_date
from praan.reports.schemas import (
    Alerts,
    FocusKind,
    Goal,
    Macro,
    Macros,
    Numbers,
    OtherReadings,
    Pressure,
    PressureBand,
    PressureDay,
    PressureWeek,
    RuleAlerts,
    WeekDay,
    Workouts,
)
from praan.vitals.bands import SEVERITIES, UNITS
from praan.vitals.schemas import ThresholdOut

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
# A component that earns this share of its credit needs no special care.
FINE = 0.8
MACROS = {"calories": "energy_mkcal", "protein_g": "protein_mg", "carbs_g": "carbs_mg", "fat_g": "fat_mg"}
CATEGORY_OF = {
    "meals": "nutrition",
    "energy": "nutrition",
    "protein": "nutrition",
    "workout": "workout",
    "readings": "vitals",
}
# Of the components that earn equally little, the one that is easiest to begin with.
FOCUS: tuple[FocusKind, ...] = ("meals", "readings", "workout", "protein", "energy")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week of a member: from Monday to Sunday where they live."""

    start: dt.date
    zone: str

    @property
    def end(self) -> dt.date:
        """Its Sunday."""
        return self.start + 6 * DAY

    def moments(self, room: dt.timedelta = dt.timedelta()) -> tuple[dt.datetime, dt.datetime]:
        """Its first moment and the first one after it, with `room` on both sides."""
        return midnight(self.start, self.zone) - room, midnight(self.start + WEEK, self.zone) + room


@dataclass(frozen=True, slots=True)
class Facts:
    """What the derived tables hold of a week: see reports.queries for the rows.

    `scores` are all programs' days of this week and the one before; `days`, `readings` and `alerts` this week's;
    `bounds` the member's thresholds.
    """

    week: Week
    at: dt.datetime
    program: str | None
    scores: Sequence[tuple[summary.Day, int, bool]]
    days: Sequence[Row]
    readings: Sequence[Row]
    alerts: Sequence[Row]
    photos: int
    bounds: Sequence[ThresholdOut] = ()


def midnight(day: dt.date, zone: str) -> dt.datetime:
    """The first moment of a local date, in UTC; where midnight is skipped, the moment at which it would be."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def reckon(facts: Facts) -> Numbers:
    """The week's numbers."""
    week = facts.week
    this = [each for each in facts.scores if week.start <= each[0].date <= week.end]
    scores = [day for day, _, _ in this]
    before = [day for day, _, _ in facts.scores if day.date < week.start]
    minutes = {row["date"]: _tenth(Decimal(row["minutes_milli"]) / 1000) for row in facts.days}
    dates = [week.start + dt.timedelta(days=n) for n in range(7)]
    return Numbers(
        whole=local_date(facts.at, week.zone) > week.end,
        as_of=facts.at,
        time_zone=week.zone,
        program=facts.program,
        paused=bool(facts.days) and all(row["paused"] for row in facts.days),
        provisional=any(provisional for _, _, provisional in this),
        score=summary.mean(scores),
        previous_score=summary.mean(before),
        days_covered=summary.days_covered(scores),
        due_days=sum(day.score is not None for day in scores),
        logs=sum(logs for _, logs, _ in this),
        photos=facts.photos,
        days=[
            WeekDay(
                date=date,
                score=summary.mean([day for day in scores if day.date == date]),
                logs=sum(logs for day, logs, _ in this if day.date == date),
                minutes=minutes.get(date, 0.0),
            )
            for date in dates
        ],
        macros=_macros(facts.days),
        workouts=_workouts(facts.days),
        blood_pressure=_pressure([row for row in facts.readings if row["rule"] == "blood_pressure"], facts.bounds),
        readings=_others(facts.readings),
        alerts=_alerts(facts.alerts),
        credits=_credits(facts.days),
    )


def visible(numbers: Numbers, scope: MemberScope) -> Numbers:
    """What of it somebody may see. The score is shared with everybody who sees the member."""
    hidden = {each for each in ("nutrition", "workout", "vitals") if not scope.covers(each)}
    if not hidden:
        return numbers
    days = [day.model_copy(update={"logs": None}) for day in numbers.days]
    if "workout" in hidden:
        days = [day.model_copy(update={"minutes": None}) for day in days]
    changes: dict[str, Any] = {
        "days": days,
        "credits": {name: credit for name, credit in numbers.credits.items() if CATEGORY_OF[name] not in hidden},
    }
    if "nutrition" in hidden:
        changes |= {"macros": None, "photos": None}
    if "workout" in hidden:
        changes |= {"workouts": None}
    if "vitals" in hidden:
        changes |= {"blood_pressure": None, "readings": None, "alerts": None}
    return numbers.model_copy(update=changes)


def focus(numbers: Numbers) -> FocusKind:
    """One thing for the next week: what was out of range first, then what earned least."""
    if numbers.alerts is not None and (numbers.alerts.urgent or numbers.alerts.unresolved):
        return "alerts"
    if numbers.paused:
        return "rest"
    if not numbers.logs:
        return "begin"
    earned = [(numbers.credits[name], place) for place, name in enumerate(FOCUS) if name in numbers.credits]
    least, place = min(earned, default=(1.0, 0))
    return "keep" if least >= FINE else FOCUS[place]


def _tenth(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _macros(days: Sequence[Row]) -> Macros:
    eaten = [row for row in days if row["meals"]]
    macros = {name: _macro(name, column, days, eaten) for name, column in MACROS.items()}
    return Macros(days=len(eaten), begun=len(days), **macros)


def _macro(name: str, column: str, days: Sequence[Row], eaten: Sequence[Row]) -> Macro:
    goal = _goal(name, days[-1]["nutrition_goals"]) if days else None
    mean = _tenth(Decimal(sum(row[column] for row in eaten)) / 1000 / len(eaten)) if eaten else None
    within = None
    if goal is not None:
        within = sum(_within(Decimal(row[column]) / 1000, _goal(name, row["nutrition_goals"])) for row in eaten)
    return Macro(mean=mean, goal=goal, days_within=within)


def _goal(name: str, goals: Mapping[str, Any] | None) -> Goal | None:
    bounds = nutrition.band(name, goals)
    return None if bounds is None else Goal(min=bounds.min, max=bounds.max)


def _within(amount: Decimal, goal: Goal | None) -> bool:
    if goal is None:
        return False
    enough = goal.min is None or amount >= Decimal(str(goal.min))
    return enough and (goal.max is None or amount <= Decimal(str(goal.max)))


def _workouts(days: Sequence[Row]) -> Workouts:
    planned = [row["details"]["workout"] for row in days if _due(row, "workout")]
    return Workouts(
        minutes=_tenth(Decimal(sum(row["minutes_milli"] for row in days)) / 1000),
        days=sum(row["minutes_milli"] > 0 for row in days),
        planned=len(planned),
        done=sum(each["credit"] >= 1 for each in planned),
    )


def _due(row: Row, name: str) -> bool:
    return bool((row["details"] or {}).get(name, {}).get("due"))


def _credits(days: Sequence[Row]) -> dict[Any, float]:
    found = {}
    for name in CATEGORY_OF:
        due = [Decimal(str(row["details"][name]["credit"])) for row in days if _due(row, name)]
        if due:
            found[name] = float(round(sum(due, Decimal()) / len(due), 4))
    return found


def _pressure(rows: Sequence[Row], bounds: Sequence[ThresholdOut]) -> PressureWeek:
    bands: dict[tuple[str | None, Any], int] = {}
    for row in rows:
        place = (row["band"], row["severity"])
        bands[place] = bands.get(place, 0) + row["readings"]
    order = {severity: place for place, severity in enumerate((None, *SEVERITIES))}
    count = sum(row["readings"] for row in rows)
    return PressureWeek(
        readings=count,
        systolic=_span(rows, "") if rows else None,
        diastolic=_span(rows, "2") if rows else None,
        bands=[
            PressureBand(band=band, severity=severity, readings=number)
            for (band, severity), number in sorted(
                bands.items(), key=lambda each: (order[each[0][1]], each[0][0] or "")
            )
        ],
        days=[_pressure_day(date, [row for row in rows if row["date"] == date]) for date in _dates(rows)],
        marks=_marks(bounds) if any(row["severity"] is not None for row in rows) else [],
    )


def _marks(bounds: Sequence[ThresholdOut]) -> list[float]:
    """From where on a pressure is out of range: of a child nothing is said, so there are none."""
    ends = [each.warn_high or each.urgent_high for each in bounds if each.rule == "blood_pressure"]
    return sorted({end for end in ends if end is not None})


def _dates(rows: Iterable[Row]) -> list[dt.date]:
    return sorted({row["date"] for row in rows})


def _span(rows: Sequence[Row], which: str) -> Pressure:
    count = sum(row["readings"] for row in rows)
    return Pressure(
        mean=_tenth(sum((row[f"sum{which}"] for row in rows), Decimal()) / count),
        min=float(min(row[f"least{which}"] for row in rows)),
        max=float(max(row[f"most{which}"] for row in rows)),
    )


def _pressure_day(date: dt.date, rows: Sequence[Row]) -> PressureDay:
    systolic, diastolic = _span(rows, ""), _span(rows, "2")
    return PressureDay(
        date=date,
        readings=sum(row["readings"] for row in rows),
        systolic_min=systolic.min,
        systolic_max=systolic.max,
        diastolic_min=diastolic.min,
        diastolic_max=diastolic.max,
    )


def _others(rows: Sequence[Row]) -> list[OtherReadings]:
    found = []
    for rule in sorted({row["rule"] for row in rows} - {"blood_pressure"}):
        mine = [row for row in rows if row["rule"] == rule]
        span = _span(mine, "")
        found.append(
            OtherReadings(
                rule=rule,
                unit=UNITS[rule],
                readings=sum(row["readings"] for row in mine),
                mean=span.mean,
                min=span.min,
                max=span.max,
                notable=sum(row["readings"] for row in mine if row["severity"] in ("WARN", "URGENT")),
            )
        )
    return found


def _alerts(rows: Sequence[Row]) -> Alerts:
    return Alerts(
        opened=sum(row["opened"] for row in rows),
        urgent=sum(row["alerts"] for row in rows if row["severity"] == "URGENT"),
        unresolved=sum(row["unresolved"] for row in rows),
        unresolved_urgent=sum(row["unresolved"] for row in rows if row["severity"] == "URGENT"),
        rules=[RuleAlerts(rule=row["rule"], severity=row["severity"], alerts=row["alerts"]) for row in rows],
    )
