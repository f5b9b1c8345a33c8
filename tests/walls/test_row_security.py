"""Row-level security alone: what it stops when admission lets everybody in, and when no service is asked."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from structlog.testing import capture_logs
from tests.conftest import settings_for
from tests.walls.conftest import OPEN_DOORS, other_cache
from tests.walls.matrix import ROWS, Row
from tests.walls.test_matrix import attempts, send
from tests.walls.world import SECRETS, World, open_world

from praan.infra.db import enter
from praan.infra.runtime import Runtime
from praan.localstack.services import Services

# Whose family the caller works in once admission has been fooled.
FOOLED = {"their own family": "actor", "the victim's family": "m.user_id"}


@asynccontextmanager
async def fooling(god: Any, family: str) -> AsyncIterator[None]:
    """Admission takes every caller for the owner, until the block ends."""
    definitions = await god.fetch(
        "SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = ANY ($1::text[])",
        [
            "praan_member_access",
            "praan_program_access",
            "praan_log_access",
            "praan_document_access",
            "praan_alert_access",
            "praan_report_access",
        ],
    )
    await god.execute(OPEN_DOORS.format(owner=FOOLED[family]))
    yield
    for definition in definitions:
        await god.execute(definition["text"])


@pytest.fixture(scope="module", params=FOOLED)
async def fooled(request: pytest.FixtureRequest, open_doors: World) -> AsyncIterator[World]:
    """A seeded world with such an admission."""
    await open_doors.family()
    # The vetoes of the database arrive as faults of the server, with traces that nobody reads here.
    async with fooling(open_doors.god, request.param):
        with capture_logs():
            yield open_doors


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
async def test_the_rows_guard_themselves(fooled: World, row: Row) -> None:
    shared, private = await fooled.family()
    before = await fooled.written(fooled.owner.id)
    for who, person, ids in attempts(fooled, row, shared, private):
        if who == "a manager, who is not the owner":
            # What an owner may do beyond a manager is for admission to know.
            continue
        answer = await send(person.client, row, ids)
        assert answer.status_code != 401
        if ids is private or person is fooled.stranger:
            assert not any(secret in answer.text for secret in SECRETS), f"{who}: {answer.text}"
        assert await fooled.written(fooled.owner.id) == before, f"{who}: {answer.status_code} {answer.text}"


async def test_without_either_wall_the_same_requests_succeed(
    open_doors: World, services: Services, scratch: dict[str, str]
) -> None:
    """So the doors above were open indeed."""
    cache = other_cache(services.environment("api"), 6)
    settings = settings_for(services, "api", PRAAN_DATABASE_URL=scratch["admin"], PRAAN_REDIS_URL=cache)
    async with open_world(settings, open_doors.god) as bare:
        shared, _ = await bare.family()
        async with fooling(open_doors.god, "the victim's family"):
            stranger = bare.stranger.client
            read = await stranger.get(f"/api/v1/programs/{shared['program']}/history")
            deleted = await stranger.delete(f"/api/v1/logs/{shared['meal']}")

    assert SECRETS[2] in read.text
    assert deleted.status_code == 204


# ---- SQL by hand, as each role that can log in ------------------------------------------------------

COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
"""
FAMILY_TABLES = (
    "members",
    "grants",
    "care_programs",
    "program_configs",
    "check_ins",
    "uploads",
    "documents",
    "document_texts",
    "daily_logs",
    "adherence_metrics",
    "readings",
    "reading_locks",
    "member_thresholds",
    "alerts",
    "reports",
    "report_shares",
    "outbox",
    "audit_logs",
    "idempotency_keys",
    "sessions",
    "links",
    "mails",
    "search_terms",
    "search_words",
    "search_queue",
    "deliveries",
    "push_subscriptions",
    "users",
)
OF_MEMBER = {
    "members": "id",
    "grants": "member_id",
    "care_programs": "member_id",
    "program_configs": "member_id",
    "check_ins": "member_id",
    "uploads": "member_id",
    "documents": "member_id",
    "document_texts": "member_id",
    "daily_logs": "member_id",
    "adherence_metrics": "member_id",
    "readings": "member_id",
    "reading_locks": "member_id",
    "member_thresholds": "member_id",
    "alerts": "member_id",
    "reports": "member_id",
    "report_shares": "member_id",
    "audit_logs": "member_id",
    "outbox": "member_id",
    "search_terms": "member_id",
    "search_words": "member_id",
    "search_queue": "member_id",
    "deliveries": "member_id",
}


