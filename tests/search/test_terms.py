"""Digests and questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.infra.crypto import Vault
from praan.search.terms import MOST_WORDS, Asked, Blind, asked, words_of

VAULT = Vault({1: b"k" * 32}, 1)


@pytest.mark.parametrize(
    ("text", "whole", "last"),
    [
        ("dal", (), "dal"),
        ("Dal RI", ("dal",), "ri"),
        ("dal and ri", ("dal",), "ri"),
        ("dal and", (), "dal"),
        ("the", (), "the"),
        ("  no sugar! ", ("no",), "sugar"),
        ("dal d", (), "dal"),
        ("dal dal", (), "dal"),
        ("दाल और चाव", ("दाल",), "चाव"),
        ("सब्ज़ी", (), "सब्जी"),
    ],
)
def test_the_last_word_may_be_a_beginning(text: str, whole: tuple[str, ...], last: str) -> None:
    assert asked(text) == Asked(whole, last)


@pytest.mark.parametrize("text", ["", " ", "!!", "a", "\x00", "☕"])
def test_without_a_word_nothing_is_asked(text: str) -> None:
    assert asked(text) is None


def test_all_words_must_be_met() -> None:
    question = Asked(("no",), "sug")

    assert question.met_by(["sugar", "no"])
    assert not question.met_by(["sugar"])
    assert not question.met_by(["no", "sweet"])
    assert not question.met_by(["noodles", "sugar"])


def test_words_everybody_says_are_left_out_and_the_rest_is_bounded() -> None:
    assert words_of("The dal and the dal", "was no good") == ["dal", "no", "good"]
    assert len(words_of(" ".join(f"w{n}" for n in range(2 * MOST_WORDS)))) == MOST_WORDS


def test_a_digest_is_the_familys_own_and_hides_the_word() -> None:
    one, other = Blind(VAULT, 1), Blind(VAULT, 2)

    assert one.word("dal") == Blind(VAULT, 1).word("dal")
    assert len({one.word("dal"), other.word("dal"), one.thing("food", "dal"), *one.beginnings("dal")}) == 5
    assert all(len(each) == 8 and b"dal" not in each for each in [one.word("dal"), *one.beginnings("dal")])


def test_a_word_can_be_begun_in_two_to_ten_letters() -> None:
    assert len(Blind(VAULT, 1).beginnings("hypertension")) == 9
    assert Blind(VAULT, 1).beginnings("bp") == [Blind(VAULT, 1)._digest("begins", "bp")]


def test_a_long_last_word_is_asked_for_by_its_first_ten_letters() -> None:
    blind = Blind(VAULT, 1)

    assert blind.asks(Asked((), "hypertension")) == blind.asks(Asked((), "hypertensive"))
    assert blind.asks(Asked(("no",), "sugar")) == [blind.word("no"), blind.beginnings("sugar")[-1]]


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_a_bounded_question(text: str) -> None:
    question = asked(text)

    assert question is None or (len(question.whole) < 12 and 2 <= len(question.last) <= 40)


@given(st.lists(st.sampled_from(["dal", "rice", "सब्ज़ी", "Ghee", "and", "no"]), min_size=1))
def test_a_text_is_found_by_its_own_words(words: list[str]) -> None:
    question = asked(" ".join(words))

    assert question is None or question.last == "and" or question.met_by(words_of(" ".join(words)))
