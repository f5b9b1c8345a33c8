"""Words of a query and of the food table must meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.meals import words


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("eggs", "egg"),
        ("tomatoes", "tomato"),
        ("berries", "berry"),
        ("cookies", "cookie"),
        ("sandwiches", "sandwich"),
        ("radishes", "radish"),
        ("idlis", "idli"),
    ],
)
def test_plural_and_singular_meet(many: str, one: str) -> None:
    assert words.singular(many) == words.singular(one)


@pytest.mark.parametrize("word", ["hummus", "couscous", "swiss", "dal", "pie"])
def test_words_that_only_look_plural_stay(word: str) -> None:
    assert words.singular(word) == word


def test_accents_case_and_marks_do_not_matter() -> None:
    assert words.split("Crème Brûlée, Grandma's (2%)") == ["creme", "brulee", "grandmas", "2"]


def test_scripts_with_marks_stay_whole() -> None:
    assert words.split("दाल रोटी") == ["दाल", "रोटी"]


def test_fillers_are_dropped_unless_there_is_nothing_else() -> None:
    assert words.asked("a bowl of the rice") == ["bowl", "rice"]
    assert words.asked("the") == ["the"]


@given(st.text())
def test_any_text_gives_bounded_words_that_are_safe_inside_a_search_query(text: str) -> None:
    asked = words.asked(text)

    assert len(asked) <= words.MAX_WORDS
    assert all(0 < len(word) <= words.MAX_WORD for word in asked)
    assert not set("".join(asked)) & set(" \t'\"\\:&|!()<>*\0")
