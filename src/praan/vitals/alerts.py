"""Alerts: listed over every family that one may see, acknowledged, snoozed. Never cached."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson

from praan.families import service as families
from praan.families.scope import Right
from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row, enter
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.filters import chosen
from praan.kernel.paging import END_OF_TIME, Cursors, key_of, moment_of
from praan.kernel.principal import Origin
from praan.vitals import queries
from praan.vitals.bands import UNITS, Table
from praan.vitals.readings import number
from praan.vitals.schemas import Acknowledge, AlertList, AlertOut, DeliveryOut, Snooze
from praan.vitals.scope import AlertScope
from praan.vitals.service import table

STATUSES = ("OPEN", "ACKNOWLEDGED", "SNOOZED", "CLEARED")
SNOOZES = (30, 60, 120)
LONGEST_URGENT = 30
REFUSAL = "This alert is not yours, or does not exist."
OWN = "Set for this person"
STALE = "A reading that the program asks for"


async def alert_scope(conn: Connection, actor: int, alert: int, right: Right) -> AlertScope:
    """Admits the caller to an alert and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.ALERT_ACCESS, actor, alert)
    if row is None or row["alert_id"] is None:
        raise Forbidden(REFUSAL)
    member = (await families.admit(conn, actor, row)).require(right, "vitals")
    return AlertScope(member, row["alert_id"])


async def page(
    conn: Connection,
    vault: Vault,
    cursors: Cursors,
    actor: int,
    limit: int,
    cursor: str | None,
    *,
    statuses: str | None,
    member: int | None,
) -> AlertList:
    """Alerts of everybody (or of one member) whose readings the caller may see, newest first by (opened_at, id).

    Leaves the transaction in the last family that it read. Raises Invalid (unknown status, foreign cursor).
    """
    wanted = chosen("status", statuses, STATUSES)
    name = f"alerts:{actor}:{member}:{','.join(wanted or ())}"
    before: tuple[dt.datetime, int] = (END_OF_TIME, 0)
    if cursor:
        micros, last = cursors.read(name, cursor, (int, int))
        before = (moment_of(micros), last)
    places = await conn.fetch(queries.ALERT_PLACES, actor, member, wanted, *before, limit + 1)
    shown, pagination = cursors.page(name, places, limit, lambda row: [key_of(row["opened_at"]), row["id"]])
    found: dict[int, AlertOut] = {}
    for owner in dict.fromkeys(row["user_id"] for row in shown):
        mine = {row["id"]: row for row in shown if row["user_id"] == owner}
        await enter(conn, owner=owner, actor=actor)
        told = await _deliveries(conn, vault, owner, list(mine))
        for row in await conn.fetch(queries.ALERTS, owner, list(mine)):
            categories = mine[row["id"]]["categories"]
            notes = not categories or "notes" in categories
            found[row["id"]] = await _shown(conn, vault, row, told[row["id"]], reads_notes=notes)
    # One that went between the two questions is left out.
    data = [found[row["id"]] for row in shown if row["id"] in found]
    return AlertList(data=data, pagination=pagination)


async def show(conn: Connection, vault: Vault, scope: AlertScope) -> AlertOut:
    """One alert as it stands now; raises Forbidden when the wall hides it."""
    owner, alert = scope.member.user_id, scope.alert_id
    rows = await conn.fetch(queries.ALERTS, owner, [alert])
    if not rows:
        raise Forbidden(REFUSAL)
    told = await _deliveries(conn, vault, owner, [alert])
    return await _shown(conn, vault, rows[0], told[alert], reads_notes=scope.member.covers("notes"))


async def acknowledge(
    conn: Connection, vault: Vault, after: After, scope: AlertScope, origin: Origin, body: Acknowledge
) -> AlertOut:
    """Says that the caller has seen to it. Raises Conflict once it is over, and Forbidden."""
    if body.note is not None and not scope.member.covers("notes"):
        raise Forbidden("You may not write notes for this person.")
    await _running(conn, scope)
    owner, actor = scope.member.user_id, scope.member.actor_id
    name = vault.open(await conn.fetchval(queries.CALLER_NAME, actor), f"users.name:{actor}")
    await conn.execute(
        queries.ACKNOWLEDGE,
        owner,
        scope.alert_id,
        actor,
        vault.seal(name, _name_place(owner)),
        None if body.note is None else vault.seal(body.note, _note_place(owner)),
    )
    await _done(conn, after, scope, origin, "alert.acknowledge", ("note",) if body.note else ())
    return await show(conn, vault, scope)


