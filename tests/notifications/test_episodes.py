"""An alert that comes back is told again, an end is told only as what it is, and nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.conftest import MakeUser
from tests.factories import Family, call, make_family, make_log, make_member, make_program, verify_email
from tests.notifications.conftest import Clockwork
from tests.notifications.pushes import PushService
from tests.notifications.test_delivery import browse, ends, measure
from tests.post import Post

from praan.entry import relay
from praan.infra.runtime import Runtime
from praan.infra.tasks import make_celery
from praan.infra.valkey import Valkey
from praan.localstack.services import Services
from praan.notifications import delivery
from praan.vitals import stale

URGENT_PRESSURE = {"kind": "blood_pressure", "systolic": 190, "diastolic": 125}
PRESSURE = {"kind": "blood_pressure", "systolic": 118, "diastolic": 75}
URGENT = "Grandpa: an urgent reading waits in Praan"
WARN = "Grandpa: a reading to look at waits in Praan"
OVER = "Grandpa: all clear"


@pytest.fixture
async def family(make_user: MakeUser, god: Any) -> Family:
    owner = await make_user()
    await verify_email(god, owner)
    return await make_family(owner)


async def add(family: Family, payload: dict[str, Any]) -> int:
    return await make_log(family.owner, family.program, {"log_type": "VITALS", "payload": payload})


def spo2(value: int) -> dict[str, Any]:
    return {"kind": "spo2", "value": value}


def subjects(post: Post, family: Family) -> list[str]:
    return [letter.subject for letter in post.to(family.owner.email)]


async def missing_since_yesterday(make_user: MakeUser, god: Any, worker_rt: Runtime) -> Family:
    """A family with a blood pressure that was due yesterday, and an alert about that."""
    owner = await make_user()
    await verify_email(god, owner)
    member = await make_member(owner)
    start = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=9)).isoformat()
    due = {"template": None, "vitals_goals": {"blood_pressure": 1}}
    family = Family(owner, member, await make_program(owner, member, start_date=start, **due))
    noon = dt.datetime.now(ZoneInfo(ZONE)).replace(hour=12, minute=0)
    await stale.watch(worker_rt, noon, (owner.id - 1, 0))
    return family


async def test_a_missing_reading_that_comes_and_is_urgent_is_no_good_news(
    make_user: MakeUser, worker_rt: Runtime, clockwork: Clockwork, post: Post, god: Any
) -> None:
    family = await missing_since_yesterday(make_user, god, worker_rt)
    await clockwork.settle(family.owner.id)
    await add(family, URGENT_PRESSURE)
    await clockwork.settle(family.owner.id)

    assert subjects(post, family) == ["Grandpa: a reading has not come", URGENT]
    found = await ends(god, family, family.owner)
    assert ("CLEARED", "SKIPPED", "OTHERS_OPEN") in found


async def test_a_missing_reading_that_comes_is_told_as_just_that(
    make_user: MakeUser, worker_rt: Runtime, clockwork: Clockwork, post: Post, god: Any
) -> None:
    family = await missing_since_yesterday(make_user, god, worker_rt)
    await clockwork.settle(family.owner.id)
    await add(family, PRESSURE)
    await clockwork.settle(family.owner.id)

    assert subjects(post, family) == ["Grandpa: a reading has not come", "Grandpa: a reading has come"]


async def test_nothing_is_all_clear_while_something_else_is_open(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    for payload in (spo2(93), URGENT_PRESSURE, spo2(97)):
        await add(family, payload)
        await clockwork.settle(family.owner.id)
    assert subjects(post, family) == [WARN, URGENT]

    await add(family, PRESSURE)
    await clockwork.settle(family.owner.id)
    assert subjects(post, family) == [WARN, URGENT, OVER]


async def test_an_alert_that_comes_back_is_told_again_and_so_is_its_end(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner = family.owner
    await add(family, spo2(80))
    await clockwork.settle(owner.id)
    for _ in range(2):
        fine = await add(family, spo2(97))
        await clockwork.settle(owner.id)
        # It was somebody else's finger.
        await call(owner, "DELETE", f"/logs/{fine}", 204)
        await clockwork.settle(owner.id, twice=True)

    assert subjects(post, family) == [URGENT, OVER, URGENT, OVER, URGENT]
    assert len(set(post.ids(owner.email))) == 5


async def test_what_becomes_urgent_a_second_time_is_told_a_second_time(
    family: Family, clockwork: Clockwork, post: Post
) -> None:
    await add(family, spo2(93))
    await clockwork.settle(family.owner.id)
    for _ in range(2):
        worst = await add(family, spo2(80))
        await clockwork.settle(family.owner.id)
        await call(family.owner, "DELETE", f"/logs/{worst}", 204)
    await add(family, spo2(97))
    await clockwork.settle(family.owner.id)

    assert subjects(post, family) == [WARN, URGENT, URGENT, OVER]


async def test_an_end_that_was_none_is_not_told(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    await add(family, spo2(80))
    await clockwork.settle(family.owner.id)
    fine = await add(family, spo2(97))
    await call(family.owner, "DELETE", f"/logs/{fine}", 204)
    await clockwork.settle(family.owner.id)

    assert subjects(post, family) == [URGENT, URGENT]
    assert ("CLEARED", "SKIPPED", "OVER") in await ends(god, family, family.owner)


async def test_a_reading_that_was_taken_back_is_no_all_clear(
    family: Family, clockwork: Clockwork, post: Post
) -> None:
    log = await add(family, spo2(80))
    await clockwork.settle(family.owner.id)
    await call(family.owner, "DELETE", f"/logs/{log}", 204)
    await clockwork.settle(family.owner.id)

    letter = post.to(family.owner.email)[-1]
    assert letter.subject == "Grandpa: a reading was corrected or taken back"
    assert "no all-clear" in letter.text


async def test_an_alert_whose_event_was_lost_is_told_all_the_same(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner, broker = family.owner, Valkey(clockwork.rt.settings.celery_broker)
    await add(family, spo2(80))
    lost = "DELETE FROM outbox WHERE user_id = $1 AND event = 'alert_opened' RETURNING id"
    waiting = "SELECT count(*) FROM outbox WHERE user_id = $1 AND event = 'alert_opened'"
    later = "UPDATE alerts SET asked_at = asked_at - interval '1 h' WHERE user_id = $1"
    assert len(await god.fetch(lost, owner.id)) == 1
    # It may still be on its way.
    await relay.recover(clockwork.rt, broker)
    assert await god.fetchval(waiting, owner.id) == 0

    await god.execute(later, owner.id)
    await relay.recover(clockwork.rt, broker)
    assert await god.fetchval(waiting, owner.id) == 1
    await clockwork.settle(owner.id)
    assert subjects(post, family) == [URGENT]
    # Told is told.
    await god.execute(later, owner.id)
    await relay.recover(clockwork.rt, broker)
    assert await god.fetchval(waiting, owner.id) == 0


async def test_what_cannot_be_read_is_seen_to_fail(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner = family.owner
    name = await god.fetchval("SELECT name FROM members WHERE id = $1", family.member)
    await god.execute("UPDATE members SET name = $2 WHERE id = $1", family.member, bytes(40))
    await add(family, spo2(80))
    await clockwork.settle(owner.id)
    assert await ends(god, family, owner) == [("OPENED", "FAILED", None)]
    row = await god.fetchrow("SELECT attempts, error FROM deliveries WHERE user_id = $1", owner.id)
    assert tuple(row) == (1, "BrokenSeal")

    await god.execute("UPDATE members SET name = $2 WHERE id = $1", family.member, name)
    await god.execute("UPDATE deliveries SET due_at = now() WHERE user_id = $1", owner.id)
    await delivery.requeue(clockwork.rt, queue_is_empty=True)
    await clockwork.settle(owner.id)
    assert subjects(post, family) == [URGENT]


async def test_a_name_that_cannot_be_read_keeps_nobody_from_being_told(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    await god.execute("UPDATE users SET name = $2 WHERE id = $1", family.owner.id, bytes(40))
    await add(family, spo2(80))
    await clockwork.settle(family.owner.id)

    assert subjects(post, family) == [URGENT]


async def test_a_browser_that_cannot_be_read_does_not_stand_in_the_way(
    family: Family, rt: Runtime, services: Services, clockwork: Clockwork, pushes: PushService, god: Any
) -> None:
    owner = family.owner
    await browse(rt, services, pushes, owner)
    await god.execute("UPDATE push_subscriptions SET sealed = $2 WHERE user_id = $1", owner.id, bytes(40))
    good = await browse(rt, services, pushes, owner)
    await measure(family, 80)
    await clockwork.settle(owner.id)

    assert len(good.shown) == 1
    assert await ends(god, family, owner, "PUSH") == [("OPENED", "SENT", None)]


@pytest.mark.parametrize("status", [401, 403, 410])
async def test_where_every_browser_is_gone_there_is_no_address(
    status: int,
    family: Family,
    rt: Runtime,
    services: Services,
    clockwork: Clockwork,
    pushes: PushService,
    god: Any,
) -> None:
    browser = await browse(rt, services, pushes, family.owner)
    browser.answers = [status]
    await measure(family, 80)
    await clockwork.settle(family.owner.id)

    assert await ends(god, family, family.owner, "PUSH") == [("OPENED", "SKIPPED", "NO_ADDRESS")]
    left = "SELECT count(*) FROM push_subscriptions WHERE user_id = $1"
    assert await god.fetchval(left, family.owner.id) == 0


async def test_an_event_that_nobody_knows_keeps_back_no_other(
    family: Family, clockwork: Clockwork, god: Any
) -> None:
    # What other tests have left to do would be handed to nobody.
    await god.execute("DELETE FROM outbox")
    put = "INSERT INTO outbox (user_id, event, payload) VALUES ($1, $2, '{}')"
    for event in ("sun_rose", "delivery_asked", "phase_changed"):
        await god.execute(put, family.owner.id, event)

    assert await relay.drain(clockwork.rt, make_celery(clockwork.rt.settings)) == 1

    left = await god.fetch("DELETE FROM outbox RETURNING id, event")
    assert [row["event"] for row in sorted(left, key=lambda row: row["id"])] == ["sun_rose", "delivery_asked"]
