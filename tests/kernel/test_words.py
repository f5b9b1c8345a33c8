"""Words as they compare, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.kernel.words import places, split


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सब्ज़ी", "सब्जी"),
        ("हूँ", "हूं"),
        ("क़लम", "कलम"),
        ("STRASSE", "straße"),
        ("café", "cafe\u0301"),
        ("ﬁsh", "fish"),
        ("क्\u200dष", "क्ष"),
    ],
)
def test_two_ways_to_write_a_word_meet(one: str, other: str) -> None:
    assert split(one) == split(other) != []


def test_signs_part_words_and_marks_do_not() -> None:
    assert split("दाल-रोटी, 2 कटोरी… (Grandma’s)") == ["दाल", "रोटी", "2", "कटोरी", "grandmas"]


def test_a_place_cuts_the_word_out_of_the_text() -> None:
    text = "  Crème brûlée: सब्ज़ी, don't"

    assert [(place.word, text[place.start : place.end]) for place in places(text)] == [
        ("creme", "Crème"),
        ("brulee", "brûlée"),
        ("सब्जी", "सब्ज़ी"),
        ("dont", "don't"),
    ]


@given(st.text(st.characters(categories=("L", "N", "P", "Z", "Mn", "Mc"))))
def test_places_lie_in_the_text_one_after_the_other(text: str) -> None:
    found = list(places(text))

    assert all(0 <= place.start < place.end <= len(text) and place.word for place in found)
    assert [place.start for place in found] == sorted(place.start for place in found)
