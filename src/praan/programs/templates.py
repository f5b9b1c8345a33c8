"""Ready-made programs: goals to begin with, and why. They are a start to be adapted, not medical advice."""

from __future__ import annotations

from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.schemas import TemplateId, TemplateOut

_ALL = (
    TemplateOut(
        id="heart-blood-pressure",
        title="Heart & blood pressure",
        description=(
            "Less salt, more fibre and a walk most days, with a blood pressure reading each morning. Sodium"
            " stays below 2,000 mg a day, the World Health Organization's bound for adults; five walks of 30"
            " minutes make the 150 minutes a week that it advises."
        ),
        nutrition_goals=NutritionGoals(
            calories={"min": 1600, "max": 2000},
            protein_g=60,
            fiber_g=25,
            sodium_mg={"max": 2000},
            meals_per_day=3,
        ),
        strength_goals=StrengthGoals(days=["MON", "TUE", "WED", "FRI", "SAT"], minutes_per_session=30),
        vitals_goals=VitalsGoals(blood_pressure=1),
    ),
    TemplateOut(
        id="diabetes-care",
        title="Diabetes care",
        description=(
            "Regular meals with bounded carbohydrates and enough fibre keep glucose steady; two readings a day"
            " show what a meal does. Movement on five days helps the body to use insulin. Agree on the"
            " carbohydrate band with whoever treats the person, above all when they take insulin."
        ),
        nutrition_goals=NutritionGoals(
            calories={"min": 1500, "max": 1900},
            protein_g=65,
            carbs_g={"min": 130, "max": 200},
            fiber_g=28,
            meals_per_day=3,
        ),
        strength_goals=StrengthGoals(days=["MON", "TUE", "THU", "FRI", "SUN"], minutes_per_session=30),
        vitals_goals=VitalsGoals(glucose=2),
    ),
    TemplateOut(
        id="healthy-weight",
        title="Healthy weight",
        description=(
            "A moderate energy band, protein at each meal so that muscle stays, and four sessions a week. One"
            " weighing a day makes the trend visible; single days say little."
        ),
        nutrition_goals=NutritionGoals(
            calories={"min": 1400, "max": 1800},
            protein_g=75,
            fiber_g=25,
            meals_per_day=3,
        ),
        strength_goals=StrengthGoals(days=["MON", "WED", "FRI", "SUN"], minutes_per_session=40),
        vitals_goals=VitalsGoals(weight=1),
    ),
    TemplateOut(
        id="strength-seniors",
        title="Strength for seniors",
        description=(
            "Muscle keeps older people on their feet: three short strength sessions a week with a day of rest"
            " between, and more protein (about 1.1 g for each kg of body weight, here for 65 kg)."
        ),
        nutrition_goals=NutritionGoals(calories={"min": 1600, "max": 2100}, protein_g=72, meals_per_day=3),
        strength_goals=StrengthGoals(days=["MON", "WED", "FRI"], minutes_per_session=25),
        vitals_goals=VitalsGoals(blood_pressure=1),
    ),
    TemplateOut(
        id="active-child",
        title="Active child",
        description=(
            "An hour of movement every day, as the World Health Organization advises from 5 to 17 years, and four"
            " meals. There is no energy bound on purpose: children who grow need no counting."
        ),
        nutrition_goals=NutritionGoals(protein_g=35, meals_per_day=4),
        strength_goals=StrengthGoals(
            days=["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], minutes_per_session=60
        ),
        vitals_goals=VitalsGoals(),
    ),
)
TEMPLATES: dict[TemplateId, TemplateOut] = {template.id: template for template in _ALL}
