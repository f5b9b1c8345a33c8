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
from praan.infra.crypto import BrokenSeal
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
# After this many seconds an event is taken for lost: in an empty queue, and in one that others wait in too.
# To tell again changes nothing, so there is no reason to wait long.
LOST_S = 10
BUSY_S = 60
MOST_LOST = 500
# Only a reading in range is good news; the rest says what happened, and nothing of how somebody is.
ENDS: dict[str, letters.Kind] = {
    "NORMAL_READING": "alert_over",
    "WITHDRAWN": "alert_withdrawn",
    "READING_TOLD": "alert_came",
    "NOT_DUE": "alert_not_due",
}
PASSING = (OSError, TimeoutError, BreakerOpen)

log = structlog.get_logger("praan.delivery")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery that is to be made now: what, to whom, in which language."""

    row: Row
    member_name: str
    email: str
    language: str
    browsers: tuple[Browser, ...]

    @property
    def kind(self) -> letters.Kind:
        """Which words it has."""
        if self.row["occasion"] == "CLEARED":
            return ENDS[self.row["cleared_by"]]
        if self.row["urgent"]:
            return "alert_urgent"
        return "alert_missing" if self.row["rule"] == "stale" else "alert_warn"

    @property
    def tag(self) -> str:
        """Messages of one episode take each other's place; an old end never that of a new beginning."""
        return f"alert-{self.row['alert_id']}-{self.row['episode']}"


async def tell(rt: Runtime, owner: int, alert: int, severity: str, episode: int = 1, *, occasion: str) -> None:
    """Writes a delivery by each channel for everybody who may see the alert, once for each occasion of an episode.

    `severity` is the alert's at the time of the event, `occasion` OPENED, ESCALATED or CLEARED; `episode` counts
    how often it has opened or become urgent.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.ALERT, owner, alert)
        if row is None:
            return
        people = await conn.fetch(queries.REACH, owner, row["member_id"], CATEGORY, KIND)
        names = [_name(rt, each) for each in people]
        await conn.execute(
            queries.ADD,
            owner,
            row["member_id"],
            alert,
            occasion,
            severity == "URGENT" and occasion != "CLEARED",
            [each["person_id"] for each in people],
            [rt.vault.seal(name, f"deliveries.person_name:{owner}") for name in names],
            episode,
        )
        await conn.execute(queries.TOLD_ALL, owner, alert, occasion, episode)
    await live.nudge(rt.valkey)


async def deliver(rt: Runtime, owner: int, delivery: int) -> None:
    """Makes one delivery. Does nothing when it is settled, or in another worker's hands.

    A failure is no error: it is due again after a pause, and the relay asks for it then.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.CLAIM, owner, delivery, LEASE_S)
    if row is None:
        return
    reached: list[int] = list(row["reached"])
    try:
        # Apart from the claim: what cannot be read is a try that failed, and is seen as one.
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            wanted = await _wanted(conn, rt, owner, delivery, row)
        if wanted is None:
            return
        if wanted.row["channel"] == "EMAIL":
            words = letters.write(
                wanted.kind, wanted.language, rt.settings.origin + INBOX, {"member_name": wanted.member_name}
            )
            await mail.hand_over(rt.settings, wanted.email, f"delivery-{delivery}", words)
            arrived = True
        else:
            arrived = await _push(rt, wanted, reached)
    except (smtp.Refused, push.Refused) as error:
        await _failed(rt, owner, delivery, row, error, reached, for_good=True)
    except Exception as error:
        # Whatever it is: a delivery that ends its task each time would be tried for ever.
        if not isinstance(error, PASSING):
            log.exception("delivery_broken", delivery=delivery)
        for_good = row["attempts"] >= MOST_TRIES
        await _failed(rt, owner, delivery, row, error, reached, for_good=for_good)
    else:
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            if arrived:
                await conn.execute(queries.SENT, owner, delivery, reached)
            else:
                await conn.execute(queries.SKIP, owner, delivery, "NO_ADDRESS")


