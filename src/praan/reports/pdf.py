"""The PDF of a report: two pages of A4, drawn by Typst from its numbers, with fonts of its own.

Typst shapes Devanagari as a typesetter does, sets vectors, and reads nothing but its template and the sheet it is
handed (docs/decisions/0021-reports-are-typeset.md).
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from praan.reports import words
from praan.reports.labels import BANDS, LABELS, MONTHS, RULES, SEVERITIES, WEEKDAYS
from praan.reports.schemas import Goal, Language, Macro, Numbers

HERE = Path(__file__).parent
TYPE = "application/pdf"
COVERED = 80
# The pressures between which a chart at least reaches, in mmHg.
LOW, HIGH = 60.0, 160.0
TONES = {None: "unjudged", "NORMAL": "calm", "INFO": "info", "WARN": "warn", "URGENT": "urgent"}


def draw(numbers: Numbers, name: str, week_start: dt.date, language: Language) -> bytes:
    """The PDF's bytes: the same for the same report."""
    sheet = json.dumps(sheet_of(numbers, name, week_start, language), ensure_ascii=False)
    made: bytes = typst.compile(
        str(HERE / "report.typ"),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": sheet},
        timestamp=int(numbers.as_of.timestamp()),
    )
    return made


def sheet_of(numbers: Numbers, name: str, week_start: dt.date, language: Language) -> dict[str, Any]:
    """Everything that the template shows, in words and as sizes."""
    said = LABELS[language]
    pages = {
        "language": language,
        "document": said["kind"],
        "brand": said["brand"],
        "kind": said["kind"],
        "name": name,
        "week": week_words(week_start, language) + ("" if numbers.whole else f" · {said['so_far']}"),
        "program": numbers.program,
        "summary": words.summary(numbers, language),
        "focus": {"title": said["focus"], "text": words.next_focus(numbers, language).text},
        "footer": said["footer"].format(when=_moment(numbers, language)),
        "page": said["page"],
    }
    return {
        **pages,
        "figures": _figures(numbers, said),
        "days": _days(numbers, said, language),
        "macros": _macros(numbers, said),
        "workouts": _workouts(numbers, said, language),
        "pressure": _pressure(numbers, said, language),
        "readings": _readings(numbers, said, language),
        "alerts": _alerts(numbers, said, language),
    }


def week_words(start: dt.date, language: Language) -> str:
    """16–22 November 2026, or 30 November – 6 December 2026."""
    end = start + dt.timedelta(days=6)
    months = MONTHS[language]
    last = f"{end.day} {months[end.month - 1]} {end.year}"
    if start.month == end.month:
        return f"{start.day}–{last}"
    year = "" if start.year == end.year else f" {start.year}"
    return f"{start.day} {months[start.month - 1]}{year} – {last}"


def _moment(numbers: Numbers, language: Language) -> str:
    there = numbers.as_of.astimezone(ZoneInfo(numbers.time_zone))
    return f"{there.day} {MONTHS[language][there.month - 1]} {there.year}, {there:%H:%M}"


def _or_dash(value: float | None, suffix: str = "") -> str:
    return "–" if value is None else words.number(value) + suffix


def _figures(numbers: Numbers, said: dict[str, str]) -> list[dict[str, str]]:
    covered = None if numbers.days_covered is None else numbers.days_covered * 100
    return [
        {"value": _or_dash(numbers.score), "label": said["score"]},
        {"value": _or_dash(numbers.previous_score), "label": said["previous_score"]},
        {"value": _or_dash(covered, " %"), "label": said["days_covered"]},
        {"value": _or_dash(numbers.photos), "label": said["photos"]},
    ]


def _days(numbers: Numbers, said: dict[str, str], language: Language) -> dict[str, Any]:
    bars = [
        {
            "name": WEEKDAYS[language][place],
            "value": day.score,
            "label": _or_dash(day.score),
            "strong": day.score is not None and day.score >= COVERED,
        }
        for place, day in enumerate(numbers.days)
    ]
    mark = {"at": COVERED, "label": str(COVERED)}
    alt = ", ".join(f"{each['name']} {each['label']}" for each in bars)
    return {"title": said["days"], "bars": bars, "mark": mark, "alt": alt}


def _macros(numbers: Numbers, said: dict[str, str]) -> dict[str, Any]:
    macros = numbers.macros
    found: dict[str, Any] = {
        "title": said["macros"],
        "heads": [said["macro"], said["a_day"], said["goal"], said["met"]],
        "rows": [],
        "note": said["not_shared"],
    }
    if macros is None:
        return found
    each: tuple[tuple[str, Macro, str], ...] = (
        ("calories", macros.calories, "kcal"),
        ("protein_g", macros.protein_g, "g"),
        ("carbs_g", macros.carbs_g, "g"),
        ("fat_g", macros.fat_g, "g"),
    )
    found["rows"] = [
        [
            said[name],
            _or_dash(macro.mean, f" {unit}"),
            _goal(macro.goal, unit),
            "–" if macro.days_within is None else said["of"].format(n=macro.days_within, all=macros.days),
        ]
        for name, macro, unit in each
    ]
    found["note"] = said["macros_note"].format(n=macros.days, all=words.begun_days(numbers))
    return found


