"""Changes of a log that exists: each keeps what was, and moves its day's score by the difference."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from praan.adherence import service as adherence
from praan.families import service as families
from praan.infra.after import After
from praan.infra.db import Connection, Row
from praan.infra.deed import Deed
from praan.infra.outbox import service as outbox
from praan.journal import queries
from praan.journal.add import counted, refusal
from praan.kernel.errors import Conflict, Forbidden, Invalid, wrong_fields
from praan.logs.content import Content, content_of
from praan.logs.payloads import Meals, Payload, Vitals, Workout
from praan.logs.schemas import CopyTo, LogAdded, LogPatch, Verify
from praan.logs.scope import LogScope
from praan.logs.service import note_place
from praan.programs import service as programs
from praan.programs.scope import ProgramScope
from praan.vitals import service as vitals

NOTED = frozenset({"estimated", "model", "food_table"})
COUNTED = ("VERIFIED", "NEEDS_REVIEW")
KINDS: dict[str, TypeAdapter[Any]] = {
    "NUTRITION": TypeAdapter(Meals),
    "WORKOUT": TypeAdapter(Workout),
    "VITALS": TypeAdapter(Vitals),
}


async def _locked(deed: Deed, scope: LogScope) -> Row:
    """The log's row under a lock; raises Forbidden when the wall hides it."""
    row = await deed.conn.fetchrow(queries.LOCK, scope.member.user_id, scope.log_id, scope.at)
    if row is None:
        raise Forbidden("This log is not yours, or does not exist.")
    return row


async def _current(deed: Deed, scope: LogScope, *, deleted_too: bool = False) -> Row:
    """The log's newest revision under a lock; raises Conflict for an older one, Forbidden for a deleted log."""
    row = await _locked(deed, scope)
    _check_newest(row, deleted_too=deleted_too)
    return row


def _check_newest(row: Row, *, deleted_too: bool = False) -> None:
    # Admission saw the log before it was read: somebody may have deleted it in between.
    if row["deleted_at"] is not None and not deleted_too:
        raise Forbidden("This log is not yours, or does not exist.")
    if row["superseded_by"] is not None:
        raise Conflict(f"This revision was replaced by log {row['superseded_by']}. Change that one.")


async def _record(deed: Deed, scope: LogScope, action: str, fields: tuple[str, ...] = ()) -> None:
    member = scope.member
    await families.record(deed.conn, deed.origin, member, f"logs/{scope.log_id}", action, fields)


async def _done(deed: Deed, scope: LogScope, action: str, *, fields: tuple[str, ...] = ()) -> None:
    """Records a change and tells everybody who follows the member."""
    await _record(deed, scope, action, fields)
    await tell(deed.conn, deed.after, scope)


async def tell(conn: Connection, after: After, scope: LogScope) -> None:
    """Has everybody who follows the member look again, at the log and at what it scores, after the commit."""
    member = scope.member
    followers = await families.followers(conn, member.user_id, member.member_id)
    after.drop(*adherence.stale_keys(member.user_id, scope.program_id))
    after.tell(followers, "log.updated", member.member_id, scope.log_id)
    after.tell(followers, "adherence.updated", member.member_id, scope.program_id)


def parsed(log_type: str, payload: dict[str, Any]) -> Payload:
    """A correction's payload by the log's type; raises Invalid naming each field under `payload`.

    What the analysis of a photo noted beside the meal may come back with it, and is dropped: it is not the
    person's word.
    """
    said = {key: value for key, value in payload.items() if key not in NOTED}
    try:
        checked: Payload = KINDS[log_type].validate_python(said)
        return checked
    except ValidationError as error:
        named = ({**one, "loc": ("payload", *one["loc"])} for one in error.errors(include_url=False))
        wrong = wrong_fields(list(named), {"payload": payload})
        raise Invalid(f"{wrong[0].field}: {wrong[0].message}", errors=wrong) from None


