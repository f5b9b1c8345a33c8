"""From words and pictures to foods of the table, in memory: the menu that vision reads from.

A search shows a list and lets a person choose; a match must be right or say nothing. So this is strict: the
words must be a name that a food is known by, or all words of exactly one everyday way to say it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from praan.infra.vision.interface import Dish, Grams, Sight
from praan.meals import words
from praan.meals.foods import Food, by_name, rows, table


class TableMenu:
    """The food table as vision sees it. Read from the package's file, so that a look needs no query."""

    def __init__(self) -> None:
        self._phrases: dict[str, Food] = {}
        self._holders: dict[str, set[int]] = defaultdict(set)
        for food in sorted(table().values(), key=lambda food: (food.tier, len(food.name), food.id)):
            for known in food.known_as:
                self._phrases.setdefault(known, food)
            for word in food.words:
                self._holders[word].add(food.id)
        self._sights = {
            int(row["class"]): Sight(
                label=row["label"],
                dishes=tuple(_dish(by_name()[name]) for name in row["foods"].split("|") if name),
                sure=float(row["sure"]) if row["sure"] else None,
            )
            for row in rows("classes.csv")
        }

    @property
    def sights(self) -> Mapping[int, Sight]:
        return self._sights

    def find(self, name: str) -> Dish | None:
        """The food that `name` says: known by it, or the plainest that has all its words."""
        asked = words.asked(name)
        if not asked:
            return None
        for known in (" ".join(asked), words.phrase(asked), words.phrase(words.split(name))):
            if known in self._phrases:
                return _dish(self._phrases[known])
        holders = [
            self._holders.get(word, set()) | self._holders.get(words.singular(word), set()) for word in asked
        ]
        both = set.intersection(*holders)
        if not both:
            return None
        plainest = min((table()[food_id] for food_id in both), key=_plainness)
        return _dish(plainest)


@cache
def menu() -> TableMenu:
    """The one menu of this process."""
    return TableMenu()


def _plainness(food: Food) -> tuple[int, int, int]:
    return food.tier, len(food.name), food.id


def _dish(food: Food) -> Dish:
    return Dish(food.id, food.name, Grams(*food.usual_grams()))
