"""Every SQL statement is a constant of a queries.py, and the real schema takes each from a role that runs it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from praan.infra.runtime import Runtime

SOURCE = Path(__file__).parents[2] / "src" / "praan"
QUERIES = sorted(SOURCE.rglob("queries.py"))
SQL = re.compile(
    r"^\s*(SELECT\s|INSERT INTO\s|UPDATE\s\S+\sSET\s|DELETE FROM\s|WITH\s\w+\sAS\s|MERGE\s|COPY\s|CALL\s|DO\s\$"
    r"|(EXPLAIN|CREATE|ALTER|DROP|TRUNCATE|LOCK|COMMENT ON|GRANT|REVOKE|SET|RESET|NOTIFY|LISTEN|VACUUM|ANALYZE)\s)"
)
# Where SQL may lie besides queries.py, and why.
ELSEWHERE = {
    "infra/db.py": "the settings of the wall: below every domain, first statement of every transaction",
    "infra/migrating.py": "runs and takes back the schema itself",
    "entry/database.py": "makes the roles before there is a schema",
    "localstack/postgres.py": "makes the empty database of a local installation",
}
# Who runs a statement, where it is not the API alone.
APP, WORKER, ANALYSIS = "app", "worker", "analysis"
ROLES = {
    "audit.RECORD": (APP, WORKER, ANALYSIS),
    "adherence.APPLY": (APP, ANALYSIS),
    "adherence.LOCK": (APP, ANALYSIS),
    "adherence.FAMILY_DAYS": (APP, WORKER),
    "adherence.REBUILD": (WORKER,),
    "documents.REQUEUE": (WORKER,),
    "documents.BEGIN": (ANALYSIS,),
    "documents.TAKE_BACK_ATTEMPT": (ANALYSIS,),
    "documents.CLEANED": (ANALYSIS,),
    "documents.UNREAD": (WORKER,),
    "documents.WORDS_READ": (WORKER,),
    "documents.KEEP_TEXT": (WORKER,),
    "documents.FAILED": (ANALYSIS,),
    "documents.TEXTS": (APP, WORKER),
    "families.FOLLOWERS": (APP, WORKER, ANALYSIS),
    "families.CATEGORY_FOLLOWERS": (APP, WORKER, ANALYSIS),
    "families.OWNERS": (WORKER,),
    "families.OWN_MEMBERS": (APP, WORKER),
    "families.TAKE_HELD_INVITATIONS": (WORKER,),
    "identity.VERIFY_EMAIL": (WORKER,),
    "identity.TELL_CONFIRMED": (APP, WORKER),
    "infra.mail.POST": (APP, WORKER),
    "infra.mail.CLAIM": (WORKER,),
    "infra.mail.POSTPONE": (WORKER,),
    "infra.mail.FORGET": (WORKER,),
    "infra.mail.LANGUAGE": (WORKER,),
    "infra.mail.REQUEUE": (WORKER,),
    "infra.outbox.CLAIM": (WORKER,),
    "infra.outbox.DONE": (WORKER,),
    "infra.outbox.WAITING": (APP, WORKER),
    "infra.outbox.REQUEUE_PHOTOS": (WORKER,),
    "infra.outbox.SWEEP_KEYS": (WORKER,),
    "infra.outbox.MAKE_PARTITION": (WORKER,),
    "infra.outbox.LAST_PARTITION": (APP, WORKER),
    "infra.outbox.PUBLISH": (APP, WORKER),
    "journal.FIND_PHOTO": (ANALYSIS,),
    "journal.BEGIN_ATTEMPT": (ANALYSIS,),
    "journal.ANALYSED": (ANALYSIS,),
    "journal.FAILED": (ANALYSIS,),
    "meals.PER_100G": (APP, ANALYSIS),
    **dict.fromkeys(
        (
            "notifications.SUBSCRIPTIONS",
            "notifications.DROP_SUBSCRIPTION",
            "notifications.ALERT",
            "notifications.REACH",
            "notifications.ADD",
            "notifications.CLAIM",
            "notifications.TOLD",
            "notifications.SKIP",
            "notifications.HOLD",
            "notifications.SENT",
            "notifications.FAILED",
            "notifications.REQUEUE",
            "notifications.REQUEUE_ALERTS",
            "notifications.TOLD_ALL",
            "notifications.OTHERS",
            "notifications.DEAD",
            "notifications.RETRY",
        ),
        (WORKER,),
    ),
    "programs.TURNING": (WORKER,),
    "reports.PROGRAM": (WORKER,),
    "reports.DAYS": (WORKER,),
    "reports.READINGS": (WORKER,),
    "reports.ALERTS": (WORKER,),
    "reports.PHOTOS": (WORKER,),
    "reports.ASK_WEEKLY": (WORKER,),
    "reports.DUE": (WORKER,),
    "reports.SWEEP_SHARES": (WORKER,),
    "reports.REQUEUE": (WORKER,),
    "reports.BEGIN": (WORKER,),
    "reports.TAKE_BACK_ATTEMPT": (WORKER,),
    "reports.MADE": (WORKER,),
    "reports.MAILED": (WORKER,),
    "reports.READERS": (WORKER,),
    "reports.STANDS": (WORKER,),
    "programs.EVERYWHERE": (WORKER,),
    "programs.LOCK_TURNING": (WORKER,),
    "programs.ENTER_PHASE": (WORKER,),
    "programs.COMPLETE": (WORKER,),
    "programs.CHECK_IN": (WORKER,),
    "logs.BY_PLACE": (APP, WORKER),
    "meals.NAMES": (APP, WORKER),
    **dict.fromkeys(
        (
            "documents.READY",
            "search.WAITING",
            "search.LOCK",
            "search.TAKE",
            "search.QUEUE_ALL",
            "search.UNKNOWN",
            "search.ADD_WORDS",
            "search.ADD_TERMS",
            "search.FORGET",
            "search.DROP_STRAYS",
            "search.DROP_UNUSED",
        ),
        (WORKER,),
    ),
    "uploads.BY_KEY": (APP, ANALYSIS),
    "uploads.SWEEPABLE": (WORKER,),
    "uploads.SWEPT": (WORKER,),
    "vitals.BORN": (APP, WORKER),
    "vitals.LOCK_RULES": (WORKER,),
    "vitals.MEASURING": (WORKER,),
    "vitals.MEMBERS_OF": (WORKER,),
    "vitals.OPEN_STALE": (WORKER,),
    "vitals.REJUDGE": (WORKER,),
    "vitals.STALE": (WORKER,),
    "vitals.THRESHOLDS": (APP, WORKER),
    "vitals.VERSION": (APP, WORKER),
}


def statements() -> dict[str, str]:
    """Every statement by "package.NAME"."""
    found = {}
    for path in QUERIES:
        package = ".".join(path.relative_to(SOURCE).parent.parts)
        module = importlib.import_module(f"praan.{package}.queries")
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str):
                found[f"{package}.{name}"] = value
    return found


STATEMENTS = statements()


def literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """String constants that are not docstrings."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def sql_in(text: str) -> list[int]:
    """Line numbers of the literals that look like SQL."""
    return [node.lineno for node in literals(ast.parse(text)) if SQL.match(str(node.value))]


