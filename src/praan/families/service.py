"""Admission: from an id to a MemberScope. Not yours and not there are the same Forbidden."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from praan.audit import service as audit
from praan.families import queries
from praan.families.scope import MemberScope, Right
from praan.infra.db import Connection, Row, connection, enter
from praan.infra.runtime import Runtime
from praan.kernel.errors import Forbidden
from praan.kernel.principal import Origin

REFUSAL = "This person is not in your family, or does not exist."


async def member_scope(
    conn: Connection, actor: int, member: int, right: Right, *, deleted_too: bool = False
) -> MemberScope:
    """Admits the caller to a member and enters the family; raises Forbidden."""
    row = await conn.fetchrow(queries.MEMBER_ACCESS, actor, member, deleted_too)
    return (await admit(conn, actor, row)).require(right)


async def visible(conn: Connection, actor: int, members: Iterable[int]) -> set[int]:
    """Of these members, those whom the person may see now."""
    return {row["member_id"] for row in await conn.fetch(queries.VISIBLE, actor, list(members))}


async def readable(conn: Connection, actor: int) -> list[MemberScope]:
    """A scope for each member whom the caller may read, own and shared, one family after the other.

    The transaction works for the caller's own family when it is asked; to read another's rows, enter that one.
    """
    return [_scope(actor, row) for row in await conn.fetch(queries.READABLE, actor)]


async def admit(conn: Connection, actor: int, row: Row | None) -> MemberScope:
    """The scope of an access row (user_id, member_id, role, categories, time_zone); enters that family.

    Raises Forbidden for a row without an owner.
    """
    if row is None or row["user_id"] is None:
        raise Forbidden(REFUSAL)
    scope = _scope(actor, row)
    await enter(conn, owner=scope.user_id, actor=actor)
    return scope


def _scope(actor: int, row: Row) -> MemberScope:
    return MemberScope(
        user_id=row["user_id"],
        member_id=row["member_id"],
        actor_id=actor,
        role=row["role"],
        categories=None if row["categories"] is None else frozenset(row["categories"]),
        time_zone=row["time_zone"],
    )


def scores_key(owner: int) -> str:
    """What is derived from the scores of a whole family hangs on the generation of this cache key: dropping it
    makes all of that old. Nothing lies under it.
    """
    return f"family:{owner}:scores"


def system_scope(owner: int, member: int) -> MemberScope:
    """The scope of a background task that works as the family itself, after `enter(owner, owner)`."""
    return MemberScope(owner, member, owner, "OWNER", None, "UTC")


async def followers(conn: Connection, owner: int, member: int, category: str | None = None) -> list[int]:
    """Everybody who is told about a member live; with a `category` those who may see it."""
    if category is None:
        found: list[int] = await conn.fetchval(queries.FOLLOWERS, owner, member)
    else:
        found = await conn.fetchval(queries.CATEGORY_FOLLOWERS, owner, member, category)
    return found


async def record(
    conn: Connection,
    origin: Origin,
    scope: MemberScope,
    resource: str,
    action: str,
    fields: Iterable[str] = (),
    *,
    by_itself: bool = False,
) -> None:
    """One audit row about something of a member, in the caller's transaction: the caller's deed, or Praan's own.

    `resource` names the thing ("logs/1001"), `action` the deed ("log.create"), `fields` what changed.
    """
    await audit.record(
        conn,
        origin,
        owner=scope.user_id,
        actor=None if by_itself else scope.actor_id,
        member=scope.member_id,
        resource=resource,
        action=action,
        fields=tuple(fields),
    )


async def owners(rt: Runtime) -> AsyncIterator[int]:
    """The owner of every family; no transaction is open between them."""
    after = 0
    while True:
        async with connection(rt.pool) as conn:
            found = [row["user_id"] for row in await conn.fetch(queries.OWNERS, after)]
        for owner in found:
            yield owner
        if not found:
            return
        after = found[-1]
