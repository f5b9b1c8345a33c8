"""From a validated payload to what is stored and what it adds to its day, in fixed point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from praan.logs.payloads import (
    BloodPressure,
    Duration,
    Glucose,
    Meals,
    Payload,
    Photo,
    Pulse,
    Spo2,
    Strength,
    Temperature,
    Weight,
)

LB_KG = Decimal("0.45359237")


@dataclass(frozen=True, slots=True)
class Totals:
    """What one log adds: energy in 1/1000 kcal, nutrients in mg, movement in 1/1000 minute."""

    energy_mkcal: int = 0
    protein_mg: int = 0
    carbs_mg: int = 0
    fat_mg: int = 0
    minutes_milli: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """A log's stored payload (without the note, which is sealed beside it), its totals and kind of reading."""

    payload: Mapping[str, Any]
    totals: Totals = field(default_factory=Totals)
    note: str | None = None
    reading: str | None = None
    photo_key: str | None = None


def milli(value: float | None) -> int:
    """Thousandths, rounded half up."""
    if value is None:
        return 0
    return int((Decimal(repr(value)) * 1000).to_integral_value(ROUND_HALF_UP))


def content_of(payload: Payload, counted: Totals | None = None) -> Content:
    """Content of a payload; `counted` are the totals of a meal's items, from the food table.

    A number that the person gave stands; the table fills in what they left out.
    """
    match payload:
        case Photo():
            return Content(
                payload.model_dump(mode="json", exclude_none=True, exclude={"note", "photo_key"}),
                note=payload.note,
                photo_key=payload.photo_key,
            )
        case Meals():
            return _meal(payload, counted or Totals())
        case Duration() | Strength():
            stored = payload.model_dump(mode="json", exclude_none=True)
            return Content(stored, Totals(minutes_milli=milli(payload.minutes)))
        case BloodPressure():
            stored = payload.model_dump(mode="json", exclude_none=True)
            return Content(stored, reading=payload.kind)
        case Glucose() | Spo2() | Pulse() | Temperature() | Weight():
            stored = payload.model_dump(mode="json", exclude_none=True)
            return Content({**stored, "canonical": canonical(payload)}, reading=payload.kind)


def _meal(meal: Meals, counted: Totals) -> Content:
    totals = Totals(
        energy_mkcal=counted.energy_mkcal if meal.calories is None else milli(meal.calories),
        protein_mg=counted.protein_mg if meal.protein_g is None else milli(meal.protein_g),
        carbs_mg=counted.carbs_mg if meal.carbs_g is None else milli(meal.carbs_g),
        fat_mg=counted.fat_mg if meal.fat_g is None else milli(meal.fat_g),
    )
    stored = meal.model_dump(mode="json", exclude_none=True, exclude={"note"})
    if meal.items is not None:
        stored |= {
            "calories": totals.energy_mkcal / 1000,
            "protein_g": totals.protein_mg / 1000,
            "carbs_g": totals.carbs_mg / 1000,
            "fat_g": totals.fat_mg / 1000,
        }
    return Content(stored, totals, note=meal.note)


def canonical(reading: Glucose | Spo2 | Pulse | Temperature | Weight) -> dict[str, Any]:
    """The reading in the unit that rules use: mg/dL (whole from mmol/L), percent, /min, °C (0.1), kg (0.01)."""
    value = Decimal(repr(reading.value))
    match reading:
        case Glucose():
            if reading.unit == "mmol/L":
                value = (value * 18).to_integral_value(ROUND_HALF_UP)
            whole = value == value.to_integral_value()
            return {"value": int(value) if whole else float(value), "unit": "mg/dL"}
        case Temperature():
            celsius = (value - 32) * 5 / 9 if reading.unit == "F" else value
            return {"value": float(celsius.quantize(Decimal("0.1"), ROUND_HALF_UP)), "unit": "C"}
        case Weight():
            kilograms = value * LB_KG if reading.unit == "lb" else value
            return {"value": float(kilograms.quantize(Decimal("0.01"), ROUND_HALF_UP)), "unit": "kg"}
        case Spo2():
            return {"value": reading.value, "unit": "%"}
        case Pulse():
            return {"value": reading.value, "unit": "/min"}
