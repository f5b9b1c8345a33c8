"""The walls as the database itself describes them: policies, owners, rights."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from praan.localstack.services import Services

# Tables without family data: the food table with its names, the general thresholds, and Alembic's own.
SHARED = {"foods", "food_portions", "food_aliases", "food_words", "thresholds", "alembic_version"}
LOGINS = ("praan_app", "praan_worker", "praan_analysis")
NO_LOGINS = ("praan_definer", "praan_auditor")

TABLES = """
SELECT c.relname AS name, c.relrowsecurity AS walled, c.relforcerowsecurity AS forced, c.relispartition AS part,
  (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id') AS owned
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
FIRST_KEYS = """
SELECT c.relname AS name, a.attname AS first FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
"""
RIGHTS = """
SELECT r.rolname, p.privilege FROM pg_roles r,
  unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p (privilege)
WHERE r.rolname = ANY ($2::text[]) AND (has_table_privilege(r.rolname, $1, p.privilege)
  OR (p.privilege IN ('SELECT', 'INSERT', 'UPDATE') AND has_any_column_privilege(r.rolname, $1, p.privilege)))
"""
FUNCTIONS = """
SELECT p.oid::regprocedure::text AS name, p.prosecdef AS definer, o.rolname AS owner,
  coalesce(array_to_string(p.proconfig, ','), '') AS settings,
  has_function_privilege('public', p.oid, 'EXECUTE') AS open
FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner
WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
POLICIES = """
SELECT c.relname AS name, p.polname, p.polcmd::text AS command,
  pg_get_expr(p.polqual, p.polrelid) AS reads, pg_get_expr(p.polwithcheck, p.polrelid) AS writes,
  (SELECT array_agg(r.rolname::text) FROM pg_roles r WHERE r.oid = ANY (p.polroles)) AS roles
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
"""


async def test_every_table_of_families_is_walled_by_force(god: Any) -> None:
    tables = await god.fetch(TABLES)
    family = [t for t in tables if t["name"] not in SHARED]

    assert {t["name"] for t in tables if not t["owned"]} == SHARED | {"users"}
    assert [t["name"] for t in family if not (t["walled"] and t["forced"])] == []
    assert [t["name"] for t in family if not t["part"] and t["policies"] == 0] == []


async def test_the_owner_comes_first_in_every_key(god: Any) -> None:
    keys = {row["name"]: row["first"] for row in await god.fetch(FIRST_KEYS)}

    assert {name for name, first in keys.items() if first != "user_id"} == SHARED | {"users"}


async def test_nothing_is_granted_on_partitions(god: Any) -> None:
    parts = [t["name"] for t in await god.fetch(TABLES) if t["part"]]
    granted = {name: await god.fetch(RIGHTS, name, [*LOGINS, *NO_LOGINS]) for name in parts}

    assert len(parts) >= 10
    assert {name: rights for name, rights in granted.items() if rights} == {}


async def test_no_policy_is_open_to_a_login(god: Any) -> None:
    """A policy either names the owner or the actor, or is the definer's, which nobody logs in as."""
    for policy in await god.fetch(POLICIES):
        where = f"{policy['name']}.{policy['polname']}"
        if policy["roles"]:
            assert set(policy["roles"]) <= set(NO_LOGINS), where
            continue
        for said in (policy["reads"], policy["writes"]):
            assert said is None or "praan_owner_id()" in said or "praan_actor_id()" in said, where
        assert policy["command"] == "a" or policy["reads"], where
        assert policy["command"] != "a" or policy["writes"], where


async def test_our_roles_have_no_special_powers(god: Any) -> None:
    roles = await god.fetch(
        """SELECT rolname AS name, rolcanlogin AS login, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
        OR rolreplication AS powerful FROM pg_roles WHERE rolname = ANY ($1::text[])""",
        ["praan_owner", *LOGINS, *NO_LOGINS],
    )

    assert {row["name"] for row in roles if row["login"]} == {"praan_owner", *LOGINS}
    assert {row["name"] for row in roles if not row["login"]} == set(NO_LOGINS)
    assert [row["name"] for row in roles if row["powerful"]] == []


async def test_nobody_may_become_another_role(god: Any) -> None:
    """The schema's owner acts as definer and auditor only while migrations run."""
    members = await god.fetch(
        r"""SELECT m.member::regrole::text AS member, m.roleid::regrole::text AS role FROM pg_auth_members m
        WHERE m.member::regrole::text LIKE 'praan\_%' OR m.roleid::regrole::text LIKE 'praan\_%'"""
    )

    assert [dict(row) for row in members if str(row["member"]).startswith("praan_")] == []


async def test_functions_are_closed_and_keep_their_search_path(god: Any) -> None:
    functions = await god.fetch(FUNCTIONS)
    definers = {f["name"]: f for f in functions if f["definer"]}

    assert len(definers) > 10
    assert [f["name"] for f in functions if f["open"]] == []
    assert {f["owner"] for name, f in definers.items() if not name.startswith("praan_make_partition")} == {
        "praan_definer"
    }
    assert definers["praan_make_partition(date)"]["owner"] == "praan_owner"
    assert [
        name for name, f in definers.items() if "search_path=pg_catalog, public, pg_temp" not in f["settings"]
    ] == []


AS_THE_FAMILY = "SELECT set_config('praan.user_id', '1', true), set_config('praan.actor_id', '1', true)"
AUDIT_DEEDS = (
    "UPDATE audit_logs SET action = 'nothing'",
    "DELETE FROM audit_logs",
    "TRUNCATE audit_logs",
    "SELECT * FROM audit_logs",
    "DROP TABLE audit_logs",
    "ALTER TABLE audit_logs NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE audit_logs OWNER TO CURRENT_USER",
    "GRANT ALL ON audit_logs TO CURRENT_USER; UPDATE audit_logs SET action = 'nothing'",
    "CREATE RULE undo AS ON INSERT TO audit_logs DO INSTEAD NOTHING",
    "SET ROLE praan_auditor",
)


@pytest.mark.parametrize("process", ["api", "worker", "analysis", "owner"])
@pytest.mark.parametrize("deed", AUDIT_DEEDS)
async def test_no_login_changes_what_was_recorded(services: Services, god: Any, process: str, deed: str) -> None:
    """As every role that can log in, with the audit row of a real deed lying there."""
    environment = services.environment("migrate" if process == "owner" else process)
    await god.execute("INSERT INTO audit_logs (user_id, target_resource, action) VALUES (1, 'test', 'test')")
    conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(environment["PRAAN_DATABASE_URL"])
    try:
        assert await conn.fetchval("SELECT current_user") == f"praan_{'app' if process == 'api' else process}"
        await conn.transaction().start()
        await conn.execute(AS_THE_FAMILY)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(deed)
    finally:
        await conn.close()
    assert await god.fetchval("SELECT count(*) FROM audit_logs WHERE user_id = 1 AND action = 'test'") > 0


async def test_the_cascade_spares_what_was_recorded(god: Any) -> None:
    """An account that goes takes its family along, never its audit rows."""
    children = await god.fetch(
        """SELECT conrelid::regclass::text AS name, confdeltype::text AS deed FROM pg_constraint
        WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0"""
    )

    assert {row["name"] for row in children if row["deed"] != "c"} == set()
    assert "audit_logs" not in {row["name"] for row in children}