async def requeue(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Asks again for deliveries that are due and in nobody's hands; how many. As for letters."""
    return await housekeeping.requeue(rt, queries.REQUEUE, queue_is_empty=queue_is_empty)


async def requeue_alerts(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Asks again to tell of alerts whose event was lost before `tell` had done with it; how many."""
    async with connection(rt.pool) as conn:
        after = LOST_S if queue_is_empty else BUSY_S
        asked: int = await conn.fetchval(queries.REQUEUE_ALERTS, after, MOST_LOST)
    if asked:
        log.warning("alerts_asked_again", count=asked)
    return asked


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
        signer = rt.settings.push_signer
        key = None if signer is None else signer.public
        browsers = tuple(await subscriptions.browsers(conn, rt.vault, row["person_id"], key))
        skip = None if browsers else "NO_ADDRESS"
    skip = skip or _overtaken(row)
    if skip is None and row["occasion"] == "CLEARED":
        # No good news of one thing while another waits to be looked at.
        others = await conn.fetchval(queries.OTHERS, owner, row["member_id"], row["alert_id"])
        skip = "OTHERS_OPEN" if others else None
    if skip is None:
        assert person is not None
        if not row["urgent"] and (until := _quiet_until(person)):
            await conn.execute(queries.HOLD, owner, delivery, "QUIET_HOURS", until)
            return None
        if row["occasion"] == "CLEARED":
            before = await conn.fetchrow(
                queries.TOLD, owner, row["alert_id"], row["person_id"], row["channel"], row["episode"]
            )
            assert before is not None
            if not before["told"] and before["open"]:
                await conn.execute(queries.HOLD, owner, delivery, None, now() + UNSETTLED)
                return None
            skip = None if before["told"] else "OVER"
    if skip is not None or person is None:
        await conn.execute(queries.SKIP, owner, delivery, skip)
        return None
    name = rt.vault.open(person["member_name"], members.name_place(owner))
    return Wanted(row, name, person["email"], person["language"], browsers)


def _overtaken(row: Row) -> str | None:
    """Nobody is called to what is over, nor told the lesser of two things, nor of an end that was none."""
    later = row["episode"] < row["alert_episode"]
    if row["occasion"] == "CLEARED":
        over = later or row["alert_status"] != "CLEARED"
    else:
        lesser = row["severity"] == "URGENT" and not row["urgent"]
        over = later or lesser or row["alert_status"] == "CLEARED"
    return "OVER" if over else None


def _name(rt: Runtime, person: Row) -> str:
    """Somebody's name; one that cannot be read is no reason to tell nobody."""
    try:
        return rt.vault.open(person["name"], f"users.name:{person['person_id']}")
    except BrokenSeal:
        log.error("name_unreadable", user=person["person_id"])
        return "?"


def _quiet_until(person: Row) -> dt.datetime | None:
    if person["quiet_from"] is None:
        return None
    hours = QuietHours(
        dt.time.fromisoformat(person["quiet_from"]), dt.time.fromisoformat(person["quiet_to"]), person["time_zone"]
    )
    return hours.over(now())


async def _push(rt: Runtime, wanted: Wanted, reached: list[int]) -> bool:
    """Pushes to each browser that has not taken it yet, and adds to `reached` those that do.

    False when every subscription is gone. Raises what the worst of them raised.
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
                topic=wanted.tag,
                urgency=urgency,
                private_too=rt.settings.push_private,
            )
            for browser in open_
        ),
        return_exceptions=True,
    )
    # Noted first: whatever fails from here on, none of these is pushed to again.
    reached += [browser.id for browser, end in zip(open_, ends, strict=True) if end is None]
    gone = [browser for browser, end in zip(open_, ends, strict=True) if isinstance(end, push.Gone)]
    if gone:
        person = wanted.row["person_id"]
        async with transaction(rt.pool, owner=person, actor=person) as conn:
            for browser in gone:
                await subscriptions.drop(conn, person, browser)
    failures = [end for end in ends if end is not None and not isinstance(end, push.Gone)]
    for_good = [end for end in failures if isinstance(end, push.Refused)]
    passing = [end for end in failures if not isinstance(end, push.Refused)]
    if passing:
        raise passing[0]
    # One that refuses for good does not matter where another has taken it.
    if for_good and not reached:
        raise for_good[0]
    return bool(reached)


def _message(wanted: Wanted) -> bytes:
    """What Angular's service worker shows, without figures: a lock screen is read by whoever passes."""
    subject, first = letters.headline(wanted.kind, wanted.language, {"member_name": wanted.member_name})
    notification = {
        "title": subject,
        "body": first,
        "lang": wanted.language,
        "tag": wanted.tag,
        "renotify": wanted.row["occasion"] != "CLEARED",
        "requireInteraction": bool(wanted.row["urgent"]),
        "data": {"onActionClick": {"default": {"operation": "navigateLastFocusedOrOpen", "url": INBOX}}},
    }
    return json.dumps({"notification": notification}, ensure_ascii=False).encode()


async def _failed(
    rt: Runtime, owner: int, delivery: int, row: Row, error: BaseException, reached: list[int], *, for_good: bool
) -> None:
    attempts = row["attempts"]
    pause = mail.pause_after(attempts)
    # Its class only: what a server says quotes addresses.
    name = type(error).__name__
    if for_good and reached:
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            await conn.execute(queries.SENT, owner, delivery, reached)
        return
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        status = "DEAD" if for_good else "FAILED"
        await conn.execute(queries.FAILED, owner, delivery, status, name, reached, float(pause))
    say = log.error if for_good else log.warning
    say("delivery_dead" if for_good else "delivery_waits", delivery=delivery, attempts=attempts, error=name)
