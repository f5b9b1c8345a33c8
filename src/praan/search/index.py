"""The index, kept behind the writes: a log is queued in its own transaction and indexed within seconds.

Whatever says something new is taken from the queue and indexed in one transaction, so that a worker which dies
in between leaves it in the queue, and doing it twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from praan.documents import service as documents
from praan.documents.scope import CATEGORY as DOCUMENTS
from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.crypto import BrokenSeal, Vault
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.runtime import Runtime
from praan.logs import service as logs
from praan.meals import service as meals
from praan.search import content, queries
from praan.search.schemas import Source
from praan.search.terms import Blind, words_of

BATCH = 200
FAMILIES = 100
SWEEP_S = 2.0

log = structlog.get_logger("praan.search")


@dataclass(frozen=True, slots=True)
class Entry:
    """One source and what it is found by: each thing's digest with the words that ask for it."""

    member_id: int
    source: Source
    category: str
    id: int
    at: dt.datetime
    things: Mapping[bytes, Sequence[str]]


async def document(rt: Runtime, owner: int, document_id: int) -> None:
    """Brings a document into the index as it is now; out of it when it is deleted or not read yet."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.LOCK, owner)
        words = (await documents.texts_of(conn, rt.vault, owner, [document_id])).get(document_id)
        if words is None:
            await forget(conn, owner, [document_id])
            return
        scope = families.system_scope(owner, words.member_id)
        says = content.document_says(words)
        await index(conn, rt.vault, scope, "document", document_id, words.created_at, says)


async def index(
    conn: Connection,
    vault: Vault,
    scope: MemberScope,
    source: Source,
    id_: int,
    at: dt.datetime,
    words: Iterable[str],
) -> None:
    """Puts a document into the index, in place of whatever it said before.

    The transaction works for the family itself (`enter(owner, owner)`). `words` are texts of any length. Logs and
    notes come in by the queue.
    """
    await conn.execute(queries.LOCK, scope.user_id)
    blind = Blind(vault, scope.user_id)
    things = {blind.word(word): (word,) for word in words_of(*words)}
    await _replace(conn, blind, scope.user_id, [Entry(scope.member_id, source, DOCUMENTS, id_, at, things)], [id_])


async def forget(conn: Connection, owner: int, ids: Sequence[int]) -> None:
    """Takes logs (with their notes) or documents of a family out of the index, for good."""
    await conn.execute(queries.FORGET, owner, ids)


async def sweep(rt: Runtime) -> int:
    """Indexes what waits, family by family, for at most SWEEP_S seconds; how many logs."""
    done, until = 0, time.monotonic() + SWEEP_S
    async with connection(rt.pool) as conn:
        waiting = [row["user_id"] for row in await conn.fetch(queries.WAITING, FAMILIES)]
    for owner in waiting:
        try:
            while taken := await catch_up(rt, owner):
                done += taken
                if time.monotonic() > until:
                    return done
        except (KeyError, TypeError, ValueError, BrokenSeal):
            # One family's odd row must not keep the others from being found; it stays queued, and is told again.
            log.exception("search_not_indexed", owner=owner)
    return done


async def catch_up(rt: Runtime, owner: int) -> int:
    """Indexes up to BATCH of a family's queued logs in one transaction; how many were taken from the queue."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.LOCK, owner)
        taken = await conn.fetch(queries.TAKE, owner, BATCH)
        if not taken:
            return 0
        rows = await logs.by_place(conn, owner, {(row["log_id"], row["at"]) for row in taken})
        foods = await meals.names(conn, {food for row in rows for food in content.foods_in(row["payload"])})
        blind = Blind(rt.vault, owner)
        entries = [entry for row in rows for entry in _entries(rt.vault, blind, row, foods)]
        gone = [row["supersedes"] for row in rows if row["supersedes"] is not None]
        await _replace(conn, blind, owner, entries, [row["id"] for row in rows] + gone)
    return len(taken)


def _entries(vault: Vault, blind: Blind, row: Row, foods: Mapping[int, meals.Named]) -> list[Entry]:
    """A log, and its note where it has one."""
    category = logs.category_of(row["log_type"])
    says = content.log_says(row["log_type"], row["payload"], foods)
    entries = [_entry(blind, row, "log", category, says)]
    if row["note"] is not None:
        note = vault.open(row["note"], logs.note_place(row["user_id"]))
        entries.append(_entry(blind, row, "note", category, content.note_says(says, note)))
    return entries


def _entry(blind: Blind, row: Row, source: Source, category: str, says: content.Said) -> Entry:
    things: dict[bytes, Sequence[str]] = {blind.word(word): (word,) for word in says.words}
    things |= {blind.thing(*thing): words for thing, words in says.things.items()}
    return Entry(row["member_id"], source, category, row["id"], row["at"], things)


async def _replace(
    conn: Connection, blind: Blind, owner: int, entries: Sequence[Entry], sources: Sequence[int]
) -> None:
    """The entries in place of all that the index says of these sources."""
    await forget(conn, owner, sources)
    words: dict[tuple[int, bytes, str, str], Sequence[str]] = {
        (entry.member_id, term, entry.source, entry.category): said
        for entry in entries
        for term, said in entry.things.items()
    }
    keys = list(words)
    unknown = [row["place"] - 1 for row in await conn.fetch(queries.UNKNOWN, owner, *_columns(keys, 4))]
    asks = {
        (member, asked, term, source, category)
        for member, term, source, category in (keys[place] for place in unknown)
        for asked in _asks(blind, term, words[member, term, source, category])
    }
    await conn.execute(queries.ADD_WORDS, owner, *_columns(sorted(asks), 5))
    rows = [
        (entry.member_id, entry.id, entry.at, term, entry.source, entry.category)
        for entry in entries
        for term in entry.things
    ]
    await conn.execute(queries.ADD_TERMS, owner, *_columns(rows, 6))


def _asks(blind: Blind, term: bytes, words: Sequence[str]) -> set[bytes]:
    """Every way to ask for a thing; itself among them, by which it is known to be known."""
    return {term, *map(blind.word, words), *(each for word in words for each in blind.beginnings(word))}


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


async def rebuild(rt: Runtime, owner: int) -> int:
    """Indexes a family anew while it goes on being searched, then drops what nothing stands behind.

    How many logs.
    """
    done = 0
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.QUEUE_ALL, owner)
        ready = await documents.ready(conn, owner)
    while taken := await catch_up(rt, owner):
        done += taken
    for each in ready:
        await document(rt, owner, each)
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.LOCK, owner)
        ready = await documents.ready(conn, owner)
        await conn.execute(queries.DROP_STRAYS, owner, ready)
        await conn.execute(queries.DROP_UNUSED, owner)
    return done


async def rebuild_all(rt: Runtime) -> int:
    """Rebuilds every family's index; how many logs."""
    return sum([await rebuild(rt, owner) async for owner in families.owners(rt)])