def _goal(goal: Goal | None, unit: str) -> str:
    if goal is None or (goal.min is None and goal.max is None):
        return "–"
    if goal.max is None:
        return f"≥ {words.number(goal.min or 0)} {unit}"
    if goal.min is None:
        return f"≤ {words.number(goal.max)} {unit}"
    return f"{words.number(goal.min)}–{words.number(goal.max)} {unit}"


def _workouts(numbers: Numbers, said: dict[str, str], language: Language) -> dict[str, Any]:
    workouts = numbers.workouts
    bars = [
        {"name": WEEKDAYS[language][place], "value": day.minutes or None, "label": _or_dash(day.minutes),
         "strong": True}
        for place, day in enumerate(numbers.days)
    ]  # fmt: skip
    told = said["not_shared"]
    if workouts is not None:
        told = said["workouts_said"].format(minutes=words.number(workouts.minutes), days=workouts.days)
        if workouts.planned:
            told += " " + said["planned"].format(done=workouts.done, planned=workouts.planned)
    return {
        "title": said["workouts"],
        "said": told,
        "bars": bars,
        "most": max(30.0, *(day.minutes or 0.0 for day in numbers.days)),
        "alt": ", ".join(f"{each['name']} {each['label']}" for each in bars),
    }


def _pressure(numbers: Numbers, said: dict[str, str], language: Language) -> dict[str, Any]:
    pressure = numbers.blood_pressure
    found: dict[str, Any] = {
        "title": said["pressure"],
        "said": said["not_shared"],
        "chart": None,
        "rows": [],
    }
    if pressure is None:
        return found
    if pressure.systolic is None or pressure.diastolic is None:
        return {**found, "said": said["no_pressure"]}
    systolic, diastolic = pressure.systolic, pressure.diastolic
    found["said"] = said["pressure_said"].format(
        mean=f"{words.number(systolic.mean)}/{words.number(diastolic.mean)}",
        systolic=f"{words.number(systolic.min)}–{words.number(systolic.max)}",
        diastolic=f"{words.number(diastolic.min)}–{words.number(diastolic.max)}",
        n=pressure.readings,
    )
    by_day = {day.date: day for day in pressure.days}
    columns = []
    for place, day in enumerate(numbers.days):
        spans = []
        if day.date in by_day:
            told = by_day[day.date]
            spans = [[told.systolic_min, told.systolic_max], [told.diastolic_min, told.diastolic_max]]
        columns.append({"name": WEEKDAYS[language][place], "spans": spans})
    found["chart"] = {
        "low": min(LOW, diastolic.min - 5),
        "high": max(HIGH, systolic.max + 5),
        "marks": [{"at": at, "label": words.number(at)} for at in pressure.marks],
        "days": columns,
        "alt": found["said"],
    }
    found["rows"] = [
        {
            "name": BANDS[language].get(each.band or "", said["not_judged"]),
            "tone": TONES[each.severity],
            "count": str(each.readings),
        }
        for each in pressure.bands
    ]
    return found


def _readings(numbers: Numbers, said: dict[str, str], language: Language) -> dict[str, Any]:
    return {
        "title": said["readings"],
        "heads": [said["reading"], said["count"], said["mean"], said["range"], said["notable"]],
        "rows": [
            [
                RULES[language][each.rule],
                str(each.readings),
                f"{words.number(each.mean)} {_unit(each.unit)}",
                f"{words.number(each.min)}–{words.number(each.max)}",
                str(each.notable),
            ]
            for each in numbers.readings or ()
        ],
    }


def _unit(unit: str) -> str:
    return "°C" if unit == "C" else unit


def _alerts(numbers: Numbers, said: dict[str, str], language: Language) -> dict[str, Any]:
    alerts = numbers.alerts
    told = said["not_shared"]
    counts = {(each.rule, each.severity): each.alerts for each in (alerts.rules if alerts else ())}
    if alerts is not None:
        kind = "alerts_said" if alerts.rules else "no_alerts"
        told = said[kind].format(opened=alerts.opened, urgent=alerts.urgent, unresolved=alerts.unresolved)
    return {
        "title": said["alerts"],
        "said": told,
        "heads": [said["reading"], SEVERITIES[language]["WARN"], SEVERITIES[language]["URGENT"]],
        "rows": [
            [RULES[language][rule], *(str(counts.get((rule, severity), 0)) for severity in ("WARN", "URGENT"))]
            for rule in dict.fromkeys(rule for rule, _ in counts)
        ],
    }
