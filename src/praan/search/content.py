"""What a log or its note says: a title, a text to cut a snippet from, and the things that it is found by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from praan.documents.service import Words
from praan.kernel.words import places, split
from praan.meals.service import Named
from praan.search.terms import Asked, words_of

SNIPPET = 160
TITLE = 120
BEFORE_HIT = 40
# Of a document. Its first 1,500 different words, which are all that is found, stand well within it.
MOST_TEXT = 50_000
BLOCK = 2_000

Thing = tuple[str, str | int]

# What the app calls things (English, Hindi), then what people may type for them.
KINDS: Mapping[Thing, tuple[str, ...]] = {
    ("meal", "BREAKFAST"): ("Breakfast", "नाश्ता", "nashta"),
    ("meal", "LUNCH"): ("Lunch", "दोपहर का खाना", "दोपहर का भोजन"),
    ("meal", "DINNER"): ("Dinner", "रात का खाना", "रात का भोजन"),
    ("meal", "SNACK"): ("Snack", "हल्का नाश्ता"),
    ("meal", "ANY"): ("Meal", "भोजन"),
    ("workout", "strength"): ("Strength training", "ताक़त की कसरत"),
    ("workout", "ANY"): ("Movement", "कसरत"),
    ("reading", "blood_pressure"): ("Blood pressure", "रक्तचाप", "bp बीपी ब्लड प्रेशर"),
    ("reading", "glucose"): ("Blood sugar", "ब्लड शुगर", "glucose ग्लूकोज़ रक्त शर्करा"),
    ("reading", "spo2"): ("Oxygen", "ऑक्सीजन", "spo2 saturation"),
    ("reading", "pulse"): ("Pulse", "नाड़ी", "heart rate धड़कन"),
    ("reading", "temperature"): ("Temperature", "तापमान"),
    ("document", "ANY"): ("Document", "दस्तावेज़"),
    ("reading", "weight"): ("Weight", "वज़न"),
}
UNITS = {"spo2": "%", "pulse": "/min"}
FOOD = "food"


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says. `things` are found by any of their words; `words` by themselves.

    `kind` names the title where it is the app's word and not somebody's own.
    """

    title: str
    text: str = ""
    words: Sequence[str] = ()
    things: Mapping[Thing, Sequence[str]] = field(default_factory=dict)
    kind: str | None = None

    def found_by(self) -> set[str]:
        """All words that find it."""
        return {*self.words, *(word for named in self.things.values() for word in named)}


def foods_in(payload: Mapping[str, Any]) -> list[int]:
    """Ids of the foods of a meal, in their order."""
    return list(dict.fromkeys(item["food_id"] for item in payload.get("items") or ()))


def log_says(
    log_type: str,
    payload: Mapping[str, Any],
    foods: Mapping[int, Named],
    language: str = "en",
    asked: Asked | None = None,
) -> Said:
    """What a log says without its note. `foods` are the named foods of its items; a language but hi is English.

    A food that is found by another name than its own is followed by that name.
    """
    match log_type:
        case "NUTRITION":
            return _meal(payload, foods, language, asked)
        case "WORKOUT":
            return _workout(payload, language)
        case _:
            return _reading(payload, language)


def note_says(log: Said, note: str) -> Said:
    """What a log's note says, under the log's title."""
    return Said(log.title, note, words_of(note), kind=log.kind)


def document_says(document: Words) -> list[str]:
    """The words by which a document is found; of a long one those of its beginning."""
    return words_of(document.title or "", document.text[:MOST_TEXT])


def document_found(document: Words, asked: Asked, language: str) -> Said | None:
    """What a document says that has all words which are asked for, its text a part around the first of them.

    It is read only as far as it takes: block by block, until every word has been met.
    """
    title = document.title or ""
    held = set(filter(asked.touches, words_of(title)))
    flat = " ".join(document.text[:MOST_TEXT].split())
    part = flat[: BLOCK + SNIPPET]
    unseen = True
    for start, end in _blocks(flat):
        here = set(filter(asked.touches, words_of(flat[start:end])))
        if here and unseen:
            part, unseen = flat[max(0, start - SNIPPET) : end + SNIPPET], False
        held |= here
        if asked.met_by(held):
            return Said(title or _name(("document", "ANY"), language), part)
    if asked.met_by(held):
        return Said(title, part)
    return None


