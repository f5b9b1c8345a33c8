"""What every kind of vision takes and gives. It names foods of a menu; it never computes macros."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

MAX_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Grams:
    """A guess of the amount with its bounds: low <= typical <= high, whole grams."""

    low: int
    typical: int
    high: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A food that may be on the photo. `confidence` is 0 to 1; no `food_id` = the table does not know `name`."""

    food_id: int | None
    name: str
    confidence: float
    grams: Grams


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was seen.

    `candidates`: the likeliest first. With `together` they are the foods of one plate (at most twelve), else
    alternatives for one food (at most five). Empty when there is food that the model cannot name.
    `certain`: no person needs to look; then there is exactly one candidate.
    `is_food`: False = the photo shows something else; `message` then says so to the person.
    `model`: what looked, for the log's record.
    """

    candidates: tuple[Candidate, ...]
    certain: bool
    is_food: bool
    model: str
    together: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Dish:
    """A food of the table, as vision needs it: its id, name and the usual helping."""

    food_id: int
    name: str
    grams: Grams


@dataclass(frozen=True, slots=True)
class Sight:
    """What one class of the classifier means. `dishes`: the food it names first, then what it is taken for.

    `sure`: the confidence from which no person needs to look, None = never. No dishes: a table without food.
    """

    label: str
    dishes: tuple[Dish, ...]
    sure: float | None


class Menu(Protocol):
    """Which foods exist. Made by the domain that owns the food table."""

    @property
    def sights(self) -> Mapping[int, Sight]:
        """Classes of the local classifier that have to do with food."""

    def find(self, name: str) -> Dish | None:
        """The food that a few words name, or None when it is not clear."""


class Vision(Protocol):
    """Looks at a clean JPEG. Raises praan.infra.images.PhotoRefused when it cannot be read."""

    def analyse(self, jpeg: bytes) -> Analysis: ...


NOT_FOOD = "We could not see food on this photo. Take one with the plate in the middle, or enter the meal by hand."
