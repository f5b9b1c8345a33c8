"""What the walls are tried on: a family of two members, a stranger, and two guests of one of the members."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests import factories

from praan.entry import api as entry
from praan.infra.crypto import Vault
from praan.infra.settings import Settings
from praan.reports.numbers import Facts, Week, reckon
from praan.reports.service import numbers_place

# What only the family may ever read; no answer to a stranger contains any of these.
SECRETS = (
    "Dadaji-7431",
    "Heart of gold 7431",
    "tai chi 7431",
    "no sugar 7431",
    "Scan of 7431",
    "after jalebi 7431",
)
Ids = dict[str, Any]

ADD_CHECK_IN = """
INSERT INTO check_ins (user_id, member_id, program_id, phase, day) VALUES ($1, $2, $3, 'BUILD', 31) RETURNING id
"""
WRITTEN = """
SELECT md5(coalesce(string_agg(row, E'\\n' ORDER BY row), '')) FROM (
  SELECT (to_jsonb(t) - 'last_seen_at')::text AS row FROM {table} t {where}) rows
"""
# As the cleaning leaves a document; nobody cleans here.
READY = """
WITH d AS (
  UPDATE documents SET status = 'READY', object_key = 'documents/none.pdf', pages = 1 WHERE id = $1
  RETURNING user_id, id, member_id)
INSERT INTO document_texts (user_id, document_id, member_id, sealed)
SELECT user_id, id, member_id, 'words' FROM d
"""
# As a making leaves a report; nobody makes any here.
MADE = """
UPDATE reports SET made = asked, numbers = $2, generator = 1, made_at = now() WHERE id = $1 RETURNING week_start
"""
TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname NOT IN ('foods', 'food_portions', 'food_aliases', 'food_words', 'thresholds', 'alembic_version')
ORDER BY 1
"""


@dataclass(frozen=True)
class Person:
    """A signed-in person of a world."""

    id: int
    email: str
    password: str
    client: httpx.AsyncClient


