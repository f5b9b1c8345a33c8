"""The schema from nothing to head, back to nothing, and to the same head again."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from praan.localstack.services import Services

NAME = "praan_migrations"
SHAPE = """
SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS thing
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || roles::text
    || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'
UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || md5(p.prosrc) || ' ' || p.proowner::regrole
    || ' ' || coalesce(p.proacl::text, '')
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
UNION ALL SELECT 'table ' || c.relname || ' ' || c.relowner::regrole || ' ' || c.relforcerowsecurity
    || ' ' || coalesce(c.relacl::text, '')
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
ORDER BY 1
"""


def in_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def shape(url: str) -> list[str]:
    conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(url)
    try:
        return [row["thing"] for row in await conn.fetch(SHAPE)]
    finally:
        await conn.close()


async def migrate(environment: dict[str, str], target: str) -> None:
    """What the command does, in a program of its own as in real life."""
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "praan.entry.cli", "migrate", target],
        env={**os.environ, **environment},
        check=True,
    )


async def test_there_and_back_and_there_again(services: Services, god: Any) -> None:
    environment = services.environment("migrate")
    url = in_database(environment["PRAAN_ADMIN_DATABASE_URL"], NAME)
    environment["PRAAN_ADMIN_DATABASE_URL"] = url
    await god.execute(f"CREATE DATABASE {NAME}")
    try:
        await migrate(environment, "head")
        head = await shape(url)
        await migrate(environment, "base")
        base = await shape(url)
        await migrate(environment, "head")
        again = await shape(url)
    finally:
        await god.execute(f"DROP DATABASE {NAME} WITH (FORCE)")

    assert [thing for thing in base if "alembic_version" not in thing] == []
    assert len(head) > 200
    assert again == head
