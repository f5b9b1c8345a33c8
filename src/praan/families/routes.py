"""Members, grants and invitations over HTTP. What touches a member's programs too lies in the programs' routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from praan.families import members, sharing
from praan.families.deps import Owned, Readable
from praan.families.schemas import (
    GrantIn,
    GrantList,
    GrantOut,
    InvitationIn,
    InvitationList,
    InvitationOut,
    MemberIn,
    MemberList,
    MemberOut,
)
from praan.identity.deps import MailOnce
from praan.infra.db import connection
from praan.infra.http.deps import PAGE, AfterCommit, Conn, CursorText, From, Limit, Rt, Who
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.kernel.fields import PathId

# The guard lets it through: the token is the proof.
PUBLIC = frozenset({"/api/v1/invitations/look"})

router = api_router(tags=["families"])
Token = Annotated[str, Path(min_length=1, max_length=200)]


@router.get("/members")
async def list_members(rt: Rt, who: Who, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None) -> MemberList:
    """Everybody you may look after: your own members and those shared with you."""
    return await members.page(conn, rt.vault, rt.cursors, who.user_id, limit, cursor)


@router.post("/members", status_code=201, response_model=MemberOut)
async def add_member(once: OnceOnly, rt: Rt, who: Who, origin: From, conn: Conn, body: MemberIn) -> Response:
    """Add somebody you care for."""
    return await once.run(201, lambda: members.add(conn, rt.vault, who.user_id, origin, body))


@router.get("/members/{member_id}")
async def read_member(scope: Readable, rt: Rt, conn: Conn) -> MemberOut:
    """One member, with your role."""
    return await members.show(conn, rt.vault, scope)


@router.get("/members/{member_id}/grants")
async def list_grants(
    scope: Owned, rt: Rt, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> GrantList:
    """Who may look after a member besides you, and who is invited. For the owner."""
    return await sharing.page(conn, rt.cursors, scope, limit, cursor)


@router.post("/members/{member_id}/grants", status_code=201, response_model=GrantOut)
async def add_grant(
    scope: Owned,
    once: OnceOnly,
    rt: Rt,
    origin: From,
    conn: Conn,
    after: AfterCommit,
    limit: MailOnce,
    body: GrantIn,
) -> Response:
    """Invite somebody to look after a member, by a link that is mailed once your own address is confirmed.

    The answer is the same whether the address has an account.
    """
    await limit.charge(body.email, inviter=scope.actor_id)
    after.nudge()
    return await once.run(201, lambda: sharing.invite(conn, rt.vault, rt.cursors, scope, origin, body))


@router.delete("/grants/{grant_id}", status_code=204)
async def revoke_grant(grant_id: PathId, who: Who, origin: From, conn: Conn) -> None:
    """Withdraw an invitation, or end a grant at once. For the owner."""
    await sharing.revoke(conn, who.user_id, origin, grant_id)


@router.get("/me/invitations")
async def list_invitations(
    rt: Rt, who: Who, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> InvitationList:
    """Open invitations to your e-mail address.

    Empty until the address is verified: until then it might be somebody else's.
    """
    return await sharing.invitations(conn, rt.vault, rt.cursors, who.user_id, limit, cursor)


@router.post("/invitations/look")
async def look_at_invitation(rt: Rt, body: InvitationIn) -> InvitationOut:
    """What a mailed invitation is about, before signing in."""
    async with connection(rt.pool) as conn:
        return await sharing.look(conn, rt.vault, rt.cursors, body.token)


@router.post("/invitations/{token}/accept")
async def accept_invitation(token: Token, rt: Rt, who: Who, origin: From, conn: Conn) -> MemberOut:
    """Accept an invitation; the member is in your list from then on. Your e-mail must be verified."""
    return await sharing.accept(conn, rt.vault, rt.cursors, who.user_id, origin, token)