async def revise(deed: Deed, scope: LogScope, patch: LogPatch) -> LogScope:
    """A new revision that supersedes the log; the new one's scope.

    Raises Conflict for a superseded log, one being analysed, or a failed one without a payload.
    """
    row = await _current(deed, scope)
    if patch.payload is None and patch.timestamp is None:
        raise Invalid.field("payload", "give a payload, a timestamp, or both")
    if row["status"] == "PROCESSING":
        raise Conflict("The photo is still being read. Wait until it is done, then correct it.")
    if row["status"] == "FAILED" and patch.payload is None:
        raise Conflict("The photo could not be read. Enter the meal by hand, or try again.")
    made = await _content(deed.conn, row, patch)
    if made is not None and made.note and not scope.member.covers("notes"):
        raise Forbidden("You may not write notes for this person.")
    # A log that stays where it is keeps the day that was lived, also when the member has moved since.
    at, day, zone = row["at"], row["local_date"], row["time_zone"]
    if patch.timestamp is not None:
        place = await programs.program_scope(deed.conn, scope.member.actor_id, scope.program_id, "write")
        at, zone = patch.timestamp, place.member.time_zone
        day = await _local_day(deed.conn, at, place)
    status = "VERIFIED" if made is not None else row["status"]
    await adherence.lock(deed.conn, scope.program_id)
    user = scope.member.user_id
    new = await deed.conn.fetchrow(
        queries.REVISE,
        user,
        scope.log_id,
        scope.at,
        status,
        None if made is None else made.payload,
        None if made is None or not made.note else deed.vault.seal(made.note, note_place(user)),
        at,
        day,
        zone,
        *_numbers(made),
        None if made is None else made.reading,
        scope.member.actor_id,
        not scope.member.covers("notes"),
    )
    assert new is not None
    revision = replace(scope, log_id=new["id"], at=new["timestamp"])
    steps = [(revision, 1)] + ([(scope, -1)] if row["status"] in COUNTED else [])
    # Two days are locked in the order of their dates, whoever corrects them.
    if row["local_date"] < day:
        steps.reverse()
    for step, sign in steps:
        await adherence.apply(deed.conn, step, sign)
    await deed.conn.execute(queries.SUPERSEDE, user, scope.log_id, scope.at, revision.log_id)
    await vitals.judge(deed.conn, deed.vault, deed.after, gone=scope, made=revision)
    changed = tuple(name for name in ("payload", "timestamp") if getattr(patch, name) is not None)
    await _done(deed, revision, "log.revise", fields=changed)
    return revision


async def _content(conn: Connection, row: Row, patch: LogPatch) -> Content | None:
    if patch.payload is None:
        return None
    payload = parsed(row["log_type"], patch.payload)
    if isinstance(payload, Meals) and payload.items is not None:
        payload = _recounted(payload, orjson.loads(row["payload"]))
    return content_of(payload, await counted(conn, payload.items) if isinstance(payload, Meals) else None)


def _recounted(meal: Meals, stored: dict[str, Any]) -> Meals:
    """With other foods or amounts, numbers that only came back as they were shown are counted again."""
    if meal.model_dump(mode="json")["items"] == stored.get("items"):
        return meal
    echoed = [
        name for name in ("calories", "protein_g", "carbs_g", "fat_g") if getattr(meal, name) == stored.get(name)
    ]
    return meal.model_copy(update=dict.fromkeys(echoed))


def _numbers(made: Content | None) -> tuple[int, ...]:
    if made is None:
        return (0, 0, 0, 0, 0)
    totals = made.totals
    return (totals.energy_mkcal, totals.protein_mg, totals.carbs_mg, totals.fat_mg, totals.minutes_milli)


async def _local_day(conn: Connection, at: dt.datetime, place: ProgramScope) -> dt.date:
    """The member's date at a moment; raises Invalid when a log may not lie there."""
    row = await conn.fetchrow(queries.LOCAL_DAY, at, place.member.time_zone, place.start_date, place.end_date)
    assert row is not None
    if row["outcome"] != "OK":
        raise refusal(row["outcome"])
    day: dt.date = row["day"]
    return day


async def verify(deed: Deed, scope: LogScope, body: Verify) -> None:
    """A person confirms what the photo showed, with the foods they name or as analysed.

    Raises Conflict unless the log waits for review (confirming a verified one as it is changes nothing).
    """
    row = await _current(deed, scope)
    if row["status"] == "VERIFIED" and body.items is None:
        await _record(deed, scope, "log.verify")
        return
    if row["status"] != "NEEDS_REVIEW":
        raise Conflict(f"Only a log that waits for review can be verified; this one is {row['status']}.")
    totals = await counted(deed.conn, body.items)
    payload: dict[str, Any] | None = None
    if body.items is not None and totals is not None:
        kept = {key: value for key, value in orjson.loads(row["payload"]).items() if key == "meal"}
        meal = Meals(items=body.items)
        payload = {**kept, **content_of(meal, totals).payload}
    await adherence.lock(deed.conn, scope.program_id)
    await adherence.apply(deed.conn, scope, -1)
    numbers = (totals.energy_mkcal, totals.protein_mg, totals.carbs_mg, totals.fat_mg) if totals else (0,) * 4
    await deed.conn.execute(queries.CONFIRM, scope.member.user_id, scope.log_id, scope.at, payload, *numbers)
    await adherence.apply(deed.conn, scope, 1)
    await _done(deed, scope, "log.verify", fields=("items",) if body.items else ())


