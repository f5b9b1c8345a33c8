"""What a report says, in English and Hindi: built from its numbers when it is read or drawn, never stored."""

from __future__ import annotations

from collections.abc import Mapping

from praan.kernel.clock import local_date
from praan.reports.numbers import focus
from praan.reports.schemas import Alerts, Focus, FocusKind, Language, Numbers

LANGUAGES: tuple[Language, ...] = ("en", "hi")

SCORE: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "rested": "The program rested this week.",
        "not_due": "Nothing was due this week.",
        "quiet": "It was a quiet week: nothing was logged, and the next one begins fresh.",
        "score": "The week's score is {score} of 100.",
        "more": "The week's score is {score} of 100, {points} more than the week before.",
        "fewer": "The week's score is {score} of 100, {points} less than the week before.",
        "same": "The week's score is {score} of 100, as in the week before.",
        "so_far": "So far this week's score is {score} of 100.",
    },
    "hi": {
        "rested": "इस हफ़्ते प्रोग्राम को आराम दिया गया था।",
        "not_due": "इस हफ़्ते कुछ करना नहीं था।",
        "quiet": "यह हफ़्ता शांत रहा: कुछ दर्ज नहीं हुआ, और अगला हफ़्ता नई शुरुआत है।",
        "score": "हफ़्ते का स्कोर 100 में से {score} रहा।",
        "more": "हफ़्ते का स्कोर 100 में से {score} रहा, उससे पिछले हफ़्ते से {points} ज़्यादा।",
        "fewer": "हफ़्ते का स्कोर 100 में से {score} रहा, उससे पिछले हफ़्ते से {points} कम।",
        "same": "हफ़्ते का स्कोर 100 में से {score} रहा, उससे पिछले हफ़्ते जितना ही।",
        "so_far": "इस हफ़्ते का स्कोर अब तक 100 में से {score} है।",
    },
}
DEEDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "both": "Meals were logged on {meals} of {days} days, with {minutes} of movement on {active}.",
        "meals": "Meals were logged on {meals} of {days} days.",
        "movement": "There were {minutes} of movement on {active}.",
        "neither": "No meals and no movement were logged.",
        "no_meals": "No meals were logged.",
        "no_movement": "No movement was logged.",
        "hidden": "Meals and workouts are not shared with you.",
        "minute": "{n} minute",
        "minutes": "{n} minutes",
        "day": "{n} day",
        "days": "{n} days",
    },
    "hi": {
        "both": "{days} में से {meals} दिन भोजन दर्ज हुआ, और {active} में कुल {minutes} कसरत हुई।",
        "meals": "{days} में से {meals} दिन भोजन दर्ज हुआ।",
        "movement": "{active} में कुल {minutes} कसरत हुई।",
        "neither": "न भोजन दर्ज हुआ, न कसरत।",
        "no_meals": "कोई भोजन दर्ज नहीं हुआ।",
        "no_movement": "कोई कसरत दर्ज नहीं हुई।",
        "hidden": "भोजन और कसरत की जानकारी आपसे साझा नहीं की गई है।",
        "minute": "{n} मिनट",
        "minutes": "{n} मिनट",
        "day": "{n} दिन",
        "days": "{n} दिन",
    },
}
READINGS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "hidden": "Readings are not shared with you.",
        "none": "No readings were taken.",
        "none_alerts": "No readings were taken, and {alerts}.",
        "pressure": "Blood pressure averaged {systolic}/{diastolic} mmHg over {readings}, and {alerts}.",
        "others": "There were {readings}, and {alerts}.",
        "reading": "{n} reading",
        "readings": "{n} readings",
        "no_alerts": "no alert opened",
        "still": "{opened}; still open: {n}",
        "still_urgent": "{opened}; still open: {n}, urgent: {urgent}",
        "alert": "{n} alert opened",
        "alerts": "{n} alerts opened",
    },
    "hi": {
        "hidden": "जाँचें आपसे साझा नहीं की गई हैं।",
        "none": "कोई जाँच नहीं हुई।",
        "none_alerts": "कोई जाँच नहीं हुई, और {alerts}।",
        "pressure": "{readings} में ब्लड प्रेशर का औसत {systolic}/{diastolic} mmHg रहा, और {alerts}।",
        "others": "{readings}, और {alerts}।",
        "reading": "{n} जाँच",
        "readings": "{n} जाँच",
        "no_alerts": "कोई नई चेतावनी नहीं आई",
        "still": "{opened}; अब भी खुली: {n}",
        "still_urgent": "{opened}; अब भी खुली: {n}, गंभीर: {urgent}",
        "alert": "{n} चेतावनी आई",
        "alerts": "{n} चेतावनियाँ आईं",
    },
}
FOCUS: Mapping[Language, Mapping[FocusKind, str]] = {
    "en": {
        "begin": "One small thing a day is enough to begin: log a single meal, whenever it suits.",
        "rest": "Rest is part of care. Go on with the program when the time is right.",
        "alerts": "Have the readings out of range at hand when you next speak with the doctor.",
        "readings": "Take readings at one fixed moment of the day, after brushing teeth for instance.",
        "meals": "Log one more meal a day; a photo is enough.",
        "energy": "Keep portions near the day's energy goal; the meals that were logged show the way.",
        "protein": "Add one food rich in protein a day: dal, curd, eggs, paneer or fish.",
        "workout": "Make time for one more session; ten minutes count.",
        "keep": "Keep going just like this.",
    },
    "hi": {
        "begin": "शुरुआत के लिए दिन में एक छोटा काम काफ़ी है: जब सुविधा हो, बस एक भोजन दर्ज करें।",
        "rest": "आराम भी देखभाल का हिस्सा है। सही समय लगे तब प्रोग्राम फिर शुरू करें।",
        "alerts": "अगली बार डॉक्टर से बात करें तो सीमा से बाहर के नतीजे साथ रखें।",
        "readings": "जाँच दिन के एक तय समय पर करें, जैसे सुबह ब्रश करने के बाद।",
        "meals": "दिन में एक भोजन और दर्ज करें; फ़ोटो ही काफ़ी है।",
        "energy": "खाने की मात्रा दिन के ऊर्जा लक्ष्य के आसपास रखें; दर्ज भोजन रास्ता दिखाते हैं।",
        "protein": "रोज़ प्रोटीन वाली एक चीज़ जोड़ें: दाल, दही, अंडा, पनीर या मछली।",
        "workout": "एक और सत्र के लिए समय निकालें; दस मिनट भी गिने जाते हैं।",
        "keep": "बस ऐसे ही चलते रहें।",
    },
}


