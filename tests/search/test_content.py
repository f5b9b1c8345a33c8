"""What logs say, and what is shown of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from praan.documents.service import Words
from praan.meals.service import Named
from praan.search.content import (
    BLOCK,
    SNIPPET,
    document_found,
    foods_in,
    log_says,
    note_says,
    short,
    snippet,
)
from praan.search.terms import asked

FOODS = {
    1: Named("Dal", ("daal", "दाल")),
    2: Named("Rice, white, cooked, no added fat", ("chawal", "चावल")),
}


@pytest.mark.parametrize(
    ("log_type", "payload", "title", "text"),
    [
        ("NUTRITION", {"calories": 500}, "Meal", ""),
        ("NUTRITION", {"meal": "LUNCH", "items": [{"food_id": 1, "grams": 9}]}, "Lunch", "Dal"),
        ("NUTRITION", {"items": [{"food_id": 7, "grams": 9}]}, "Meal", ""),
        ("WORKOUT", {"kind": "duration", "activity": "tai chi", "minutes": 30}, "tai chi", "30 min"),
        (
            "WORKOUT",
            {"kind": "strength", "minutes": 9, "exercises": [{"name": "Squat"}, {"name": "Plank"}]},
            "Strength training",
            "Squat · Plank",
        ),
        ("VITALS", {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}, "Blood pressure", "128/82 mmHg"),
        (
            "VITALS",
            {"kind": "glucose", "value": 5.5, "unit": "mmol/L", "context": "fasting"},
            "Blood sugar",
            "5.5 mmol/L · fasting",
        ),
        ("VITALS", {"kind": "spo2", "value": 97}, "Oxygen", "97 %"),
        ("WORKOUT", {}, "Movement", ""),
    ],
)
def test_every_kind_of_log_has_a_title_and_a_text(
    log_type: str, payload: dict[str, Any], title: str, text: str
) -> None:
    says = log_says(log_type, payload, FOODS, "en")

    assert (says.title, says.text) == (title, text)


def test_a_meal_is_found_by_its_foods_in_both_scripts_and_by_its_hour() -> None:
    payload = {"meal": "BREAKFAST", "items": [{"food_id": 1, "grams": 9}, {"food_id": 2, "grams": 9}]}
    found_by = log_says("NUTRITION", payload, FOODS, "en").found_by()

    assert {"dal", "daal", "दाल", "rice", "चावल", "breakfast", "नाश्ता"} <= found_by
    assert foods_in(payload) == [1, 2]


def test_the_title_is_in_the_readers_language_and_the_words_are_in_both() -> None:
    english, hindi = (
        log_says("VITALS", {"kind": "weight", "value": 61.5, "unit": "kg"}, {}, x) for x in ("en", "hi")
    )

    assert (english.title, hindi.title) == ("Weight", "वज़न")
    assert english.found_by() == hindi.found_by() >= {"weight", "वजन"}


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("dal", "Dal · Rice, white, cooked, no added fat"),
        ("दा", "Dal (दाल) · Rice, white, cooked, no added fat"),
        ("dal chaw", "Dal · Rice, white, cooked, no added fat (chawal)"),
        ("lunch", "Dal · Rice, white, cooked, no added fat"),
    ],
)
def test_a_food_found_by_another_name_shows_it(q: str, text: str) -> None:
    payload = {"meal": "LUNCH", "items": [{"food_id": 1, "grams": 9}, {"food_id": 2, "grams": 9}]}

    assert log_says("NUTRITION", payload, FOODS, asked=asked(q)).text == text


def test_a_note_says_only_what_is_written_in_it() -> None:
    says = note_says(log_says("NUTRITION", {"meal": "LUNCH"}, {}, "en"), "no sugar")

    assert (says.title, says.text, says.found_by()) == ("Lunch", "no sugar", {"no", "sugar"})


@pytest.mark.parametrize("words_before", [0, 3, 20, 60, 300])
@pytest.mark.parametrize("words_after", [0, 3, 300])
def test_a_snippet_is_short_and_has_the_hit_in_it(words_before: int, words_after: int) -> None:
    text = "  ".join(["filler"] * words_before + ["Dizziness"] + ["other"] * words_after)
    question = asked("dizz")
    assert question is not None

    cut = snippet(text, question)

    assert len(cut) <= SNIPPET
    assert "Dizziness" in cut
    assert all(word.strip("…") in ("filler", "Dizziness", "other", "") for word in cut.split())


@pytest.mark.parametrize("before", [0, 1, 300, 4000])
@pytest.mark.parametrize("apart", [0, 3000])
def test_a_document_is_found_by_words_wherever_they_stand(before: int, apart: int) -> None:
    text = " ".join(["filler"] * before + ["Dizziness"] + ["other"] * apart + ["cholesterol"] + ["end"] * before)
    words = Words(7, "Lab", text, None, dt.datetime.now(dt.UTC))
    for q in ("dizz", "cholesterol dizziness", "lab dizziness chol"):
        question = asked(q)
        assert question is not None

        found = document_found(words, question, "en")

        assert found is not None
        assert found.title == "Lab"
        assert len(found.text) <= BLOCK + 2 * SNIPPET
        cut = snippet(found.text, question)
        assert "Dizziness" in cut
        assert cut.startswith("…") == (before > 20)
        assert cut.endswith("…") == (before + apart > 20)


@pytest.mark.parametrize("q", ["sugar", "dizziness sugar", "izziness", "lab sug"])
def test_a_document_without_a_word_is_not_found(q: str) -> None:
    question = asked(q)
    assert question is not None
    words = Words(7, "Lab", "Dizziness " * 9000, None, dt.datetime.now(dt.UTC))

    assert document_found(words, question, "en") is None


def test_a_document_found_by_its_title_shows_how_it_begins() -> None:
    question = asked("sugar")
    assert question is not None
    words = Words(7, "Sugar", "Fasting 5.4 " + "and so on " * 900, None, dt.datetime.now(dt.UTC))

    found = document_found(words, question, "en")

    assert found is not None
    assert snippet(found.text, question).startswith("Fasting 5.4 and")
    picture = document_found(Words(7, "Sugar", "", None, words.created_at), question, "en")
    assert picture is not None
    assert picture.text == ""


def test_one_long_word_is_cut_all_the_same() -> None:
    question = asked("aaa")
    assert question is not None

    assert len(snippet("a" * 2000, question)) == SNIPPET
    assert len(short("a" * 200)) == 120
