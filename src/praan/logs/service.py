"""Reading logs: admission by id, history by keyset cursor, bodies. All writes live in praan.journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import asyncpg
import orjson

from praan.families import service as families
from praan.families.scope import Right
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row
from praan.infra.storage import Storage
from praan.kernel.errors import Conflict, Forbidden, Invalid
from praan.kernel.filters import chosen
from praan.kernel.paging import END_OF_TIME, Cursors, key_of, moment_of
from praan.logs import queries
from praan.logs.schemas import LogOut, PhotoUrl
from praan.logs.scope import LogScope

TYPES = ("NUTRITION", "WORKOUT", "VITALS")
NOT_YOURS = "PR403"


def category_of(log_type: str) -> str:
    """The grant category that covers a type of log."""
    return log_type.lower()


async def log_scope(
    conn: Connection, actor: int, log: int, right: Right, *, deleted_too: bool = False
) -> LogScope:
    """Admits the caller to a log and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.LOG_ACCESS, actor, log, deleted_too)
    if row is None or row["log_id"] is None:
        raise Forbidden("This log is not yours, or does not exist.")
    member = (await families.admit(conn, actor, row)).require(right, category_of(row["log_type"]))
    return LogScope(member, row["program_id"], row["log_id"], row["at"], row["log_type"])


async def one(conn: Connection, vault: Vault, storage: Storage, scope: LogScope) -> LogOut:
    """The log's body; raises Forbidden when the wall hides it."""
    row = await conn.fetchrow(queries.ONE, scope.member.user_id, scope.log_id, scope.at)
    if row is None:
        raise Forbidden("This log is not yours, or does not exist.")
    rendered = await body(row, vault, storage, reads_notes=scope.member.covers("notes"))
    return LogOut.model_validate_json(orjson.dumps(rendered))


async def body(row: Row, vault: Vault, storage: Storage, *, reads_notes: bool) -> dict[str, Any]:
    """A log as JSON-ready values. The stored JSON passes through unparsed, unless a note joins it."""
    payload: Any = orjson.Fragment(row["payload"])
    if row["note"] is not None and reads_notes:
        payload = orjson.loads(row["payload"])
        payload["note"] = vault.open(row["note"], note_place(row["user_id"]))
    photo = None
    if row["thumb_key"] is not None:
        link = await storage.download_link(row["thumb_key"])
        photo = {"thumb_url": link.url, "expires_at": link.expires_at}
    failure = None
    if row["failure_code"] is not None:
        failure = {"code": row["failure_code"], "message": row["failure_message"]}
    return {
        "id": row["id"],
        "program_id": row["program_id"],
        "member_id": row["member_id"],
        "log_type": row["log_type"],
        "status": row["status"],
        "is_verified": row["status"] == "VERIFIED",
        "payload": payload,
        "timestamp": row["at"],
        "created_at": row["created_at"],
        "source": row["source"],
        "supersedes": row["supersedes"],
        "superseded_by": row["superseded_by"],
        "failure": failure,
        "candidates": orjson.Fragment(row["candidates"]),
        "photo": photo,
        "severity": row["severity"],
        "band": row["band"],
    }


async def by_place(conn: Connection, owner: int, places: Iterable[tuple[int, dt.datetime]]) -> list[Row]:
    """The revisions with these ids and timestamps, as far as the wall shows them, whatever has become of them.

    Rows of user_id, id, member_id, log_type, payload, note (sealed), at, supersedes.
    """
    ids, moments = zip(*places, strict=True)
    return await conn.fetch(queries.BY_PLACE, owner, ids, moments)


def note_place(owner: int) -> str:
    return f"daily_logs.note:{owner}"


async def history(
    conn: Connection,
    vault: Vault,
    storage: Storage,
    cursors: Cursors,
    *,
    actor: int,
    program: int,
    limit: int,
    cursor: str | None,
    types: str | None,
    first: dt.date | None,
    last: dt.date | None,
    photos: bool = False,
) -> bytes:
    """One page as JSON, newest first. The cursor names the last row's microsecond and id; `types` as `chosen`;
    `photos` leaves the logs that have one to show.

    Raises Forbidden, and Invalid for a cursor of another list or an unknown type.
    """
    name = f"history:{program}"
    before: tuple[dt.datetime, int] = (END_OF_TIME, 0)
    kinds: list[str] | None = None
    wrong: Invalid | None = None
    try:
        kinds = chosen("log_type", types, TYPES)
        if cursor:
            micros, last_id = cursors.read(name, cursor, (int, int))
            before = (moment_of(micros), last_id)
    except Invalid as error:
        # Said only to those who may read this program.
        wrong = error
    most = 0 if wrong else limit + 1
    try:
        rows = await conn.fetch(queries.HISTORY, actor, program, kinds, first, last, *before, most, photos)
    except asyncpg.PostgresError as error:
        if error.sqlstate == NOT_YOURS:
            raise Forbidden("This program is not yours, or does not exist.") from None
        raise
    if wrong:
        raise wrong
    shown, pagination = cursors.page(name, rows, limit, lambda row: [key_of(row["at"]), row["id"]])
    data = [await body(row, vault, storage, reads_notes=row["reads_notes"]) for row in shown]
    return orjson.dumps({"data": data, "pagination": pagination.model_dump()})


async def latest(conn: Connection, owner: int, members: list[int]) -> dict[int, dt.datetime]:
    """The time of the newest log that the caller may see of each of these members of the entered family; nobody
    without one.
    """
    return {row["member_id"]: row["at"] for row in await conn.fetch(queries.LATEST, owner, members)}


async def photo(conn: Connection, storage: Storage, scope: LogScope) -> PhotoUrl:
    """A 5-minute link to the cleaned photo; raises Conflict while there is none."""
    row = await conn.fetchrow(queries.ONE, scope.member.user_id, scope.log_id, scope.at)
    if row is None or row["photo_key"] is None:
        raise Conflict("This log has no photo to show.")
    link = await storage.download_link(row["photo_key"])
    return PhotoUrl(url=link.url, expires_at=link.expires_at)
