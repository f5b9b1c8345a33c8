"""Prepares a database: roles, rights, then every migration. Safe to run again at each start.

It needs one URL that may create roles (PRAAN_ADMIN_DATABASE_URL) and the passwords of the four login roles.
The schema's owner may act as the two NOLOGIN roles only while migrations run.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from praan import OLDEST_POSTGRESQL
from praan.infra.migrating import migrations_dir

LOGIN_ROLES = ("owner", "app", "worker", "analysis")
# Custom plans over monthly partitions cost five times their worth; see docs/decisions.
ROLE_SETTINGS = {
    "plan_cache_mode": "force_generic_plan",
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
}


def role_url(url: str, role: str, password: str) -> str:
    """The same server and database, as another role."""
    parts = urlsplit(url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password, safe='')}@{where}"))


class TooOld(RuntimeError):
    """The server is older than the oldest that Praan works with; the message names both."""


async def prepare_roles(admin_url: str, passwords: dict[str, str]) -> None:
    """Creates or updates praan_owner, _app, _worker, _analysis (login), _definer and _auditor (no login).

    Raises TooOld before anything is changed.
    """
    conn = await asyncpg.connect(admin_url, timeout=10)
    try:
        version = conn.get_server_version()
        if version.major < OLDEST_POSTGRESQL:
            found = f"{version.major}.{version.minor}"
            raise TooOld(f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed; the server is {found}.")
        await conn.execute("SELECT pg_advisory_lock(7303013)")
        known = {row["rolname"] for row in await conn.fetch("SELECT rolname FROM pg_roles")}
        for name in ("praan_definer", "praan_auditor"):
            if name not in known:
                await conn.execute(f"CREATE ROLE {name} NOLOGIN")
        for name, password in passwords.items():
            role = f"praan_{name}"
            verb = "ALTER" if role in known else "CREATE"
            # A utility statement takes no parameters; the server itself quotes the literal.
            literal = await conn.fetchval("SELECT quote_literal($1)", password)
            await conn.execute(f"{verb} ROLE {role} LOGIN PASSWORD {literal}")
            if name != "owner":
                for setting, value in ROLE_SETTINGS.items():
                    await conn.execute(f"ALTER ROLE {role} SET {setting} = '{value}'")
        database = await conn.fetchval("SELECT quote_ident(current_database())")
        await conn.execute(f"GRANT CREATE ON DATABASE {database} TO praan_owner")
        # Nobody of ours makes temporary tables: they could stand in for real ones in a function of praan_definer.
        await conn.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
        await conn.execute("GRANT ALL ON SCHEMA public TO praan_owner")
        await conn.execute("GRANT CREATE ON SCHEMA public TO praan_definer, praan_auditor")
        await conn.execute("GRANT praan_definer, praan_auditor TO praan_owner")
    finally:
        await conn.close()


async def close_roles(admin_url: str) -> None:
    """Takes back what only migrations may do."""
    conn = await asyncpg.connect(admin_url, timeout=10)
    try:
        await conn.execute("REVOKE praan_definer, praan_auditor FROM praan_owner")
        await conn.execute("REVOKE CREATE ON SCHEMA public FROM praan_definer, praan_auditor")
    finally:
        await conn.close()


def alembic(owner_url: str, *arguments: str) -> None:
    """Runs Alembic on the packaged migrations; raises CalledProcessError."""
    folder = migrations_dir()
    subprocess.run(
        [sys.executable, "-m", "alembic", "--config", str(_ini(folder)), *arguments],
        env={**os.environ, "PRAAN_DATABASE_URL": owner_url},
        check=True,
    )


def _ini(folder: Path) -> Path:
    return folder / "alembic.ini"


def migrate(target: str = "head") -> None:
    """Brings the database of PRAAN_ADMIN_DATABASE_URL to a revision ("head", "base", "0001")."""
    admin = os.environ["PRAAN_ADMIN_DATABASE_URL"]
    passwords = {name: os.environ[f"PRAAN_{name.upper()}_PASSWORD"] for name in LOGIN_ROLES}
    asyncio.run(prepare_roles(admin, passwords))
    try:
        verb = "downgrade" if target == "base" else "upgrade"
        alembic(role_url(admin, "praan_owner", passwords["owner"]), verb, target)
    finally:
        asyncio.run(close_roles(admin))
