"""Documents: added, listed, renamed, looked at by links of 5 minutes, deleted with undo; and their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from praan.documents import queries
from praan.documents.schemas import (
    DocumentFailure,
    DocumentIn,
    DocumentLink,
    DocumentList,
    DocumentOut,
    DocumentPatch,
)
from praan.documents.scope import CATEGORY, DocumentScope
from praan.families import service as families
from praan.families.scope import MemberScope, Right
from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row
from praan.infra.deed import Deed
from praan.infra.outbox import housekeeping
from praan.infra.outbox import service as outbox
from praan.infra.runtime import Runtime
from praan.infra.storage import Storage
from praan.kernel.clock import local_date, now
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.fields import MAX_ID
from praan.kernel.paging import Cursors
from praan.kernel.principal import Origin
from praan.uploads import service as uploads

PDF = "application/pdf"
REFUSAL = "This document is not yours, or does not exist."


@dataclass(frozen=True, slots=True)
class Words:
    """What a READY document can be found by. `text` has at most 50,000 characters (200,000 if it was
    read by an older Praan), none for a picture."""

    member_id: int
    title: str | None
    text: str
    date: dt.date | None
    created_at: dt.datetime


async def member_scope(conn: Connection, actor: int, member: int, right: Right) -> MemberScope:
    """Admits the caller to a member's documents; raises Forbidden."""
    return (await families.member_scope(conn, actor, member, right)).require(right, CATEGORY)


async def document_scope(
    conn: Connection, actor: int, document: int, right: Right, *, deleted_too: bool = False
) -> DocumentScope:
    """Admits the caller to a document and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.ACCESS, actor, document, deleted_too)
    if row is None or row["document_id"] is None:
        raise Forbidden(REFUSAL)
    member = (await families.admit(conn, actor, row)).require(right, CATEGORY)
    return DocumentScope(member, row["document_id"])


async def add(deed: Deed, member: MemberScope, body: DocumentIn) -> DocumentOut:
    """Makes an upload that has arrived a document that waits to be cleaned.

    Raises Invalid for a date ahead or an unknown key, Conflict for a file that is a document already.
    """
    _check_date(member, body.date)
    raw = await uploads.announced(deed.conn, member.user_id, body.key)
    if raw is None:
        raise Invalid.field("key", "is not a key that POST /uploads gave")
    document = await deed.conn.fetchval(
        queries.ADD,
        member.user_id,
        member.member_id,
        _sealed(deed.vault, member.user_id, body.title),
        "PDF" if raw.content_type == PDF else "IMAGE",
        raw.content_type,
        raw.size,
        body.date,
        body.key,
        member.actor_id,
    )
    scope = DocumentScope(member, document)
    await uploads.use(deed.conn, member, body.key, document)
    await publish(deed.conn, scope, "document_added")
    deed.after.nudge()
    await _done(deed, scope, "document.create")
    return await one(deed.conn, deed.vault, scope)


async def page(
    conn: Connection, vault: Vault, cursors: Cursors, scope: MemberScope, limit: int, cursor: str | None
) -> DocumentList:
    """A member's documents, newest first; raises Invalid for a foreign cursor."""
    name = f"documents:{scope.member_id}"
    before = cursors.read(name, cursor, (int,))[0] if cursor else MAX_ID
    rows = await conn.fetch(queries.PAGE, scope.user_id, scope.member_id, before, limit + 1)
    shown, pagination = cursors.page(name, rows, limit, lambda row: [row["id"]])
    return DocumentList(data=[_shown(vault, row) for row in shown], pagination=pagination)


async def one(conn: Connection, vault: Vault, scope: DocumentScope) -> DocumentOut:
    """The document; raises Forbidden when it was deleted meanwhile."""
    return _shown(vault, await _row(conn, scope))


async def link(conn: Connection, storage: Storage, origin: Origin, scope: DocumentScope) -> DocumentLink:
    """A link to look at the clean document for 5 minutes, and a record of who asked.

    Raises Conflict unless it is READY.
    """
    row = await _row(conn, scope)
    if row["status"] != "READY":
        raise Conflict("This document cannot be looked at: it is still being checked, or was refused.")
    # The address is no place for a title.
    name = f"document-{scope.document_id}.{'pdf' if row['content_type'] == PDF else 'jpg'}"
    made = await storage.viewing_link(row["object_key"], row["content_type"], name)
    await record(conn, origin, scope, "document.view")
    return DocumentLink(url=made.url, expires_at=made.expires_at)


async def change(deed: Deed, scope: DocumentScope, body: DocumentPatch) -> DocumentOut:
    """Renames or dates a document; raises Invalid."""
    given = body.model_fields_set
    if not given:
        raise Invalid.field("title", "give a title, a date, or both")
    owner = scope.member.user_id
    _check_date(scope.member, body.date)
    title = _sealed(deed.vault, owner, body.title)
    status = await deed.conn.fetchval(
        queries.CHANGE, owner, scope.document_id, "title" in given, title, "date" in given, body.date
    )
    await _changed(deed, scope, status, "document.update", *given)
    return await one(deed.conn, deed.vault, scope)


async def delete(deed: Deed, scope: DocumentScope) -> None:
    """Takes a document out of sight, for 30 days."""
    status = await deed.conn.fetchval(queries.DELETE, scope.member.user_id, scope.document_id)
    await _changed(deed, scope, status, "document.delete")


