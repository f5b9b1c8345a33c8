"""The food table of the package is whole and plausible."""

from __future__ import annotations

import pytest

from praan.meals.foods import by_name, rows, table
from praan.meals.matching import menu


def test_the_table_has_the_generic_foods_under_one_name_each() -> None:
    assert len(table()) == 7142
    assert len(by_name()) == len(table())


def test_every_row_is_physically_possible() -> None:
    for food in table().values():
        per = food.per_100g
        assert 0 <= per.energy_mkcal <= 910_000, food.name
        assert per.protein_mg + per.carbs_mg + per.fat_mg <= 105_000, food.name


def test_every_usual_helping_lies_within_its_bounds() -> None:
    for food in table().values():
        low, typical, high = food.usual_grams()
        assert 0 < low <= typical <= high <= 1000, food.name


@pytest.mark.parametrize("file", ["known_as.csv", "portions.csv"])
def test_our_own_rows_name_foods_of_the_table(file: str) -> None:
    assert {row["food"] for row in rows(file)} <= set(by_name())


def test_every_food_class_of_the_classifier_has_a_food_with_a_portion() -> None:
    named = [dish for sight in menu().sights.values() for dish in sight.dishes]

    assert len({dish.food_id for dish in named}) > 50
    assert all(table()[dish.food_id].portions for dish in named)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("egg", "Egg, whole, boiled or poached"),
        ("2 boiled eggs", None),
        ("White rice", "Rice, white, cooked, no added fat"),
        ("chapati", "Bread, chappatti or roti"),
        ("Roti", "Bread, chappatti or roti"),
        ("masala dosa", "Dosa, with filling"),
        ("chicken biryani", "Biryani with chicken"),
        ("Samosas", "Samosa"),
        ("palak paneer", "Palak Paneer"),
        ("a cup of espresso", None),
        ("cooked oatmeal bran unicorn", None),
        ("", None),
        ("'; DROP TABLE foods --", None),
    ],
)
def test_a_match_is_right_or_says_nothing(said: str, name: str | None) -> None:
    dish = menu().find(said)

    assert (dish.name if dish else None) == name
