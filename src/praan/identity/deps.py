"""What the account routes take from HTTP itself: the device, the web's cookie, the limit on sign-in."""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from praan.identity.access import cookie_of
from praan.identity.sessions import SLIDING_DAYS
from praan.identity.tokens import tokens_of
from praan.infra.http.deps import From, Rt
from praan.infra.http.guard import judge, own_hosts, own_site, same_site
from praan.infra.limits import DAY_S, Bucket
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.kernel.errors import Unauthorized, Unavailable
from praan.kernel.principal import Origin, Principal

MAX_DEVICE = 200


def _device(user_agent: Annotated[str | None, Header(include_in_schema=False)] = None) -> str:
    return "".join(letter for letter in user_agent or "" if letter.isprintable())[:MAX_DEVICE]


def _own_site(request: Request, rt: Rt) -> None:
    # No cookie yet: a foreign page cannot send JSON here (CORS, 415), and says where it comes from.
    own_site(dict(request.scope["headers"]), own_hosts(rt.settings))


def _web_session(request: Request, rt: Rt) -> Principal:
    value = request.cookies.get(cookie_of(rt.settings)[0])
    if value is None:
        raise Unauthorized("There is no session cookie.")
    who = tokens_of(rt.settings.token_key).read_cookie(value)
    same_site(dict(request.scope["headers"]), own_hosts(rt.settings))
    return who


Device = Annotated[str, Depends(_device, scope="function")]
WebSession = Annotated[Principal, Depends(_web_session, scope="function")]
OwnSite = Depends(_own_site, scope="function")


class SignInLimit:
    """At most so many tries a minute for one account from one address; fails closed without Valkey."""

    def __init__(self, request: Request, rt: Rt, origin: From) -> None:
        self._state = request.scope["state"]
        self._rt = rt
        self._origin = origin

    async def charge(self, email: str) -> None:
        """Raises TooMany, and Unavailable while nobody can count."""
        verdict = await self._rt.gate.check((_bucket(self._rt, self._origin, email),))
        if verdict.degraded:
            raise Unavailable("Signing in is not possible at this moment. Try again soon.", retry_after=5)
        judge(verdict, self._state)


class MailLimit:
    """At most so many letters a minute and a day to one address, whoever asks; fails closed without Valkey.

    Charged whether the address has an account or not, so that a refusal tells nothing either.
    """

    def __init__(self, request: Request, rt: Rt) -> None:
        self._state = request.scope["state"]
        self._rt = rt

    async def charge(self, email: str, inviter: int | None = None) -> None:
        """Raises TooMany, and Unavailable while nobody can count.

        What `inviter` asks for goes to people who did not: it counts against a daily limit of theirs too.
        """
        settings, address = self._rt.settings, _hidden(self._rt, b"mail limit ", email)
        buckets = [
            Bucket("mail", address, settings.rate_limit_mail),
            Bucket("mail-day", address, settings.rate_limit_mail_day, DAY_S),
        ]
        if inviter is not None:
            buckets.append(Bucket("invitations", str(inviter), settings.rate_limit_invitations, DAY_S))
        verdict = await self._rt.gate.check(tuple(buckets))
        if verdict.degraded:
            raise Unavailable("No letter can be sent at this moment. Try again soon.", retry_after=5)
        judge(verdict, self._state)


MailOnce = Annotated[MailLimit, Depends(MailLimit, scope="function")]
SignInOnce = Annotated[SignInLimit, Depends(SignInLimit, scope="function")]


def _bucket(rt: Runtime, origin: Origin, email: str) -> Bucket:
    who = _hidden(rt, b"sign-in limit ", email)
    return Bucket("sign-in", f"{who}:{origin.address}", rt.settings.rate_limit_sign_in)


def _hidden(rt: Runtime, purpose: bytes, email: str) -> str:
    # No address of a person in the clear outside the database.
    return hmac.digest(rt.settings.token_key, purpose + email.encode(), hashlib.sha256).hex()[:32]


def set_cookie(response: Response, settings: Settings, value: str) -> None:
    """Gives the browser the session.

    SameSite=Strict costs nothing here: the page itself needs no cookie, and its own calls are same-site also
    when the person came by a link from elsewhere.
    """
    name, secure = cookie_of(settings)
    response.set_cookie(
        name, value, max_age=SLIDING_DAYS * 86_400, path="/", secure=secure, httponly=True, samesite="strict"
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Takes the session from the browser."""
    name, secure = cookie_of(settings)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")
