"""Grants: inviting somebody to one member, accepting, revoking.

An invitation's token is its owner and id under this installation's signature: nothing to store, nothing to
guess. It opens a grant only for the person whose verified address it was sent to.
"""

from __future__ import annotations

from praan.audit import service as audit
from praan.families import members, queries, service
from praan.families.schemas import (
    GrantIn,
    GrantList,
    GrantOut,
    InvitationList,
    InvitationOut,
    MemberOut,
)
from praan.families.scope import MemberScope
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row, enter, transaction
from praan.infra.mail.service import Request, post
from praan.infra.runtime import Runtime
from praan.kernel.clock import now
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin

INVITATION = "invitation"
ALL = ["nutrition", "workout", "vitals", "documents", "notes"]
# The token stands behind a '#', which a browser keeps to itself.
PAGE = "/invitations#"
WORTH_SENDING_S = 3 * 86_400
FIRST_LETTERS = 3
GONE = "is no open invitation: it was withdrawn, has been used or has run out"
NO_INVITATION = "This invitation is not for you, was withdrawn, or has been used."


async def invite(
    conn: Connection, vault: Vault, cursors: Cursors, scope: MemberScope, origin: Origin, body: GrantIn
) -> GrantOut:
    """Invites an address to a member. Whether it has an account is neither asked nor told.

    A link is mailed to it. Who has not confirmed their own address yet may send FIRST_LETTERS; the others wait for
    that, and until then only an account that has the invited address sees the invitation.
    Raises Invalid (own address, end in the past) and Conflict (invited or accepted already).
    """
    caller = await conn.fetchrow(queries.INVITER, scope.actor_id)
    assert caller is not None
    may_mail = caller["verified"] or await conn.fetchval(queries.MAILED, scope.actor_id) < FIRST_LETTERS
    if body.email == caller["email"]:
        raise Invalid.field("email", "is your own address")
    if body.expires_at is not None and body.expires_at <= now():
        raise Invalid.field("expires_at", "must be in the future")
    await conn.execute(queries.END_EXPIRED_GRANT, scope.user_id, scope.member_id, body.email)
    row = await conn.fetchrow(
        queries.ADD_GRANT,
        scope.user_id,
        scope.member_id,
        body.email,
        body.role,
        body.categories or ALL,
        body.expires_at,
        may_mail,
    )
    if row is None:
        raise Conflict("This address has an invitation to this person already. Revoke it to change it.")
    await _record(conn, origin, scope.user_id, scope.actor_id, scope.member_id, row["id"], "grant.create")
    if may_mail:
        names = {
            "from_name": vault.open(caller["name"], _inviter_place(scope.actor_id)),
            "member_name": (await members.show(conn, vault, scope)).name,
            "role": body.role,
        }
        await _mail(conn, vault, cursors, scope.user_id, row, caller["language"], names)
    return GrantOut.model_validate(dict(row))


async def mail_held(rt: Runtime, user_id: int) -> int:
    """Mails the open invitations that waited for their maker's address to be confirmed, at most a day's quota; how
    many.
    """
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        held = await conn.fetch(queries.TAKE_HELD_INVITATIONS, user_id, rt.settings.rate_limit_invitations)
        for row in held:
            names = {
                "from_name": rt.vault.open(row["from_name"], _inviter_place(user_id)),
                "member_name": rt.vault.open(row["member_name"], members.name_place(user_id)),
                "role": row["role"],
            }
            await _mail(conn, rt.vault, rt.cursors, user_id, row, row["language"], names)
    return len(held)


async def page(
    conn: Connection, cursors: Cursors, scope: MemberScope, limit: int, cursor: str | None
) -> GrantList:
    """Invited and accepted grants of a member by ascending id; raises Invalid for a foreign cursor."""
    place = f"grants:{scope.actor_id}:{scope.member_id}"
    after = cursors.read(place, cursor, (int,))[0] if cursor else 0
    rows = await conn.fetch(queries.GRANTS, scope.user_id, scope.member_id, after, limit + 1)
    shown, pagination = cursors.page(place, rows, limit, lambda row: [row["id"]])
    return GrantList(data=[GrantOut.model_validate(dict(row)) for row in shown], pagination=pagination)


