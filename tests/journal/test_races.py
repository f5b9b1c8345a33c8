"""Many hands on one log or one day: one wins, nothing is counted twice, nobody waits for ever."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from typing import Any

from tests.factories import API, call, make_log, make_program
from tests.journal.conftest import Pair
from tests.journal.ledger import assert_rebuild_changes_nothing, days
from tests.journal.settled import add_photo, fail, plate, settle

EVERY_DAY = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]


async def statuses(*calls: Any) -> Counter[int]:
    return Counter(answer.status_code for answer in await asyncio.gather(*calls))


async def test_of_forty_corrections_of_one_log_at_once_one_wins(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    log = await make_log(pair.owner, program)

    found = await statuses(
        *(
            who.client.patch(f"{API}/logs/{log}", json={"payload": {"calories": 100 + n}})
            for n in range(20)
            for who in (pair.owner, pair.manager)
        )
    )

    assert found == {200: 1, 409: 39}
    (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    assert day["logs"] == 1


async def test_deletes_restores_and_corrections_of_one_log_at_once(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    log = await make_log(pair.owner, program)
    path = f"{API}/logs/{log}"

    found = await statuses(
        *(pair.owner.client.delete(path) for _ in range(8)),
        *(pair.manager.client.post(path + "/restore") for _ in range(8)),
        *(pair.manager.client.patch(path, json={"payload": {"calories": n}}) for n in range(4)),
    )

    assert set(found) <= {200, 204, 403, 409}
    for day in await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program):
        assert day["logs"] == 1


async def test_deleted_twice_at_once_counts_one_less(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    await make_log(pair.owner, program)
    log = await make_log(pair.owner, program)

    found = await statuses(
        *(who.client.delete(f"{API}/logs/{log}") for who in (pair.owner, pair.manager) for _ in range(5))
    )

    assert found[204] >= 1
    assert set(found) <= {204, 403}
    (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    assert day["logs"] == 1


async def test_logs_that_swap_their_days_at_once_never_lock_each_other_out(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    monday = dt.datetime.now(dt.UTC) - dt.timedelta(days=5)
    spots = [(monday + dt.timedelta(days=n)).isoformat() for n in (0, 1)]
    logs = [await make_log(pair.owner, program, timestamp=spots[n % 2]) for n in range(24)]

    await asyncio.gather(
        *(
            call(
                (pair.owner, pair.manager)[n % 2],
                "PATCH",
                f"/logs/{log}",
                200,
                json={"timestamp": spots[1 - n % 2]},
            )
            for n, log in enumerate(logs)
        )
    )

    kept = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    assert [day["logs"] for day in kept] == [12, 12]


async def test_goals_that_change_while_logs_arrive_leave_no_stale_score(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": 11.5}}

    async def goals(n: int) -> None:
        wanted = {
            "nutrition_goals": {"calories": 100 + n, "meals_per_day": 1 + n % 12},
            "strength_goals": {"days": EVERY_DAY, "minutes_per_session": 10 + n},
        }
        await call(pair.owner, "PUT", f"/programs/{program}/config", 200, json=wanted)

    await asyncio.gather(
        *(call(pair.manager, "POST", "/logs", 201, json=body) for _ in range(60)), *(goals(n) for n in range(15))
    )

    (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    shown = await call(pair.owner, "GET", f"/programs/{program}/adherence/today", 200)
    assert (shown["total_score"], day["logs"]) == (day["total_score"], 60)


async def test_pauses_and_resumes_race_with_logs(pair: Pair, rt: Any, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": 200}}

    await asyncio.gather(
        *(call(pair.manager, "POST", "/logs", 201, json=body) for _ in range(30)),
        *(
            call(pair.owner, "PATCH", f"/programs/{program}", 200, json={"status": status})
            for status in ("PAUSED", "ACTIVE") * 4
        ),
    )

    await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)


async def test_an_analysis_that_ends_while_its_log_is_deleted(
    pair: Pair, rt: Any, analysis_rt: Any, god: Any
) -> None:
    program = await make_program(pair.owner, pair.member)
    food = await god.fetchval("SELECT id FROM foods ORDER BY id LIMIT 1")
    logs = [await add_photo(rt, god, pair.owner.id, program) for _ in range(12)]

    deleted, settled = await asyncio.gather(
        statuses(*(pair.manager.client.delete(f"{API}/logs/{log}") for log in logs)),
        asyncio.gather(*(settle(analysis_rt, pair.owner.id, log, plate((food, 10))) for log in logs)),
    )

    assert deleted == {204: 12}
    assert await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program) == []
    for log, was_settled in zip(logs, settled, strict=True):
        back = await call(pair.owner, "POST", f"/logs/{log}/restore", 200)
        assert back["status"] == ("NEEDS_REVIEW" if was_settled else "PROCESSING")
    kept = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    assert sum(day["logs"] for day in kept) == sum(settled)


async def test_an_analysis_settles_once_however_often_it_runs(
    pair: Pair, rt: Any, analysis_rt: Any, god: Any
) -> None:
    program = await make_program(pair.owner, pair.member)
    food = await god.fetchval("SELECT id FROM foods ORDER BY id LIMIT 1")
    log = await add_photo(rt, god, pair.owner.id, program)

    ends = await asyncio.gather(
        *(settle(analysis_rt, pair.owner.id, log, plate((food, 10))) for _ in range(6)),
        *(fail(analysis_rt, pair.owner.id, log) for _ in range(2)),
    )

    assert any(ends)
    deeds = "SELECT action FROM audit_logs WHERE target_resource = $1 AND action <> 'log.create'"
    done = [row["action"] for row in await god.fetch(deeds, f"logs/{log}")]
    assert len(done) == 1
    kept = await days(god, program)
    assert [day["logs"] for day in kept] == ([1] if done == ["log.analyse"] else [])
    await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)


async def test_a_confirmation_and_a_deletion_of_the_only_log_of_a_day(
    pair: Pair, rt: Any, analysis_rt: Any, god: Any
) -> None:
    program = await make_program(pair.owner, pair.member)
    food = await god.fetchval("SELECT id FROM foods ORDER BY id LIMIT 1")
    log = await add_photo(rt, god, pair.owner.id, program)
    assert await settle(analysis_rt, pair.owner.id, log, plate((food, 10)))
    body = {"program_id": program, "log_type": "NUTRITION", "payload": {"calories": 1}}

    found = await statuses(
        pair.owner.client.post(f"{API}/logs/{log}/verify"),
        pair.manager.client.delete(f"{API}/logs/{log}"),
        *(pair.manager.client.post(f"{API}/logs", json=body) for _ in range(6)),
    )

    assert found[201] == 6
    assert set(found) <= {200, 201, 204, 403}
    (day,) = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    assert (day["logs"], day["provisional_logs"]) == (6, 0)
