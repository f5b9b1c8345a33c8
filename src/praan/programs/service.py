"""Programs: admission by id, creation from a template, status."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import asyncpg

from praan.families import members
from praan.families import service as families
from praan.families.schemas import MemberOut
from praan.families.scope import MemberScope, Right
from praan.infra.crypto import Vault
from praan.infra.db import Connection, connection
from praan.infra.runtime import Runtime
from praan.kernel.clock import age_on, local_date, now
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.fields import MAX_ID
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin
from praan.programs import advice, queries
from praan.programs.goals import NutritionGoals, StrengthGoals, VitalsGoals
from praan.programs.phases import progress
from praan.programs.schemas import (
    ProgramIn,
    ProgramList,
    ProgramOut,
    ProgramPatch,
    TemplateList,
)
from praan.programs.scope import ProgramScope
from praan.programs.templates import TEMPLATES

START_WITHIN = dt.timedelta(days=90)
GONE = "This program is not yours, or does not exist."
TITLE_TAKEN = "This person has an active program with this title already."


@dataclass(frozen=True, slots=True)
class Changed:
    """A program after a change; days from `rescore_from` on have to be scored again (None: none)."""

    program: ProgramOut
    rescore_from: dt.date | None


async def program_scope(conn: Connection, actor: int, program: int, right: Right) -> ProgramScope:
    """Admits the caller to a program and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.PROGRAM_ACCESS, actor, program)
    member = (await families.admit(conn, actor, row)).require(right)
    assert row is not None
    return ProgramScope(member, row["program_id"], row["start_date"], row["end_date"], row["status"])


async def create(
    conn: Connection, vault: Vault, scope: MemberScope, origin: Origin, body: ProgramIn
) -> ProgramOut:
    """Starts a program with its first goals: the body's, else the template's for the member's age and sex.

    Raises Invalid (start too far away), Conflict (title taken) and Forbidden (the member is gone).
    """
    if abs(body.start_date - _today(scope)) > START_WITHIN:
        raise Invalid.field("start_date", "must be within 90 days of today")
    row = await conn.fetchrow(
        queries.ADD_PROGRAM, scope.user_id, scope.member_id, body.title, body.template, body.start_date
    )
    if row is None:
        raise Conflict(TITLE_TAKEN)
    template = None
    if body.template:
        template = advice.adapted(TEMPLATES[body.template], _person(await members.show(conn, vault, scope)))
    nutrition = body.nutrition_goals or (template.nutrition_goals if template else NutritionGoals())
    strength = body.strength_goals or (template.strength_goals if template else StrengthGoals())
    vitals = body.vitals_goals or (template.vitals_goals if template else VitalsGoals())
    await conn.execute(
        queries.ADD_CONFIG,
        scope.user_id,
        scope.member_id,
        row["id"],
        body.start_date,
        nutrition.model_dump(),
        strength.model_dump(),
        vitals.model_dump(),
        False,
        scope.actor_id,
    )
    await families.record(conn, origin, scope, f"programs/{row['id']}", "program.create")
    return _shown(row, scope)


async def show(conn: Connection, scope: ProgramScope) -> ProgramOut:
    """The program as of the member's today; raises Forbidden when it is gone."""
    row = await conn.fetchrow(queries.PROGRAM, scope.member.user_id, scope.member.member_id, scope.program_id)
    if row is None:
        raise Forbidden(GONE)
    return _shown(row, scope.member)


async def page(
    conn: Connection, cursors: Cursors, scope: MemberScope, limit: int, cursor: str | None
) -> ProgramList:
    """A member's programs, newest first; raises Invalid for a foreign cursor."""
    place = f"programs:{scope.actor_id}:{scope.member_id}"
    before = cursors.read(place, cursor, (int,))[0] if cursor else MAX_ID
    rows = await conn.fetch(queries.PROGRAMS, scope.user_id, scope.member_id, before, limit + 1)
    shown, pagination = cursors.page(place, rows, limit, lambda row: [row["id"]])
    return ProgramList(data=[_shown(row, scope) for row in shown], pagination=pagination)


async def current(conn: Connection, owner: int, zones: Mapping[int, str]) -> dict[int, ProgramOut]:
    """The program that matters now of each of these members of the entered family: a running one, else a resting
    one, else the latest. `zones`: the members' time zones by id.
    """
    rows = await conn.fetch(queries.CURRENT, owner, list(zones))
    return {row["member_id"]: _as_of(row, local_date(now(), zones[row["member_id"]])) for row in rows}


