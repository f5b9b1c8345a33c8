"""What letters say."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import get_args

import pytest

from praan.infra.mail.letters import LETTERS, LONGEST_NAME, Kind, harmless, write

LINK = "https://praan.example/invitations#abc_-1"
NAMES = {"from_name": "Asha", "member_name": "Grandpa", "role": "MANAGER"}


class Words(HTMLParser):
    """The text and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links |= {value for name, value in attrs if name in ("href", "src") and value}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_letter_says_the_same_plain_and_as_html(language: str, kind: Kind) -> None:
    letter = write(kind, language, LINK, NAMES)
    page = Words()
    page.feed(letter.html)

    assert "{" not in letter.subject + letter.text
    assert page.links == (set() if kind == "changed" else {LINK})
    assert (LINK in letter.text) == (kind != "changed")
    for part in letter.text.split("\n\n"):
        assert part.removeprefix("-- \n").strip() in page.text


def test_every_language_has_every_letter() -> None:
    assert {frozenset(letters) for letters in LETTERS.values()} == {frozenset(get_args(Kind))}


@pytest.mark.parametrize(("language", "advice"), [("en", "do not open the link"), ("hi", "लिंक न खोलें")])
def test_who_did_not_ask_to_confirm_an_address_is_told_to_leave_the_link(language: str, advice: str) -> None:
    letter = write("confirm", language, LINK, {})

    assert advice in letter.text.partition(LINK)[2]


def test_a_language_that_we_do_not_write_gets_english() -> None:
    assert write("reset", "ta", LINK, {}) == write("reset", "en", LINK, {})


def test_a_name_is_text_and_no_markup() -> None:
    letter = write("invitation", "en", LINK, {**NAMES, "member_name": "<img src=x onerror=y>&amp;"})
    page = Words()
    page.feed(letter.html)

    assert "img" not in page.tags
    assert "x onerror=y &amp;" in page.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dr. Rao", "Dr. Rao"),
        ("S.K. Iyer", "S. K. Iyer"),
        ("Win now http://evil.example/x", "Win now http evil. example x"),
        ("a@b.example", "a b. example"),
        ("Asha\r\nBcc: all", "Asha Bcc all"),
        ("evil\u3002example", "evil. example"),
        ("आशा", "आशा"),
        ("क्\u200dषमा", "क्\u200dषमा"),
    ],
)
def test_a_name_leads_nowhere(name: str, shown: str) -> None:
    assert harmless(name) == shown


def test_a_long_name_is_cut() -> None:
    assert len(harmless("a" * 200)) == LONGEST_NAME
