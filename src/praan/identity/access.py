"""Who a request comes from: what the guard asks before any route runs.

PostgreSQL is the truth about sessions. Valkey remembers "alive" for a minute at most, and "revoked" for longer
than any access token lives, so that an ended session is refused by every process at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from praan.identity import queries
from praan.identity.tokens import ACCESS_S, tokens_of
from praan.infra import live
from praan.infra.db import transaction
from praan.infra.http.guard import LOOPBACK, session_key
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.infra.valkey import Down, Valkey
from praan.kernel.errors import Unauthorized
from praan.kernel.principal import Principal

SECURE_COOKIE = "__Host-praan"
LOOPBACK_COOKIE = "praan"
ALIVE_S = 60
REVOKED_S = ACCESS_S + 100


def cookie_of(settings: Settings) -> tuple[str, bool]:
    """This deployment's cookie: its name, and whether it is for https only. No other name is ever read: one
    without the __Host- prefix could be set by a neighbouring host.
    """
    origin = urlsplit(settings.origin)
    plain = origin.scheme == "http" and origin.hostname in LOOPBACK
    return (LOOPBACK_COOKIE, False) if plain else (SECURE_COOKIE, True)


def reader(settings: Settings) -> Callable[[str | None, str | None], Principal | None]:
    """`read(authorization, cookie)`: the person, or None when neither is sent; raises Unauthorized.

    A header that is sent decides alone, so that a bad token is never rescued by a cookie.
    """
    tokens = tokens_of(settings.token_key)

    def read(authorization: str | None, cookie: str | None) -> Principal | None:
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthorized("Send the access token as 'Authorization: Bearer <token>'.")
            return tokens.read_access(token.strip(" "))
        return tokens.read_cookie(cookie) if cookie else None

    return read


async def is_alive(rt: Runtime, who: Principal) -> bool:
    """Whether PostgreSQL still knows the session; remembers a yes in Valkey for other requests."""
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        left = await conn.fetchval(queries.SECONDS_LEFT, who.user_id, who.session_id, who.kind)
    if left is None:
        return False
    seconds = max(1, min(left, ALIVE_S))
    with suppress(Down):
        # NX: a sign-out that came in between has written "revoked", which must stand.
        await rt.valkey.command("SET", session_key(who.session_id), "alive", "NX", "EX", seconds)
    return True


async def forget_session(valkey: Valkey, user_id: int, session_id: int) -> None:
    """Tells every process, after the commit, that a session has ended; its live sockets close.

    With Valkey down nothing is lost for long: "alive" is gone after ALIVE_S, then PostgreSQL is asked.
    """
    with suppress(Down):
        await valkey.command("SET", session_key(session_id), "revoked", "EX", REVOKED_S)
    await live.end(valkey, user_id, session_id)
