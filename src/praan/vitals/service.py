"""Judging readings in the transaction that changes them, and deriving them again from the logs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from praan.families import members
from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row, transaction
from praan.infra.runtime import Runtime
from praan.logs.scope import LogScope
from praan.vitals import bands, queries
from praan.vitals.bands import Bound, Limits, Own, Person, Table

# A version of the thresholds never changes once it is in the database.
_tables: dict[int, Table] = {}


@dataclass(frozen=True, slots=True)
class Judged:
    """What one log measures, each with its band, as praan_judge takes it; by which version of the thresholds."""

    rows: list[dict[str, Any]]
    version: int


async def told(
    conn: Connection, vault: Vault, actor: int, program: int, at: dt.datetime, payload: Mapping[str, Any]
) -> Judged | None:
    """What a reading is that is about to be logged; None for a program that is not the caller's to write."""
    row = await conn.fetchrow(queries.CONTEXT, actor, program, at)
    if row is None or row["user_id"] is None:
        return None
    born = members.birth_date(vault, row["user_id"], row["dob"])
    return Judged(await _rows(conn, payload, born, row), row["version"])


async def judge(
    conn: Connection, vault: Vault, after: After, *, gone: LogScope | None = None, made: LogScope | None = None
) -> None:
    """Takes back what the log `gone` measured, records what `made` measures, and moves the alerts accordingly.

    Both are of one member. Whoever may see the alerts is told once the transaction has committed.
    """
    scope = made or gone
    if scope is None or scope.log_type != "VITALS":
        return
    member = scope.member
    subject, judged = None, Judged([], 0)
    if made is not None:
        subject = await conn.fetchrow(queries.SUBJECT, member.user_id, made.log_id, made.at)
        assert subject is not None
        born = members.birth_date(vault, member.user_id, subject["dob"])
        judged = Judged(await _rows(conn, subject["payload"], born, subject), subject["version"])
    changes = await conn.fetch(
        queries.JUDGE,
        member.user_id,
        member.member_id,
        scope.program_id,
        None if gone is None else gone.log_id,
        None if made is None else made.log_id,
        None if made is None else made.at,
        None if subject is None else subject["day"],
        judged.rows,
        judged.version,
    )
    await announce(conn, after, member.user_id, member.member_id, changes)


async def announce(conn: Connection, after: After, owner: int, member: int, changes: Sequence[Row]) -> None:
    """Tells whoever follows the member and may see vitals what became of alerts."""
    if changes:
        followers = await families.followers(conn, owner, member, "vitals")
        tell(after, followers, member, changes)


def tell(after: After, followers: Sequence[int], member: int, changes: Iterable[Mapping[str, Any] | Row]) -> None:
    """A live message for each changed alert ({alert, change})."""
    for each in changes:
        kind = "alert.opened" if each["change"] == "OPENED" else "alert.updated"
        after.tell(followers, kind, member, each["alert"])
        if each["change"] != "UPDATED":
            after.nudge()


async def due_changed(conn: Connection, after: After, scope: MemberScope, today: dt.date) -> None:
    """After a program's goals or status changed: ends the notice about readings that nobody asks for any more."""
    changes = await conn.fetch(queries.STALE_OVER, scope.user_id, scope.member_id, today)
    await announce(conn, after, scope.user_id, scope.member_id, changes)


async def table(conn: Connection, version: int) -> Table:
    """One version of the thresholds."""
    if version not in _tables:
        rows = await conn.fetch(queries.THRESHOLDS, version)
        _tables[version] = Table(version, tuple(_bound(row) for row in rows))
    return _tables[version]


async def newest_table(conn: Connection) -> Table:
    """The thresholds in force."""
    return await table(conn, await conn.fetchval(queries.VERSION))


def own_of(stored: Mapping[str, Mapping[str, float]]) -> Own:
    """What praan_own_thresholds gives, by rule and field."""
    found = {}
    for name, edges in stored.items():
        rule, _, field = name.partition(".")
        found[rule, field] = Limits(**{edge: Decimal(repr(at)) for edge, at in edges.items()})
    return found


async def rebuild(rt: Runtime, owner: int, member: int) -> int:
    """Derives a member's readings and alerts again from the logs; how many alerts changed. Tells nobody."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        dob = await conn.fetchval(queries.BORN, owner, member)
        if dob is None:
            return 0
        born = members.birth_date(rt.vault, owner, dob)
        newest = await newest_table(conn)
        # Before the logs are read: whoever writes one meanwhile waits, and judges it after this.
        await conn.execute(queries.LOCK_RULES, owner, member)
        judged = []
        for log in await conn.fetch(queries.MEASURING, owner, member):
            place = {"log_id": log["id"], "program_id": log["program_id"], "at": log["at"], "day": log["day"]}
            judged += [{**place, **row} for row in await _rows(conn, log["payload"], born, log, newest)]
        changed: int = await conn.fetchval(queries.REJUDGE, owner, member, judged, newest.version)
    return changed


async def rebuild_all(rt: Runtime) -> int:
    """Rebuilds the readings and alerts of everybody who has a program, one transaction each; how many members."""
    done = 0
    async for owner in families.owners(rt):
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            members_of = [row["member_id"] for row in await conn.fetch(queries.MEMBERS_OF, owner)]
        for member in members_of:
            await rebuild(rt, owner, member)
        done += len(members_of)
    return done


async def _rows(
    conn: Connection, payload: Mapping[str, Any], born: dt.date, subject: Row, by: Table | None = None
) -> list[dict[str, Any]]:
    """What a payload measures, judged for its subject (day, own, version)."""
    thresholds = by or await table(conn, subject["version"])
    person = Person(bands.age_in_months(born, subject["day"]), own_of(subject["own"]))
    found = []
    for measure in bands.measures(payload):
        said = bands.judge(measure, person, thresholds)
        found.append(
            {
                "rule": measure.rule,
                "value": float(measure.value),
                "value2": None if measure.value2 is None else float(measure.value2),
                "context": measure.context,
                "severity": said and said.severity,
                "band": said and said.band,
            }
        )
    return found


def _bound(row: Row) -> Bound:
    return Bound(
        row["rule"],
        row["field"],
        row["age_from"],
        row["age_to"],
        row["severity"],
        row["side"],
        row["bound"],
        row["inclusive"],
        row["band"],
        row["unit"],
        row["source"],
    )
