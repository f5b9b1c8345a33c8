"""Weekly boards: derived from PostgreSQL, kept as sorted sets in Valkey, gone or old without harm.

One sorted set a family, week and generation of the family's scores: every change of a score starts a new
generation (families.scores_key), so that a set is never changed, only left for what the next reader derives.
Member ids and scores lie in it, nothing else (docs/decisions/0013-boards-by-generation.md).
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from praan.adherence import service as adherence
from praan.adherence import summary
from praan.families import members
from praan.families import service as families
from praan.families.schemas import MemberOut
from praan.families.scope import ROLES
from praan.infra.db import Connection, transaction
from praan.infra.runtime import Runtime
from praan.infra.telemetry import CACHE
from praan.infra.valkey import Down, Script
from praan.kernel.clock import now
from praan.leaderboards.schemas import Leaderboard, Place
from praan.leaderboards.weeks import Week, read, week_of

KEPT_S = 300
MOST_MEMBERS = 1000
MOST_PLACES = 100
# A number of a sorted set is exact up to 2^53: tenths of the score, then ten-thousandths of the days covered.
SHARE = 100_000

KEEP = Script("""
redis.call('DEL', KEYS[1])
redis.call('ZADD', KEYS[1], unpack(ARGV, 2))
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
""")


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's week: `score` 0-100 with one decimal, `days_covered` 0-1 with four."""

    member: int
    score: float
    days_covered: float


def standings(days: Iterable[adherence.FamilyDay]) -> list[Standing]:
    """The week of everybody who had something due. With several programs each due day of each of them counts."""
    by_member: dict[int, list[summary.Day]] = defaultdict(list)
    for each in days:
        by_member[each.member].append(each.day)
    found = []
    for member, theirs in by_member.items():
        score, covered = summary.mean(theirs), summary.days_covered(theirs)
        if score is not None and covered is not None:
            found.append(Standing(member, score, covered))
    return found


def ranked(found: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """Best first. Equal scores share a rank; among them more days covered, then the lower id, is named first."""
    order = sorted(found, key=lambda each: (-each.score, -each.days_covered, each.member))
    places: list[tuple[int, Standing]] = []
    for number, each in enumerate(order, 1):
        shared = places and places[-1][1].score == each.score
        places.append((places[-1][0] if shared else number, each))
    return places


async def board(rt: Runtime, user_id: int, asked: str | None) -> Leaderboard:
    """The week (default: this one, see `_this_week`) of the members whom the caller owns or manages and who take
    part: at most MOST_PLACES.
    """
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        everybody = await members.visible(conn, rt.vault, user_id, 0, MOST_MEMBERS)
    playing = {owner: who for owner, people in everybody.items() if (who := players(people))}
    week = read(asked) if asked else _this_week(playing)
    boards = await asyncio.gather(
        *(_of_family(rt, user_id, owner, week, list(who)) for owner, who in playing.items())
    )
    names = {member: name for who in playing.values() for member, name in _names(who)}
    places = ranked(each for found in boards for each in found if each.member in names)
    return Leaderboard(
        week=str(week),
        data=[
            Place(
                rank=rank,
                member_id=each.member,
                name=names[each.member],
                score=each.score,
                days_covered=each.days_covered,
            )
            for rank, each in places[:MOST_PLACES]
        ],
    )


def players(people: Iterable[MemberOut]) -> dict[int, MemberOut]:
    """Those who take part, of the people whom the caller owns or manages: a doctor is shown no board."""
    return {one.id: one for one in people if one.leaderboard and one.role in ROLES["write"]}


def _names(who: dict[int, MemberOut]) -> list[tuple[int, str]]:
    return [(member, one.name) for member, one in who.items()]


def _this_week(playing: dict[int, dict[int, MemberOut]]) -> Week:
    """The week where the caller's own self lives, else the first of the members."""
    people = [one for who in playing.values() for one in who.values()]
    own = next((one for one in people if one.relation_type == "SELF" and one.role == "OWNER"), None)
    one = own or next(iter(people), None)
    return week_of(now().astimezone(ZoneInfo(one.time_zone if one else "UTC")).date())


async def _of_family(rt: Runtime, actor: int, owner: int, week: Week, who: list[int]) -> list[Standing]:
    """The family's kept board, whoever asks; without one what the caller may see is derived. Only the owner sees
    everybody, so only the owner's is kept.
    """
    generation = (await rt.cache.look(families.scores_key(owner))).generation
    kept = await _kept(rt, owner, week, generation)
    CACHE.labels("leaderboard", "hit" if kept else "miss").inc()
    if kept:
        return kept
    async with transaction(rt.pool, owner=owner, actor=actor) as conn:
        if actor != owner:
            return await _derived(conn, owner, week, who)
        found = await _derived_of_all(rt, conn, owner, week)
    await _keep(rt, owner, week, generation, found)
    return found


async def _derived(conn: Connection, owner: int, week: Week, who: list[int]) -> list[Standing]:
    return standings(await adherence.of_family(conn, owner, who, week.first, week.last))


async def _derived_of_all(rt: Runtime, conn: Connection, owner: int, week: Week) -> list[Standing]:
    # Who takes part is read after the generation was looked at, as the scores are.
    everybody = players(await members.own(conn, rt.vault, owner, 0, MOST_MEMBERS))
    return await _derived(conn, owner, week, list(everybody))


def _key(owner: int, week: Week, generation: str) -> str:
    return f"leaderboard:{owner}:{week}:{generation}"


async def _kept(rt: Runtime, owner: int, week: Week, generation: str | None) -> list[Standing]:
    if generation is None:
        return []
    try:
        flat = await rt.valkey.command("ZRANGE", _key(owner, week, generation), 0, -1, "REV", "WITHSCORES")
    except Down:
        return []
    return [_opened(int(member), int(number)) for member, number in zip(flat[::2], flat[1::2], strict=True)]


async def _keep(rt: Runtime, owner: int, week: Week, generation: str | None, found: Sequence[Standing]) -> None:
    """An empty board is not kept: a sorted set cannot be empty, and it costs one look to find it so again."""
    if generation is None or not found:
        return
    pairs = [part for each in found for part in (_number(each), each.member)]
    try:
        await rt.valkey.script(KEEP, [_key(owner, week, generation)], [KEPT_S, *pairs])
    except Down:
        return


def _number(each: Standing) -> int:
    return round(each.score * 10) * SHARE + round(each.days_covered * 10_000)


def _opened(member: int, number: int) -> Standing:
    score, share = divmod(number, SHARE)
    return Standing(member, score / 10, share / 10_000)


async def rebuild(rt: Runtime, owner: int) -> None:
    """Derives a family's boards of this week and the last again, wherever on earth its members live."""
    await rt.cache.drop(families.scores_key(owner))
    generation = (await rt.cache.look(families.scores_key(owner))).generation
    today = now().date()
    for week in sorted({week_of(today + dt.timedelta(days=days)) for days in (-8, -1, 0, 1)}):
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            found = await _derived_of_all(rt, conn, owner, week)
        await _keep(rt, owner, week, generation, found)


async def rebuild_all(rt: Runtime) -> int:
    """Rebuilds the boards of every family; the number of families."""
    done = 0
    async for owner in families.owners(rt):
        await rebuild(rt, owner)
        done += 1
    return done