def test_sql_lies_in_queries_only() -> None:
    strays = {
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if path.name != "queries.py" and str(path.relative_to(SOURCE)) not in ELSEWHERE
        for line in sql_in(path.read_text())
    }

    assert strays == set()


def test_every_exception_is_needed() -> None:
    assert [name for name in ELSEWHERE if not sql_in((SOURCE / name).read_text())] == []


@pytest.mark.parametrize(
    "planted",
    [
        'await conn.execute("DELETE FROM members")',
        'x = f"SELECT {column} FROM members"',
        'Q = """\nWITH due AS (SELECT 1) SELECT 2\n"""',
        'conn.execute("UPDATE members SET name = 1")',
    ],
)
def test_the_scan_sees_sql(planted: str) -> None:
    assert sql_in(planted) != []


def test_the_scan_lets_words_be() -> None:
    assert sql_in('"""SELECT is explained here."""\nvalkey.command("SET", key)\nsay("Update the page")') == []


def test_every_statement_is_used() -> None:
    texts = {path: path.read_text() for path in SOURCE.rglob("*.py")}
    unused = []
    for name in STATEMENTS:
        package, _, constant = name.rpartition(".")
        folder = SOURCE / package.replace(".", "/")
        uses = re.compile(rf"\bqueries\.{constant}\b")
        if not any(uses.search(text) for path, text in texts.items() if folder in path.parents):
            unused.append(name)

    assert unused == []


def test_every_named_role_belongs_to_a_statement() -> None:
    assert set(ROLES) - set(STATEMENTS) == set()


@pytest.mark.parametrize("name", STATEMENTS)
async def test_the_schema_takes_the_statement(
    name: str, rt: Runtime, worker_rt: Runtime, analysis_rt: Runtime
) -> None:
    """Prepared for its names and types, explained for the role's rights: EXPLAIN checks them as a run would."""
    runtimes = {APP: rt, WORKER: worker_rt, ANALYSIS: analysis_rt}
    for role in ROLES.get(name, (APP,)):
        async with runtimes[role].pool.acquire() as conn:
            statement = await conn.prepare(STATEMENTS[name])
            # A driver asks the catalogue about each type of ours that it meets: parameters are of plain types.
            assert {kind.schema for kind in statement.get_parameters()} <= {"pg_catalog"}
            await conn.execute(f"EXPLAIN (GENERIC_PLAN) {STATEMENTS[name]}")


async def test_a_statement_beyond_a_roles_rights_is_noticed(analysis_rt: Runtime) -> None:
    async with analysis_rt.pool.acquire() as conn:
        for beyond in ("identity.USER", "infra.outbox.CLAIM", "families.MEMBER_ACCESS"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(f"EXPLAIN (GENERIC_PLAN) {STATEMENTS[beyond]}")