async def snooze(
    conn: Connection, vault: Vault, after: After, scope: AlertScope, origin: Origin, body: Snooze
) -> AlertOut:
    """Lets it rest; it is open again when the time is over or things get worse.

    Raises Invalid for other times than 30, 60 and 120 minutes or more than 30 for an urgent one, Conflict once
    it is over.
    """
    if body.minutes not in SNOOZES:
        raise Invalid.field("minutes", "must be 30, 60 or 120")
    row = await _running(conn, scope)
    if row["severity"] == "URGENT" and body.minutes > LONGEST_URGENT:
        raise Invalid.field("minutes", f"may be at most {LONGEST_URGENT} for an urgent alert")
    await conn.execute(queries.SNOOZE, scope.member.user_id, scope.alert_id, body.minutes)
    await _done(conn, after, scope, origin, "alert.snooze", ())
    return await show(conn, vault, scope)


async def _running(conn: Connection, scope: AlertScope) -> Row:
    row = await conn.fetchrow(queries.LOCK_ALERT, scope.member.user_id, scope.alert_id)
    if row is None:
        raise Forbidden(REFUSAL)
    if row["status"] == "CLEARED":
        raise Conflict("This alert is over already.")
    return row


async def _done(
    conn: Connection, after: After, scope: AlertScope, origin: Origin, action: str, fields: Iterable[str]
) -> None:
    member = scope.member
    await families.record(conn, origin, member, f"alerts/{scope.alert_id}", action, fields)
    followers = await families.followers(conn, member.user_id, member.member_id, "vitals")
    after.tell(followers, "alert.updated", member.member_id, scope.alert_id)


def _note_place(owner: int) -> str:
    return f"alerts.note:{owner}"


def _name_place(owner: int) -> str:
    return f"alerts.acknowledged_name:{owner}"


async def _deliveries(
    conn: Connection, vault: Vault, owner: int, alerts: list[int]
) -> defaultdict[int, list[DeliveryOut]]:
    """How these alerts were told to people, as far as the caller may know."""
    found: defaultdict[int, list[DeliveryOut]] = defaultdict(list)
    for row in await conn.fetch(queries.DELIVERIES, owner, alerts):
        name = vault.open(row["person_name"], f"deliveries.person_name:{owner}")
        found[row["alert_id"]].append(DeliveryOut.model_validate({**dict(row), "name": name}))
    return found


async def _shown(
    conn: Connection, vault: Vault, row: Row, told: list[DeliveryOut], *, reads_notes: bool
) -> AlertOut:
    owner, version = row["user_id"], row["thresholds_version"]
    name, note = row["acknowledged_name"], row["note"]
    return AlertOut.model_validate(
        {
            **dict(row),
            "reading": _reading(row, "worst"),
            "latest": _reading(row, "latest"),
            "source": STALE if version is None else _source(row, await table(conn, version)),
            "acknowledged_by": None if name is None else vault.open(name, _name_place(owner)),
            "note": vault.open(note, _note_place(owner)) if note is not None and reads_notes else None,
            "delivery": told,
        }
    )


def _reading(row: Row, which: str) -> dict[str, Any] | None:
    """The worst or the latest reading of an alert; None once it was taken back."""
    if row[f"{which}_at"] is None:
        return None
    return {
        "log_id": row[f"{which}_log_id"],
        "at": row[f"{which}_at"],
        "value": number(row[f"{which}_value"]),
        "value2": number(row[f"{which}_value2"]),
        "unit": UNITS[row["rule"]],
        "severity": row[f"{which}_severity"],
        "band": row[f"{which}_band"],
        "entered": orjson.loads(row[f"{which}_payload"]),
    }


def _source(row: Row, thresholds: Table) -> str:
    """Where the bound stands that the worst reading is beyond."""
    band = row["worst_band"] or ""
    if band.startswith("own_"):
        return OWN
    named = [bound for bound in thresholds.bounds if bound.rule == row["rule"]]
    fitting = [bound.source for bound in named if bound.band in (band, band.replace("long_", ""))]
    return fitting[0] if fitting else named[0].source
