"""Single-use links by e-mail: made, mailed, spent.

A token is 32 random bytes and the person's id, in base64url; the table holds its SHA-256. It works once, for 30
minutes, and ends with the first of its kind that is used. A newer one does not end it: anybody may ask for that.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
from typing import Literal

from praan.identity import queries
from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.infra.mail.letters import Kind
from praan.infra.mail.service import Request, post
from praan.kernel.errors import Invalid

LINK_S = 1800
OWNER = struct.Struct(">q")
RANDOM_BYTES = 32
SPENT = "has been used, is too old, or another one was used"

Purpose = Literal["PASSWORD", "EMAIL"]
# The token stands behind a '#', which a browser keeps to itself: it reaches no server and no log.
PAGES: dict[Purpose, tuple[Kind, str]] = {
    "PASSWORD": ("reset", "/links/reset#"),
    "EMAIL": ("confirm", "/links/verify#"),
}


def owner_of(token: str) -> int:
    """Whose token this says it is, which proves nothing. Raises Invalid for what cannot be a token."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raw = b""
    if len(raw) != OWNER.size + RANDOM_BYTES or _text(raw) != token:
        raise does_not_hold()
    owner: int = OWNER.unpack_from(raw, RANDOM_BYTES)[0]
    if owner < 1:
        raise does_not_hold()
    return owner


async def mail_link(
    conn: Connection, vault: Vault, user_id: int, email: str, language: str, purpose: Purpose
) -> None:
    """Makes a link and posts it, in the caller's transaction, which acts as that person."""
    # 40 bytes end in a letter that is never - or _, which mail programs leave out of a link.
    token = _text(secrets.token_bytes(RANDOM_BYTES) + OWNER.pack(user_id))
    await conn.execute(queries.ADD_LINK, user_id, purpose, _digest(token), LINK_S)
    kind, page = PAGES[purpose]
    await post(conn, vault, user_id, Request(email, kind, page + token, language, {}, LINK_S))


async def holds(conn: Connection, user_id: int, purpose: Purpose, token: str) -> bool:
    """Whether the link could be spent now."""
    return bool(await conn.fetchval(queries.LINK_HOLDS, user_id, purpose, _digest(token)))


async def spend(conn: Connection, user_id: int, purpose: Purpose, token: str) -> None:
    """Uses the link up, and all others of its kind, in the caller's transaction. Raises Invalid when it does not
    hold.
    """
    if not await conn.fetchval(queries.SPEND_LINK, user_id, purpose, _digest(token)):
        raise does_not_hold()


def does_not_hold() -> Invalid:
    """One answer for used, old and made-up links."""
    return Invalid.field("token", SPENT)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
