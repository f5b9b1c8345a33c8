"""Text as words that can be compared: any case, any accents, one spelling of what Hindi writes in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Apostrophes, the nukta (people type ज for ज़), and the joiners that only shape letters.
_PASSED_OVER = frozenset(map(ord, "'\u2019\u093c\u200c\u200d"))
_ACCENTS = range(0x300, 0x370)
_CHANDRABINDU, _ANUSVARA = 0x901, 0x902
_BLANK = ord(" ")


def _is_word(code: int) -> bool:
    """Whether a character is a letter, a digit, or a mark on one, in any script."""
    return unicodedata.category(chr(code))[0] in "LMN"


class _Compared(dict[int, int | None]):
    """What stands for a character where words are compared; each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        if code in _PASSED_OVER or code in _ACCENTS:
            self[code] = None
        elif code == _CHANDRABINDU:  # often typed as the other
            self[code] = _ANUSVARA
        else:
            self[code] = code if _is_word(code) else _BLANK
        return self[code]


class _Parted(dict[int, int]):
    """Every character in its place, blanks for what parts words."""

    def __missing__(self, code: int) -> int:
        self[code] = code if code in _PASSED_OVER or _is_word(code) else _BLANK
        return self[code]


_compared = _Compared()
_parted = _Parted()
_WRITTEN = re.compile("[^\\s'\u2019\u200c\u200d]\\S*")


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text as it compares, and where it stands: text[start:end]."""

    word: str
    start: int
    end: int


def split(text: str) -> list[str]:
    """Words of `text` in their order: runs of letters, marks and digits of any script, lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_compared)
    return unicodedata.normalize("NFC", plain).split()


def places(text: str) -> Iterator[Place]:
    """The same words with where they stand in `text`."""
    for run in _WRITTEN.finditer(text.translate(_parted)):
        for word in split(run[0]):
            yield Place(word, run.start(), run.end())
