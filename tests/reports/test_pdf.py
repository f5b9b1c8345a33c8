"""The PDF has two pages whatever stands in it, and shows names as text and nothing else."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from praan.reports.numbers import Facts, Week, reckon
from praan.reports.pdf import draw, week_words
from praan.reports.schemas import (
    Alerts,
    Language,
    Numbers,
    OtherReadings,
    Pressure,
    PressureBand,
    PressureDay,
    PressureWeek,
    RuleAlerts,
)
from praan.vitals.bands import UNITS

MONDAY = dt.date(2026, 11, 16)
MADE = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
EMPTY = reckon(Facts(Week(MONDAY, "Asia/Kolkata"), MADE, None, [], [], [], [], 0))
BANDS = ("normal", "elevated", "stage_1", "own_low", "own_high", "low", "stage_2", "very_low", "crisis")


def crowded() -> Numbers:
    """A week with every band, every kind of reading and every kind of alert."""
    days = [MONDAY + dt.timedelta(days=n) for n in range(7)]
    span = Pressure(mean=140.5, min=88, max=199)
    pressures = [
        PressureDay(date=day, readings=9, systolic_min=88, systolic_max=199, diastolic_min=50, diastolic_max=125)
        for day in days
    ]
    rules = ("blood_pressure", "glucose", "pulse", "spo2", "stale", "temperature")
    return EMPTY.model_copy(
        update={
            "program": "W" * 120,
            "blood_pressure": PressureWeek(
                readings=63,
                systolic=span,
                diastolic=span,
                bands=[PressureBand(band=band, severity="WARN", readings=7) for band in BANDS],
                days=pressures,
                marks=[80, 130],
            ),
            "readings": [
                OtherReadings(rule=rule, unit=unit, readings=70, mean=100.5, min=40, max=250, notable=12)
                for rule, unit in UNITS.items()
                if rule != "blood_pressure"
            ],
            "alerts": Alerts(
                opened=12,
                urgent=6,
                unresolved=3,
                rules=[
                    RuleAlerts(rule=rule, severity=severity, alerts=1)
                    for rule in rules
                    for severity in ("WARN", "URGENT")
                ],
            ),
        }
    )


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("numbers", [EMPTY, crowded()], ids=["empty", "crowded"])
def test_two_pages_of_a4_always(numbers: Numbers, language: Language) -> None:
    pages = PdfReader(io.BytesIO(draw(numbers, "श्रीमती " + "कृष्णमूर्ति " * 9, MONDAY, language))).pages

    assert len(pages) == 2
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


def test_the_same_report_is_the_same_bytes() -> None:
    assert draw(EMPTY, "Dadaji", MONDAY, "hi") == draw(EMPTY, "Dadaji", MONDAY, "hi")


def test_a_name_is_no_command() -> None:
    name = '#read("report.typ") *bold* $x$ <label> \\ "quoted"'
    text = PdfReader(io.BytesIO(draw(EMPTY, name, MONDAY, "en"))).pages[0].extract_text()

    assert " ".join(name.split()) in " ".join(text.split())


def test_the_week_in_words() -> None:
    assert week_words(MONDAY, "en") == "16–22 November 2026"
    assert week_words(dt.date(2026, 11, 30), "en") == "30 November – 6 December 2026"
    assert week_words(dt.date(2026, 12, 28), "hi") == "28 दिसंबर 2026 – 3 जनवरी 2027"
