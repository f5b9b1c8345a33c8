"""Worlds with both walls, with the first one alone, with the second one alone."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from tests.conftest import settings_for
from tests.walls.world import World, open_world

from praan.infra.db import open_pool
from praan.infra.settings import Settings
from praan.localstack.services import Services

SCRATCH = "praan_walls"
# Admission that lets everybody in as the owner: {owner} is whose family the caller then works in.
OPEN_DOORS = """
CREATE OR REPLACE FUNCTION praan_member_access(actor bigint, member bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.id, 'OWNER', NULL::text[], m.time_zone FROM members m WHERE m.id = member
$$;
CREATE OR REPLACE FUNCTION praan_program_access(actor bigint, program bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT program_id bigint, OUT start_date date, OUT end_date date, OUT status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.member_id, 'OWNER', NULL::text[], 'Asia/Kolkata', m.id, m.start_date, m.end_date, m.status
  FROM care_programs m WHERE m.id = program
$$;
CREATE OR REPLACE FUNCTION praan_log_access(actor bigint, log bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT program_id bigint, OUT log_id bigint, OUT at timestamptz, OUT log_type text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.member_id, 'OWNER', NULL::text[], 'Asia/Kolkata', m.program_id, m.id, m.timestamp, m.log_type
  FROM daily_logs m WHERE m.id = log
$$;
CREATE OR REPLACE FUNCTION praan_document_access(actor bigint, document bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT document_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.member_id, 'OWNER', NULL::text[], 'Asia/Kolkata', m.id FROM documents m WHERE m.id = document
$$;
CREATE OR REPLACE FUNCTION praan_alert_access(actor bigint, alert bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT alert_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.member_id, 'OWNER', NULL::text[], 'Asia/Kolkata', m.id FROM alerts m WHERE m.id = alert
$$;
CREATE OR REPLACE FUNCTION praan_report_access(actor bigint, report bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT report_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT {owner}, m.member_id, 'OWNER', NULL::text[], 'Asia/Kolkata', m.id FROM reports m WHERE m.id = report
$$
"""


@pytest.fixture(scope="session")
async def both_walls(settings: Settings, god: Any) -> AsyncIterator[World]:
    """Praan as it is."""
    async with open_world(settings, god) as world:
        yield world


@pytest.fixture(scope="session")
async def no_row_security(services: Services, god: Any) -> AsyncIterator[World]:
    """Praan with a superuser's connections: no policy holds, admission by id alone decides."""
    environment = services.environment("migrate")
    url = environment["PRAAN_ADMIN_DATABASE_URL"]
    settings = settings_for(services, "api", PRAAN_DATABASE_URL=url, PRAAN_REDIS_URL=other_cache(environment, 4))
    async with open_world(settings, god) as world:
        yield world


@pytest.fixture(scope="session")
async def scratch(services: Services, god: Any) -> AsyncIterator[dict[str, str]]:
    """URLs (admin, app) of a second database with the whole schema, to break."""
    environment = services.environment("migrate")
    admin = in_scratch(environment["PRAAN_ADMIN_DATABASE_URL"])
    await god.execute(f"CREATE DATABASE {SCRATCH}")
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "praan.entry.cli", "migrate"],
        env={**os.environ, **environment, "PRAAN_ADMIN_DATABASE_URL": admin},
        check=True,
    )
    yield {"admin": admin, "app": in_scratch(services.environment("api")["PRAAN_DATABASE_URL"])}
    await god.execute(f"DROP DATABASE {SCRATCH} WITH (FORCE)")


@pytest.fixture(scope="session")
async def open_doors(services: Services, scratch: dict[str, str]) -> AsyncIterator[World]:
    """Praan whose admission can be made to let everybody in: row-level security alone decides."""
    cache = other_cache(services.environment("api"), 5)
    settings = settings_for(services, "api", PRAAN_DATABASE_URL=scratch["app"], PRAAN_REDIS_URL=cache)
    pool = await open_pool(scratch["admin"], 2)
    async with open_world(settings, pool) as world:
        yield world
    await pool.close()


def in_scratch(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{SCRATCH}"))


def other_cache(environment: dict[str, str], database: int) -> str:
    return environment["PRAAN_REDIS_URL"].rpartition("/")[0] + f"/{database}"
