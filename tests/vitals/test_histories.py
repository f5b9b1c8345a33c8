"""Readings that come late, are corrected, moved, deleted, restored: the alerts are those of a serial run."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import Family, call, make_family, make_grant
from tests.vitals.oracle import assert_as_if_serial

from praan.vitals.service import rebuild

START = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=8)
# Few places, so that readings meet; 5 h apart, so that fevers last for days.
PLACES = st.integers(0, 34)
PRESSURES = st.sampled_from([(115, 75), (125, 75), (150, 85), (185, 85), (95, 60)]).map(
    lambda both: {"kind": "blood_pressure", "systolic": both[0], "diastolic": both[1]}
)
FEVERS = st.sampled_from([36.6, 38.2, 38.2, 39.5, 34.8]).map(
    lambda value: {"kind": "temperature", "value": value, "unit": "C"}
)
BOTH = st.sampled_from([(150, 85, 120), (115, 75, 135), (185, 85, 60)]).map(
    lambda each: {"kind": "blood_pressure", "systolic": each[0], "diastolic": each[1], "pulse": each[2]}
)
PAYLOADS = st.one_of(PRESSURES, FEVERS, BOTH)
WHICH = st.integers(0, 40)


@dataclass(frozen=True)
class Add:
    payload: dict[str, Any]
    place: int


@dataclass(frozen=True)
class Correct:
    """Another content (of any kind), another moment, or both."""

    which: int
    payload: dict[str, Any] | None
    place: int | None


@dataclass(frozen=True)
class Delete:
    which: int


@dataclass(frozen=True)
class Restore:
    which: int


@dataclass(frozen=True)
class Copy:
    which: int


@dataclass(frozen=True)
class Acknowledge:
    which: int


@dataclass(frozen=True)
class Rebuild:
    pass


Step = Add | Correct | Delete | Restore | Copy | Acknowledge | Rebuild
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(Add, PAYLOADS, PLACES),
    st.builds(Add, PAYLOADS, PLACES),
    st.builds(Add, PRESSURES, PLACES),
    st.builds(Correct, WHICH, st.none() | PAYLOADS, st.none() | PLACES),
    st.builds(Delete, WHICH),
    st.builds(Restore, WHICH),
    st.builds(Copy, WHICH),
    st.builds(Acknowledge, WHICH),
    st.just(Rebuild()),
)


def moment(place: int) -> str:
    return (START + dt.timedelta(hours=5 * place)).isoformat()


@dataclass
class Hand:
    """Somebody who does steps on logs of their own."""

    who: Any
    family: Family
    worker_rt: Any
    mine: list[int] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)

    async def do(self, step: Step) -> None:
        match step:
            case Add(payload, place):
                body = {"log_type": "VITALS", "payload": payload, "timestamp": moment(place)}
                made = await call(self.who, "POST", "/logs", 201, json={**body, "program_id": self.family.program})
                self.mine.append(made["id"])
            case Acknowledge(which):
                path = f"/alerts?status=open&member_id={self.family.member}&limit=100"
                if running := (await call(self.who, "GET", path, 200))["data"]:
                    alert = running[which % len(running)]["id"]
                    await self.who.client.post(f"/api/v1/alerts/{alert}/acknowledge")
            case Rebuild():
                await rebuild(self.worker_rt, self.family.owner.id, self.family.member)
            case _:
                if self.mine:
                    await self.change(step, step.which % len(self.mine))

    async def change(self, step: Correct | Delete | Restore | Copy, which: int) -> None:
        log = self.mine[which]
        match step:
            case Correct() if log not in self.deleted and (step.payload or step.place is not None):
                body: dict[str, Any] = {"payload": step.payload} if step.payload else {}
                if step.place is not None:
                    body["timestamp"] = moment(step.place)
                self.mine[which] = (await call(self.who, "PATCH", f"/logs/{log}", 200, json=body))["id"]
            case Delete() if log not in self.deleted:
                await call(self.who, "DELETE", f"/logs/{log}", 204)
                self.deleted.add(log)
            case Restore():
                await call(self.who, "POST", f"/logs/{log}/restore", 200)
                self.deleted.discard(log)
            case Copy() if log not in self.deleted:
                body = {"program_id": self.family.program}
                self.mine.append((await call(self.who, "POST", f"/logs/{log}/copy", 201, json=body))["id"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=3, max_size=25))
async def test_any_history_ends_like_a_serial_evaluation(
    make_user: Any, worker_rt: Any, god: Any, steps: list[Step]
) -> None:
    """After every step, not just at the end; and deriving all of it again changes nothing."""
    family = await make_family(await make_user())
    hand = Hand(family.owner, family, worker_rt)
    for step in steps:
        await hand.do(step)
        await assert_as_if_serial(god, family.member)
    assert await rebuild(worker_rt, family.owner.id, family.member) == 0
    await assert_as_if_serial(god, family.member)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(owners=st.lists(STEPS, min_size=4, max_size=14), managers=st.lists(STEPS, min_size=4, max_size=14))
async def test_two_histories_at_once_end_like_a_serial_evaluation(
    make_user: Any, worker_rt: Any, god: Any, owners: list[Step], managers: list[Step]
) -> None:
    family, manager = await make_family(await make_user()), await make_user()
    await make_grant(god, family.owner, family.member, manager, "MANAGER")

    async def run(who: Any, steps: list[Step]) -> None:
        hand = Hand(who, family, worker_rt)
        for step in steps:
            await hand.do(step)

    await asyncio.gather(run(family.owner, owners), run(manager, managers))

    await assert_as_if_serial(god, family.member)
    assert await rebuild(worker_rt, family.owner.id, family.member) == 0
