"""The family at a glance: each person's program, today, newest log, last week, in four statements a family."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from praan.adherence import service as adherence
from praan.adherence import summary
from praan.families import members
from praan.families.schemas import MemberOut
from praan.infra.crypto import Vault
from praan.infra.db import Connection, enter
from praan.kernel.clock import now
from praan.kernel.paging import Cursors
from praan.leaderboards.schemas import (
    BestDay,
    Digest,
    FamilyAtAGlance,
    PersonAtAGlance,
    SevenDays,
    TodayAtAGlance,
)
from praan.logs import service as logs
from praan.programs import service as programs

SPAN = dt.timedelta(days=7)
LOW = 66
"""Below the band 66-79 of self-monitoring (PMC5568610)."""


@dataclass(slots=True)
class _Days:
    """A member's begun days: of the seven that ended yesterday, of the seven before, and today's by program."""

    last: list[summary.Day] = field(default_factory=list)
    before: list[summary.Day] = field(default_factory=list)
    today: dict[int, TodayAtAGlance] = field(default_factory=dict)

    def add(self, each: adherence.FamilyDay) -> None:
        age = each.today - each.day.date
        if not age:
            self.today[each.program] = TodayAtAGlance(
                date=each.day.date, total_score=each.day.score, logs=each.logs, provisional=each.provisional
            )
        elif age <= SPAN:
            self.last.append(each.day)
        elif age <= 2 * SPAN:
            self.before.append(each.day)

    def week(self) -> SevenDays:
        return SevenDays(
            mean=summary.mean(self.last),
            days_covered=summary.days_covered(self.last),
            previous_mean=summary.mean(self.before),
        )


async def page(
    conn: Connection, vault: Vault, cursors: Cursors, user_id: int, limit: int, cursor: str | None
) -> FamilyAtAGlance:
    """Own and shared members by ascending id, a family at a time; raises Invalid for a foreign cursor."""
    place = f"overview:{user_id}"
    after = cursors.read(place, cursor, (int,))[0] if cursor else 0
    families = await members.visible(conn, vault, user_id, after, limit + 1)
    everybody = sorted(
        ((owner, person) for owner, people in families.items() for person in people), key=lambda each: each[1].id
    )
    shown, pagination = cursors.page(place, everybody, limit, lambda each: [each[1].id])
    by_owner: dict[int, list[MemberOut]] = defaultdict(list)
    for owner, person in shown:
        by_owner[owner].append(person)
    people: list[PersonAtAGlance] = []
    days: dict[int, _Days] = {}
    for owner, theirs in by_owner.items():
        await enter(conn, owner=owner, actor=user_id)
        people += await _family(conn, owner, theirs, days)
    people.sort(key=lambda person: person.member_id)
    return FamilyAtAGlance(data=people, digest=digest(days), pagination=pagination)


async def _family(
    conn: Connection, owner: int, people: Sequence[MemberOut], days: dict[int, _Days]
) -> list[PersonAtAGlance]:
    """The members of the entered family, whose begun days are added to `days`: four statements, however many."""
    ids = [person.id for person in people]
    current = await programs.current(conn, owner, {person.id: person.time_zone for person in people})
    latest = await logs.latest(conn, owner, ids)
    waiting = await adherence.to_review(conn, owner, ids)
    days.update((member, _Days()) for member in ids)
    # Where a member lives it may be a day earlier or later than in Greenwich.
    today, day = now().date(), dt.timedelta(days=1)
    for each in await adherence.of_family(conn, owner, ids, today - 2 * SPAN - day, today + day):
        days[each.member].add(each)
    found = []
    for person in people:
        program = current.get(person.id)
        running = program is not None and program.status == "ACTIVE"
        found.append(
            PersonAtAGlance(
                member_id=person.id,
                name=person.name,
                role=person.role,
                program=program,
                today=days[person.id].today.get(program.id) if program and running else None,
                last_log_at=latest.get(person.id),
                to_review=waiting.get(person.id, 0),
                week=days[person.id].week(),
            )
        )
    return found


def digest(days: dict[int, _Days]) -> Digest:
    """Every due day of everybody counts the same; of equally good days the later one is the best."""
    last = [day for each in days.values() for day in each.last]
    by_date: dict[dt.date, list[summary.Day]] = defaultdict(list)
    for day in last:
        by_date[day.date].append(day)
    means = {date: mean for date, of_date in by_date.items() if (mean := summary.mean(of_date)) is not None}
    best = max(means, key=lambda date: (means[date], date), default=None)
    low = {member: mean for member, each in days.items() if (mean := summary.mean(each.last)) is not None}
    return Digest(
        mean=summary.mean(last),
        previous_mean=summary.mean([day for each in days.values() for day in each.before]),
        best_day=None if best is None else BestDay(date=best, mean=means[best]),
        needs_a_hand=sorted((member for member in low if low[member] < LOW), key=lambda member: low[member]),
    )