async def revoke(conn: Connection, owner: int, origin: Origin, grant: int) -> None:
    """Ends a grant of the caller's own family at once; raises Forbidden for any other."""
    member = await conn.fetchval(queries.REVOKE_GRANT, owner, grant)
    if member is None:
        raise Forbidden("This grant is not yours, or does not exist.")
    await _record(conn, origin, owner, owner, member, grant, "grant.revoke")


async def invitations(
    conn: Connection, vault: Vault, cursors: Cursors, user_id: int, limit: int, cursor: str | None
) -> InvitationList:
    """Open invitations to the caller's address; none while that address is unverified.

    Anybody can register with an address that is not theirs; who is cared for by whom must not show then.
    """
    place = f"invitations:{user_id}"
    after = cursors.read(place, cursor, (int,))[0] if cursor else 0
    caller = await _caller(conn, user_id)
    asked = (caller["email"], after, limit + 1)
    rows = await conn.fetch(queries.INVITATIONS, *asked) if caller["verified"] else []
    shown, pagination = cursors.page(place, rows, limit, lambda row: [row["id"]])
    return InvitationList(data=[_shown(vault, cursors, row) for row in shown], pagination=pagination)


async def look(conn: Connection, vault: Vault, cursors: Cursors, token: str) -> InvitationOut:
    """An open invitation for whoever holds its link; raises Invalid when there is none (any more)."""
    try:
        owner, grant = cursors.read(INVITATION, token, (int, int))
    except Invalid:
        raise Invalid.field("token", GONE) from None
    row = await conn.fetchrow(queries.INVITATION, owner, grant)
    if row is None:
        raise Invalid.field("token", GONE)
    return _shown(vault, cursors, row)


async def accept(
    conn: Connection, vault: Vault, cursors: Cursors, user_id: int, origin: Origin, token: str
) -> MemberOut:
    """Accepts an invitation and shows the member; raises Forbidden, which says when the address is unverified."""
    if not (await _caller(conn, user_id))["verified"]:
        raise Forbidden("Verify your e-mail address first; the invitation waits for you.")
    try:
        owner, grant = cursors.read(INVITATION, token, (int, int))
    except Invalid:
        raise Forbidden(NO_INVITATION) from None
    row = await conn.fetchrow(queries.ACCEPT_INVITATION, user_id, owner, grant)
    if row is None or row["member_id"] is None:
        raise Forbidden(NO_INVITATION)
    await enter(conn, owner=owner, actor=user_id)
    await _record(conn, origin, owner, user_id, row["member_id"], grant, "grant.accept")
    scope = await service.member_scope(conn, user_id, row["member_id"], "read")
    return await members.show(conn, vault, scope)


def _shown(vault: Vault, cursors: Cursors, row: Row) -> InvitationOut:
    return InvitationOut.model_validate(
        {
            "token": cursors.write(INVITATION, [row["user_id"], row["id"]]),
            "member_name": vault.open(row["member_name"], members.name_place(row["user_id"])),
            "role": row["role"],
            "from": vault.open(row["from_name"], _inviter_place(row["user_id"])),
        }
    )


def _inviter_place(user_id: int) -> str:
    return f"users.name:{user_id}"


async def _mail(
    conn: Connection, vault: Vault, cursors: Cursors, owner: int, grant: Row, language: str, names: dict[str, str]
) -> None:
    path = PAGE + cursors.write(INVITATION, [owner, grant["id"]])
    await post(conn, vault, owner, Request(grant["email"], "invitation", path, language, names, WORTH_SENDING_S))


async def _caller(conn: Connection, user_id: int) -> Row:
    row = await conn.fetchrow(queries.CALLER, user_id)
    assert row is not None
    return row


async def _record(
    conn: Connection, origin: Origin, owner: int, actor: int, member: int, grant: int, action: str
) -> None:
    await audit.record(
        conn, origin, owner=owner, actor=actor, member=member, resource=f"grants/{grant}", action=action
    )
