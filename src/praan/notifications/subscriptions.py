"""Browsers that somebody lets us push to: each bound to the session it is signed in with, ended with it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

import structlog

from praan.audit import service as audit
from praan.infra import push
from praan.infra.crypto import BrokenSeal, Vault
from praan.infra.db import Connection
from praan.infra.runtime import Runtime
from praan.kernel.errors import Conflict, Invalid
from praan.kernel.principal import Origin, Principal
from praan.notifications import queries
from praan.notifications.schemas import PushIn, PushOut

MOST = 20

log = structlog.get_logger("praan.subscriptions")


@dataclass(frozen=True, slots=True)
class Browser:
    """One of somebody's subscriptions, as it is stored and opened."""

    id: int
    sealed: bytes
    subscription: push.Subscription


async def subscribe(conn: Connection, rt: Runtime, who: Principal, origin: Origin, body: PushIn) -> PushOut:
    """Lets the caller's browser be pushed to until this session ends; whoever used it before is not any more.

    Raises Invalid for an address or keys that no push service has, and Conflict where nothing is pushed.
    """
    signer = rt.settings.push_signer
    if signer is None:
        raise Conflict("This server sends no push messages.")
    wanted = push.Subscription(body.endpoint, body.keys.p256dh, body.keys.auth)
    try:
        push.check(wanted, private_too=rt.settings.push_private)
    except ValueError as error:
        field, _, what = str(error).partition(" ")
        raise Invalid.field(field if field == "endpoint" else f"keys.{field}", what) from None
    hashed = _hash(body.endpoint)
    told = json.dumps({**asdict(wanted), "key": signer.public})
    sealed = rt.vault.seal(told, _place(who.user_id, hashed))
    row = await conn.fetchrow(queries.SUBSCRIBE, who.session_id, hashed, sealed, MOST)
    assert row is not None
    await _record(conn, origin, who, row["id"], "push.subscribe")
    return PushOut(id=row["id"], created_at=row["created_at"])


async def unsubscribe(conn: Connection, who: Principal, origin: Origin, endpoint: str) -> None:
    """Pushes to the caller's browser no more; nothing happens when none is known by this address."""
    gone = await conn.fetchval(queries.UNSUBSCRIBE, who.user_id, _hash(endpoint))
    if gone is not None:
        await _record(conn, origin, who, gone, "push.unsubscribe")


async def browsers(conn: Connection, vault: Vault, person: int, key: str | None) -> list[Browser]:
    """Somebody's browsers whose sessions live and that subscribed to `key`, the public one that we push with.

    One that cannot be read does not stand in the way of the others.
    """
    found = []
    for row in await conn.fetch(queries.SUBSCRIPTIONS, person):
        try:
            told = json.loads(vault.open(row["sealed"], _place(person, row["endpoint_hash"])))
        except BrokenSeal:
            log.error("subscription_unreadable", subscription=row["id"])
            continue
        # Before keys were noted there was one.
        if told.pop("key", key) == key:
            found.append(Browser(row["id"], row["sealed"], push.Subscription(**told)))
    return found


async def drop(conn: Connection, person: int, browser: Browser) -> None:
    """Forgets a subscription that its push service does not know any more. The transaction acts as `person`."""
    await conn.execute(queries.DROP_SUBSCRIPTION, person, browser.id, browser.sealed)


def _hash(endpoint: str) -> bytes:
    return hashlib.sha256(endpoint.encode()).digest()


def _place(person: int, hashed: bytes) -> str:
    return f"push_subscriptions.sealed:{person}:{hashed.hex()}"


async def _record(conn: Connection, origin: Origin, who: Principal, subscription: int, action: str) -> None:
    await audit.record(
        conn, origin, owner=who.user_id, actor=who.user_id, resource=f"push/{subscription}", action=action
    )
