"""Passwords and keys, made once per installation."""

import base64
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields

from cryptography.hazmat.primitives.asymmetric import ec

from praan.localstack.failure import LocalStackError
from praan.localstack.home import PRIVATE_FILE, Home, write_private


@dataclass(frozen=True)
class Credentials:
    """Every secret of one installation; all are URL-safe text except the two base64 keys."""

    database_admin: str
    database_owner: str
    database_app: str
    database_worker: str
    database_analysis: str
    valkey: str
    s3_admin_id: str
    s3_admin_key: str
    s3_app_id: str
    s3_app_key: str
    s3_encryption_key: str
    """64 hexadecimal digits: the key that wraps each photo's own key."""
    encryption_keys: str
    """`1:<base64 of 32 bytes>`; PRAAN_ENCRYPTION_KEYS."""
    token_secret: str
    """Base64 of 32 bytes; PRAAN_TOKEN_SECRET."""
    smtp: str
    push_key: str
    """The private key (P-256) that signs push messages, base64url; PRAAN_PUSH_KEY."""
    stack: str
    """Not a secret: marks the processes that belong to this installation."""


def _make() -> Credentials:
    def word() -> str:
        return secrets.token_urlsafe(24)

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return Credentials(
        database_admin=word(),
        database_owner=word(),
        database_app=word(),
        database_worker=word(),
        database_analysis=word(),
        valkey=word(),
        s3_admin_id="admin" + secrets.token_hex(8),
        s3_admin_key=word(),
        s3_app_id="praan" + secrets.token_hex(8),
        s3_app_key=word(),
        s3_encryption_key=secrets.token_hex(32),
        encryption_keys=f"1:{key()}",
        token_secret=key(),
        smtp=word(),
        push_key=_push_key(),
        stack=secrets.token_hex(16),
    )


def _push_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()


def credentials_of(home: Home) -> Credentials:
    """Read the installation's secrets, making them at the first call; two commands at once find the same.

    Raises LocalStackError when the file is there but broken: new keys would make old data unreadable.
    """
    folder = os.open(home.path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        return _found_or_made(home)
    finally:
        os.close(folder)


def _found_or_made(home: Home) -> Credentials:
    if not home.secrets.exists():
        made = _make()
        write_private(home.secrets, json.dumps(asdict(made), indent=2) + "\n")
        return made
    home.secrets.chmod(PRIVATE_FILE)
    try:
        stored = json.loads(home.secrets.read_text(encoding="utf-8"))
        # Made before there was a mail catcher, or push messages; nothing old depends on these.
        newer = {"smtp": secrets.token_urlsafe(24), "push_key": _push_key()}
        if missing := newer.keys() - stored.keys():
            stored.update({name: newer[name] for name in missing})
            write_private(home.secrets, json.dumps(stored, indent=2) + "\n")
        return Credentials(**{field.name: str(stored[field.name]) for field in fields(Credentials)})
    except (ValueError, KeyError, TypeError) as error:
        raise LocalStackError(
            f"{home.secrets} is damaged. Restore it from a backup: without it the data cannot be read. "
            "Or delete everything with `praan reset`."
        ) from error
