"""The SMTP server of the local stack: takes every letter, sends none on, keeps the newest in files.

`python -m praan.localstack.catcher FOLDER PORT`; PRAAN_CATCHER_PASSWORD is what clients sign in with, and
PRAAN_CATCHER_ACCOUNT ("uid:gid") whom a root installation runs it as.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import secrets
import signal
import sys
import time
import warnings
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from praan.localstack.children import leash
from praan.localstack.mail import SUFFIX, USER

KEPT = 500
MAX_BYTES = 256 * 1024


class Catcher:
    """Keeps what arrives in `folder`, at most KEPT letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by the server with a whole letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        place = self._folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}{SUFFIX}"
        fresh = place.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(place)
        for old in sorted(self._folder.glob(f"*{SUFFIX}"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 Kept"


def authenticator(password: str) -> object:
    """Whether a client knows the installation's password."""

    def judge(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: object) -> AuthResult:
        known = (
            isinstance(told, LoginPassword)
            and told.login == USER.encode()
            and hmac.compare_digest(told.password, password.encode())
        )
        return AuthResult(success=known, handled=False)

    return judge


async def serve(folder: Path, port: int, password: str) -> None:
    """Serves 127.0.0.1 until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def connection() -> SMTP:
        return SMTP(
            Catcher(folder),
            data_size_limit=MAX_BYTES,
            hostname="localhost",
            ident="Praan's mail catcher",
            authenticator=authenticator(password),
            auth_required=True,
            # On loopback; there is no certificate to show.
            auth_require_tls=False,
            timeout=30,
            loop=loop,
        )

    server = await loop.create_server(connection, "127.0.0.1", port)
    async with server:
        await stop.wait()


def main() -> None:
    """Serves as the account that the environment names."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    logging.basicConfig(level=logging.ERROR)
    warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
    if account := os.environ.get("PRAAN_CATCHER_ACCOUNT"):
        parent = os.getppid()
        uid, gid = (int(number) for number in account.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        # The kernel forgets whom to end with when a process changes its user.
        leash(parent, signal.SIGTERM)()
    asyncio.run(serve(folder, port, os.environ.pop("PRAAN_CATCHER_PASSWORD")))


if __name__ == "__main__":
    main()