# What only the worker writes.
INDEXED = (
    """INSERT INTO search_terms (user_id, member_id, source_id, at, term, source, category)
    VALUES ($1, $2, $2, now(), '12345678', 'note', 'nutrition')""",
    """INSERT INTO search_words (user_id, member_id, asked, term, source, category)
    VALUES ($1, $2, '12345678', '12345678', 'note', 'nutrition')""",
)


TOLD = """
INSERT INTO deliveries (user_id, member_id, alert_id, person_id, person_name, channel, occasion, urgent,
  episode)
VALUES ($1, $2, $3, $1, 'name', 'EMAIL', 'OPENED', true, 1)
"""
PUSHED = """
INSERT INTO push_subscriptions (user_id, session_id, endpoint_hash, sealed)
SELECT user_id, id, sha256('x'), 'sealed' FROM sessions WHERE user_id = $1 LIMIT 1
"""


@dataclass(frozen=True)
class Intruder:
    """Who a connection claims to be, and whose member it reaches for."""

    owner: int | None
    actor: int | None
    member: int


def test_every_walled_table_is_tried(god_tables: set[str]) -> None:
    assert god_tables == set(FAMILY_TABLES)


@pytest.fixture
async def god_tables(god: Any) -> set[str]:
    rows = await god.fetch(
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND NOT relispartition AND relrowsecurity"""
    )
    return {row["relname"] for row in rows}


@pytest.fixture(scope="module")
async def victims(both_walls: World, god: Any) -> tuple[int, int]:
    """Members (shared with the guests, private), each with rows in every table of families."""
    shared, private = await both_walls.new_family()
    owner = both_walls.owner.id
    for ids in (shared, private):
        await god.execute(
            "INSERT INTO outbox (user_id, member_id, event, payload) VALUES ($1, $2, 'test_row', '{}')",
            owner,
            ids["member"],
        )
        for statement in INDEXED:
            await god.execute(statement, owner, ids["member"])
    await god.execute(
        "INSERT INTO idempotency_keys (user_id, route, key, body_hash) VALUES ($1, 'test', 'test', sha256('x'))",
        owner,
    )
    for ids in (shared, private):
        await god.execute(TOLD, owner, ids["member"], ids["alert"])
    await god.execute(PUSHED, owner)
    return shared["member"], private["member"]


def intruders(world: World, victims: tuple[int, int]) -> dict[str, Intruder]:
    owner, stranger = world.owner.id, world.stranger.id
    shared, private = victims
    return {
        "nobody": Intruder(None, None, shared),
        "a stranger in their own family": Intruder(stranger, stranger, shared),
        "a stranger in the victim's family": Intruder(owner, stranger, shared),
        "somebody unknown in the victim's family": Intruder(owner, None, shared),
        "a reader, another member": Intruder(owner, world.reader.id, private),
        "a manager, another member": Intruder(owner, world.manager.id, private),
    }


async def refused(conn: Any, statement: str, *values: Any) -> bool:
    """Whether a statement touched no row; a missing right or a policy's veto counts, any other error does not."""
    point = conn.transaction()
    await point.start()
    try:
        done = await conn.execute(statement, *values)
    except asyncpg.InsufficientPrivilegeError:
        return True
    finally:
        await point.rollback()
    return str(done).rpartition(" ")[2] == "0"


def target(table: str, owner: int, member: int) -> str:
    if table == "users":
        return f"id = {owner:d}"
    column = OF_MEMBER.get(table)
    return f"user_id = {owner:d}" + (f" AND {column} = {member:d}" if column else "")


async def a_row(god: Any, table: str, where: str) -> tuple[str, Any]:
    """The columns that an INSERT may name, and a row of the victim as JSON with a new id."""
    columns = await god.fetchval(COLUMNS, table)
    row = await god.fetchval(f"SELECT to_jsonb(t) FROM {table} t WHERE {where} LIMIT 1")
    assert row is not None, f"nothing to copy in {table}"
    fresh = await god.fetchval("SELECT nextval('praan_ids')")
    changes = {
        "members": {"id": fresh},
        "users": {"id": fresh, "email": f"{fresh}@example.com"},
        "idempotency_keys": {"key": str(fresh)},
        "grants": {"id": fresh, "email": f"{fresh}@example.com"},
        "care_programs": {"id": fresh, "title": f"Copy {fresh}"},
        "uploads": {"id": fresh, "key": f"copy/{fresh}", "log_id": None, "document_id": None, "used_at": None},
        "document_texts": {"document_id": await god.fetchval(f"{WORDLESS} AND {where} LIMIT 1")},
        "adherence_metrics": {"id": fresh, "date": "2020-01-01"},
        "readings": {"log_id": fresh},
        "reading_locks": {"rule": "weight"},
        "alerts": {"id": fresh, "status": "CLEARED", "cleared_at": "2026-01-01", "cleared_by": "WITHDRAWN"},
        "reports": {"id": fresh, "week_start": "2020-01-06"},
        "audit_logs": {"actor_id": None},
        "links": {"purpose": "PASSWORD"},
        "mails": {"id": str(uuid.uuid4())},
        "search_terms": {"source_id": fresh},
        "search_words": {"asked": f"\\x{fresh:016x}"},
        "deliveries": {"id": fresh, "occasion": "CLEARED"},
        "push_subscriptions": {"id": fresh, "endpoint_hash": f"\\x{fresh:064x}"},
    }
    return columns, {**row, **changes.get(table, {"id": fresh})}


# A document that has no words yet, so that a copied row of words finds its place.
WORDLESS = "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM document_texts)"
INSERT = "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, $1)"


async def tries(conn: Any, god: Any, table: str, owner: int, member: int) -> dict[str, bool]:
    """Which of the four deeds on the victim's rows were refused."""
    where = target(table, owner, member)
    key = "id" if table == "users" else "user_id"
    columns, row = await a_row(god, table, where)
    return {
        "read": await refused(conn, f"SELECT {key} FROM {table} WHERE {where}"),
        "insert": await refused(conn, INSERT.format(table=table, columns=columns), row),
        "update": await refused(conn, f"UPDATE {table} SET {key} = {key} WHERE {where}"),
        "delete": await refused(conn, f"DELETE FROM {table} WHERE {where}"),
    }


@pytest.mark.parametrize("table", FAMILY_TABLES)
@pytest.mark.parametrize("process", ["api", "worker", "analysis"])
async def test_no_row_of_others_by_sql(
    table: str,
    process: str,
    both_walls: World,
    victims: tuple[int, int],
    god: Any,
    rt: Runtime,
    worker_rt: Runtime,
    analysis_rt: Runtime,
) -> None:
    pool = {"api": rt, "worker": worker_rt, "analysis": analysis_rt}[process].pool
    for who, intruder in intruders(both_walls, victims).items():
        if table == "users" and intruder.actor == both_walls.owner.id:
            continue
        async with pool.acquire() as conn:
            transaction = conn.transaction()
            await transaction.start()
            await enter(conn, owner=intruder.owner, actor=intruder.actor)
            found = await tries(conn, god, table, both_walls.owner.id, intruder.member)
            await transaction.rollback()

        assert all(found.values()), f"{who} reached {table}: {found}"


# What a guest may do by SQL with the rows of the member they hold a grant on.
GUESTS = {
    "READ_ONLY": {"members": "r", "care_programs": "r", "program_configs": "r", "check_ins": "r", "uploads": "r",
                  "documents": "r", "document_texts": "r",
                  "daily_logs": "r", "adherence_metrics": "r", "readings": "r", "reading_locks": "r",
                  "member_thresholds": "r", "alerts": "r", "reports": "r", "audit_logs": "i",
                  "search_terms": "r", "search_words": "r"},
    "MANAGER": {"members": "ru", "care_programs": "riu", "program_configs": "ri", "check_ins": "r",
                "documents": "riu", "document_texts": "r",
                "uploads": "riu", "daily_logs": "riu", "adherence_metrics": "riud",
                "readings": "riud", "reading_locks": "riu", "member_thresholds": "ri", "alerts": "riu",
                "audit_logs": "i", "outbox": "i", "reports": "ri", "report_shares": "ri",
                "search_terms": "r", "search_words": "r", "search_queue": "i"},
    "OWNER": {"members": "riu", "grants": "riu", "care_programs": "riu", "program_configs": "ri", "check_ins": "r",
              "documents": "riu", "document_texts": "r",
              "uploads": "riu", "daily_logs": "riu", "adherence_metrics": "riud", "readings": "riud",
              "reading_locks": "riu", "member_thresholds": "ri", "alerts": "riu", "audit_logs": "i", "outbox": "i",
              "reports": "ri", "report_shares": "ri",
              "idempotency_keys": "riud", "sessions": "riu", "links": "riud", "mails": "i", "users": "ru",
              "deliveries": "r", "push_subscriptions": "rd",
              "search_terms": "r", "search_words": "r", "search_queue": "i"},
}  # fmt: skip


@pytest.mark.parametrize("role", GUESTS)
async def test_guests_and_owners_reach_exactly_this(
    role: str, both_walls: World, victims: tuple[int, int], god: Any, rt: Runtime
) -> None:
    world = both_walls
    actor = {"READ_ONLY": world.reader, "MANAGER": world.manager, "OWNER": world.owner}[role].id
    found = {}
    for table in FAMILY_TABLES:
        async with rt.pool.acquire() as conn:
            transaction = conn.transaction()
            await transaction.start()
            await enter(conn, owner=world.owner.id, actor=actor)
            done = await tries(conn, god, table, world.owner.id, victims[0])
            await transaction.rollback()
        if able := "".join(deed[0] for deed, refusal in done.items() if not refusal):
            found[table] = able

    assert found == GUESTS[role]


ADD_LOG = """
SELECT * FROM praan_add_log($1, $2, 'WORKOUT', 'VERIFIED', '{}', NULL, now(), 'manual', 0, 0, 0, 0, 1000, NULL,
  NULL, NULL, NULL)
"""


ADD_READING = """
SELECT * FROM praan_add_reading($1, $2, '{}', now(), 'spo2', NULL, NULL,
  '[{"rule": "spo2", "value": 80, "severity": "URGENT", "band": "very_low"}]', 1)
"""


@pytest.mark.parametrize("statement", [ADD_LOG, ADD_READING], ids=["log", "reading"])
async def test_the_one_statement_write_is_judged_row_by_row(fooled: World, statement: str) -> None:
    """praan_add_log and praan_add_reading themselves, with an admission that lies: the policies veto it."""
    shared, private = await fooled.family()
    before = await fooled.written(fooled.owner.id)
    for person, ids in ((fooled.stranger, shared), (fooled.reader, shared), (fooled.manager, private)):
        async with fooled.god.acquire() as conn, conn.transaction():
            await conn.execute("SET LOCAL ROLE praan_app")
            with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ForeignKeyViolationError)):
                await conn.fetchrow(statement, person.id, ids["program"])
    assert await fooled.written(fooled.owner.id) == before
