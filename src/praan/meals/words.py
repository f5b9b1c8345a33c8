"""Food words made comparable: lower case, no accents, plural and singular alike.

The same functions make the search words of the food table when it is built and of a query when it is asked,
so that both sides always agree.
"""

from __future__ import annotations

import unicodedata

FILLERS = frozenset(("a", "an", "and", "in", "of", "on", "or", "some", "the", "with"))
MAX_WORDS = 12
MAX_WORD = 40


def split(text: str) -> list[str]:
    """Words of `text` in their order: runs of letters, marks and digits of any script, lower case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words: list[str] = []
    run: list[str] = []
    for char in plain + " ":
        if "\u0300" <= char <= "\u036f" or char in "'\u2019":
            continue
        if unicodedata.category(char)[0] in "LMN":
            run.append(char)
        elif run:
            words.append(unicodedata.normalize("NFC", "".join(run)))
            run.clear()
    return words


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
