"""Two people write for the same person at once: the scores equal those of a serial run and of a rebuild."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clock import ZONE
from tests.factories import call, make_program
from tests.journal.conftest import Pair
from tests.journal.ledger import assert_rebuild_changes_nothing, days
from tests.journal.settled import add_photo, plate, settle

EVERY_DAY = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
GOALS = {
    "nutrition_goals": {"meals_per_day": 3, "calories": 1900, "protein_g": 55.5},
    "strength_goals": {"days": EVERY_DAY[::2], "minutes_per_session": 35},
    "vitals_goals": {"blood_pressure": 2, "glucose": 1},
}
BACK = st.integers(0, 4)
KCAL = st.integers(0, 20_000).map(lambda tenths: tenths / 10)
MEALS = st.fixed_dictionaries(
    {"calories": KCAL}, optional={"protein_g": st.integers(0, 900).map(lambda n: n / 7), "fat_g": st.just(0.001)}
).map(lambda payload: ("NUTRITION", payload))
WORKOUTS = st.integers(1, 9_000).map(
    lambda n: ("WORKOUT", {"kind": "duration", "activity": "walk", "minutes": n / 100})
)
READINGS = st.sampled_from(
    [
        ("VITALS", {"kind": "blood_pressure", "systolic": 121, "diastolic": 80}),
        ("VITALS", {"kind": "glucose", "value": 5.4, "unit": "mmol/L"}),
        ("VITALS", {"kind": "weight", "value": 70, "unit": "kg"}),
    ]
)
LOGS = st.one_of(MEALS, WORKOUTS, READINGS)


@dataclass(frozen=True)
class Add:
    log: tuple[str, dict[str, Any]]
    back: int


@dataclass(frozen=True)
class Photo:
    back: int
    certain: bool
    foods: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Correct:
    """Another content of the same type, another day, or both."""

    which: int
    factor: int | None
    back: int | None


@dataclass(frozen=True)
class Delete:
    which: int


@dataclass(frozen=True)
class Restore:
    which: int


@dataclass(frozen=True)
class Confirm:
    which: int
    grams: int | None


@dataclass(frozen=True)
class Goals:
    kcal: int
    minutes: int


FOODS = (1, 2, 3)
Step = Add | Photo | Correct | Delete | Restore | Confirm | Goals
WHICH = st.integers(0, 30)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(Add, LOGS, BACK),
    st.builds(Add, LOGS, BACK),
    st.builds(
        Photo,
        BACK,
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(FOODS), st.integers(1, 400)), min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Correct, WHICH, st.none() | st.integers(1, 9), st.none() | BACK),
    st.builds(Delete, WHICH),
    st.builds(Restore, WHICH),
    st.builds(Confirm, WHICH, st.none() | st.integers(1, 500)),
)
HISTORY = st.lists(STEPS, min_size=4, max_size=14)
NEW_GOALS = st.lists(st.builds(Goals, st.integers(500, 4000), st.integers(5, 90)), max_size=3)


@dataclass
class Mine:
    """A log that this actor made: its newest revision."""

    id: int
    log_type: str
    status: str
    deleted: bool = False


@dataclass
class Actor:
    """Does the steps of one person in one program, each on that person's own logs."""

    who: Any
    owner: int
    program: int
    food_ids: list[int]
    parts: Any
    mine: list[Mine] = field(default_factory=list)

    async def do(self, step: Step) -> None:
        match step:
            case Add((log_type, payload), back):
                body = {
                    "program_id": self.program,
                    "log_type": log_type,
                    "payload": payload,
                    "timestamp": moment(back).isoformat(),
                }
                made = await call(self.who, "POST", "/logs", 201, json=body)
                self.mine.append(Mine(made["id"], log_type, "VERIFIED"))
            case Photo(back, certain, foods):
                log = await add_photo(self.parts.rt, self.parts.god, self.who.id, self.program, moment(back))
                seen = plate(*((self.food_ids[food], grams) for food, grams in foods), certain=certain)
                assert await settle(self.parts.analysis_rt, self.owner, log, seen)
                self.mine.append(Mine(log, "NUTRITION", "VERIFIED" if certain else "NEEDS_REVIEW"))
            case Goals(kcal, minutes):
                goals = {
                    "nutrition_goals": {"calories": kcal, "meals_per_day": 2},
                    "strength_goals": {"days": EVERY_DAY, "minutes_per_session": minutes},
                    "effective_from": LATEST_DAY,
                }
                await call(self.who, "PUT", f"/programs/{self.program}/config", 200, json=goals)
            case _:
                if self.mine:
                    await self.change(step, self.mine[step.which % len(self.mine)])

    async def change(self, step: Correct | Delete | Restore | Confirm, log: Mine) -> None:
        path = f"/logs/{log.id}"
        match step:
            case Correct() if not log.deleted and (step.factor is not None or step.back is not None):
                body: dict[str, Any] = {}
                if step.factor is not None:
                    body["payload"] = corrected(log.log_type, step.factor)
                if step.back is not None:
                    body["timestamp"] = moment(step.back).isoformat()
                revision = await call(self.who, "PATCH", path, 200, json=body)
                log.id, log.status = revision["id"], revision["status"]
            case Delete() if not log.deleted:
                await call(self.who, "DELETE", path, 204)
                log.deleted = True
            case Restore():
                await call(self.who, "POST", path + "/restore", 200)
                log.deleted = False
            case Confirm() if not log.deleted and log.status == "NEEDS_REVIEW":
                items = [{"food_id": self.food_ids[1], "grams": step.grams}] if step.grams else None
                await call(self.who, "POST", path + "/verify", 200, json={"items": items} if items else None)
                log.status = "VERIFIED"


