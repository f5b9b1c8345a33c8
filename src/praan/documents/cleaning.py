"""From an uploaded file to a document to look at, and then to its words: two tasks, safe to run twice or half.

Each step can be repeated: the clean object's name is made from the upload's, and only one transaction settles a
document (WHERE status = 'PROCESSING'). A crash costs an attempt (a part that does not answer costs none); after
MAX_ATTEMPTS the document is FAILED. What was uploaded is deleted once the document is READY, else kept 7 days.

A stranger's file is opened where there are no keys; its words are read from the clean one, where there are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from praan.documents import queries, service
from praan.documents.scope import DocumentScope
from praan.families import service as families
from praan.infra import images
from praan.infra.after import After
from praan.infra.db import transaction
from praan.infra.pdf import guarded
from praan.infra.runtime import Runtime
from praan.kernel.errors import Unavailable, Unusable
from praan.kernel.principal import Origin
from praan.uploads import service as uploads

MAX_ATTEMPTS = 15
# A page of small print stays readable: 200 dots an inch on A4.
IMAGE_SIDE = 2400
NOBODY = Origin(None, None)

log = structlog.get_logger("praan.documents")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document whose file waits to be cleaned."""

    scope: DocumentScope
    upload_key: str


@dataclass(frozen=True, slots=True)
class _Clean:
    """What takes the upload's place: its bytes and type, and how many pages."""

    data: bytes
    content_type: str
    suffix: str
    pages: int


async def process(rt: Runtime, owner: int, document_id: int) -> str:
    """Cleans a document's file and settles it; the status it ended in, or "GONE" when nothing waits.

    Raises Unavailable when the store or the database does not answer: the task is then tried again.
    """
    waiting = await _begin(rt, owner, document_id)
    if waiting is None:
        return "GONE"
    try:
        clean = await _read(rt, waiting)
        key = f"documents/{waiting.upload_key.removeprefix(uploads.RAW)}{clean.suffix}"
        await rt.storage.put(key, clean.data, clean.content_type)
        settled = await _settle(rt, waiting, clean, key)
    except Unusable as error:
        await _fail(rt, waiting, error.code.upper(), error.message)
        return "FAILED"
    except Unavailable:
        async with transaction(rt.pool, owner=owner, actor=owner) as conn:
            await conn.execute(queries.TAKE_BACK_ATTEMPT, owner, document_id)
        raise
    if not settled:
        return "GONE"
    # Not marked as swept: the link may still live, and the sweep looks again once it cannot.
    await rt.storage.delete(waiting.upload_key)
    return "READY"


async def _begin(rt: Runtime, owner: int, document_id: int) -> _Waiting | None:
    """Counts the attempt; None when the document is settled, deleted or gone. Gives up past MAX_ATTEMPTS."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.BEGIN, owner, document_id)
    if row is None:
        return None
    waiting = _Waiting(
        DocumentScope(families.system_scope(owner, row["member_id"]), document_id), row["upload_key"]
    )
    if row["attempts"] > MAX_ATTEMPTS:
        log.warning("document_given_up", document_id=document_id, attempts=row["attempts"])
        await _fail(rt, waiting, "GAVE_UP", "Checking this file failed several times. Try again.")
        return None
    return waiting


async def _read(rt: Runtime, waiting: _Waiting) -> _Clean:
    owner = waiting.scope.member.user_id
    raw, data = await uploads.received(rt, owner, waiting.upload_key, uploads.DOCUMENT)
    if raw.content_type != service.PDF:
        picture = await asyncio.to_thread(images.clean, data, raw.content_type, IMAGE_SIDE)
        return _Clean(picture.jpeg, images.JPEG, ".jpg", 1)
    made = await asyncio.to_thread(guarded.clean, data)
    return _Clean(made.data, service.PDF, ".pdf", made.pages)


async def _settle(rt: Runtime, waiting: _Waiting, clean: _Clean, key: str) -> bool:
    """Writes the result in one transaction; False when somebody else settled it first."""
    scope = waiting.scope
    owner, document = scope.member.user_id, scope.document_id
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        done = await conn.fetchval(
            queries.CLEANED, owner, document, key, clean.content_type, len(clean.data), clean.pages
        )
        if done is None:
            return False
        await service.publish(conn, scope, "document_cleaned")
        after.nudge()
        await service.record(conn, NOBODY, scope, "document.clean", by_itself=True)
        await service.tell(conn, after, scope)
    await after.run(rt)
    return True


async def _fail(rt: Runtime, waiting: _Waiting, code: str, message: str) -> None:
    scope = waiting.scope
    owner = scope.member.user_id
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        done = await conn.fetchval(queries.FAILED, owner, scope.document_id, code, message[:500])
        if done is None:
            return
        await service.record(conn, NOBODY, scope, "document.fail", by_itself=True)
        await service.tell(conn, after, scope)
    await after.run(rt)


async def read_words(rt: Runtime, owner: int, document_id: int) -> bool:
    """Reads and seals the words of a READY document, for the search; False when that is done, or it is gone.

    Raises Unavailable when the store or the database does not answer: the task is then tried again.
    """
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.UNREAD, owner, document_id)
    if row is None:
        return False
    text = ""
    if row["content_type"] == service.PDF:
        data = await rt.storage.get(row["object_key"], row["size"])
        text = await asyncio.to_thread(guarded.text, data) if data else ""
    scope = DocumentScope(families.system_scope(owner, row["member_id"]), document_id)
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        if await conn.fetchval(queries.WORDS_READ, owner, document_id) is None:
            return False
        if text:
            sealed = rt.vault.seal(text, service.text_place(owner, document_id))
            await conn.execute(queries.KEEP_TEXT, owner, document_id, row["member_id"], sealed)
        await service.publish(conn, scope, "document_ready")
        after.nudge()
    await after.run(rt)
    return True
