"""Text as words that can be compared: any case, any accents, one spelling of what Hindi writes in two ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Apostrophes, the nukta (people type ज for ज़), and the joiners that only shape letters.
_PASSED_OVER = frozenset("'\u2019\u093c\u200c\u200d")
_SAME = {"\u0901": "\u0902"}  # chandrabindu is often typed as anusvara


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text as it compares, and where it stands: text[start:end]."""

    word: str
    start: int
    end: int


def split(text: str) -> list[str]:
    """Words of `text` in their order: runs of letters, marks and digits of any script, lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words: list[str] = []
    run: list[str] = []
    for char in plain + " ":
        if "\u0300" <= char <= "\u036f" or char in _PASSED_OVER:
            continue
        if unicodedata.category(char)[0] in "LMN":
            run.append(_SAME.get(char, char))
        elif run:
            words.append(unicodedata.normalize("NFC", "".join(run)))
            run.clear()
    return words


def places(text: str) -> Iterator[Place]:
    """The same words with where they stand in `text`."""
    start: int | None = None
    for at, char in enumerate(text + " "):
        inside = unicodedata.category(char)[0] in "LMN" or (start is not None and char in _PASSED_OVER)
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            for word in split(text[start:at]):
                yield Place(word, start, at)
            start = None