@dataclass(frozen=True)
class World:
    """One running API on one database. The guests hold their roles on the first member of a seeded family only."""

    anonymous: httpx.AsyncClient
    owner: Person
    stranger: Person
    reader: Person
    manager: Person
    invited: Person
    god: Any
    vault: Vault
    _families: list[tuple[Ids, Ids]] = field(default_factory=list)

    async def family(self) -> tuple[Ids, Ids]:
        """The family of this world, made when it is first asked for."""
        if not self._families:
            self._families.append(await self.new_family())
        return self._families[0]

    async def new_family(self) -> tuple[Ids, Ids]:
        """Ids of a new member of the owner, shared with both guests, and of another who is not shared."""
        shared, private = await self._member(), await self._member()
        for guest, role in ((self.reader, "READ_ONLY"), (self.manager, "MANAGER")):
            shared["grant"] = await factories.make_grant(self.god, self.owner, shared["member"], guest, role)
        private["grant"] = await self._grant(private["member"], f"{secrets.token_hex(6)}@example.com")
        for ids in (shared, private):
            await self._grant(ids["member"], self.invited.email)
            waiting = await factories.call(self.invited, "GET", "/me/invitations?limit=100", 200)
            ids["token"] = waiting["data"][-1]["token"]
        return shared, private

    async def _grant(self, member: int, email: str) -> int:
        body = {"email": email, "role": "READ_ONLY"}
        made: int = (await factories.call(self.owner, "POST", f"/members/{member}/grants", 201, json=body))["id"]
        return made

    async def _member(self) -> Ids:
        owner = self.owner
        member = await factories.make_member(owner, name=SECRETS[0])
        program = await factories.make_program(owner, member, title=SECRETS[1])
        workout = {"kind": "duration", "activity": SECRETS[2], "minutes": 30}
        log = await factories.make_log(owner, program, {"log_type": "WORKOUT", "payload": workout})
        meal = await factories.make_log(owner, program, payload={"calories": 500, "note": SECRETS[3]})
        sweet = {"kind": "glucose", "value": 260, "unit": "mg/dL", "context": SECRETS[5]}
        await factories.make_log(owner, program, {"log_type": "VITALS", "payload": sweet})
        bounds = {"data": [{"rule": "glucose", "field": "value", "warn_high": 170}]}
        await factories.call(owner, "PUT", f"/members/{member}/thresholds", 200, json=bounds)
        (alert,) = (await factories.call(owner, "GET", f"/alerts?member_id={member}", 200))["data"]
        photo = {"program_id": program, "content_type": "image/jpeg", "size": 9, "sha256": "0" * 64}
        key = (await factories.call(owner, "POST", "/uploads", 201, json=photo))["key"]
        check_in = await self.god.fetchval(ADD_CHECK_IN, owner.id, member, program)
        await factories.make_document(owner, member, b"%PDF-1.7", title=SECRETS[4])
        document = (await factories.make_document(owner, member, b"%PDF-1.7", title=SECRETS[4]))["id"]
        await self.god.execute(READY, document)
        file = await factories.upload_document(owner, member, b"%PDF-1.7")
        credentials = {"email": owner.email, "password": owner.password}
        await factories.call(owner, "POST", "/auth/token", 200, json=credentials)
        sessions = (await factories.call(owner, "GET", "/me/sessions?limit=100", 200))["data"]
        # Read once by the owner, so that every cache in front of the walls is warm.
        for path in ("adherence/today", "adherence/week", "config"):
            await factories.call(owner, "GET", f"/programs/{program}/{path}", 200)
        other = next(each["id"] for each in sessions if not each["current"])
        made = {"member": member, "program": program, "log": log, "meal": meal, "key": key}
        made |= {"document": document, "file": file, "alert": alert["id"]}
        report = await self._report(member)
        return {**made, "session": other, "check_in": check_in, "report": report}

    async def _report(self, member: int) -> int:
        """A report of a week without anything, as if it had been made, with a link."""
        asked = await factories.call(self.owner, "POST", f"/members/{member}/reports", 202)
        report: int = asked["id"]
        week = Week(dt.date.fromisoformat(asked["week_start"]), "Asia/Kolkata")
        numbers = reckon(Facts(week, dt.datetime.now(dt.UTC), SECRETS[1], [], [], [], [], 0))
        place = numbers_place(self.owner.id, report)
        await self.god.execute(MADE, report, self.vault.seal(numbers.model_dump_json(), place))
        await factories.call(self.owner, "POST", f"/reports/{report}/share", 201)
        return report

    async def written(self, owner: int | None = None) -> dict[str, str]:
        """A digest of every row of every table, or of those of one family."""
        digests = {}
        for (table,) in await self.god.fetch(TABLES):
            column = "id" if table == "users" else "user_id"
            where = "" if owner is None else f"WHERE t.{column} = {owner:d}"
            digests[table] = await self.god.fetchval(WRITTEN.format(table=table, where=where))
        return digests


@asynccontextmanager
async def open_world(settings: Settings, god: Any) -> AsyncIterator[World]:
    """The whole API in this process on the database of `settings`; `god` sees that database beyond the walls."""
    app = entry.create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(entry.wrap(app, settings), raise_app_exceptions=False)

        def client(**headers: str) -> httpx.AsyncClient:
            return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)

        anonymous = client()

        async def person() -> Person:
            email, password = f"{secrets.token_hex(8)}@example.com", secrets.token_urlsafe(12)
            body = {"email": email, "password": password, "name": "Ravi"}
            answer = await anonymous.post("/api/v1/auth/register", json=body)
            assert answer.status_code == 201, answer.text
            made = answer.json()
            return Person(
                made["user"]["id"], email, password, client(Authorization=f"Bearer {made['access_token']}")
            )

        owner, stranger, reader, manager, invited = people = [await person() for _ in range(5)]
        for each in (stranger, invited):
            await factories.verify_email(god, each)
        yield World(anonymous, owner, stranger, reader, manager, invited, god, settings.vault)
        for each in people:
            await each.client.aclose()
        await anonymous.aclose()