async def retry(deed: Deed, scope: LogScope) -> LogAdded:
    """Sends a failed photo to be read again; raises Conflict unless it failed."""
    row = await _current(deed, scope)
    if row["status"] != "FAILED" or row["upload_key"] is None:
        raise Conflict("Only a photo that could not be read can be tried again.")
    member = scope.member
    await deed.conn.execute(queries.RETRY, member.user_id, scope.log_id, scope.at)
    told = {"log_id": scope.log_id}
    await outbox.publish(deed.conn, member.user_id, member.member_id, "photo_logged", told)
    deed.after.nudge()
    await _done(deed, scope, "log.retry")
    return LogAdded(id=scope.log_id, status="PROCESSING", adherence_impact=adherence.impact())


async def copy(deed: Deed, scope: LogScope, target: CopyTo) -> tuple[LogScope, str]:
    """The same meal, workout or reading for another program, as a log of its own without the photo: its scope
    and what it did to its day's score.

    An estimate that waits for a look stays one. Raises Forbidden for a program that is not the caller's to
    write, Conflict for a log that is not settled.
    """
    source, conn = scope.member, deed.conn
    # Read without a lock: who may only read a log may still copy it to somebody of their own.
    row = await conn.fetchrow(queries.READ, source.user_id, scope.log_id, scope.at)
    if row is None:
        raise Forbidden("This log is not yours, or does not exist.")
    _check_newest(row)
    if row["status"] not in COUNTED:
        raise Conflict("Only a finished log can be copied.")
    note = None
    if row["note"] is not None and source.covers("notes"):
        note = deed.vault.open(row["note"], note_place(source.user_id))
    place = await programs.program_scope(conn, source.actor_id, target.program_id, "write")
    member = place.member.require("write", scope.log_type.lower())
    day = await _local_day(conn, row["at"], place)
    await adherence.lock(conn, place.program_id)
    new = await conn.fetchrow(
        queries.COPY,
        member.user_id,
        member.member_id,
        place.program_id,
        scope.log_type,
        row["payload"],
        None if note is None else deed.vault.seal(note, note_place(member.user_id)),
        row["at"],
        day,
        member.time_zone,
        row["energy_mkcal"],
        row["protein_mg"],
        row["carbs_mg"],
        row["fat_mg"],
        row["minutes_milli"],
        row["reading"],
        member.actor_id,
        row["status"],
    )
    assert new is not None
    made = LogScope(member, place.program_id, new["id"], new["timestamp"], scope.log_type)
    change = await adherence.apply(conn, made, 1)
    await vitals.judge(conn, deed.vault, deed.after, made=made)
    await _done(deed, made, "log.copy")
    return made, adherence.impact(change)


async def delete(deed: Deed, scope: LogScope) -> None:
    """Takes a log out of sight and out of its day's score, for 30 days."""
    row = await _current(deed, scope)
    await adherence.lock(deed.conn, scope.program_id)
    if row["status"] in COUNTED:
        await adherence.apply(deed.conn, scope, -1)
    await deed.conn.execute(
        queries.SET_DELETED, scope.member.user_id, scope.log_id, scope.at, dt.datetime.now(dt.UTC)
    )
    await vitals.judge(deed.conn, deed.vault, deed.after, gone=scope)
    await _done(deed, scope, "log.delete")


async def restore(deed: Deed, scope: LogScope) -> None:
    """Brings a deleted log back; one that is not deleted stays as it is."""
    row = await _current(deed, scope, deleted_too=True)
    if row["deleted_at"] is None:
        await _record(deed, scope, "log.restore")
        return
    await adherence.lock(deed.conn, scope.program_id)
    await deed.conn.execute(queries.SET_DELETED, scope.member.user_id, scope.log_id, scope.at, None)
    if row["status"] in COUNTED:
        await adherence.apply(deed.conn, scope, 1)
    await vitals.judge(deed.conn, deed.vault, deed.after, made=scope)
    await _done(deed, scope, "log.restore")
