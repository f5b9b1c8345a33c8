"""Many clients at once raise exactly the alerts that a serial evaluation raises.

10,000 readings instead of 2,000: PRAAN_CROWD=10000 .venv/bin/pytest tests/vitals/test_crowd.py
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import time
from typing import Any

from tests.factories import make_family
from tests.vitals.oracle import assert_as_if_serial

from praan.infra.after import After
from praan.infra.db import connection
from praan.infra.runtime import Runtime
from praan.journal import add
from praan.kernel.principal import Origin
from praan.logs.schemas import VitalsIn
from praan.vitals.service import rebuild

CROWD = int(os.environ.get("PRAAN_CROWD", "2000"))
MEMBERS, CLIENTS = 5, 40
START = dt.datetime.now(dt.UTC) - dt.timedelta(days=8)


def payload(dice: random.Random, bad: float) -> dict[str, Any]:
    """A reading that is out of range with the chance `bad`."""
    out = dice.random() < bad
    match dice.choice(("blood_pressure", "glucose", "spo2", "pulse", "temperature")):
        case "blood_pressure":
            systolic = dice.choice((150, 185, 95)) if out else dice.choice((115, 132))
            more = {"pulse": dice.choice((60, 120))} if dice.random() < 0.3 else {}
            return {"kind": "blood_pressure", "systolic": systolic, "diastolic": 75, **more}
        case "glucose":
            return {"kind": "glucose", "unit": "mg/dL", "value": dice.choice((60, 190, 300)) if out else 110}
        case "spo2":
            return {"kind": "spo2", "value": dice.choice((94, 90)) if out else 97}
        case "pulse":
            return {"kind": "pulse", "value": dice.choice((45, 140)) if out else 70}
        case _:
            return {"kind": "temperature", "unit": "C", "value": dice.choice((38.5, 34.9)) if out else 36.8}


async def test_a_crowd_raises_the_alerts_of_a_serial_evaluation(
    rt: Runtime, worker_rt: Runtime, make_user: Any, god: Any
) -> None:
    """By the service of POST /logs, in no order. The last member is seldom in range: long runs."""
    families = [await make_family(await make_user()) for _ in range(MEMBERS)]
    dice = random.Random(20261123)
    work = []
    for number in range(CROWD):
        which = number % MEMBERS
        at = START + dt.timedelta(seconds=dice.randrange(8 * 86_400 // 60) * 60)
        body = {"program_id": families[which].program, "log_type": "VITALS", "timestamp": at.isoformat()}
        content = payload(dice, 0.98 if which == MEMBERS - 1 else 0.4)
        work.append((families[which].owner.id, VitalsIn.model_validate({**body, "payload": content})))
    dice.shuffle(work)

    async def client() -> None:
        while work:
            actor, log = work.pop()
            async with connection(rt.pool) as conn:
                await add.add(conn, rt.vault, actor, Origin(None, None), log, After())

    began = time.perf_counter()
    async with asyncio.timeout(250):
        # More clients than connections would only wait for one.
        await asyncio.gather(*(client() for _ in range(min(CLIENTS, rt.settings.pool_size))))
    took = time.perf_counter() - began

    raised = 0
    for family in families:
        raised += len(await assert_as_if_serial(god, family.member))
        assert await rebuild(worker_rt, family.owner.id, family.member) == 0
    print(f"{CROWD} readings in {took:.1f} s: {raised} alerts")
    assert raised > CROWD / 20
