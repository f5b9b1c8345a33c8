"""Sign-in, sessions and the profile over HTTP."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from fastapi import Response

from praan.identity import links, recovery, service, sessions
from praan.identity.deps import Device, MailOnce, OwnSite, SignInOnce, WebSession, clear_cookie, set_cookie
from praan.identity.schemas import (
    Credentials,
    ForgotIn,
    LinkAsked,
    LinkIn,
    ProfileIn,
    RefreshIn,
    Registration,
    ResetIn,
    SessionList,
    TokensOut,
    User,
    WebSessionOut,
)
from praan.identity.tokens import tokens_of
from praan.infra.http.deps import PAGE, Conn, CursorText, From, Limit, Rt, Who
from praan.infra.http.routing import api_router
from praan.infra.valkey import Down
from praan.kernel.fields import PathId

# The guard lets these through; those that end a session read their proof themselves.
PUBLIC = frozenset(
    f"/api/v1/auth/{name}"
    for name in (
        "register",
        "token",
        "refresh",
        "session",
        "password/forgot",
        "password/reset",
        "email/verify",
    )
)
# Public routes that refuse a wrong proof themselves.
BY_PROOF: dict[int | str, dict[str, Any]] = {401: {"description": "The password, token or cookie is not right"}}
FOREIGN: dict[int | str, dict[str, Any]] = {403: {"description": "Another site's page asks"}}
# The header is told here and checked with the cookie: declared as a parameter, its absence would be 400.
BY_COOKIE: dict[str, Any] = {
    "openapi_extra": {
        "parameters": [
            {"name": "X-Praan-CSRF", "in": "header", "required": True, "schema": {"type": "string", "const": "1"}}
        ]
    },
    "responses": {**BY_PROOF, 403: {"description": "X-Praan-CSRF is missing, or another site's page asks"}},
}
SINCE: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "X-Praan-Since": {
                "description": "For a browser's session, unless live updates are away: with this number the"
                " live socket tells what happened after this answer",
                "schema": {"type": "string"},
            }
        }
    }
}

router = api_router(tags=["identity"])


@router.post("/auth/register", status_code=201)
async def register(rt: Rt, origin: From, device: Device, body: Registration) -> TokensOut:
    """Make an account and sign in."""
    return await service.register(rt, origin, device, body)


@router.post("/auth/token", responses=BY_PROOF)
async def sign_in(rt: Rt, origin: From, device: Device, limit: SignInOnce, body: Credentials) -> TokensOut:
    """Sign in for tokens."""
    await limit.charge(body.email)
    return await service.sign_in_for_tokens(rt, origin, device, body)


@router.post("/auth/refresh", responses=BY_PROOF)
async def refresh(rt: Rt, origin: From, body: RefreshIn) -> TokensOut:
    """Change a refresh token into new tokens; a spent one ends the session."""
    return await service.refresh(rt, origin, body.refresh_token)


@router.post("/auth/logout", status_code=204)
async def logout(rt: Rt, who: Who, origin: From) -> Response:
    """End the session that asks."""
    await sessions.end(rt, who, origin, who.session_id, "SIGN_OUT")
    response = Response(status_code=204)
    if who.kind == "WEB":
        clear_cookie(response, rt.settings)
    return response


@router.post("/auth/session", status_code=201, dependencies=[OwnSite], responses={**BY_PROOF, **FOREIGN})
async def start_session(
    rt: Rt, origin: From, device: Device, limit: SignInOnce, body: Credentials, response: Response
) -> WebSessionOut:
    """Sign in the web app: the proof is a cookie that scripts cannot read."""
    await limit.charge(body.email)
    signed_in = await service.sign_in(rt, origin, device, body, "WEB")
    cookie = tokens_of(rt.settings.token_key).cookie(signed_in.user.id, signed_in.session_id)
    set_cookie(response, rt.settings, cookie)
    return WebSessionOut(user=signed_in.user)


@router.delete("/auth/session", status_code=204, **BY_COOKIE)
async def end_session(rt: Rt, who: WebSession, origin: From) -> Response:
    """Sign out of the web app; also takes back the cookie of a session that has ended already."""
    await sessions.end(rt, who, origin, who.session_id, "SIGN_OUT")
    response = Response(status_code=204)
    clear_cookie(response, rt.settings)
    return response


@router.post("/auth/password/forgot", status_code=202)
async def forgot_password(rt: Rt, origin: From, limit: MailOnce, body: ForgotIn) -> LinkAsked:
    """Ask for a link to choose a new password. The answer is the same whether the address has an account."""
    await limit.charge(body.email)
    await recovery.forgot(rt, origin, body.email)
    return LinkAsked(expires_in=links.LINK_S)


@router.post("/auth/password/reset")
async def reset_password(rt: Rt, origin: From, limit: SignInOnce, body: ResetIn) -> User:
    """Choose a new password by a mailed link. Ends every session, also the one that asks; sign in after it."""
    await limit.charge(str(links.owner_of(body.token)))
    return await recovery.reset(rt, origin, body.token, body.password)


@router.post("/auth/email/verify")
async def verify_email(rt: Rt, origin: From, limit: SignInOnce, body: LinkIn) -> User:
    """Confirm an e-mail address by a mailed link."""
    await limit.charge(str(links.owner_of(body.token)))
    return await recovery.confirm(rt, origin, body.token)


@router.post("/auth/email/verification", status_code=202)
async def ask_verification(rt: Rt, who: Who, origin: From, limit: MailOnce) -> LinkAsked:
    """Ask for another link to confirm your e-mail address. None is sent for one that is confirmed already."""
    await limit.charge((await service.profile(rt, who.user_id)).email)
    await recovery.ask_verification(rt, origin, who.user_id)
    return LinkAsked(expires_in=links.LINK_S)


@router.get("/me", responses=SINCE)
async def me(rt: Rt, who: Who, response: Response) -> User:
    """Your profile."""
    if who.kind == "WEB":
        with suppress(Down):
            response.headers["X-Praan-Since"] = str(await rt.live.newest(who.user_id))
    return await service.profile(rt, who.user_id)


@router.patch("/me")
async def change_me(rt: Rt, who: Who, origin: From, body: ProfileIn) -> User:
    """Change your name or language."""
    return await service.change_profile(rt, who, origin, body)


@router.get("/me/sessions")
async def list_sessions(
    rt: Rt, who: Who, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> SessionList:
    """Where you are signed in."""
    return await sessions.page(conn, rt.cursors, who, limit, cursor)


@router.delete("/me/sessions/{session_id}", status_code=204)
async def end_other_session(rt: Rt, who: Who, origin: From, session_id: PathId) -> Response:
    """Sign out elsewhere."""
    await sessions.end_other(rt, who, origin, session_id)
    return Response(status_code=204)
