"""Every bound of the table at its edge, just below and just above it, in both units, for the ages that matter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from praan.infra.db import connection
from praan.infra.runtime import Runtime
from praan.logs.content import content_of
from praan.logs.payloads import Vitals
from praan.vitals import bands, service
from praan.vitals.bands import SEVERITIES, Judgement, Limits, Person, Table

PAYLOAD: TypeAdapter[Any] = TypeAdapter(Vitals)
YEAR = 12
ADULT, TEEN, CHILD = 70 * YEAR, 13 * YEAR, 13 * YEAR - 1
Verdict = tuple[str, str] | None


@pytest.fixture(scope="session")
async def table(rt: Runtime) -> Table:
    async with connection(rt.pool) as conn:
        return await service.newest_table(conn)


def judged(table: Table, months: int, **payload: Any) -> list[Verdict]:
    """The verdict on each measure of a payload, as POST /logs would store it."""
    stored = content_of(PAYLOAD.validate_python(payload)).payload
    found = [bands.judge(measure, Person(months), table) for measure in bands.measures(stored)]
    return [None if said is None else (said.severity, said.band) for said in found]


NORMAL = ("NORMAL", "normal")
ELEVATED, STAGE_1 = ("INFO", "elevated"), ("INFO", "stage_1")
STAGE_2, CRISIS = ("WARN", "stage_2"), ("URGENT", "crisis")
LOW, VERY_LOW = ("WARN", "low"), ("URGENT", "very_low")
HIGH, VERY_HIGH = ("WARN", "high"), ("URGENT", "very_high")
FEVER, HIGH_FEVER = ("WARN", "fever"), ("URGENT", "high_fever")


@pytest.mark.parametrize(
    ("systolic", "diastolic", "expected"),
    [
        (119, 79, NORMAL), (120, 79, ELEVATED), (121, 79, ELEVATED), (129, 79, ELEVATED),
        (130, 79, STAGE_1), (131, 79, STAGE_1), (139, 79, STAGE_1),
        (140, 79, STAGE_2), (141, 79, STAGE_2), (179, 79, STAGE_2), (180, 79, CRISIS), (181, 79, CRISIS),
        (119, 80, STAGE_1), (119, 81, STAGE_1), (119, 89, STAGE_1),
        (119, 90, STAGE_2), (119, 91, STAGE_2), (121, 119, STAGE_2), (121, 120, CRISIS),
        (150, 121, CRISIS),
        (102, 60, NORMAL), (101, 60, NORMAL), (100, 60, LOW), (99, 60, LOW), (92, 60, LOW), (91, 60, LOW),
        (90, 60, VERY_LOW), (89, 60, VERY_LOW),
        # Two bands at once: the worse.
        (125, 82, STAGE_1), (128, 90, STAGE_2), (139, 120, CRISIS), (180, 90, CRISIS), (180, 120, CRISIS),
        (100, 90, STAGE_2), (95, 92, STAGE_2), (90, 85, VERY_LOW), (100, 85, LOW),
    ],
)  # fmt: skip
@pytest.mark.parametrize("months", [TEEN, 17 * YEAR, ADULT])
def test_blood_pressure(table: Table, systolic: int, diastolic: int, expected: Verdict, months: int) -> None:
    assert judged(table, months, kind="blood_pressure", systolic=systolic, diastolic=diastolic) == [expected]


@pytest.mark.parametrize(("systolic", "diastolic"), [(85, 50), (119, 75), (145, 95), (200, 130)])
@pytest.mark.parametrize("months", [0, 5 * YEAR, CHILD])
def test_blood_pressure_under_13_is_recorded_and_never_judged(
    table: Table, systolic: int, diastolic: int, months: int
) -> None:
    assert judged(table, months, kind="blood_pressure", systolic=systolic, diastolic=diastolic) == [None]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (71, "mg/dL", NORMAL), (70, "mg/dL", NORMAL), (69, "mg/dL", LOW), (55, "mg/dL", LOW), (54, "mg/dL", LOW),
        (53, "mg/dL", VERY_LOW), (179, "mg/dL", NORMAL), (180, "mg/dL", NORMAL), (181, "mg/dL", HIGH),
        (249, "mg/dL", HIGH), (250, "mg/dL", HIGH), (251, "mg/dL", VERY_HIGH),
        # Between whole numbers: the worse.
        (69.9, "mg/dL", LOW), (70.1, "mg/dL", NORMAL), (53.9, "mg/dL", VERY_LOW), (180.1, "mg/dL", HIGH),
        (179.9, "mg/dL", NORMAL), (250.1, "mg/dL", VERY_HIGH),
        # × 18, rounded to whole mg/dL: 70.2, 68.4; 54.0, 52.2; 180.0, 181.8; 250.2, 252.0; 69.48, 69.66.
        (3.9, "mmol/L", NORMAL), (3.8, "mmol/L", LOW), (3.0, "mmol/L", LOW), (2.9, "mmol/L", VERY_LOW),
        (10.0, "mmol/L", NORMAL), (10.1, "mmol/L", HIGH), (13.9, "mmol/L", HIGH), (14.0, "mmol/L", VERY_HIGH),
        (3.86, "mmol/L", LOW), (3.87, "mmol/L", NORMAL),
    ],
)  # fmt: skip
@pytest.mark.parametrize("months", [CHILD, ADULT])
def test_glucose(table: Table, value: float, unit: str, expected: Verdict, months: int) -> None:
    assert judged(table, months, kind="glucose", value=value, unit=unit) == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (96, NORMAL), (95, NORMAL), (94, LOW), (93, LOW), (92, VERY_LOW), (91, VERY_LOW), (100, NORMAL),
        (95.1, NORMAL), (94.9, LOW), (94.1, LOW), (93.1, LOW), (92.9, VERY_LOW), (92.1, VERY_LOW),
    ],
)  # fmt: skip
@pytest.mark.parametrize("months", [CHILD, ADULT])
def test_oxygen(table: Table, value: float, expected: Verdict, months: int) -> None:
    assert judged(table, months, kind="spo2", value=value) == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (51, NORMAL), (50, NORMAL), (49, LOW), (42, LOW), (41, LOW), (40, VERY_LOW), (39, VERY_LOW),
        (99, NORMAL), (100, NORMAL), (101, HIGH), (129, HIGH), (130, HIGH), (131, VERY_HIGH), (132, VERY_HIGH),
        (49.5, LOW), (50.5, NORMAL), (40.5, VERY_LOW), (100.5, HIGH), (130.5, VERY_HIGH),
    ],
)  # fmt: skip
def test_pulse_of_adults(table: Table, value: float, expected: Verdict) -> None:
    assert judged(table, 18 * YEAR, kind="pulse", value=value) == [expected]
    assert judged(table, 18 * YEAR - 1, kind="pulse", value=value) == [None]


def test_a_pulse_beside_a_pressure_is_a_measure_of_its_own(table: Table) -> None:
    taken = {"kind": "blood_pressure", "systolic": 120, "diastolic": 75, "pulse": 131}

    assert judged(table, ADULT, **taken) == [ELEVATED, VERY_HIGH]
    assert judged(table, 15 * YEAR, **taken) == [ELEVATED, None]
    assert judged(table, 8 * YEAR, **taken) == [None, None]


CELSIUS = [
    (37.9, NORMAL, NORMAL), (37.94, NORMAL, NORMAL), (37.95, FEVER, HIGH_FEVER),
    (38.0, FEVER, HIGH_FEVER), (38.1, FEVER, HIGH_FEVER), (38.9, FEVER, HIGH_FEVER),
    (35.2, NORMAL, NORMAL), (35.1, NORMAL, NORMAL), (35.05, NORMAL, NORMAL), (35.04, VERY_LOW, VERY_LOW),
    (35.0, VERY_LOW, VERY_LOW), (34.9, VERY_LOW, VERY_LOW),
]  # fmt: skip
FAHRENHEIT = [
    # 100.3 °F = 37.94 °C, 100.4 °F = 38.00 °C, 95.0 °F = 35.00 °C, 95.1 °F = 35.06 °C.
    (100.3, NORMAL, NORMAL), (100.4, FEVER, HIGH_FEVER), (100.5, FEVER, HIGH_FEVER),
    (95.1, NORMAL, NORMAL), (95.0, VERY_LOW, VERY_LOW), (94.9, VERY_LOW, VERY_LOW),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "older", "newborn"),
    [(*each[:1], "C", *each[1:]) for each in CELSIUS] + [(*each[:1], "F", *each[1:]) for each in FAHRENHEIT],
)
def test_temperature(table: Table, value: float, unit: str, older: Verdict, newborn: Verdict) -> None:
    for months, expected in ((0, newborn), (2, newborn), (3, older), (6, older), (7, older), (ADULT, older)):
        assert judged(table, months, kind="temperature", value=value, unit=unit) == [expected], months


@pytest.mark.parametrize(
    ("value", "unit", "baby", "older"),
    [
        (38.9, "C", FEVER, FEVER), (39.0, "C", HIGH_FEVER, FEVER), (39.1, "C", HIGH_FEVER, FEVER),
        (102.1, "F", FEVER, FEVER), (102.2, "F", HIGH_FEVER, FEVER), (102.3, "F", HIGH_FEVER, FEVER),
    ],
)  # fmt: skip
def test_temperature_of_babies(table: Table, value: float, unit: str, baby: Verdict, older: Verdict) -> None:
    for months, expected in ((2, HIGH_FEVER), (3, baby), (6, baby), (7, older), (CHILD, older), (ADULT, older)):
        assert judged(table, months, kind="temperature", value=value, unit=unit) == [expected], months


def test_weight_is_never_judged(table: Table) -> None:
    assert judged(table, ADULT, kind="weight", value=250, unit="kg") == [None]


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        ("2013-11-22", "2026-11-21", 13 * YEAR - 1),
        ("2013-11-22", "2026-11-22", 13 * YEAR),
        ("2012-02-29", "2025-02-28", 13 * YEAR - 1),
        ("2012-02-29", "2025-03-01", 13 * YEAR),
        ("2026-08-31", "2026-11-30", 2),
        ("2026-08-31", "2026-12-01", 3),
        ("2026-11-22", "2026-11-22", 0),
        ("2026-11-22", "2026-01-01", 0),
    ],
)
def test_age_is_counted_in_completed_months(born: str, day: str, months: int) -> None:
    assert bands.age_in_months(dt.date.fromisoformat(born), dt.date.fromisoformat(day)) == months


TENTHS = st.integers(0, 4000).map(lambda tenths: Decimal(tenths) / 10)
OWN = st.builds(
    Limits,
    warn_low=st.none() | st.integers(100, 110).map(Decimal),
    warn_high=st.none() | st.integers(120, 140).map(Decimal),
    urgent_low=st.none() | st.integers(90, 99).map(Decimal),
    urgent_high=st.none() | st.integers(141, 180).map(Decimal),
)


@given(systolic=st.integers(60, 260), diastolic=st.integers(30, 150), own=OWN)
def test_own_bounds_never_make_anything_milder(table: Table, systolic: int, diastolic: int, own: Limits) -> None:
    measure = bands.Measure("blood_pressure", Decimal(systolic), Decimal(diastolic))
    general = bands.judge(measure, Person(ADULT), table)
    tightened = bands.judge(measure, Person(ADULT, {("blood_pressure", "systolic"): own}), table)

    assert general is not None
    assert tightened is not None
    assert SEVERITIES.index(tightened.severity) >= SEVERITIES.index(general.severity)
    beyond = (own.warn_high is not None and systolic >= own.warn_high) or (
        own.warn_low is not None and systolic <= own.warn_low
    )
    assert tightened == general or beyond or (own.urgent_low or own.urgent_high)
    if beyond:
        assert tightened.severity in ("WARN", "URGENT")


@given(low=TENTHS, high=TENTHS, months=st.sampled_from([0, 4, CHILD, TEEN, ADULT]))
def test_further_out_is_never_milder(table: Table, low: Decimal, high: Decimal, months: int) -> None:
    """Of two temperatures on one side of normal, the one further out is at least as bad."""
    middle = Decimal(37)

    def badness(value: Decimal) -> int:
        said = bands.judge(bands.Measure("temperature", value), Person(months), table) or Judgement("NORMAL", "")
        return SEVERITIES.index(said.severity)

    near, far = sorted((low, high), key=lambda value: abs(value - middle))
    if (near < middle) == (far < middle):
        assert badness(far) >= badness(near)
