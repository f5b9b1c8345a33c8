"""The environment variables that point one of Praan's processes at its servers."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from praan.localstack.credentials import Credentials
from praan.localstack.failure import LocalStackError

DATABASE_ROLES = {
    "api": "praan_app",
    "relay": "praan_worker",
    "worker": "praan_worker",
    "beat": "praan_worker",
    "analysis": "praan_analysis",
    "migrate": "praan_owner",
}

SECRET_TO_MIGRATE = (
    "PRAAN_ADMIN_DATABASE_URL",
    "PRAAN_OWNER_PASSWORD",
    "PRAAN_APP_PASSWORD",
    "PRAAN_WORKER_PASSWORD",
    "PRAAN_ANALYSIS_PASSWORD",
)
"""Variables that only `praan migrate` may see."""

KEYS = ("PRAAN_ENCRYPTION_KEYS", "PRAAN_TOKEN_SECRET", "PRAAN_PUSH_KEY")
"""Variables that the process which reads photos must not see: it opens nothing sealed and knows no session."""

_STORAGE = ("ENDPOINT", "BUCKET", "REGION", "ACCESS_KEY", "SECRET_KEY")
_OWN_CHOICE = ("PRAAN_ENV", "PRAAN_HOST", "PRAAN_BROKER_URL", *KEYS)


def as_role(admin_url: str, role: str, password: str) -> str:
    """The same database for another role.

    Raises LocalStackError when `admin_url` is not a postgresql:// URL with a host and a database.
    """
    parts = urlsplit(admin_url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname or parts.path in ("", "/"):
        raise LocalStackError(
            "PRAAN_DATABASE_URL must look like postgresql://user:password@host:5432/database "
            "and its user must be allowed to create roles."
        )
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(("postgresql", f"{role}:{quote(password, safe='')}@{server}", *parts[2:]))


def on_database(redis_url: str, database: int) -> str:
    """The same Redis server, logical database `database`."""
    parts = urlsplit(redis_url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", *parts[3:]))


def process_environment(
    process: str,
    *,
    home: Path,
    port: int,
    credentials: Credentials,
    admin_url: str,
    redis_urls: tuple[str, str],
    storage: Mapping[str, str],
    smtp_url: str,
    outside: Mapping[str, str],
) -> dict[str, str]:
    """All PRAAN_* variables for `process`, one of DATABASE_ROLES.

    `redis_urls` = (cache, broker); `storage` has the keys of _STORAGE; `smtp_url` is for the one process that
    sends letters; `outside` is the caller's own
    environment, whose choices win where Praan has none of its own to protect.
    """
    passwords = {
        "praan_owner": credentials.database_owner,
        "praan_app": credentials.database_app,
        "praan_worker": credentials.database_worker,
        "praan_analysis": credentials.database_analysis,
    }
    role = DATABASE_ROLES[process]
    found = {
        "PRAAN_ENV": "development",
        "PRAAN_HOME": str(home),
        "PRAAN_HOST": "127.0.0.1",
        "PRAAN_PORT": str(port),
        "PRAAN_REDIS_URL": redis_urls[0],
        "PRAAN_BROKER_URL": redis_urls[1],
        "PRAAN_ENCRYPTION_KEYS": credentials.encryption_keys,
        "PRAAN_TOKEN_SECRET": credentials.token_secret,
        "PRAAN_PUSH_KEY": credentials.push_key,
        **{f"PRAAN_S3_{name}": storage[name] for name in _STORAGE},
        **{name: outside[name] for name in _OWN_CHOICE if outside.get(name)},
        "PRAAN_DATABASE_URL": as_role(admin_url, role, passwords[role]),
    }
    if process == "analysis":
        for name in KEYS:
            del found[name]
    if process == "worker":
        found["PRAAN_SMTP_URL"] = smtp_url
    if process == "migrate":
        values = (admin_url, *(passwords[name] for name in passwords))
        found.update(zip(SECRET_TO_MIGRATE, values, strict=True))
    return found
