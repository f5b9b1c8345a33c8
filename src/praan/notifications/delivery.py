"""From an alert to people's e-mail and browsers: one row for each person and channel, tried until it is taken.

`tell` writes the rows in a transaction of its own, however often it is called; `deliver` takes one, decides anew
whether it is still wanted, hands it over and notes what became of it. Between the two nothing can be lost, and a
worker that dies after the server took a letter leads to one more copy with the same Message-ID.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from praan.families import members
from praan.infra import live, push, smtp
from praan.infra.breaker import BreakerOpen
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.mail import letters
from praan.infra.mail import service as mail
from praan.infra.outbox import housekeeping
from praan.infra.runtime import Runtime
from praan.kernel.clock import now
from praan.notifications import queries, subscriptions
from praan.notifications.quiet import QuietHours
from praan.notifications.subscriptions import Browser

CATEGORY = "vitals"
KIND = "alerts"
INBOX = "/inbox"
# Longer than a task may live, so that two workers never send the same at once.
LEASE_S = 25.0
# With the pauses of letters (2, 5, 10, 30, 60, then 300 s) some eight hours; an operator may begin again.
MOST_TRIES = 100
# An end waits while it is not settled whether its beginning was told.
UNSETTLED = dt.timedelta(seconds=30)
PASSING = (OSError, TimeoutError, BreakerOpen)

log = structlog.get_logger("praan.delivery")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery that is to be made now: what, to whom, in which language."""

    owner: int
    id: int
    row: Row
    member_name: str
    email: str
    language: str
    browsers: tuple[Browser, ...]

    @property
    def kind(self) -> letters.Kind:
        """Which words it has."""
        if self.row["occasion"] == "CLEARED":
            return "alert_over"
        if self.row["urgent"]:
            return "alert_urgent"
        return "alert_missing" if self.row["rule"] == "stale" else "alert_warn"


async def tell(rt: Runtime, owner: int, alert: int, severity: str, *, occasion: str) -> None:
    """Writes a delivery by each channel for everybody who may see the alert, once for each occasion.

    `severity` is the alert's at the time of the event, `occasion` OPENED, ESCALATED or CLEARED.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.ALERT, owner, alert)
        if row is None:
            return
        people = await conn.fetch(queries.REACH, owner, row["member_id"], CATEGORY, KIND)
        names = [rt.vault.open(each["name"], f"users.name:{each['person_id']}") for each in people]
        await conn.execute(
            queries.ADD,
            owner,
            row["member_id"],
            alert,
            occasion,
            severity == "URGENT" and occasion != "CLEARED",
            [each["person_id"] for each in people],
            [rt.vault.seal(name, f"deliveries.person_name:{owner}") for name in names],
        )
    await live.nudge(rt.valkey)


async def deliver(rt: Runtime, owner: int, delivery: int) -> None:
    """Makes one delivery. Does nothing when it is settled, or in another worker's hands.

    A failure is no error: it is due again after a pause, and the relay asks for it then.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.CLAIM, owner, delivery, LEASE_S)
        wanted = None if row is None else await _wanted(conn, rt, owner, delivery, row)
    if wanted is None:
        return
    reached: list[int] = list(wanted.row["reached"])
    try:
        if wanted.row["channel"] == "EMAIL":
            words = letters.write(
                wanted.kind, wanted.language, rt.settings.origin + INBOX, {"member_name": wanted.member_name}
            )
            await mail.hand_over(rt.settings, wanted.email, f"delivery-{delivery}", words)
        else:
            await _push(rt, wanted, reached)
    except (smtp.Refused, push.Refused) as error:
        await _failed(rt, wanted, error, reached, for_good=True)
    except Exception as error:
        # Whatever it is: a delivery that ends its task each time would be tried for ever.
        if not isinstance(error, PASSING):
            log.exception("delivery_broken", delivery=delivery)
        await _failed(rt, wanted, error, reached, for_good=wanted.row["attempts"] >= MOST_TRIES)
    else:
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            await conn.execute(queries.SENT, owner, delivery, reached)


