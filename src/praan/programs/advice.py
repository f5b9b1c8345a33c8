"""Goals for one person, by age and sex, and why: where a program may begin. No diagnosis, no diet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from praan.programs import intakes
from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.intakes import ADULT, OLDER, Sex
from praan.programs.schemas import EverydayGoals, Reason, ReasonId, Source, TemplateId, TemplateOut

OWN = Source(name="Praan")
EVERY_DAY = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
WEEKLY = 150

TEXTS: dict[ReasonId, str] = {
    "energy": (
        "What keeps a healthy weight at this age: {min:,.0f} kcal when mostly sitting, {max:,.0f} kcal with a good"
        " walk every day. This is no diet; eating less is a matter for a doctor."
    ),
    "energy_any": (
        "What keeps a healthy weight at this age, from a woman who mostly sits ({min:,.0f} kcal) to a man with a"
        " good walk every day ({max:,.0f} kcal). This is no diet; eating less is a matter for a doctor."
    ),
    "protein": "{grams:g} g a day are enough for nearly every healthy person of this age.",
    "protein_older": (
        "From 65 on muscle needs more: 1 g for each kg of body weight, here for {kg:g} kg. With a kidney disease,"
        " ask the doctor first."
    ),
    "protein_training": (
        "Who trains after 65 needs 1.2 g for each kg of body weight, here for {kg:g} kg. With a kidney disease,"
        " ask the doctor first."
    ),
    "carbs": (
        "At least {min:g} g feed the brain; up to {max:g} g are 45% of the day's energy, the lower end of what is"
        " advised. Agree on it with whoever treats the person."
    ),
    "fat": "Between 20% and 35% of the day's energy.",
    "fiber": "14 g for each 1,000 kcal: whole grains, dal, vegetables and fruit.",
    "sodium": "Under 2,000 mg, about 5 g of salt from everything eaten in a day.",
    "sodium_child": "An adult's bound made smaller by how much a child of this age eats.",
    "meals": "Three meals to log. It keeps the day in view and measures no one.",
    "meals_child": "Three meals and a snack: children eat less at a time, and more often.",
    "movement": "{days:g} × {minutes:g} minutes reach the {weekly:g} minutes a week that keep a heart well.",
    "movement_older": (
        "{days:g} × {minutes:g} minutes reach {weekly:g} minutes a week; let three of the days train balance and"
        " strength. Less is fine to begin with."
    ),
    "movement_strength": (
        "Three days a week of strength and balance, with a day of rest between, keep people on their feet."
    ),
    "movement_child": "An hour of play, sport or walking every day, from 5 to 17 years.",
    "movement_toddler": "Three hours of play and running about, spread over the day.",
    "blood_pressure": "One calm reading at the same time each day shows the trend.",
    "glucose": "As often as was agreed with whoever treats the person.",
    "weight": "One weighing a day makes the trend visible; a single day says little.",
    "reading": "Only if a doctor asked for it.",
}


@dataclass(frozen=True)
class Person:
    """Whom goals are for. `age` in whole years."""

    age: int
    sex: Sex = None
    relation: str = "OTHER"


@dataclass
class Goals:
    """Goals by name, and why."""

    nutrition: dict[str, Any] = field(default_factory=dict)
    strength: dict[str, Any] = field(default_factory=dict)
    vitals: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def because(self, name: str, reason: ReasonId, source: Source, **params: float) -> None:
        text = TEXTS[reason].format(**params)
        self.reasons[name] = Reason(id=reason, params=params, text=text, source=source)

    def shown(self) -> dict[str, Any]:
        named = {*self.nutrition, *self.vitals, "minutes_per_session"}
        return {
            "nutrition_goals": NutritionGoals(**self.nutrition),
            "strength_goals": StrengthGoals(**self.strength),
            "vitals_goals": VitalsGoals(**self.vitals),
            "reasons": {name: reason for name, reason in self.reasons.items() if name in named},
        }


def everyday(person: Person) -> EverydayGoals:
    """Every goal that there is something to say about; nothing for a baby, who is led by appetite and doctor."""
    return EverydayGoals(**_everyday(person).shown())


def offered(template: TemplateOut, person: Person) -> TemplateOut | None:
    """The template adapted to the person; None when it is not for their age."""
    youngest, oldest = AGES[template.id]
    return adapted(template, person) if youngest <= person.age <= oldest else None


def adapted(template: TemplateOut, person: Person) -> TemplateOut:
    """The template with goals for the person, of any age, so that an adult's never reach a child.

    What to eat is the person's, of what the template asks for; how often to train and to measure is the
    template's, but for children, who move every day, and babies, who have no goals.
    """
    goals = _everyday(person)
    asked, measured = template.nutrition_goals.model_dump(), template.vitals_goals.model_dump()
    goals.nutrition = {name: goal for name, goal in goals.nutrition.items() if name in asked}
    goals.vitals = {name: goal for name, goal in measured.items() if name in goals.vitals}
    if person.age >= ADULT:
        goals.strength = template.strength_goals.model_dump()
        _explain_movement(goals, person, training=template.id == "strength-seniors")
    if template.id == "strength-seniors" and person.age >= OLDER:
        _protein_per_kg(goals, person, "protein_training", 1.2)
    return template.model_copy(update={**goals.shown(), "recommended": _recommended(template.id, person)})


AGES: dict[TemplateId, tuple[int, int]] = {
    "heart-blood-pressure": (ADULT, 200),
    "diabetes-care": (ADULT, 200),
    "healthy-weight": (ADULT, 200),
    "strength-seniors": (50, 200),
    "active-child": (1, ADULT - 1),
}


def _recommended(template: TemplateId, person: Person) -> bool:
    """What most people of an age begin with. Diabetes care is for who has diabetes, which no age tells."""
    if template == "strength-seniors":
        return person.age >= OLDER or person.relation == "GRANDPARENT"
    if template == "heart-blood-pressure":
        return person.age >= 40
    if template == "healthy-weight":
        return person.age < 40
    return template == "active-child"


def _everyday(person: Person) -> Goals:
    goals = Goals()
    if person.age >= 1:
        _eat(goals, person)
        _move(goals, person)
        _measure(goals)
    return goals


def _eat(goals: Goals, person: Person) -> None:
    age, sex = person.age, person.sex
    eat = goals.nutrition
    band = intakes.energy(age, sex)
    if band is not None:
        eat["calories"] = {"min": band.least, "max": band.most}
        known = sex in ("FEMALE", "MALE")
        goals.because("calories", "energy" if known else "energy_any", intakes.DGA, min=band.least, max=band.most)
        most = intakes.share(band.most, 45, 4)
        eat["carbs_g"] = {"min": intakes.CARBS_LEAST_G, "max": most}
        goals.because("carbs_g", "carbs", intakes.DRI, min=intakes.CARBS_LEAST_G, max=most)
        eat["fat_g"] = {"min": intakes.share(band.least, 20, 9), "max": intakes.share(band.most, 35, 9)}
        goals.because("fat_g", "fat", intakes.DRI)
    if age >= OLDER:
        _protein_per_kg(goals, person, "protein_older", 1)
    else:
        eat["protein_g"] = intakes.PROTEIN_G.least(age, sex)
        goals.because("protein_g", "protein", intakes.DRI, grams=eat["protein_g"])
    eat["fiber_g"] = intakes.FIBER_G.least(age, sex)
    goals.because("fiber_g", "fiber", intakes.DRI)
    eat["sodium_mg"] = {"max": intakes.SODIUM_MG.least(age, sex)}
    if age >= 14:
        goals.because("sodium_mg", "sodium", intakes.WHO_SODIUM)
    else:
        goals.because("sodium_mg", "sodium_child", intakes.DRI_SODIUM)
    eat["meals_per_day"] = 3 if age >= ADULT else 4
    goals.because("meals_per_day", "meals" if age >= ADULT else "meals_child", OWN)


def _protein_per_kg(goals: Goals, person: Person, reason: ReasonId, per_kg: float) -> None:
    kg = intakes.REFERENCE_KG.least(person.age, person.sex)
    goals.nutrition["protein_g"] = round(kg * per_kg)
    goals.because("protein_g", reason, intakes.PROT_AGE, kg=kg)


def _move(goals: Goals, person: Person) -> None:
    if person.age >= ADULT:
        goals.strength = {"days": ["MON", "TUE", "WED", "FRI", "SAT"], "minutes_per_session": 30}
        _explain_movement(goals, person)
    elif person.age >= 5:
        goals.strength = {"days": EVERY_DAY, "minutes_per_session": 60}
        goals.because("minutes_per_session", "movement_child", intakes.WHO_ACTIVITY)
    else:
        goals.strength = {"days": EVERY_DAY, "minutes_per_session": 180}
        goals.because("minutes_per_session", "movement_toddler", intakes.WHO_UNDER_FIVE)


def _explain_movement(goals: Goals, person: Person, training: bool = False) -> None:
    name, source = "minutes_per_session", intakes.WHO_ACTIVITY
    if training:
        goals.because(name, "movement_strength", source)
        return
    days, minutes = len(goals.strength["days"]), goals.strength["minutes_per_session"]
    reason: ReasonId = "movement_older" if person.age >= OLDER else "movement"
    goals.because(name, reason, source, days=days, minutes=minutes, weekly=WEEKLY)


def _measure(goals: Goals) -> None:
    own: dict[str, ReasonId] = {"blood_pressure": "blood_pressure", "glucose": "glucose", "weight": "weight"}
    for reading in VitalsGoals.model_fields:
        goals.vitals[reading] = 1
        goals.because(reading, own.get(reading, "reading"), OWN)
