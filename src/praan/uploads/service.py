"""Uploads: where a photo may be put, and whether it has arrived as announced."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import structlog

from praan.audit import service as audit
from praan.infra.db import Connection, connection, transaction
from praan.infra.runtime import Runtime
from praan.infra.storage import Link, Storage
from praan.kernel.errors import Conflict, Forbidden, Invalid, Unavailable
from praan.kernel.principal import Origin
from praan.programs import service as programs
from praan.programs.scope import ProgramScope
from praan.uploads import queries
from praan.uploads.schemas import UploadIn, UploadOut

log = structlog.get_logger("praan.uploads")

UNUSED_S = 3600
FAILED_S = 7 * 86_400
RAW = "raw/"
USED = "This photo is already part of a log."
RUN_OUT = "This upload was not used within an hour. Announce it again with a new Idempotency-Key."


@dataclass(frozen=True, slots=True)
class Raw:
    """An announced upload: its type, its size in bytes and its SHA-256."""

    content_type: str
    size: int
    sha256: bytes


async def announce(
    conn: Connection, storage: Storage, scope: ProgramScope, origin: Origin, body: UploadIn
) -> UploadOut:
    """A presigned PUT for exactly these bytes, good for 5 minutes."""
    scope.member.require("write", "nutrition")
    key = RAW + secrets.token_urlsafe(24)
    digest = bytes.fromhex(body.sha256)
    link = await storage.upload_link(key, body.content_type, body.size, digest)
    member = scope.member
    upload = await conn.fetchval(
        queries.ADD,
        member.user_id,
        member.member_id,
        scope.program_id,
        key,
        body.content_type,
        body.size,
        digest,
        member.actor_id,
        link.expires_at,
    )
    await audit.record(
        conn,
        origin,
        owner=member.user_id,
        actor=member.actor_id,
        member=member.member_id,
        resource=f"uploads/{upload}",
        action="upload.create",
    )
    return _to_put(key, link)


async def announce_again(
    conn: Connection, storage: Storage, scope: ProgramScope, body: UploadIn, key: str
) -> UploadOut:
    """A fresh link for an upload that was announced with the same body.

    Raises Conflict when its photo is part of a log, or was deleted because nobody used it.
    """
    member = scope.member
    member.require("write", "nutrition")
    link = await storage.upload_link(key, body.content_type, body.size, bytes.fromhex(body.sha256))
    if not await conn.fetchval(queries.RENEW, member.user_id, key, link.expires_at):
        row = await conn.fetchrow(queries.BY_KEY, member.user_id, key)
        raise Conflict(USED if row is not None and row["used_at"] is not None else RUN_OUT)
    return _to_put(key, link)


async def arrived(rt: Runtime, actor: int, program: int, key: str) -> None:
    """Whether the photo lies there as announced, for this program and unused.

    Raises Forbidden for another's program or key, Invalid for a key that never was or is not uploaded, Conflict
    for a used one, Unavailable when the photo store does not answer. No transaction is open during the HEAD.
    """
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await programs.program_scope(conn, actor, program, "write")
        row = await conn.fetchrow(queries.BY_KEY, scope.member.user_id, key)
        owner = await conn.fetchrow(queries.OWNER, key) if row is None else None
    if row is None:
        if owner is not None and owner["user_id"] is not None:
            raise Forbidden("This photo is not yours.")
        raise Invalid.field("payload.photo_key", "is not a key that POST /uploads gave")
    if row["member_id"] != scope.member.member_id:
        raise Forbidden("This photo belongs to somebody else.")
    if row["program_id"] != program:
        raise Invalid.field("payload.photo_key", "was made for another program")
    if row["used_at"] is not None:
        raise Conflict(USED)
    seen = await rt.storage.head(key)
    if seen is None:
        raise Invalid.field("payload.photo_key", "is not uploaded yet; PUT the photo to its URL first")
    if seen.size != row["size"] or seen.content_type != row["content_type"]:
        raise Invalid.field("payload.photo_key", "does not have the announced type and size")


async def announced(conn: Connection, owner: int, key: str) -> Raw | None:
    """What was announced under a key of this family."""
    row = await conn.fetchrow(queries.BY_KEY, owner, key)
    return None if row is None else Raw(row["content_type"], row["size"], row["sha256"])


async def forget(rt: Runtime, owner: int, key: str) -> None:
    """Deletes a raw upload for good, and says so."""
    await rt.storage.delete(key)
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.SWEPT, owner, key)


async def sweep(rt: Runtime, most: int = 200) -> int:
    """Deletes raw uploads that nobody used within an hour, whose photo is read, or that failed a week ago."""
    async with connection(rt.pool) as conn:
        rows = await conn.fetch(queries.SWEEPABLE, UNUSED_S, FAILED_S, most)
    gone = 0
    for row in rows:
        try:
            await forget(rt, row["user_id"], row["key"])
            gone += 1
        except Unavailable as error:
            # One object that cannot be deleted must not keep the others.
            log.warning("upload_not_swept", upload_id=row["id"], error=type(error).__name__)
    return gone


def _to_put(key: str, link: Link) -> UploadOut:
    return UploadOut(key=key, method="PUT", url=link.url, headers=link.headers, expires_at=link.expires_at)
