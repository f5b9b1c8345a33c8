"""Alerts by e-mail and push: to everybody who may see them and wants them, once each."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from typing import Any

import pytest
from tests.conftest import MakeUser, settings_for
from tests.factories import Family, call, make_family, make_grant, make_log, verify_email
from tests.notifications.conftest import REFUSING, Clockwork
from tests.notifications.pushes import Browser, PushService
from tests.post import Post

from praan.infra.db import transaction
from praan.infra.runtime import Runtime
from praan.kernel.principal import Origin, Principal
from praan.localstack.services import Services
from praan.notifications import delivery, subscriptions
from praan.notifications.schemas import PushIn

ROWS = """
SELECT channel, occasion, status, reason, attempts, error, due_at FROM deliveries
WHERE user_id = $1 AND person_id = $2 ORDER BY id
"""
SOONER = (
    "UPDATE deliveries SET due_at = now() - interval '1 s', queued_at = now() - interval '1 h' WHERE user_id = $1"
)
EVERY = {name: {"email": True, "push": True} for name in ("alerts", "reports", "programs")}


@pytest.fixture
async def family(make_user: MakeUser, god: Any) -> Family:
    owner = await make_user()
    await verify_email(god, owner)
    return await make_family(owner)


async def measure(family: Family, value: int) -> None:
    """SpO2: 80 is urgent, 93 a warning, 97 in range."""
    await make_log(
        family.owner, family.program, {"log_type": "VITALS", "payload": {"kind": "spo2", "value": value}}
    )


async def the_alert(who: Any, family: Family) -> dict[str, Any]:
    found = (await call(who, "GET", f"/alerts?member_id={family.member}", 200))["data"]
    assert len(found) == 1
    alert: dict[str, Any] = found[0]
    return alert


async def choose(who: Any, **changes: Any) -> None:
    body = {"kinds": EVERY, "quiet_hours": None, "time_zone": "UTC", **changes}
    await call(who, "PUT", "/me/notifications", 200, json=body)


def around_now() -> dict[str, str]:
    """Quiet hours in UTC that hold now and for an hour and more."""
    now = dt.datetime.now(dt.UTC)
    return {
        "from": (now - dt.timedelta(hours=1)).strftime("%H:%M"),
        "to": (now + dt.timedelta(hours=2)).strftime("%H:%M"),
    }


async def ends(god: Any, family: Family, person: Any, channel: str = "EMAIL") -> list[tuple[str, str, str | None]]:
    """(occasion, status, reason) of what was on its way to somebody."""
    rows = await god.fetch(ROWS, family.owner.id, person.id)
    return [(row["occasion"], row["status"], row["reason"]) for row in rows if row["channel"] == channel]


def praan(services: Services, *arguments: str) -> list[str]:
    """The lines that `praan deliveries …` prints on the server."""
    command = [sys.executable, "-m", "praan.entry.cli", "deliveries", *arguments]
    environment = {**os.environ, **services.environment("worker")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


async def browse(rt: Runtime, services: Services, pushes: PushService, who: Any) -> Browser:
    """A browser of somebody that lets us push to it."""
    session = next(s["id"] for s in (await call(who, "GET", "/me/sessions", 200))["data"] if s["current"])
    near = dataclasses.replace(rt, settings=settings_for(services, "api", PRAAN_PUSH_PRIVATE="true"))
    browser, principal = pushes.browser(), Principal(who.id, session, "TOKEN")
    async with transaction(rt.pool, owner=who.id, actor=who.id) as conn:
        body = PushIn.model_validate(pushes.subscription(browser))
        await subscriptions.subscribe(conn, near, principal, Origin(None, None), body)
    return browser


async def test_everybody_who_may_see_it_is_told_once(
    family: Family, make_user: MakeUser, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner, (manager, reader, other) = family.owner, [await make_user() for _ in range(3)]
    await make_grant(god, owner, family.member, manager, "MANAGER")
    await make_grant(god, owner, family.member, reader, "READ_ONLY", categories=["vitals"])
    await make_grant(god, owner, family.member, other, "MANAGER", categories=["nutrition"])
    await call(manager, "PATCH", "/me", 200, json={"language": "hi", "name": "Ravi"})
    await measure(family, 80)

    await clockwork.settle(owner.id, twice=True)

    (letter,) = post.to(owner.email)
    (hindi,) = post.to(manager.email)
    assert (len(post.to(reader.email)), len(post.to(other.email))) == (1, 0)
    assert letter.subject == "Grandpa: an urgent reading waits in Praan"
    assert "/inbox" in letter.text
    assert "emergency number" in letter.text
    assert "not a diagnosis" in letter.text
    assert "80" not in letter.subject + letter.text.replace(":8000/", "")
    assert "आपातकालीन" in hindi.text
    told = (await the_alert(owner, family))["delivery"]
    assert sorted((each["name"], each["channel"], each["status"], each["reason"]) for each in told) == [
        ("Asha", "EMAIL", "SENT", None),
        ("Asha", "EMAIL", "SENT", None),
        ("Asha", "PUSH", "SKIPPED", "NO_ADDRESS"),
        ("Asha", "PUSH", "SKIPPED", "NO_ADDRESS"),
        ("Ravi", "EMAIL", "SENT", None),
        ("Ravi", "PUSH", "SKIPPED", "NO_ADDRESS"),
    ]
    # Who else has a share is not a guest's to know.
    assert (await the_alert(manager, family))["delivery"] == [each for each in told if each["name"] == "Ravi"]
    assert (await the_alert(reader, family))["delivery"] == []


async def test_nobody_is_told_who_does_not_want_it_or_has_no_address(
    make_user: MakeUser, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner, guest = await make_user(), await make_user()
    family = await make_family(owner)
    await make_grant(god, owner, family.member, guest, "READ_ONLY")
    await choose(guest, kinds={**EVERY, "alerts": {"email": False, "push": False}})
    await measure(family, 80)
    await clockwork.settle(owner.id)

    assert await ends(god, family, owner) == [("OPENED", "SKIPPED", "NO_ADDRESS")]
    for channel in ("EMAIL", "PUSH"):
        assert await ends(god, family, guest, channel) == [("OPENED", "SKIPPED", "SWITCHED_OFF")]
    assert post.to(owner.email) + post.to(guest.email) == []


async def test_whoever_lost_access_meanwhile_is_not_told(
    family: Family, make_user: MakeUser, clockwork: Clockwork, post: Post, god: Any
) -> None:
    guest = await make_user()
    grant = await make_grant(god, family.owner, family.member, guest, "READ_ONLY")
    await choose(guest, quiet_hours=around_now())
    await measure(family, 93)
    await clockwork.settle(family.owner.id)
    await call(family.owner, "DELETE", f"/grants/{grant}", 204)
    await god.execute(SOONER, family.owner.id)
    await delivery.requeue(clockwork.rt, queue_is_empty=True)
    await clockwork.settle(family.owner.id)

    assert await ends(god, family, guest) == [("OPENED", "SKIPPED", "NO_ACCESS")]
    assert post.to(guest.email) == []


async def test_a_warning_waits_for_the_end_of_quiet_hours(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner, hours = family.owner, around_now()
    await choose(owner, quiet_hours=hours)
    await measure(family, 93)
    await clockwork.settle(owner.id)

    assert await ends(god, family, owner) == [("OPENED", "WAITING", "QUIET_HOURS")]
    (row, _) = await god.fetch(ROWS, owner.id, owner.id)
    assert row["due_at"].strftime("%H:%M") == hours["to"]
    assert row["attempts"] == 0
    # Not even when its time is said to have come: the clock decides.
    await god.execute(SOONER, owner.id)
    assert await delivery.requeue(clockwork.rt, queue_is_empty=True) >= 1
    await clockwork.settle(owner.id)
    assert post.to(owner.email) == []

    # Without quiet hours it comes at once.
    await choose(owner)
    await delivery.requeue(clockwork.rt, queue_is_empty=False)
    await clockwork.settle(owner.id)
    assert [letter.subject for letter in post.to(owner.email)] == ["Grandpa: a reading to look at waits in Praan"]


async def test_what_becomes_urgent_comes_at_once_and_alone(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner = family.owner
    await choose(owner, quiet_hours=around_now())
    for value in (93, 80):
        await measure(family, value)
        await clockwork.settle(owner.id)
    await choose(owner)
    await god.execute(SOONER, owner.id)
    await delivery.requeue(clockwork.rt, queue_is_empty=True)
    await clockwork.settle(owner.id)

    assert await ends(god, family, owner) == [("OPENED", "SKIPPED", "OVER"), ("ESCALATED", "SENT", None)]
    assert [letter.subject for letter in post.to(owner.email)] == ["Grandpa: an urgent reading waits in Praan"]


async def test_the_end_is_told_to_whoever_knew_the_beginning(
    family: Family, make_user: MakeUser, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner, guest = family.owner, await make_user()
    await make_grant(god, owner, family.member, guest, "READ_ONLY")
    await choose(guest, quiet_hours=around_now())
    for value in (93, 97):
        await measure(family, value)
        await clockwork.settle(owner.id)
    await choose(guest)
    # The end may come first.
    for _ in range(2):
        await god.execute(SOONER, owner.id)
        await delivery.requeue(clockwork.rt, queue_is_empty=True)
        await clockwork.settle(owner.id)

    assert await ends(god, family, owner) == [("OPENED", "SENT", None), ("CLEARED", "SENT", None)]
    assert post.to(owner.email)[-1].subject == "Grandpa: all clear"
    assert await ends(god, family, guest) == [("OPENED", "SKIPPED", "OVER"), ("CLEARED", "SKIPPED", "OVER")]
    assert post.to(guest.email) == []


async def test_nobody_is_called_to_what_is_over(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    for value in (80, 97):
        await measure(family, value)
    await clockwork.settle(family.owner.id)

    assert ("OPENED", "SENT", None) not in await ends(god, family, family.owner)
    assert post.to(family.owner.email) == []


async def test_a_browser_shows_it_without_figures(
    family: Family, rt: Runtime, services: Services, clockwork: Clockwork, pushes: PushService
) -> None:
    owner = family.owner
    browser = await browse(rt, services, pushes, owner)
    await measure(family, 80)
    await clockwork.settle(owner.id, twice=True)
    alert = (await the_alert(owner, family))["id"]

    (shown,) = browser.shown
    assert shown["notification"]["title"] == "Grandpa: an urgent reading waits in Praan"
    assert shown["notification"]["tag"] == f"alert-{alert}-1"
    assert shown["notification"]["data"] == {
        "onActionClick": {"default": {"operation": "navigateLastFocusedOrOpen", "url": "/inbox"}}
    }
    assert "80" not in shown["notification"]["title"] + shown["notification"]["body"]
    (headers,) = browser.headers
    assert (headers["urgency"], headers["topic"]) == ("high", f"alert-{alert}-1")
    assert pushes.sender == (await call(owner, "GET", "/me/notifications", 200))["push_key"]


async def test_a_browser_that_fails_is_tried_again_and_one_that_is_gone_forgotten(
    family: Family, rt: Runtime, services: Services, clockwork: Clockwork, pushes: PushService, god: Any
) -> None:
    owner = family.owner
    good, busy, gone = [await browse(rt, services, pushes, owner) for _ in range(3)]
    busy.answers, gone.answers = [503, 429], [410]
    await measure(family, 80)
    for status in ("FAILED", "FAILED", "SENT"):
        await clockwork.settle(owner.id)
        assert await ends(god, family, owner, "PUSH") == [("OPENED", status, None)]
        await god.execute(SOONER, owner.id)
        await delivery.requeue(clockwork.rt, queue_is_empty=True)

    assert [len(browser.shown) for browser in (good, busy, gone)] == [1, 1, 0]
    left = await god.fetchval("SELECT count(*) FROM push_subscriptions WHERE user_id = $1", owner.id)
    assert left == 2


async def test_what_is_refused_for_good_can_be_tried_again_by_hand(
    family: Family, services: Services, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner = family.owner
    address = f"{REFUSING}{owner.id}.example.com"
    await god.execute("UPDATE users SET email = $2 WHERE id = $1", owner.id, address)
    await measure(family, 80)
    await clockwork.settle(owner.id)
    assert await ends(god, family, owner) == [("OPENED", "DEAD", None)]
    (line,) = [each for each in praan(services, "dead") if f"user {owner.id} " in each]
    number, _, told = line.partition("  ")
    assert told.startswith(
        f"alert {(await the_alert(owner, family))['id']}  user {owner.id}  EMAIL  OPENED  1 tries"
    )
    assert "@" not in line

    await god.execute("UPDATE users SET email = $2 WHERE id = $1", owner.id, owner.email)
    assert praan(services, "retry", number) == ["Trying 1 deliveries again."]
    await clockwork.settle(owner.id)
    assert await ends(god, family, owner) == [("OPENED", "SENT", None)]
    # What never arrived and what did have one name.
    assert post.ids(address) == post.ids(owner.email)
    assert await delivery.retry(clockwork.rt, [int(number)]) == 0


async def test_a_server_that_stays_away_is_given_up_in_the_end(
    family: Family, services: Services, clockwork: Clockwork, god: Any
) -> None:
    owner = family.owner
    nowhere = dataclasses.replace(
        clockwork.rt, settings=settings_for(services, "worker", PRAAN_SMTP_URL="smtp://127.0.0.1:9")
    )
    away = Clockwork(god, nowhere)
    await measure(family, 80)
    await away.settle(owner.id)
    assert await ends(god, family, owner) == [("OPENED", "FAILED", None)]

    last = "UPDATE deliveries SET attempts = $2, due_at = now() WHERE user_id = $1 AND channel = 'EMAIL'"
    await god.execute(last, owner.id, delivery.MOST_TRIES - 1)
    await delivery.requeue(nowhere, queue_is_empty=True)
    await away.settle(owner.id)
    assert await ends(god, family, owner) == [("OPENED", "DEAD", None)]
    rows = await god.fetch(ROWS, owner.id, owner.id)
    assert rows[0]["error"] == "ConnectionRefusedError"


async def test_the_next_worker_takes_over_when_a_lease_is_over(
    family: Family, clockwork: Clockwork, post: Post, god: Any
) -> None:
    owner = family.owner
    await measure(family, 80)
    await clockwork.settle(owner.id)
    (first,) = post.ids(owner.email)
    # As a worker leaves it that was killed after the server had taken the letter.
    undone = """UPDATE deliveries SET status = 'WAITING', sent_at = NULL, attempts = 1, queued_at = now(),
      due_at = now() + interval '20 s' WHERE user_id = $1 AND channel = 'EMAIL'"""
    await god.execute(undone, owner.id)
    await delivery.requeue(clockwork.rt, queue_is_empty=True)
    await clockwork.settle(owner.id)
    assert post.ids(owner.email) == [first]

    await god.execute(SOONER, owner.id)
    await delivery.requeue(clockwork.rt, queue_is_empty=True)
    await clockwork.settle(owner.id)
    assert post.ids(owner.email) == [first, first]