def templates(cursors: Cursors, limit: int, cursor: str | None, member: MemberOut | None) -> TemplateList:
    """The ready-made programs, for a member those that suit them; raises Invalid for a foreign cursor."""
    place = f"templates:{member.id if member else ''}"
    start = cursors.read(place, cursor, (int,))[0] if cursor else 0
    all_of_them, everyday = list(TEMPLATES.values()), None
    if member is not None:
        person = _person(member)
        fitting = [made for each in all_of_them if (made := advice.offered(each, person)) is not None]
        all_of_them = sorted(fitting, key=lambda template: not template.recommended)
        everyday = advice.everyday(person)
    left = list(enumerate(all_of_them, 1))[start:]
    shown, pagination = cursors.page(place, left, limit, lambda numbered: [numbered[0]])
    return TemplateList(data=[template for _, template in shown], pagination=pagination, everyday=everyday)


async def update(conn: Connection, scope: ProgramScope, body: ProgramPatch) -> Changed:
    """Changes title and status. Raises Conflict (a completed program stays so; title taken) and Forbidden.

    A pause is a version of the goals under which nothing is due, from the member's today on; a resume is one
    under which it is due again. A completed program asks for nothing from the next day on. The caller scores
    the days from `rescore_from` again in the same transaction.
    """
    member = scope.member
    key = (member.user_id, member.member_id, scope.program_id)
    await conn.execute(queries.LOCK_SCORES, scope.program_id)
    status = await conn.fetchval(queries.STATUS, *key)
    if status is None:
        raise Forbidden(GONE)
    wanted = body.status or status
    if status == "COMPLETED" and wanted != status:
        raise Conflict("A completed program stays completed. Start a new one.")
    ends = wanted == "COMPLETED" and wanted != status
    completed = min(_today(member), scope.end_date) if ends else None
    try:
        row = await conn.fetchrow(queries.CHANGE_PROGRAM, *key, body.title, body.status, completed)
    except asyncpg.UniqueViolationError:
        raise Conflict(TITLE_TAKEN) from None
    assert row is not None
    if wanted == status:
        return Changed(_shown(row, member), None)
    first = _today(member) + dt.timedelta(days=ends)
    effective = max(first, scope.start_date)
    await conn.execute(queries.SET_PAUSED, *key, effective, wanted != "ACTIVE", member.actor_id)
    return Changed(_shown(row, member), effective)


async def cached_keys(conn: Connection, scope: MemberScope) -> list[str]:
    """What the cache may hold of all programs of a member."""
    rows = await conn.fetch(queries.PROGRAM_IDS, scope.user_id, scope.member_id)
    return [key for row in rows for key in cache_keys(row["id"])]


def cache_keys(program: int) -> tuple[str, str, str]:
    """What the cache may hold of one program; all of it changes with goals and status."""
    return config_key(program), f"program:{program}:adherence:today", f"program:{program}:adherence:week"


def config_key(program: int) -> str:
    return f"program:{program}:config"


def _person(member: MemberOut) -> advice.Person:
    age = age_on(member.dob, local_date(now(), member.time_zone))
    return advice.Person(age, member.sex, member.relation_type)


def _today(scope: MemberScope) -> dt.date:
    return local_date(now(), scope.time_zone)


def _shown(row: asyncpg.Record, scope: MemberScope) -> ProgramOut:
    return _as_of(row, _today(scope))


def _as_of(row: asyncpg.Record, today: dt.date) -> ProgramOut:
    day, phase = progress(row["start_date"], row["completed_on"] or today)
    return ProgramOut.model_validate({**dict(row), "day": day, "phase": phase})


async def everywhere(rt: Runtime, after: tuple[int, int] = (0, 0)) -> AsyncIterator[list[tuple[int, int]]]:
    """Every program of every family as (owner, program), some at a time, from behind `after` on; no transaction is
    open between them.
    """
    while True:
        async with connection(rt.pool) as conn:
            found = [(row["user_id"], row["program_id"]) for row in await conn.fetch(queries.EVERYWHERE, *after)]
        if not found:
            return
        yield found
        after = found[-1]