def number(value: float) -> str:
    """At most one decimal, whole numbers without: 82, 81.4."""
    return f"{value:.1f}".removesuffix(".0")


def begun_days(numbers: Numbers) -> int:
    """How many days of the week had begun when the report was made, of the program where there was one."""
    if numbers.macros is not None and numbers.macros.begun:
        return numbers.macros.begun
    if numbers.whole:
        return 7
    return min(7, (local_date(numbers.as_of, numbers.time_zone) - numbers.days[0].date).days + 1)


def summary(numbers: Numbers, language: Language) -> list[str]:
    """Three sentences: the score, what was done, what was measured."""
    return [_score(numbers, language), _deeds(numbers, language), _measured(numbers, language)]


def next_focus(numbers: Numbers, language: Language) -> Focus:
    """One thing for the next week."""
    kind = focus(numbers)
    return Focus(kind=kind, text=FOCUS[language][kind])


def _score(numbers: Numbers, language: Language) -> str:
    said = SCORE[language]
    if numbers.paused:
        return said["rested"]
    if numbers.score is None:
        return said["not_due"]
    if not numbers.logs:
        return said["quiet"]
    if not numbers.whole:
        return said["so_far"].format(score=number(numbers.score))
    if numbers.previous_score is None:
        return said["score"].format(score=number(numbers.score))
    more = round(numbers.score - numbers.previous_score, 1)
    kind = "more" if more > 0 else "fewer" if more < 0 else "same"
    return said[kind].format(score=number(numbers.score), points=number(abs(more)))


def _deeds(numbers: Numbers, language: Language) -> str:
    said, macros, workouts = DEEDS[language], numbers.macros, numbers.workouts
    if macros is None and workouts is None:
        return said["hidden"]
    told: dict[str, object] = {"days": begun_days(numbers), "meals": macros.days if macros else 0}
    if workouts is not None:
        told |= {
            "minutes": _many(said, "minute", workouts.minutes),
            "active": _many(said, "day", workouts.days),
        }
    moved = workouts is not None and workouts.days > 0
    ate = macros is not None and macros.days > 0
    kind = "both" if moved and ate else "movement" if moved else "meals" if ate else "neither"
    if kind == "neither" and (macros is None or workouts is None):
        kind = "no_movement" if macros is None else "no_meals"
    return said[kind].format(**told)


def _measured(numbers: Numbers, language: Language) -> str:
    said = READINGS[language]
    pressure, alerts = numbers.blood_pressure, numbers.alerts
    if pressure is None or alerts is None:
        return said["hidden"]
    told = _opened(alerts, said)
    others = sum(each.readings for each in numbers.readings or ())
    if pressure.systolic is not None and pressure.diastolic is not None:
        return said["pressure"].format(
            systolic=number(pressure.systolic.mean),
            diastolic=number(pressure.diastolic.mean),
            readings=_many(said, "reading", pressure.readings),
            alerts=told,
        )
    if others:
        return said["others"].format(readings=_many(said, "reading", others), alerts=told)
    return said["none_alerts"].format(alerts=told) if alerts.opened or alerts.unresolved else said["none"]


def _opened(alerts: Alerts, said: Mapping[str, str]) -> str:
    """What opened in the week, and what is open whenever it did."""
    opened = _many(said, "alert", alerts.opened) if alerts.opened else said["no_alerts"]
    if not alerts.unresolved:
        return opened
    still = said["still_urgent" if alerts.unresolved_urgent else "still"]
    return still.format(opened=opened, n=alerts.unresolved, urgent=alerts.unresolved_urgent)


def _many(said: Mapping[str, str], what: str, count: float) -> str:
    return said[what if count == 1 else f"{what}s"].format(n=number(count))
