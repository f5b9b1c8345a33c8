"""Members: added, listed, changed, deleted with undo. Names and birth dates are sealed for their owner's rows."""

from __future__ import annotations

import datetime as dt

import asyncpg

from praan.audit import service as audit
from praan.families import queries
from praan.families.schemas import MemberIn, MemberList, MemberOut, MemberPatch
from praan.families.scope import MemberScope
from praan.families.service import REFUSAL
from praan.infra.crypto import Vault
from praan.infra.db import Connection, enter
from praan.kernel.clock import age_on, local_date, now
from praan.kernel.errors import Forbidden, Invalid
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin

# India's DPDP Act, section 2(f): who is younger is a child, and compared with nobody unless somebody says so.
OF_AGE = 18


async def add(conn: Connection, vault: Vault, owner: int, origin: Origin, body: MemberIn) -> MemberOut:
    """Adds a member to the caller's own family; raises Invalid."""
    await _check_zone(conn, body.time_zone)
    _check_birth(body.dob, body.time_zone)
    row = await conn.fetchrow(
        queries.ADD_MEMBER,
        owner,
        vault.seal(body.name, name_place(owner)),
        body.relation_type,
        vault.seal(body.dob.isoformat(), _dob_place(owner)),
        body.sex,
        body.time_zone,
        body.units,
        body.avatar_colour,
    )
    assert row is not None
    await _record(conn, origin, owner, owner, row["id"], "member.create")
    return _shown(vault, row, "OWNER")


async def show(conn: Connection, vault: Vault, scope: MemberScope) -> MemberOut:
    """The member; raises Forbidden when they were deleted meanwhile."""
    row = await conn.fetchrow(queries.MEMBER, scope.user_id, scope.member_id)
    return _shown(vault, _there(row), scope.role)


async def page(
    conn: Connection, vault: Vault, cursors: Cursors, user_id: int, limit: int, cursor: str | None
) -> MemberList:
    """Own and shared members by ascending id. Leaves the transaction in the last family that it read.

    A page visits at most `limit` + 1 other families, each entered by itself: the wall shows one at a time.
    """
    place = f"members:{user_id}"
    after = cursors.read(place, cursor, (int,))[0] if cursor else 0
    families = await visible(conn, vault, user_id, after, limit + 1)
    found = sorted((member for people in families.values() for member in people), key=lambda member: member.id)
    shown, pagination = cursors.page(place, found, limit, lambda member: [member.id])
    return MemberList(data=list(shown), pagination=pagination)


async def own(conn: Connection, vault: Vault, owner: int, after: int, most: int) -> list[MemberOut]:
    """Members of the entered family, whose owner asks, by ascending id."""
    rows = await conn.fetch(queries.OWN_MEMBERS, owner, after, most)
    return [_shown(vault, row, "OWNER") for row in rows]


async def visible(
    conn: Connection, vault: Vault, user_id: int, after: int, most: int
) -> dict[int, list[MemberOut]]:
    """Own and shared members with a greater id than `after`, by their family's owner: up to `most` own and up to
    `most` shared ones. Leaves the transaction in the last family that it read.
    """
    found = {user_id: await own(conn, vault, user_id, after, most)}
    families: dict[int, dict[int, str]] = {}
    for row in await conn.fetch(queries.SHARED_MEMBERS, user_id, after, most):
        families.setdefault(row["user_id"], {})[row["member_id"]] = row["role"]
    for owner, roles in families.items():
        await enter(conn, owner=owner, actor=user_id)
        rows = await conn.fetch(queries.MEMBERS_OF, owner, list(roles))
        found[owner] = [_shown(vault, row, roles[row["id"]]) for row in rows]
    return found


async def change(
    conn: Connection, vault: Vault, scope: MemberScope, origin: Origin, body: MemberPatch
) -> MemberOut:
    """Changes what the body names; raises Invalid and Forbidden."""
    owner = scope.user_id
    if body.time_zone is not None:
        await _check_zone(conn, body.time_zone)
    if body.dob is not None:
        _check_birth(body.dob, body.time_zone or scope.time_zone)
    row = await conn.fetchrow(
        queries.CHANGE_MEMBER,
        owner,
        scope.member_id,
        None if body.name is None else vault.seal(body.name, name_place(owner)),
        body.relation_type,
        None if body.dob is None else vault.seal(body.dob.isoformat(), _dob_place(owner)),
        body.sex,
        body.time_zone,
        body.units,
        body.avatar_colour,
        body.leaderboard,
    )
    there = _there(row)
    changed = body.model_dump(exclude_none=True)
    await _record(conn, origin, owner, scope.actor_id, scope.member_id, "member.update", *changed)
    return _shown(vault, there, scope.role)


async def delete(conn: Connection, scope: MemberScope, origin: Origin) -> None:
    """Hides the member and, through them, everything below; raises Forbidden when already hidden."""
    _there(await conn.fetchrow(queries.DELETE_MEMBER, scope.user_id, scope.member_id))
    await _record(conn, origin, scope.user_id, scope.actor_id, scope.member_id, "member.delete")


async def restore(conn: Connection, vault: Vault, scope: MemberScope, origin: Origin) -> MemberOut:
    """Brings a deleted member back; one who is not deleted stays as they are."""
    row = _there(await conn.fetchrow(queries.RESTORE_MEMBER, scope.user_id, scope.member_id))
    await _record(conn, origin, scope.user_id, scope.actor_id, scope.member_id, "member.restore")
    return _shown(vault, row, scope.role)


def name_place(owner: int) -> str:
    """Where a member's name is sealed."""
    return f"members.name:{owner}"


def birth_date(vault: Vault, owner: int, sealed: bytes) -> dt.date:
    """A member's birth date as it was sealed for their owner."""
    return dt.date.fromisoformat(vault.open(sealed, _dob_place(owner)))


def _dob_place(owner: int) -> str:
    return f"members.dob:{owner}"


async def _check_zone(conn: Connection, name: str) -> None:
    # PostgreSQL has its own table of zones; a name that only one side knows would break every later day.
    try:
        async with conn.transaction():
            await conn.execute(queries.ZONE, name)
    except asyncpg.InvalidParameterValueError:
        raise Invalid.field("time_zone", "is not known to the database; choose another name of the zone") from None


def _check_birth(dob: dt.date, time_zone: str) -> None:
    if dob > local_date(now(), time_zone):
        raise Invalid.field("dob", "must not be in the future")


def _there(row: asyncpg.Record | None) -> asyncpg.Record:
    if row is None:
        raise Forbidden(REFUSAL)
    return row


def _shown(vault: Vault, row: asyncpg.Record, role: str) -> MemberOut:
    owner = row["user_id"]
    dob = dt.date.fromisoformat(vault.open(row["dob"], _dob_place(owner)))
    chosen = row["leaderboard"]
    return MemberOut.model_validate(
        {
            **dict(row),
            "name": vault.open(row["name"], name_place(owner)),
            "dob": dob,
            "leaderboard": chosen if chosen is not None else _of_age(dob, row["time_zone"]),
            "role": role,
        }
    )


def _of_age(dob: dt.date, time_zone: str) -> bool:
    return age_on(dob, local_date(now(), time_zone)) >= OF_AGE


async def _record(
    conn: Connection, origin: Origin, owner: int, actor: int, member: int, action: str, *fields: str
) -> None:
    await audit.record(
        conn,
        origin,
        owner=owner,
        actor=actor,
        member=member,
        resource=f"members/{member}",
        action=action,
        fields=fields,
    )
