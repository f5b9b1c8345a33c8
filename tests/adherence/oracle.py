"""The score of domain.md written a second time, in exact fractions, to judge the database's own."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
KINDS = ("blood_pressure", "glucose", "spo2", "pulse", "temperature", "weight")
Goal = float | dict[str, float]


@dataclass(frozen=True)
class Goals:
    """A version of a program's goals, as the API takes them."""

    nutrition: dict[str, Any] = field(default_factory=dict)
    strength: dict[str, Any] = field(default_factory=dict)
    vitals: dict[str, int] = field(default_factory=dict)
    paused: bool = False


@dataclass(frozen=True)
class Totals:
    """A day: meals, kcal/1000, mg, minutes/1000, and readings by kind."""

    meals: int = 0
    energy_mkcal: int = 0
    protein_mg: int = 0
    minutes_milli: int = 0
    readings: tuple[int, ...] = (0,) * len(KINDS)


def exact(number: float) -> Fraction:
    """The decimal that was written, not the binary float nearest to it."""
    return Fraction(repr(number))


def half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def reached(actual: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    """1 between the bounds, proportional below, a straight line down to 0 at 14/11 of the upper one."""
    if low is not None and actual < low:
        return actual / low
    if high is not None and actual > high:
        zero = high * Fraction(14, 11)
        return max(Fraction(0), (zero - actual) / (zero - high))
    return Fraction(1)


def by_goal(actual: Fraction, goal: Goal, *, energy: bool = False) -> Fraction:
    if isinstance(goal, dict):
        bounds = {edge: exact(value) for edge, value in goal.items()}
        return reached(actual, bounds.get("min"), bounds.get("max"))
    wanted = exact(goal)
    return reached(actual, wanted, wanted * Fraction(11, 10) if energy else None)


def credits(day: dt.date, totals: Totals, goals: Goals) -> dict[str, tuple[int, Fraction]]:
    """What is due that day: component -> (weight, credit)."""
    if goals.paused:
        return {}
    found: dict[str, tuple[int, Fraction]] = {}
    food = goals.nutrition
    if "meals_per_day" in food:
        found["meals"] = (20, min(Fraction(1), Fraction(totals.meals, food["meals_per_day"])))
    if "calories" in food:
        found["energy"] = (20, by_goal(Fraction(totals.energy_mkcal, 1000), food["calories"], energy=True))
    if "protein_g" in food:
        found["protein"] = (20, by_goal(Fraction(totals.protein_mg, 1000), food["protein_g"]))
    if DAYS[day.weekday()] in goals.strength.get("days", ()):
        goal = goals.strength["minutes_per_session"]
        found["workout"] = (40, by_goal(Fraction(totals.minutes_milli, 1000), goal))
    if goals.vitals:
        met = sum(min(seen, goals.vitals.get(kind, 0)) for kind, seen in zip(KINDS, totals.readings, strict=True))
        found["readings"] = (20, Fraction(met, sum(goals.vitals.values())))
    return found


def score(day: dt.date, totals: Totals, goals: Goals) -> int | None:
    """0 to 100, or None when nothing is due."""
    due = credits(day, totals, goals)
    if not due:
        return None
    earned = sum(weight * credit for weight, credit in due.values())
    weighted = Fraction(earned * 100, sum(weight for weight, _ in due.values()))
    # Nine places are the precision of the definition; what lies nearer to a half is a half.
    return half_up(Fraction(half_up(weighted * 10**9), 10**9))
