"""Uploads: where a photo or a document may be put, and whether it has arrived as announced."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import structlog

from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.runtime import Runtime
from praan.infra.storage import Link, Storage
from praan.kernel.errors import Conflict, Forbidden, Invalid, Unavailable, Unusable
from praan.kernel.principal import Origin
from praan.programs import service as programs
from praan.uploads import queries
from praan.uploads.schemas import UploadIn, UploadOut

log = structlog.get_logger("praan.uploads")

UNUSED_S = 3600
FAILED_S = 7 * 86_400
RAW = "raw/"
RUN_OUT = "This upload was not used within an hour. Announce it again with a new Idempotency-Key."


@dataclass(frozen=True, slots=True)
class Raw:
    """An announced upload: its type, its size in bytes and its SHA-256."""

    content_type: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an upload is for, in words: the field that names its key, the thing, that it is in use, and what to do
    when it cannot be read."""

    field: str
    name: str
    used: str
    instead: str


PHOTO = Purpose(
    "payload.photo_key",
    "photo",
    "This photo is already part of a log.",
    "Take it again, or enter the meal by hand.",
)
DOCUMENT = Purpose("key", "file", "This file is already a document.", "Please upload it again.")


async def announce(
    conn: Connection, storage: Storage, member: MemberScope, program: int | None, origin: Origin, body: UploadIn
) -> UploadOut:
    """A presigned PUT for exactly these bytes, good for 5 minutes; without a program they are a document."""
    member.require("write", _category(program))
    key = RAW + secrets.token_urlsafe(24)
    digest = bytes.fromhex(body.sha256)
    link = await storage.upload_link(key, body.content_type, body.size, digest)
    upload = await conn.fetchval(
        queries.ADD,
        member.user_id,
        member.member_id,
        program,
        key,
        body.content_type,
        body.size,
        digest,
        member.actor_id,
        link.expires_at,
    )
    await families.record(conn, origin, member, f"uploads/{upload}", "upload.create")
    return _to_put(key, link)


async def announce_again(
    conn: Connection, storage: Storage, member: MemberScope, program: int | None, body: UploadIn, key: str
) -> UploadOut:
    """A fresh link for an upload that was announced with the same body.

    Raises Conflict when it is part of a log or a document, or was deleted because nobody used it.
    """
    member.require("write", _category(program))
    link = await storage.upload_link(key, body.content_type, body.size, bytes.fromhex(body.sha256))
    if not await conn.fetchval(queries.RENEW, member.user_id, key, link.expires_at):
        row = await conn.fetchrow(queries.BY_KEY, member.user_id, key)
        used = (DOCUMENT if program is None else PHOTO).used
        raise Conflict(used if row is not None and row["used_at"] is not None else RUN_OUT)
    return _to_put(key, link)


async def arrived(rt: Runtime, actor: int, program: int, key: str) -> None:
    """Whether the photo lies there as announced, for this program and unused.

    Raises Forbidden for another's program or key, Invalid for a key that never was or is not uploaded, Conflict
    for a used one, Unavailable when the photo store does not answer. No transaction is open during the HEAD.
    """
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await programs.program_scope(conn, actor, program, "write")
        row = await _upload(conn, scope.member, key, PHOTO)
    if row["program_id"] != program:
        raise Invalid.field(PHOTO.field, "was made for another program")
    await _lies_there(rt, row, key, PHOTO)


async def document_arrived(rt: Runtime, actor: int, member: int, key: str) -> None:
    """The same for a document of a member."""
    async with transaction(rt.pool, owner=actor, actor=actor) as conn:
        scope = await families.member_scope(conn, actor, member, "write")
        row = await _upload(conn, scope.require("write", "documents"), key, DOCUMENT)
    if row["program_id"] is not None:
        raise Invalid.field(DOCUMENT.field, "was made for a photo of a program")
    await _lies_there(rt, row, key, DOCUMENT)


async def _upload(conn: Connection, scope: MemberScope, key: str, purpose: Purpose) -> Row:
    row = await conn.fetchrow(queries.BY_KEY, scope.user_id, key)
    if row is None:
        owner = await conn.fetchrow(queries.OWNER, key)
        if owner is not None and owner["user_id"] is not None:
            raise Forbidden(f"This {purpose.name} is not yours.")
        raise Invalid.field(purpose.field, "is not a key that POST /uploads gave")
    if row["member_id"] != scope.member_id:
        raise Forbidden(f"This {purpose.name} belongs to somebody else.")
    return row


async def _lies_there(rt: Runtime, row: Row, key: str, purpose: Purpose) -> None:
    if row["used_at"] is not None:
        raise Conflict(purpose.used)
    seen = await rt.storage.head(key)
    if seen is None:
        raise Invalid.field(purpose.field, f"is not uploaded yet; PUT the {purpose.name} to its URL first")
    if seen.size != row["size"] or seen.content_type != row["content_type"]:
        raise Invalid.field(purpose.field, "does not have the announced type and size")


async def use(conn: Connection, scope: MemberScope, key: str, document: int) -> None:
    """Makes an upload a document's, once; raises Conflict when it is one already."""
    if await conn.fetchval(queries.USE, scope.user_id, scope.member_id, key, document) is None:
        raise Conflict(DOCUMENT.used)


async def announced(conn: Connection, owner: int, key: str) -> Raw | None:
    """What was announced under a key of this family."""
    row = await conn.fetchrow(queries.BY_KEY, owner, key)
    return None if row is None else Raw(row["content_type"], row["size"], row["sha256"])


async def received(rt: Runtime, owner: int, key: str, purpose: Purpose) -> tuple[Raw, bytes]:
    """What was announced under a key of this family, and the bytes that came, which are what was announced.

    Raises Unusable when they are gone or damaged, Unavailable when the store does not answer.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        raw = await announced(conn, owner, key)
    data = None if raw is None else await rt.storage.get(key, raw.size)
    if raw is None or data is None:
        raise _lost(purpose, "GONE", "is no longer there")
    if len(data) != raw.size or hashlib.sha256(data).digest() != raw.sha256:
        raise _lost(purpose, "BROKEN", "arrived damaged")
    return raw, data


def _lost(purpose: Purpose, code: str, what: str) -> Unusable:
    return Unusable(f"{purpose.name.upper()}_{code}", f"The {purpose.name} {what}. {purpose.instead}")


async def forget(rt: Runtime, owner: int, key: str) -> None:
    """Deletes a raw upload for good, and says so."""
    await rt.storage.delete(key)
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.SWEPT, owner, key)


async def sweep(rt: Runtime, most: int = 200) -> int:
    """Deletes raw uploads that nobody used within an hour, that are read, or that failed a week ago."""
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


def _category(program: int | None) -> str:
    return "documents" if program is None else "nutrition"


def _to_put(key: str, link: Link) -> UploadOut:
    return UploadOut(key=key, method="PUT", url=link.url, headers=link.headers, expires_at=link.expires_at)
