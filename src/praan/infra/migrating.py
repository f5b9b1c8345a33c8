"""Runs SQL files of migrations/sql, a statement at a time (the parts are separated by a line "-- next")."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection

import praan

SEPARATOR = re.compile(r"^-- next\s*$", re.MULTILINE)


def migrations_dir() -> Path:
    """The folder of Alembic's environment: inside the installed package, else in the checkout."""
    packaged = Path(praan.__file__).parent / "migrations"
    return packaged if packaged.is_dir() else Path(praan.__file__).parents[2] / "migrations"


def run(connection: Connection, sql: str) -> None:
    """Runs the statements of a text, one call each (Citus wants one DDL statement a call)."""
    for statement in SEPARATOR.split(sql):
        if statement.strip():
            connection.exec_driver_sql(statement)


def run_file(connection: Connection, name: str) -> None:
    run(connection, _text(name))


def run_one(connection: Connection, name: str, beginning: str) -> None:
    """Runs the one statement of a file that has a line beginning so: what a later revision had replaced."""
    found = [part for part in SEPARATOR.split(_text(name)) if f"\n{beginning}" in part]
    if len(found) != 1:
        raise ValueError(f"{len(found)} statements of {name} begin with {beginning}")
    connection.exec_driver_sql(found[0])


def _text(name: str) -> str:
    return (migrations_dir() / "sql" / name).read_text(encoding="utf-8")


def drop_everything(connection: Connection) -> None:
    """Takes the schema back to empty: every table, domain, sequence and function that is not an extension's."""
    run(
        connection,
        """
        DO $$
        DECLARE
          thing record;
        BEGIN
          FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relname <> 'alembic_version'
          LOOP
            EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', thing.name);
          END LOOP;
          FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'praan\\_%'
          LOOP
            EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
          END LOOP;
          FOR thing IN SELECT t.oid::regtype AS name FROM pg_type t
            WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'd'
          LOOP
            EXECUTE format('DROP DOMAIN IF EXISTS %s CASCADE', thing.name);
          END LOOP;
          DROP SEQUENCE IF EXISTS praan_ids;
        END $$
        """,
    )