def corrected(log_type: str, factor: int) -> dict[str, Any]:
    match log_type:
        case "NUTRITION":
            return {"calories": factor * 100.5, "carbs_g": factor / 3}
        case "WORKOUT":
            return {"kind": "duration", "activity": "swim", "minutes": factor / 3}
        case _:
            return {"kind": "pulse", "value": 60 + factor}


# Nearly a day ahead is still allowed: so goals can be set for the day of `moment(0)` whatever the clock says.
LATEST = dt.datetime.now(dt.UTC) + dt.timedelta(hours=23)
LATEST_DAY = LATEST.astimezone(ZoneInfo(ZONE)).date().isoformat()


def moment(back: int) -> dt.datetime:
    return LATEST - dt.timedelta(days=back)


@dataclass(frozen=True)
class Parts:
    rt: Any
    analysis_rt: Any
    god: Any


async def run(
    pair: Pair, parts: Parts, histories: tuple[list[Step], ...], food_ids: list[int], *, at_once: bool
) -> list[dict[str, Any]]:
    """The days of a new program after its histories (owner's, manager's, and the goals the owner sets)."""
    program = await make_program(pair.owner, pair.member, **GOALS)

    async def one(who: Any, steps: list[Step]) -> None:
        actor = Actor(who, pair.owner.id, program, food_ids, parts)
        for step in steps:
            await actor.do(step)

    work: list[Callable[[], Awaitable[None]]] = [
        lambda who=who, steps=steps: one(who, steps)  # type: ignore[misc]
        for who, steps in zip((pair.owner, pair.manager, pair.owner), histories, strict=True)
    ]
    if at_once:
        await asyncio.gather(*(start() for start in work))
    else:
        for start in work:
            await start()
    return await assert_rebuild_changes_nothing(parts.rt, parts.god, pair.owner.id, program)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(owners=HISTORY, managers=HISTORY, goals=NEW_GOALS)
async def test_any_two_histories_at_once_score_like_one_after_the_other(
    pair: Pair, rt: Any, analysis_rt: Any, god: Any, owners: Any, managers: Any, goals: Any
) -> None:
    parts = Parts(rt, analysis_rt, god)
    food_ids = [row["id"] for row in await god.fetch("SELECT id FROM foods ORDER BY id LIMIT 4")]

    together = await run(pair, parts, (owners, managers, goals), food_ids, at_once=True)
    serial = await run(pair, parts, (owners, managers, goals), food_ids, at_once=False)

    assert together == serial


async def test_two_hundred_posts_each_at_once_are_all_counted_once(pair: Pair, rt: Any, god: Any) -> None:
    def bodies(program: int, first: int) -> list[dict[str, Any]]:
        kinds = (
            ("NUTRITION", {"calories": 10.1, "protein_g": 0.3}),
            ("WORKOUT", {"kind": "duration", "activity": "walk", "minutes": 0.7}),
            ("VITALS", {"kind": "glucose", "value": 99, "unit": "mg/dL"}),
        )
        return [
            {
                "program_id": program,
                "log_type": kinds[n % 3][0],
                "payload": kinds[n % 3][1],
                "timestamp": moment(n % 2).isoformat(),
            }
            for n in range(first, first + 200)
        ]

    crowded = await make_program(pair.owner, pair.member, **GOALS)
    quiet = await make_program(pair.owner, pair.member, **GOALS)
    answers = await asyncio.gather(
        *(call(pair.owner, "POST", "/logs", 201, json=body) for body in bodies(crowded, 0)),
        *(call(pair.manager, "POST", "/logs", 201, json=body) for body in bodies(crowded, 200)),
    )
    for body in bodies(quiet, 0) + bodies(quiet, 200):
        await call(pair.owner, "POST", "/logs", 201, json=body)

    assert len({answer["id"] for answer in answers}) == 400
    crowded_days = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, crowded)
    assert crowded_days == await days(god, quiet)
    assert [day["logs"] for day in crowded_days] == [200, 200]
    assert sum(day["energy_mkcal"] for day in crowded_days) == 134 * 10_100
    # Each answer said what its own log did: together they give the score from nothing.
    points = sum(int(answer["adherence_impact"].split()[0]) for answer in answers)
    assert points == sum(day["total_score"] for day in crowded_days)
