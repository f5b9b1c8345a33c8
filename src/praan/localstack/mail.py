"""The mail catcher as a server of the stack, and what it holds."""

import os
import socket
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from praan.localstack.children import Program
from praan.localstack.home import Home
from praan.localstack.server import Place

NAME = "mail"
USER = "praan"
SUFFIX = ".eml"


class MailCatcher:
    """The SMTP server of one installation: everything stays here."""

    title = "Mail"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._folder = place.own(NAME)
        self.port = place.ports[NAME]

    def prepare(self) -> Iterator[None]:
        """Nothing to make ready."""
        yield

    def program(self) -> Program:
        """The server itself. It starts as this process's user, who can read the programs, and changes then."""
        extra = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
        if account := self._place.account:
            extra["PRAAN_CATCHER_ACCOUNT"] = f"{account.uid}:{account.gid}"
        return Program(
            name=NAME,
            argv=[sys.executable, "-m", "praan.localstack.catcher", str(self._folder), str(self.port)],
            env=self._place.environment(PRAAN_CATCHER_PASSWORD=self._place.credentials.smtp, **extra),
            cwd=self._folder,
            log=self._place.logs / f"{NAME}.log",
            grace=3.0,
        )

    def is_ready(self) -> bool:
        """Whether it greets."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False


def url(port: int, password: str) -> str:
    """What PRAAN_SMTP_URL is for the catcher."""
    return f"smtp://{USER}:{quote(password, safe='')}@127.0.0.1:{port}"


class Caught(NamedTuple):
    """A letter that arrived."""

    to: str
    subject: str
    text: str


def caught(home: Home, to: str = "") -> list[Caught]:
    """What the catcher holds, oldest first; with `to` only what came to that address."""
    found = []
    for path in sorted((home.servers / NAME).glob(f"*{SUFFIX}")):
        if (letter := _read(path, to)) is not None and to in ("", letter.to):
            found.append(letter)
    return found


def _read(path: Path, to: str) -> Caught | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        # The catcher made room meanwhile.
        return None
    # Hundreds of letters to others are not worth being read.
    if to.encode() not in raw:
        return None
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Caught(str(message["To"] or ""), str(message["Subject"] or ""), text.replace("\r\n", "\n"))