async def requeue(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Asks again for deliveries that are due and in nobody's hands; how many. As for letters."""
    return await housekeeping.requeue(rt, queries.REQUEUE, queue_is_empty=queue_is_empty)


async def dead(rt: Runtime, most: int) -> list[Row]:
    """Deliveries that were given up, oldest first, by their ids."""
    async with connection(rt.pool) as conn:
        return await conn.fetch(queries.DEAD, most)


async def retry(rt: Runtime, ids: Sequence[int] | None) -> int:
    """Begins again with these dead deliveries, or with all (None); how many there were."""
    async with connection(rt.pool) as conn:
        asked: int = await conn.fetchval(queries.RETRY, None if ids is None else list(ids))
    await live.nudge(rt.valkey)
    return asked


async def _wanted(conn: Connection, rt: Runtime, owner: int, delivery: int, row: Row) -> Wanted | None:
    """What a claimed delivery comes to now; None when it was skipped or is held."""
    reach = {
        each["person_id"]: each
        for each in await conn.fetch(queries.REACH, owner, row["member_id"], CATEGORY, KIND)
    }
    person = reach.get(row["person_id"])
    browsers: tuple[Browser, ...] = ()
    if person is None:
        skip: str | None = "NO_ACCESS"
    elif not person["by_email" if row["channel"] == "EMAIL" else "by_push"]:
        skip = "SWITCHED_OFF"
    elif row["channel"] == "EMAIL":
        skip = None if person["email"] else "NO_ADDRESS"
    else:
        browsers = tuple(await subscriptions.browsers(conn, rt.vault, row["person_id"]))
        skip = None if browsers else "NO_ADDRESS"
    skip = skip or _overtaken(row)
    if skip is None:
        assert person is not None
        if not row["urgent"] and (until := _quiet_until(person)):
            await conn.execute(queries.HOLD, owner, delivery, "QUIET_HOURS", until)
            return None
        if row["occasion"] == "CLEARED":
            before = await conn.fetchrow(queries.TOLD, owner, row["alert_id"], row["person_id"], row["channel"])
            assert before is not None
            if not before["told"] and before["open"]:
                await conn.execute(queries.HOLD, owner, delivery, None, now() + UNSETTLED)
                return None
            skip = None if before["told"] else "OVER"
    if skip is not None or person is None:
        await conn.execute(queries.SKIP, owner, delivery, skip)
        return None
    name = rt.vault.open(person["member_name"], members.name_place(owner))
    return Wanted(owner, delivery, row, name, person["email"], person["language"], browsers)


def _overtaken(row: Row) -> str | None:
    """Nobody is called to what is over, nor told the lesser of two things."""
    if row["occasion"] == "CLEARED":
        return None
    over = row["alert_status"] == "CLEARED" or (row["severity"] == "URGENT" and not row["urgent"])
    return "OVER" if over else None


def _quiet_until(person: Row) -> dt.datetime | None:
    if person["quiet_from"] is None:
        return None
    hours = QuietHours(
        dt.time.fromisoformat(person["quiet_from"]), dt.time.fromisoformat(person["quiet_to"]), person["time_zone"]
    )
    return hours.over(now())


async def _push(rt: Runtime, wanted: Wanted, reached: list[int]) -> None:
    """Pushes to each browser that has not taken it yet, and adds to `reached` those that do.

    Raises what the worst of them raised, push.Refused also when no subscription is left.
    """
    signer = rt.settings.push_signer
    if signer is None:
        raise push.Refused("not configured")
    message = _message(wanted)
    open_ = [browser for browser in wanted.browsers if browser.id not in reached]
    urgency: push.Urgency = "high" if wanted.row["urgent"] else "normal"
    ends = await asyncio.gather(
        *(
            push.deliver(
                signer,
                browser.subscription,
                message,
                topic=f"alert-{wanted.row['alert_id']}",
                urgency=urgency,
                private_too=rt.settings.push_private,
            )
            for browser in open_
        ),
        return_exceptions=True,
    )
    worst: BaseException | None = None
    for browser, end in zip(open_, ends, strict=True):
        if end is None:
            reached.append(browser.id)
        elif isinstance(end, push.Gone):
            async with transaction(rt.pool, owner=wanted.row["person_id"], actor=wanted.row["person_id"]) as conn:
                await subscriptions.drop(conn, wanted.row["person_id"], browser)
        elif worst is None or not isinstance(end, push.Refused):
            worst = end
    if worst is None and not reached:
        worst = push.Refused("every subscription is gone")
    # One that refuses for good does not matter where another has taken it.
    if worst is not None and not (reached and isinstance(worst, push.Refused)):
        raise worst


def _message(wanted: Wanted) -> bytes:
    """What Angular's service worker shows, without figures: a lock screen is read by whoever passes."""
    subject, first = letters.headline(wanted.kind, wanted.language, {"member_name": wanted.member_name})
    notification = {
        "title": subject,
        "body": first,
        "lang": wanted.language,
        "tag": f"alert-{wanted.row['alert_id']}",
        "renotify": wanted.row["occasion"] != "CLEARED",
        "requireInteraction": bool(wanted.row["urgent"]),
        "data": {"onActionClick": {"default": {"operation": "navigateLastFocusedOrOpen", "url": INBOX}}},
    }
    return json.dumps({"notification": notification}, ensure_ascii=False).encode()


async def _failed(
    rt: Runtime, wanted: Wanted, error: BaseException, reached: list[int], *, for_good: bool
) -> None:
    attempts = wanted.row["attempts"]
    pause = mail.pause_after(attempts)
    # Its class only: what a server says quotes addresses.
    name = type(error).__name__
    if for_good and reached:
        async with transaction(rt.pool, owner=wanted.owner, actor=wanted.owner) as conn:
            await conn.execute(queries.SENT, wanted.owner, wanted.id, reached)
        return
    async with transaction(rt.pool, owner=wanted.owner, actor=wanted.owner) as conn:
        status = "DEAD" if for_good else "FAILED"
        await conn.execute(queries.FAILED, wanted.owner, wanted.id, status, name, reached, float(pause))
    say = log.error if for_good else log.warning
    say("delivery_dead" if for_good else "delivery_waits", delivery=wanted.id, attempts=attempts, error=name)