def _blocks(flat: str) -> Iterator[tuple[int, int]]:
    """Where blocks of at most BLOCK letters begin and end, cut between words."""
    start = 0
    while start < len(flat):
        end = start + BLOCK
        if end < len(flat):
            blank = flat.rfind(" ", start, end)
            end = end if blank <= start else blank
        yield start, end
        start = end


def _meal(payload: Mapping[str, Any], foods: Mapping[int, Named], language: str, asked: Asked | None) -> Said:
    kind: Thing = ("meal", payload.get("meal") or "ANY")
    named = {food: foods[food] for food in foods_in(payload) if food in foods}
    return Said(
        _name(kind, language),
        " · ".join(_called(food, asked) for food in named.values()),
        things={
            **_named(kind),
            **{(FOOD, food): _words_of_food(name) for food, name in named.items()},
        },
        kind=str(kind[1]),
    )


@lru_cache(maxsize=10_000)
def _words_of_food(food: Named) -> tuple[str, ...]:
    return tuple(words_of(food.name, *food.others))


def _called(food: Named, asked: Asked | None) -> str:
    if asked is None or any(map(asked.touches, split(food.name))):
        return food.name
    other = next((name for name in food.others if any(map(asked.touches, split(name)))), None)
    return food.name if other is None else f"{food.name} ({other})"


def _workout(payload: Mapping[str, Any], language: str) -> Said:
    if payload.get("kind") == "strength":
        kind: Thing = ("workout", "strength")
        exercises = " · ".join(exercise["name"] for exercise in payload.get("exercises") or ())
        return Said(_name(kind, language), exercises, words_of(exercises), _named(kind), "strength")
    activity = payload.get("activity") or _name(("workout", "ANY"), language)
    minutes = payload.get("minutes")
    spent = "" if minutes is None else f"{minutes:g} {'मिनट' if language == 'hi' else 'min'}"
    return Said(activity, spent, words_of(activity))


def _reading(payload: Mapping[str, Any], language: str) -> Said:
    kind: Thing = ("reading", payload["kind"])
    context = payload.get("context") or ""
    if payload["kind"] == "blood_pressure":
        value = f"{payload['systolic']}/{payload['diastolic']} mmHg"
    else:
        unit = payload.get("unit") or UNITS.get(payload["kind"], "")
        value = f"{payload['value']:g} {unit}"
    text = f"{value} · {context}" if context else value
    return Said(_name(kind, language), text, words_of(context), _named(kind), payload["kind"])


def _name(kind: Thing, language: str) -> str:
    names = KINDS.get(kind, (str(kind[1]),) * 2)
    return names[1 if language == "hi" else 0]


def _named(kind: Thing) -> dict[Thing, Sequence[str]]:
    return {kind: words_of(*KINDS.get(kind, ()))}


def snippet(text: str, asked: Asked) -> str:
    """At most SNIPPET letters of `text` around the first word that is asked for, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= SNIPPET:
        return flat
    hit = next((place.start for place in places(flat) if asked.touches(place.word)), 0)
    start = 0 if hit < SNIPPET - BEFORE_HIT else flat.rfind(" ", 0, hit - BEFORE_HIT) + 1
    lead = "…" if start else ""
    room = SNIPPET - len(lead)
    if len(flat) - start <= room:
        return lead + flat[start:]
    cut = flat.rfind(" ", start, start + room)
    end = cut if cut > hit else start + room - 1
    return lead + flat[start:end] + "…"


def short(title: str) -> str:
    """A title of at most TITLE letters."""
    return title if len(title) <= TITLE else title[: TITLE - 1] + "…"
