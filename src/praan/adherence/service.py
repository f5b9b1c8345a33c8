"""Adherence of a day, a week, a range; what a log changed; rebuilding a program's days."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from dataclasses import dataclass

import asyncpg
import orjson
from pydantic import ValidationError

from praan.adherence import queries, summary
from praan.adherence.schemas import DayScore, Range, Today
from praan.families import service as families
from praan.infra.cache import Look
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.runtime import Runtime
from praan.infra.telemetry import CACHE
from praan.kernel.errors import Forbidden
from praan.kernel.filters import MAX_DAYS, check_range
from praan.logs.scope import LogScope
from praan.programs import service as programs
from praan.programs.scope import ProgramScope

NOT_YOURS = "PR403"
TODAY_TTL_S = 300
WEEK_TTL_S = 300


@dataclass(frozen=True, slots=True)
class Change:
    """A day's score before and after; None where nothing is due."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class FamilyDay:
    """One begun day of one program of a member. `today` is the member's; so many `logs` count on the day, which is
    `provisional` while one of them waits for a look.
    """

    member: int
    program: int
    day: summary.Day
    today: dt.date
    logs: int
    provisional: bool


def impact(*changes: Change) -> str:
    """What the changes did to the scores: "+5 points", "-3 points", "0 points"."""
    delta = sum((change.after or 0) - (change.before or 0) for change in changes)
    return f"{delta:+d} points" if delta else "0 points"


def today_key(program: int) -> str:
    return f"program:{program}:adherence:today"


def week_key(program: int) -> str:
    return f"program:{program}:adherence:week"


def stale_keys(owner: int, program: int) -> tuple[str, str, str]:
    """What of the cache a change of a program's scores makes wrong."""
    return today_key(program), week_key(program), families.scores_key(owner)


async def _days(
    conn: Connection, actor: int, program: int, first: dt.date | None, last: dt.date | None
) -> list[Row]:
    try:
        return await conn.fetch(queries.DAYS, actor, program, first, last)
    except asyncpg.PostgresError as error:
        if error.sqlstate == NOT_YOURS:
            raise Forbidden("This program is not yours, or does not exist.") from None
        raise


async def today(rt: Runtime, actor: int, program: int) -> bytes:
    """Body of GET adherence/today as JSON: from the cache for the owner, else fresh and stored.

    Raises Forbidden.
    """
    key = today_key(program)
    look = await rt.cache.look(key)
    if look.value is not None:
        hit = cached_today(look.value, actor)
        if hit is not None:
            CACHE.labels("today", "hit").inc()
            return hit
    CACHE.labels("today", "miss").inc()
    async with connection(rt.pool) as conn:
        row = (await _days(conn, actor, program, None, None))[0]
    body = _today(row)
    if row["user_id"] == actor:
        await _keep(rt, key, look, b"%d " % actor + body, min(TODAY_TTL_S, row["seconds_left"]))
    return body


async def _keep(rt: Runtime, key: str, look: Look, value: bytes, seconds: float) -> None:
    """Fills the cache for less than `seconds`, so that nothing of a day outlives its midnight."""
    ttl = math.floor(seconds) - 1
    if ttl > 0:
        await rt.cache.fill(key, look, value, ttl)


def cached_today(value: bytes, actor: int) -> bytes | None:
    """The body in a cached value "owner body"; None for anybody but the owner."""
    owner, _, body = value.partition(b" ")
    return body if owner == b"%d" % actor else None


def _today(row: Row) -> bytes:
    return orjson.dumps(
        {
            "date": row["date"],
            "total_score": row["total_score"],
            "details": orjson.Fragment(row["details"] or _NOTHING),
            "provisional": row["provisional"],
        }
    )


_NOTHING = orjson.dumps(
    {
        name: {"due": False, "actual": 0, "goal": None, "credit": 0}
        for name in ("meals", "energy", "protein", "workout", "readings")
    }
)
Today.model_validate_json(b'{"date":"2026-01-01","total_score":null,"details":%s,"provisional":false}' % _NOTHING)


