"""Bodies of readings, and what became of them."""

from __future__ import annotations

from typing import Any

from tests.factories import Family, call


def vitals(**payload: Any) -> dict[str, Any]:
    return {"log_type": "VITALS", "payload": payload}


def pressure(systolic: int, diastolic: int, **more: Any) -> dict[str, Any]:
    return vitals(kind="blood_pressure", systolic=systolic, diastolic=diastolic, **more)


def pulse(value: float) -> dict[str, Any]:
    return vitals(kind="pulse", value=value)


def spo2(value: float) -> dict[str, Any]:
    return vitals(kind="spo2", value=value)


def glucose(value: float, unit: str = "mg/dL") -> dict[str, Any]:
    return vitals(kind="glucose", value=value, unit=unit)


def temperature(value: float, unit: str = "C") -> dict[str, Any]:
    return vitals(kind="temperature", value=value, unit=unit)


async def alerts_of(family: Family, query: str = "?limit=100") -> list[dict[str, Any]]:
    """The member's alerts as their owner sees them, newest first."""
    more = f"{query}&member_id={family.member}"
    found: list[dict[str, Any]] = (await call(family.owner, "GET", f"/alerts{more}", 200))["data"]
    return found