async def restore(deed: Deed, scope: DocumentScope) -> DocumentOut:
    """Brings a deleted document back; one that is not deleted stays as it is."""
    owner = scope.member.user_id
    row = await deed.conn.fetchrow(queries.LOCK, owner, scope.document_id)
    if row is None:
        raise Forbidden(REFUSAL)
    if row["deleted_at"] is None:
        await record(deed.conn, deed.origin, scope, "document.restore")
    else:
        await deed.conn.execute(queries.RESTORE, owner, scope.document_id)
        await _changed(deed, scope, row["status"], "document.restore")
        if row["status"] == "PROCESSING":
            await publish(deed.conn, scope, "document_added")
            deed.after.nudge()
    return await one(deed.conn, deed.vault, scope)


async def retry(deed: Deed, scope: DocumentScope) -> DocumentOut:
    """Has a refused file checked again, as long as it is kept; raises Conflict unless it failed."""
    if await deed.conn.fetchval(queries.RETRY, scope.member.user_id, scope.document_id) is None:
        raise Conflict("Only a document that failed can be tried again.")
    await publish(deed.conn, scope, "document_added")
    deed.after.nudge()
    await _done(deed, scope, "document.retry")
    return await one(deed.conn, deed.vault, scope)


async def texts_of(conn: Connection, vault: Vault, owner: int, documents: Sequence[int]) -> dict[int, Words]:
    """What the search may know of documents, in their family's transaction; only of those READY and not deleted.

    `document_ready` says that the words of one are read, `document_changed` that they are to be asked for again.
    """
    return {
        row["id"]: Words(
            row["member_id"],
            _opened(vault, owner, row["title"]),
            "" if row["sealed"] is None else vault.open(row["sealed"], text_place(owner, row["id"])),
            row["taken_on"],
            row["created_at"],
        )
        for row in await conn.fetch(queries.TEXTS, owner, documents)
    }


async def ready(conn: Connection, owner: int) -> list[int]:
    """The documents of a family that `texts_of` gives, in a transaction of that family."""
    return [row["id"] for row in await conn.fetch(queries.READY, owner)]


async def requeue(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Publishes documents again that wait in nobody's hands; how many. See housekeeping.requeue."""
    return await housekeeping.requeue(rt, queries.REQUEUE, queue_is_empty=queue_is_empty)


def text_place(owner: int, document: int) -> str:
    """Where a document's words are sealed."""
    return f"document_texts.sealed:{owner}:{document}"


async def publish(conn: Connection, scope: DocumentScope, event: str) -> None:
    """Puts an event of the document into the outbox, in the caller's transaction."""
    member = scope.member
    await outbox.publish(conn, member.user_id, member.member_id, event, {"document_id": scope.document_id})


async def tell(conn: Connection, after: After, scope: DocumentScope) -> None:
    """Tells everybody who may see the member's documents, after the commit."""
    member = scope.member
    followers = await families.followers(conn, member.user_id, member.member_id, CATEGORY)
    after.tell(followers, "document.updated", member.member_id, scope.document_id)


async def record(
    conn: Connection, origin: Origin, scope: DocumentScope, action: str, *fields: str, by_itself: bool = False
) -> None:
    """One audit row about the document: the caller's deed, or Praan's own."""
    resource = f"documents/{scope.document_id}"
    await families.record(conn, origin, scope.member, resource, action, fields, by_itself=by_itself)


async def _done(deed: Deed, scope: DocumentScope, action: str, *fields: str) -> None:
    await record(deed.conn, deed.origin, scope, action, *fields)
    await tell(deed.conn, deed.after, scope)


async def _changed(deed: Deed, scope: DocumentScope, status: str | None, action: str, *fields: str) -> None:
    """After a change of a row that had this status; raises Forbidden when no row was found."""
    if status is None:
        raise Forbidden(REFUSAL)
    if status == "READY":
        await publish(deed.conn, scope, "document_changed")
        deed.after.nudge()
    await _done(deed, scope, action, *fields)


async def _row(conn: Connection, scope: DocumentScope) -> Row:
    row = await conn.fetchrow(queries.ONE, scope.member.user_id, scope.document_id)
    if row is None:
        raise Forbidden(REFUSAL)
    return row


def _check_date(member: MemberScope, date: dt.date | None) -> None:
    if date is not None and date > local_date(now(), member.time_zone):
        raise Invalid.field("date", "must not be in the future")


def _title_place(owner: int) -> str:
    return f"documents.title:{owner}"


def _sealed(vault: Vault, owner: int, title: str | None) -> bytes | None:
    return None if title is None else vault.seal(title, _title_place(owner))


def _opened(vault: Vault, owner: int, title: bytes | None) -> str | None:
    return None if title is None else vault.open(title, _title_place(owner))


def _shown(vault: Vault, row: Row) -> DocumentOut:
    failure = None
    if row["failure_code"] is not None:
        failure = DocumentFailure(code=row["failure_code"], message=row["failure_message"])
    return DocumentOut(
        id=row["id"],
        member_id=row["member_id"],
        title=_opened(vault, row["user_id"], row["title"]),
        kind=row["kind"],
        status=row["status"],
        content_type=row["content_type"],
        size=row["size"],
        pages=row["pages"],
        date=row["taken_on"],
        failure=failure,
        created_at=row["created_at"],
    )