async def between(conn: Connection, actor: int, program: int, first: dt.date, last: dt.date) -> Range:
    """Scores of inclusive local dates; raises Forbidden, and Invalid for a range that is none or too long."""
    rows = await _days(conn, actor, program, first, min(last, first + dt.timedelta(days=MAX_DAYS)))
    check_range(first, last)
    begun = [summary.Day(row["date"], row["total_score"]) for row in rows if row["elapsed"]]
    start, now = rows[0]["start_date"], rows[0]["today"]
    run = begun
    if first > start or last < now:
        run = (
            [summary.Day(row["date"], row["total_score"]) for row in await _days(conn, actor, program, start, now)]
            if start <= now
            else []
        )
    streak = summary.streak(run, now)
    return Range.model_validate(
        {
            "from": first,
            "to": last,
            "mean": summary.mean(begun),
            "days_covered": summary.days_covered(begun),
            "streak": streak.days,
            "frozen": streak.frozen,
            "bands": summary.bands(begun),
            "days": [
                DayScore(
                    date=row["date"],
                    total_score=row["total_score"] if row["elapsed"] else None,
                    provisional=row["provisional"],
                )
                for row in rows
            ],
        }
    )


async def week(rt: Runtime, actor: int, program: int, ending: dt.date | None) -> Range:
    """The seven days to `ending` (default: the member's today). That default week may be 5 minutes old.

    Raises Forbidden.
    """
    key = week_key(program)
    look = await rt.cache.look(key) if ending is None else None
    if look is not None and look.value is not None:
        hit = cached_today(look.value, actor)
        # What the version before has left there is a miss.
        with contextlib.suppress(ValidationError):
            if hit is not None:
                found = Range.model_validate_json(hit)
                CACHE.labels("week", "hit").inc()
                return found
    async with connection(rt.pool) as conn:
        now = (await _days(conn, actor, program, None, None))[0]
        last = ending or now["today"]
        found = await between(conn, actor, program, last - dt.timedelta(days=6), last)
    if look is not None and now["user_id"] == actor:
        CACHE.labels("week", "miss").inc()
        body = b"%d " % actor + found.model_dump_json().encode()
        await _keep(rt, key, look, body, min(WEEK_TTL_S, now["seconds_left"]))
    return found


async def of_family(
    conn: Connection, owner: int, members: list[int], first: dt.date, last: dt.date
) -> list[FamilyDay]:
    """The begun days of inclusive local dates, of all programs of these members of the entered family."""
    return [
        FamilyDay(
            member=row["member_id"],
            program=row["program_id"],
            day=summary.Day(row["date"], row["total_score"]),
            today=row["today"],
            logs=row["logs"],
            provisional=row["provisional"],
        )
        for row in await conn.fetch(queries.FAMILY_DAYS, owner, members, first, last)
    ]


async def to_review(conn: Connection, owner: int, members: list[int]) -> dict[int, int]:
    """How many photos of each of these members of the entered family wait for a look; nobody with none."""
    return {row["member_id"]: row["waiting"] for row in await conn.fetch(queries.TO_REVIEW, owner, members)}


async def lock(conn: Connection, program: int) -> None:
    """Before the first score of a transaction is read or changed: no goals change under it."""
    await conn.execute(queries.LOCK, program)


async def apply(conn: Connection, scope: LogScope, sign: int) -> Change:
    """Adds a counted log to its day (1) or takes it back (-1); the caller holds `lock`."""
    row = await conn.fetchrow(queries.APPLY, scope.member.user_id, scope.log_id, scope.at, sign)
    assert row is not None
    return Change(row["before"], row["after"])


async def rescore(conn: Connection, scope: ProgramScope, first: dt.date) -> None:
    """Scores a program's stored days from `first` on again: after new goals, a pause or a resume.

    The caller holds the program's scores exclusively.
    """
    await conn.execute(queries.RESCORE, scope.member.user_id, scope.program_id, first)


async def rebuild(rt: Runtime, owner: int, program: int) -> int:
    """Derives a program's days again from its logs; the number of days."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        days: int = await conn.fetchval(queries.REBUILD, owner, program)
    await rt.cache.drop(*stale_keys(owner, program))
    return days


async def rebuild_all(rt: Runtime) -> int:
    """Rebuilds every program of every family, one transaction each; the number of programs."""
    done = 0
    async for some in programs.everywhere(rt):
        for owner, program in some:
            await rebuild(rt, owner, program)
        done += len(some)
    return done
