"""From words to keyed digests, and from what somebody types to what is asked of the index.

A digest is the first 8 bytes of HMAC-SHA256 under a key of the family's own, so that equal words of two families
have nothing in common, and nobody without the key can tell which word a row is about or try a list of words.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from praan.infra.crypto import Vault
from praan.kernel.words import split

DIGEST_BYTES = 8
SHORTEST = 2
LONGEST = 40
PREFIXES = range(SHORTEST, 11)
MOST_ASKED = 12
# Words of one source beyond these are not found: about ten pages of a report.
MOST_WORDS = 1500

# What every sentence has. "no" and "not" are not among them: in a note about health they are the point.
_EVERYWHERE = """
a an and are as at be been but by for from had has have he her his i in is it its me my of on or she so than that
the their them then there they this to was we were with you your
और का की के को में से है हैं हूं था थी थे पर ने यह वह ये वो तो भी ही हो हुआ हुई एक कि या इस उस इन उन मैं हम आप मेरा मेरी
मेरे अपना अपनी अपने कर करके गया गई गए
"""
STOP_WORDS = frozenset(_EVERYWHERE.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: whole words, and the last one, which may be only a beginning."""

    whole: tuple[str, ...]
    last: str

    def met_by(self, words: Iterable[str]) -> bool:
        """Whether these words answer all that is asked."""
        held = set(words)
        return held.issuperset(self.whole) and any(word.startswith(self.last) for word in held)

    def touches(self, word: str) -> bool:
        """Whether this word is one of those that are asked for."""
        return word in self.whole or word.startswith(self.last)


def asked(text: str) -> Asked | None:
    """The question in a typed text; None when it holds no word to look for."""
    words = [word[:LONGEST] for word in split(text) if len(word) >= SHORTEST][:MOST_ASKED]
    if not words:
        return None
    *before, last = dict.fromkeys(words)
    whole = [word for word in before if word not in STOP_WORDS]
    # "dal and" is on its way to "dal and rice".
    if last in STOP_WORDS and whole:
        last = whole.pop()
    return Asked(tuple(whole), last)


def words_of(*texts: str) -> list[str]:
    """The words by which these texts are found, each once, in their order, at most MOST_WORDS."""
    found: dict[str, None] = {}
    for text in texts:
        for word in split(text):
            if len(word) >= SHORTEST and word not in STOP_WORDS:
                found[word[:LONGEST]] = None
                if len(found) == MOST_WORDS:
                    return list(found)
    return list(found)


class Blind:
    """One family's digests."""

    def __init__(self, vault: Vault, owner: int) -> None:
        self._key = vault.derive(f"search:{owner}")

    def word(self, word: str) -> bytes:
        """Of a word, and of asking for exactly it."""
        return self._digest("word", word)

    def thing(self, kind: str, name: str | int) -> bytes:
        """Of a thing that many words ask for: ("food", id), ("meal", "LUNCH"), ("reading", "pulse")."""
        return self._digest(kind, str(name))

    def beginnings(self, word: str) -> list[bytes]:
        """Of the ways to begin a word, 2 to 10 letters long."""
        return [self._digest("begins", word[:length]) for length in PREFIXES if length <= len(word)]

    def asks(self, question: Asked) -> list[bytes]:
        """One digest for each part of a question. Of a last word beyond 10 letters only those 10 are asked for."""
        return [*map(self.word, question.whole), self._digest("begins", question.last[: PREFIXES[-1]])]

    def _digest(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{kind}\0{text}".encode(), "sha256")[:DIGEST_BYTES]
