"""What people of an age need, as published tables say it. docs/goals.md names where each number stands.

Every table is read by age in whole years. Where a source differs by sex and the sex is not known, one that asks
for something takes the lower number, and one that bounds takes the wider band: nobody is asked for too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from praan.programs.schemas import Source

Sex: TypeAlias = Literal["FEMALE", "MALE", "OTHER"] | None

DRI = Source(
    name="National Academies, Dietary Reference Intakes, 2005", url="https://www.ncbi.nlm.nih.gov/books/NBK56068/"
)
DRI_SODIUM = Source(
    name="National Academies, Dietary Reference Intakes for Sodium and Potassium, 2019",
    url="https://www.ncbi.nlm.nih.gov/books/NBK538102/",
)
DGA = Source(
    name="Dietary Guidelines for Americans 2020–2025, Appendix 2", url="https://www.dietaryguidelines.gov/"
)
PROT_AGE = Source(name="PROT-AGE Study Group, 2013", url="https://doi.org/10.1016/j.jamda.2013.05.021")
WHO_SODIUM = Source(
    name="World Health Organization, sodium guideline, 2012",
    url="https://www.who.int/publications/i/item/9789241504836",
)
WHO_ACTIVITY = Source(
    name="World Health Organization, physical activity guidelines, 2020",
    url="https://www.who.int/publications/i/item/9789240015128",
)
WHO_UNDER_FIVE = Source(
    name="World Health Organization, guidelines for children under 5, 2019",
    url="https://www.who.int/publications/i/item/9789241550536",
)

ADULT = 18
OLDER = 65


class Step(NamedTuple):
    """A row of a table: from this age on, for women and girls, for men and boys."""

    age: int
    female: float
    male: float


class Band(NamedTuple):
    """An amount of kcal a day, from least to most."""

    least: int
    most: int


@dataclass(frozen=True)
class Table:
    """Steps by ascending age."""

    steps: tuple[Step, ...]

    def both(self, age: int) -> tuple[float, float]:
        """The numbers for women and for men of an age; raises ValueError below the first step."""
        found = [step for step in self.steps if step.age <= age]
        if not found:
            raise ValueError(f"the table begins at {self.steps[0].age}")
        return found[-1].female, found[-1].male

    def least(self, age: int, sex: Sex) -> float:
        """The number of the sex, else the lower one."""
        female, male = self.both(age)
        return {"FEMALE": female, "MALE": male}.get(sex or "", min(female, male))

    def most(self, age: int, sex: Sex) -> float:
        """The number of the sex, else the higher one."""
        female, male = self.both(age)
        return {"FEMALE": female, "MALE": male}.get(sex or "", max(female, male))


# Recommended Dietary Allowances, g a day (DRI 2005, summary table of macronutrients).
PROTEIN_G = Table((Step(1, 13, 13), Step(4, 19, 19), Step(9, 34, 34), Step(14, 46, 52), Step(19, 46, 56)))
# The weights in kg behind the allowances for adults (DRI 2005, reference heights and weights).
REFERENCE_KG = Table((Step(19, 57, 70),))
# Adequate Intakes, g a day: 14 g for each 1,000 kcal (DRI 2005, the same table).
FIBER_G = Table(
    (Step(1, 19, 19), Step(4, 25, 25), Step(9, 26, 31), Step(14, 26, 38), Step(19, 25, 38), Step(51, 21, 30))
)
# kcal a day that keep a healthy weight (DGA 2020-2025, Table A2-2): hardly moving, and walking 2.5 to 5 km a day.
SITTING_KCAL = Table(
    (Step(18, 1800, 2400), Step(19, 2000, 2600), Step(21, 2000, 2400), Step(26, 1800, 2400), Step(41, 1800, 2200),
     Step(51, 1600, 2200), Step(61, 1600, 2000))
)  # fmt: skip
WALKING_KCAL = Table(
    (Step(18, 2000, 2800), Step(19, 2200, 2800), Step(26, 2000, 2600), Step(46, 2000, 2400), Step(51, 1800, 2400),
     Step(66, 1800, 2200))
)  # fmt: skip
# mg a day at most: for children an adult's bound scaled by their energy (DRI 2019, risk reduction); from 14 on
# WHO's 2,000 mg are lower.
SODIUM_MG = Table((Step(1, 1200, 1200), Step(4, 1500, 1500), Step(9, 1800, 1800), Step(14, 2000, 2000)))
CARBS_LEAST_G = 130


def energy(age: int, sex: Sex) -> Band | None:
    """The band that keeps a healthy weight; None for children, who grow and need no counting."""
    if age < ADULT:
        return None
    return Band(int(SITTING_KCAL.least(age, sex)), int(WALKING_KCAL.most(age, sex)))


def share(kcal: int, percent: int, kcal_per_gram: int) -> int:
    """Grams of a nutrient that give so many percent of an energy, rounded to 5 g."""
    return round(kcal * percent / 100 / kcal_per_gram / 5) * 5
