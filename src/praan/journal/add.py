"""POST /logs: one statement that admits, appends, scores, audits and publishes (praan_add_log).

A reading costs one more before it: what it is judged by. Its own statement judges it too (praan_add_reading).
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from praan.adherence import service as adherence
from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.journal import queries
from praan.kernel.errors import Conflict, Forbidden, Invalid, Problem
from praan.kernel.principal import Origin
from praan.logs.content import Content, Totals, content_of
from praan.logs.payloads import Item, Meals
from praan.logs.schemas import LogAdded, NutritionIn, VitalsIn, WorkoutIn
from praan.logs.service import note_place
from praan.meals import service as meals
from praan.programs import service as programs
from praan.vitals import service as vitals

LogIn = NutritionIn | WorkoutIn | VitalsIn


async def counted(conn: Connection, items: list[Item] | None) -> Totals | None:
    """Totals of a meal's items from the food table; raises Invalid for an unknown food."""
    if items is None:
        return None
    priced = await meals.price(conn, [meals.Helping(item.food_id, item.grams) for item in items])
    macros = priced.macros
    return Totals(macros.energy_mkcal, macros.protein_mg, macros.carbs_mg, macros.fat_mg)


async def content(conn: Connection, log: LogIn) -> Content:
    """What a request stores; asks the food table only for items."""
    payload = log.payload
    return content_of(payload, await counted(conn, payload.items) if isinstance(payload, Meals) else None)


async def add(conn: Connection, vault: Vault, actor: int, origin: Origin, log: LogIn, after: After) -> LogAdded:
    """Appends a log and scores its day, atomically.

    Raises Forbidden, Invalid (timestamp outside the program, unknown food), Conflict (photo already used).
    """
    if isinstance(log, VitalsIn):
        return await _add_reading(conn, vault, actor, origin, log, after)
    if isinstance(log.payload, Meals) and log.payload.items is not None:
        await programs.program_scope(conn, actor, log.program_id, "write")
    made = await content(conn, log)
    photo = made.photo_key is not None
    # The note is sealed for the owner's family, whose id the statement finds; so a note costs one look-up more.
    note = None
    if made.note:
        scope = await programs.program_scope(conn, actor, log.program_id, "write")
        if not scope.member.covers("notes"):
            raise Forbidden("You may not write notes for this person.")
        note = vault.seal(made.note, note_place(scope.member.user_id))
    totals = made.totals
    row = await conn.fetchrow(
        queries.ADD,
        actor,
        log.program_id,
        log.log_type,
        "PROCESSING" if photo else "VERIFIED",
        made.payload,
        note,
        log.timestamp or dt.datetime.now(dt.UTC),
        "photo" if photo else "manual",
        totals.energy_mkcal,
        totals.protein_mg,
        totals.carbs_mg,
        totals.fat_mg,
        totals.minutes_milli,
        made.reading,
        made.photo_key,
        origin.address,
        UUID(origin.request_id) if origin.request_id else None,
    )
    assert row is not None
    if row["outcome"] != "OK":
        raise refusal(row["outcome"])
    after.drop(*adherence.stale_keys(row["user_id"], log.program_id))
    after.tell(row["followers"], "log.updated", row["member_id"], row["id"])
    if photo:
        after.nudge()
    else:
        after.tell(row["followers"], "adherence.updated", row["member_id"], log.program_id)
    return LogAdded(
        id=row["id"],
        status="PROCESSING" if photo else "VERIFIED",
        adherence_impact=adherence.impact(adherence.Change(row["before"], row["after"])),
    )


async def _add_reading(
    conn: Connection, vault: Vault, actor: int, origin: Origin, log: VitalsIn, after: After
) -> LogAdded:
    made, at = content_of(log.payload), log.timestamp or dt.datetime.now(dt.UTC)
    judged = await vitals.told(conn, vault, actor, log.program_id, at, made.payload)
    if judged is None:
        raise refusal("FORBIDDEN")
    row = await conn.fetchrow(
        queries.ADD_READING,
        actor,
        log.program_id,
        made.payload,
        at,
        made.reading,
        origin.address,
        UUID(origin.request_id) if origin.request_id else None,
        judged.rows,
        judged.version,
    )
    assert row is not None
    if row["outcome"] != "OK":
        raise refusal(row["outcome"])
    after.drop(*adherence.stale_keys(row["user_id"], log.program_id))
    after.tell(row["followers"], "log.updated", row["member_id"], row["id"])
    vitals.tell(after, row["alert_followers"] or (), row["member_id"], row["alerts"] or ())
    after.tell(row["followers"], "adherence.updated", row["member_id"], log.program_id)
    change = adherence.Change(row["before"], row["after"])
    return LogAdded(id=row["id"], status="VERIFIED", adherence_impact=adherence.impact(change))


def refusal(outcome: str) -> Problem:
    """The error for what praan_add_log or praan_when refused."""
    match outcome:
        case "EARLY":
            return Invalid.field("timestamp", "is before the program starts")
        case "LATE":
            return Invalid.field("timestamp", "is after the program's last day")
        case "FUTURE":
            return Invalid.field("timestamp", "is more than 24 hours ahead")
        case "USED_UPLOAD":
            return Conflict("This photo is already part of a log.")
        case "NO_UPLOAD":
            return Invalid.field("payload.photo_key", "is not a key that POST /uploads gave for this program")
        case _:
            return Forbidden("This program is not yours to log for, or does not exist.")
