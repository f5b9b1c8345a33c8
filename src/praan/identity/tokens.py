"""Signed proofs of a session: access tokens, refresh tokens and the web's cookie.

All three are signed with keys from one secret (PRAAN_TOKEN_SECRET) and hold ids only. An access token is a JWT
that any process can check alone for 10 minutes. A refresh token is a pure function of (user, session,
generation), so that a repeated request within the grace time can be given the very same token again without
storing one. The cookie names a session and ends with it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from praan.identity.schemas import MAX_TOKEN
from praan.kernel.errors import Unauthorized
from praan.kernel.principal import Principal

ACCESS_S = 600
AUDIENCE = "praan:access"
ALGORITHM = "HS256"
REMEMBERED = 10_000
TAG_BYTES = 32
REFRESH = struct.Struct(">qqi")
COOKIE = struct.Struct(">qq")
REQUIRED = ["sub", "sid", "aud", "iat", "exp"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a refresh token says: which session it belongs to and how many came before it."""

    user_id: int
    session_id: int
    generation: int


class Tokens:
    """Makes and reads the three kinds with one secret. Every `read_*` raises Unauthorized and nothing else."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock
        self._refresh_key = _derive(secret, b"praan refresh token")
        self._cookie_key = _derive(secret, b"praan web cookie")
        # A signature holds for ever, so it is checked once per token; the expiry is compared at each use.
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)

    def access(self, user_id: int, session_id: int) -> str:
        """A JWT for the next ACCESS_S seconds."""
        issued = int(self._clock())
        claims = {
            "sub": str(user_id),
            "sid": session_id,
            "aud": AUDIENCE,
            "iat": issued,
            "exp": issued + ACCESS_S,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def read_access(self, token: str) -> Principal:
        """Whose access token this is, if it is ours and not expired."""
        if len(token) > MAX_TOKEN:
            raise Unauthorized("The access token is not valid.")
        principal, expires = self._verified(token)
        if self._clock() >= expires:
            raise Unauthorized("The access token has expired. Refresh it.")
        return principal

    def refresh(self, user_id: int, session_id: int, generation: int) -> str:
        """The refresh token of one generation of a session."""
        return _sign(self._refresh_key, REFRESH.pack(user_id, session_id, generation))

    def read_refresh(self, token: str) -> Spent:
        """What a refresh token says; whether it is the newest one only the database knows."""
        user_id, session_id, generation = REFRESH.unpack(_signed(self._refresh_key, token, REFRESH.size))
        return Spent(user_id, session_id, generation)

    def cookie(self, user_id: int, session_id: int) -> str:
        """The web cookie's value."""
        return _sign(self._cookie_key, COOKIE.pack(user_id, session_id))

    def read_cookie(self, value: str) -> Principal:
        """Whose cookie this is; whether its session still lives only the database knows."""
        user_id, session_id = COOKIE.unpack(_signed(self._cookie_key, value, COOKIE.size))
        return Principal(user_id, session_id, "WEB")

    def _verify(self, token: str) -> tuple[Principal, int]:
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": REQUIRED, "verify_exp": False, "verify_iat": False},
            )
            _exact(token.rpartition(".")[2])
            user_id, session_id, expires = int(claims["sub"]), claims["sid"], claims["exp"]
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise Unauthorized("The access token is not valid.") from None
        if type(session_id) is not int or type(expires) is not int:
            raise Unauthorized("The access token is not valid.")
        return Principal(user_id, session_id, "TOKEN"), expires


@lru_cache(maxsize=4)
def tokens_of(secret: bytes) -> Tokens:
    """The process's Tokens for a secret, so that checked signatures are remembered across requests."""
    return Tokens(secret)


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _sign(key: bytes, body: bytes) -> str:
    tag = hmac.digest(key, body, hashlib.sha256)
    return _text(body + tag)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _exact(text: str) -> bytes:
    """Base64url in its one canonical spelling, so that a token has no second form; raises ValueError."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(raw) != text:
        raise ValueError
    return raw


def _signed(key: bytes, text: str, size: int) -> bytes:
    try:
        raw = _exact(text)
    except ValueError:
        raise Unauthorized("This token is not valid. Sign in again.") from None
    body, tag = raw[:size], raw[size:]
    if len(tag) != TAG_BYTES or not hmac.compare_digest(tag, hmac.digest(key, body, hashlib.sha256)):
        raise Unauthorized("This token is not valid. Sign in again.")
    return body
