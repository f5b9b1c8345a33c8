"""Shapes of the food search."""

from __future__ import annotations

from pydantic import BaseModel

from praan.kernel.paging import Pagination


class Per100gOut(BaseModel):
    """What 100 g hold: kcal and grams."""

    calories: float
    protein_g: float
    carbs_g: float
    fat_g: float


class PortionOut(BaseModel):
    """A household amount and its weight."""

    name: str
    grams: int


class FoodOut(BaseModel):
    """A food of the table; `alias` is what it is called in Hindi, where it has a common name."""

    id: int
    name: str
    alias: str | None
    per_100g: Per100gOut
    portions: list[PortionOut]


class FoodList(BaseModel):
    """Foods that fit, the likeliest first."""

    data: list[FoodOut]
    pagination: Pagination
