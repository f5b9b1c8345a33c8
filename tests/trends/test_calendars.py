"""Readings by day on the member's own calendar, over the changes of clocks; and their sums for any readings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import call, make_log, make_member, make_program
from tests.vitals.readings import spo2

from praan.vitals.bands import BANDS, SEVERITIES
from praan.vitals.daily import by_rule

# The instants at which clocks changed, and one of a place where they never do.
CHANGES = (
    ("America/New_York", "2026-03-08T07:00Z"),
    ("America/New_York", "2025-11-02T06:00Z"),
    ("Europe/London", "2026-03-29T01:00Z"),
    ("Europe/London", "2025-10-26T01:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
    ("Australia/Lord_Howe", "2025-10-04T15:30Z"),
    ("Asia/Kolkata", "2026-03-28T18:30Z"),
)
PLACES = [(zone, dt.datetime.fromisoformat(change)) for zone, change in CHANGES]
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
async def places(make_user: Any, god: Any) -> dict[Any, Any]:
    """A member with a program over each change of clocks, and which dates their readings should lie on."""
    owner = await make_user()
    found: dict[Any, Any] = {}
    for zone, change in PLACES:
        member = await make_member(owner, time_zone=zone)
        program = await make_program(owner, member)
        start = change.date() - 40 * DAY
        await god.execute("UPDATE care_programs SET start_date = $2 WHERE id = $1", program, start)
        for month in {(change + days * DAY).date().replace(day=1) for days in (-3, 3)}:
            await god.fetchval("SELECT praan_make_partition($1)", month)
        found[zone, change] = (owner, member, program, defaultdict(list))
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), minutes=st.integers(-36 * 60, 36 * 60), value=st.integers(90, 100))
async def test_a_reading_lies_on_the_day_that_the_calendar_there_shows(
    places: Any, place: tuple[str, dt.datetime], minutes: int, value: int
) -> None:
    zone, change = place
    owner, member, program, expected = places[place]
    at = change + dt.timedelta(minutes=minutes)
    await make_log(owner, program, spo2(value), timestamp=at.isoformat())
    expected[str(at.astimezone(ZoneInfo(zone)).date())].append(value)

    around = f"from={change.date() - 3 * DAY}&to={change.date() + 3 * DAY}"
    body = await call(owner, "GET", f"/members/{member}/readings/days?{around}", 200)

    (rule,) = body["rules"]
    assert {day["date"]: (day["readings"], day["min"], day["max"]) for day in rule["days"]} == {
        date: (len(values), min(values), max(values)) for date, values in expected.items()
    }


@st.composite
def readings(draw: st.DrawFn) -> dict[str, Any]:
    rule = draw(st.sampled_from(("blood_pressure", "temperature")))
    judged = draw(st.booleans())
    tenths = st.integers(300, 2000).map(lambda number: Decimal(number) / 10)
    return {
        "rule": rule,
        "date": dt.date(2026, 3, draw(st.integers(1, 4))),
        "severity": draw(st.sampled_from(SEVERITIES)) if judged else None,
        "band": draw(st.sampled_from(("normal", "stage_1", "low", "fever"))) if judged else None,
        "value": draw(tenths),
        "value2": draw(tenths) if rule == "blood_pressure" else None,
    }


@given(st.lists(readings(), max_size=30))
def test_days_and_sums_are_those_of_the_readings(told: list[dict[str, Any]]) -> None:
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for each in told:
        groups[each["rule"], each["date"], each["severity"], each["band"]].append(each)
    rows = []
    for (rule, date, severity, band), some in groups.items():
        row = {"rule": rule, "date": date, "severity": severity, "band": band, "readings": len(some)}
        for end in ("", "2"):
            values = [each[f"value{end}"] for each in some]
            none = values[0] is None
            row |= {f"{name}{end}": None if none else do(values) for name, do in FIGURES.items()}
        rows.append(row)

    found = by_rule(rows)

    assert sum(rule.readings for rule in found) == len(told)
    for rule in found:
        of_rule = [each for each in told if each["rule"] == rule.rule]
        assert rule.mean == mean([each["value"] for each in of_rule])
        assert sum(band.readings for band in rule.bands) == len(of_rule)
        assert [day.date for day in rule.days] == sorted({each["date"] for each in of_rule})
        for day in rule.days:
            some = [each for each in of_rule if each["date"] == day.date]
            values = [float(each["value"]) for each in some]
            assert (day.min, day.max) == (min(values), max(values))
            assert day.mean2 == (mean([e["value2"] for e in some]) if rule.rule == "blood_pressure" else None)
            assert (day.severity, day.band) == max(((e["severity"], e["band"]) for e in some), key=badness)


FIGURES: dict[str, Any] = {"min": min, "max": max, "sum": sum}


def mean(values: list[Decimal]) -> float:
    tenth = sum(Fraction(value) for value in values) * 10 / len(values)
    return int(tenth + Fraction(1, 2)) / 10


def badness(said: tuple[str | None, str | None]) -> tuple[int, int]:
    severity, band = said
    return (-1, -1) if severity is None or band is None else (SEVERITIES.index(severity), BANDS.index(band))
