"""Food words made comparable: plural and singular alike, without fillers.

The same functions make the search words of the food table when it is built and of a query when it is asked,
so that both sides always agree.
"""

from __future__ import annotations

from praan.kernel.words import split

FILLERS = frozenset(("a", "an", "and", "in", "of", "on", "or", "some", "the", "with"))
MAX_WORDS = 12
MAX_WORD = 40

__all__ = ["FILLERS", "MAX_WORD", "MAX_WORDS", "asked", "phrase", "singular", "split"]


def singular(word: str) -> str:
    """A crude English singular. Not always a word ("cooky"), but the same for both numbers."""
    if not word.isascii() or len(word) < 4:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith(("oes", "ses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word


def asked(text: str) -> list[str]:
    """Words of a question: bounded in number and length, without fillers unless there is nothing else."""
    words = [word[:MAX_WORD] for word in split(text)][:MAX_WORDS]
    return [word for word in words if word not in FILLERS] or words


def phrase(words: list[str]) -> str:
    """Words in the singular, joined: the key under which a food is known."""
    return " ".join(singular(word) for word in words)
