"""Search: from words to places in the index, from there to the sources themselves, which have the last word."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

from praan.documents import service as documents
from praan.documents.scope import CATEGORY as DOCUMENTS
from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row, enter
from praan.kernel.filters import chosen
from praan.kernel.paging import END_OF_TIME, Cursors, Pagination, key_of, moment_of
from praan.logs import service as logs
from praan.logs.schemas import LogType
from praan.meals import service as meals
from praan.search import content, queries
from praan.search.schemas import Hit, SearchPage, Source
from praan.search.terms import Asked, Blind, asked

SOURCES: tuple[Source, ...] = ("document", "log", "note")
START: tuple[dt.datetime, int, str] = (END_OF_TIME, 0, "")
# How alike a mistyped word must be to a food's: more than in the food table, since notes hold other words too.
ALIKE = 0.4
MOST_READINGS = 4

Key = tuple[dt.datetime, int, str]


async def search(
    conn: Connection,
    vault: Vault,
    cursors: Cursors,
    actor: int,
    *,
    q: str,
    member: int | None,
    types: str | None,
    limit: int,
    cursor: str | None,
) -> SearchPage:
    """What the caller may read that holds all words of `q`, the last one whole or as a beginning; newest first.

    Without `member` in everybody whom the caller may see. `types`: log, note and document, one or several with
    commas, in any case. When nothing has them, mistyped words are read as those of foods. Leaves the transaction
    in the last family that it read.

    Raises Forbidden, and Invalid for an unknown type or a cursor of another search.
    """
    scopes = {scope.member_id: scope for scope in await _scopes(conn, actor, member)}
    sources = sources_of(types)
    question = asked(q)
    place = f"search:{actor}:{member}:{','.join(sources)}:{q}"
    before, way = START, 0
    if cursor:
        micros, id_, source, way = cursors.read(place, cursor, (int, int, str, int))
        before = (moment_of(micros), id_, source)
    if question is None or not scopes:
        return SearchPage(data=[], pagination=Pagination(next_cursor=None, has_more=False))
    language = await conn.fetchval(queries.LANGUAGE, actor)

    async def find(meant: Asked) -> list[Hit]:
        return await _Reader(conn, vault, meant, language, scopes).page(sources, before, limit)

    hits = [] if way else await find(question)
    if way or not (hits or cursor):
        # A page that follows goes on in the way in which the first was found.
        for number, meant in enumerate(await _readings(conn, question), 1):
            if way in (0, number) and (hits := await find(meant)):
                way = number
                break
    shown, pagination = cursors.page(place, hits, limit, lambda hit: [key_of(hit.at), hit.id, hit.type, way])
    return SearchPage(data=list(shown), pagination=pagination)


async def _readings(conn: Connection, question: Asked) -> list[Asked]:
    """Other ways to read a question that finds nothing, the likeliest first."""
    ways = await meals.readings(conn, [*question.whole, question.last], alike=ALIKE)
    return [meant for way in ways[:MOST_READINGS] if (meant := asked(" ".join(way)))]


def sources_of(text: str | None) -> list[Source]:
    """The filter `type=log,note`, in any case; all of them without one. Raises Invalid."""
    wanted = chosen("type", text, SOURCES, str.lower)
    return [source for source in SOURCES if wanted is None or source in wanted]


async def _scopes(conn: Connection, actor: int, member: int | None) -> list[MemberScope]:
    if member is None:
        return await families.readable(conn, actor)
    return [await families.member_scope(conn, actor, member, "read")]


def _key(row: Row) -> Key:
    return row["at"], row["source_id"], row["source"]


class _Reader:
    """One question of one caller."""

    def __init__(
        self,
        conn: Connection,
        vault: Vault,
        question: Asked,
        language: str,
        scopes: Mapping[int, MemberScope],
    ) -> None:
        self._conn = conn
        self._vault = vault
        self._question = question
        self._language = language
        self._scopes = scopes
        self._actor = next(iter(scopes.values())).actor_id
        self._owners = list(dict.fromkeys(scope.user_id for scope in scopes.values()))
        self._asks = [ask for owner in self._owners for ask in Blind(vault, owner).asks(question)]

    async def page(self, sources: Sequence[Source], before: Key, limit: int) -> list[Hit]:
        """What is found, newest first, older than `before`: more than `limit` when there is more."""
        hits: list[Hit] = []
        most = limit + 1
        while len(hits) <= limit:
            keys = await self._places(sources, before, most)
            hits += await self._hits(keys)
            if len(keys) < most:
                break
            before = _key(keys[-1])
        return hits

    async def _places(self, sources: Sequence[Source], before: Key, most: int) -> list[Row]:
        """Where the index says it is, newest first, at most `most`, older than `before`."""
        found = await self._conn.fetch(
            queries.SEARCH,
            self._actor,
            self._owners,
            list(self._scopes),
            self._asks,
            len(self._asks) // len(self._owners),
            sources,
            *before,
            most,
        )
        return sorted(found, key=_key, reverse=True)[:most]

    async def _hits(self, keys: Sequence[Row]) -> list[Hit]:
        """What really stands there, in the same order; what the caller may not see or what says something else by
        now is left out."""
        found: dict[Key, Hit] = {}
        for owner, of_owner in itertools.groupby(sorted(keys, key=lambda key: int(key["user_id"])), _owner):
            await enter(self._conn, owner=owner, actor=self._actor)
            here = list(of_owner)
            found |= await self._logs(owner, [key for key in here if key["source"] != "document"])
            found |= await self._documents(owner, [key for key in here if key["source"] == "document"])
        return [found[_key(key)] for key in keys if _key(key) in found]

    async def _logs(self, owner: int, keys: Sequence[Row]) -> dict[Key, Hit]:
        if not keys:
            return {}
        rows = await logs.by_place(self._conn, owner, {(key["source_id"], key["at"]) for key in keys})
        foods = await meals.names(self._conn, {food for row in rows for food in content.foods_in(row["payload"])})
        by_place = {(row["id"], row["at"]): row for row in rows}
        found = {}
        for key in keys:
            row = by_place.get((key["source_id"], key["at"]))
            if row is not None and (hit := self._log(key["source"], row, foods)) is not None:
                found[_key(key)] = hit
        return found

    async def _documents(self, owner: int, keys: Sequence[Row]) -> dict[Key, Hit]:
        if not keys:
            return {}
        there = await documents.texts_of(self._conn, self._vault, owner, [key["source_id"] for key in keys])
        found = {}
        for key in keys:
            document = there.get(key["source_id"])
            scope = document and self._scopes.get(document.member_id)
            if document is None or not scope or not scope.covers(DOCUMENTS):
                continue
            says = content.document_found(document, self._question, self._language)
            if says is not None:
                found[_key(key)] = self._hit(
                    "document", key["source_id"], document.member_id, key["at"], says, None
                )
        return found

    def _log(self, source: Source, row: Row, foods: Mapping[int, meals.Named]) -> Hit | None:
        scope = self._scopes.get(row["member_id"])
        log_type: LogType = row["log_type"]
        if scope is None or not scope.covers(logs.category_of(log_type)):
            return None
        says = content.log_says(log_type, row["payload"], foods, self._language, self._question)
        if source == "note":
            if row["note"] is None or not scope.covers("notes"):
                return None
            says = content.note_says(says, self._vault.open(row["note"], logs.note_place(row["user_id"])))
        # The index knows digests of beginnings only, and may lag behind; the source says whether it is so.
        if not self._question.met_by(says.found_by()):
            return None
        return self._hit(source, row["id"], row["member_id"], row["at"], says, log_type)

    def _hit(
        self, source: Source, id_: int, member: int, at: dt.datetime, says: content.Said, log_type: LogType | None
    ) -> Hit:
        return Hit(
            type=source,
            id=id_,
            member_id=member,
            title=content.short(says.title),
            snippet=content.snippet(says.text, self._question),
            at=at,
            log_type=log_type,
            kind=says.kind,
        )


def _owner(key: Row) -> int:
    return int(key["user_id"])
