"""An SMTP server on loopback that remembers what it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Taken:
    """A letter that the server took."""

    to: str
    id: str
    subject: str
    text: str


class Post:
    """What it took, oldest first; `then` runs before it says so, and may say something else."""

    def __init__(self, then: Callable[[str], str | None] = lambda to: None) -> None:
        self.taken: list[Taken] = []
        self._then = then

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        text = "" if body is None else body.get_content()
        self.taken.append(Taken(str(message["To"]), str(message["Message-ID"]), str(message["Subject"]), text))
        return self._then(str(message["To"])) or "250 Taken"

    def to(self, email: str) -> list[Taken]:
        return [letter for letter in self.taken if letter.to == email]

    def ids(self, email: str) -> list[str]:
        return [letter.id for letter in self.to(email)]


@contextmanager
def listening(post: Post, port: int) -> Iterator[None]:
    """The server is there, on loopback, without passwords."""
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
