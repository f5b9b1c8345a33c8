"""Macros are exact sums of the table's rows, whatever the order or the splitting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.meals.foods import Per100g
from praan.meals.macros import Macros, macros, milligrams

MASS = st.integers(0, 100_000)
PER_100G = st.builds(
    Per100g,
    energy_mkcal=st.integers(0, 902_000),
    protein_mg=MASS,
    carbs_mg=MASS,
    fat_mg=MASS,
    fiber_mg=st.none() | MASS,
    sodium_mg=st.none() | MASS,
)
GRAMS = st.decimals(0, 5000, places=3)
PLATES = st.lists(st.tuples(PER_100G, GRAMS), max_size=20)
EGG = Per100g(143_000, 12_560, 720, 9_510, 0, 142)


def test_nothing_has_no_macros() -> None:
    assert macros([]) == Macros(0, 0, 0, 0, 0, 0)


def test_100_g_are_the_row_itself() -> None:
    assert macros([(EGG, 100)]) == Macros(143_000, 12_560, 720, 9_510, 0, 142)


def test_half_a_unit_rounds_up_and_less_rounds_down() -> None:
    one = Per100g(1, 0, 0, 0, 0, 0)

    assert macros([(one, 50)]).energy_mkcal == 1
    assert macros([(one, Decimal("49.999"))]).energy_mkcal == 0


def test_unstated_values_count_as_nothing() -> None:
    assert macros([(Per100g(1000, 1, 1, 1, None, None), 100)]).fiber_mg == 0


@pytest.mark.parametrize(
    ("grams", "mg"), [(0.1, 100), (0.3, 300), (1.0005, 1001), (Decimal("2.5"), 2500), (7, 7000)]
)
def test_grams_are_read_as_the_decimal_a_person_wrote(grams: float | Decimal, mg: int) -> None:
    assert milligrams(grams) == mg


@given(PLATES, st.randoms())
def test_the_order_of_the_items_does_not_matter(plate: list[tuple[Per100g, Decimal]], dice: object) -> None:
    shuffled = list(plate)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    assert macros(shuffled) == macros(plate)


@given(PER_100G, GRAMS, GRAMS)
def test_two_helpings_of_a_food_are_one_helping_of_both(food: Per100g, one: Decimal, other: Decimal) -> None:
    assert macros([(food, one), (food, other)]) == macros([(food, one + other)])


@given(PLATES)
def test_the_sum_is_the_exact_fraction_rounded_once(plate: list[tuple[Per100g, Decimal]]) -> None:
    exact = sum((Fraction(food.energy_mkcal) * Fraction(grams) / 100 for food, grams in plate), Fraction(0))

    assert 0 <= macros(plate).energy_mkcal - exact + Fraction(1, 2) <= 1


@given(PLATES, PER_100G, GRAMS)
def test_another_food_never_takes_anything_away(
    plate: list[tuple[Per100g, Decimal]], food: Per100g, grams: Decimal
) -> None:
    before, after = macros(plate), macros([*plate, (food, grams)])

    assert after.energy_mkcal >= before.energy_mkcal
    assert after.protein_mg >= before.protein_mg
    assert after.sodium_mg >= before.sodium_mg
