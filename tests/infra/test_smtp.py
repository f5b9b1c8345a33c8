"""Where letters go: URLs of servers, TLS before anything is said, settings that are refused."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from contextlib import nullcontext, suppress
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import ValidationError
from tests.conftest import settings_for
from tests.contract.conftest import free_port

from praan.infra import smtp
from praan.infra.smtp import Refused, Server, deliver, server_of
from praan.localstack.services import Services


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://me:pw@mail.example:2525", Server("mail.example", 2525, "me", "pw", "required")),
        ("smtp://me%40home:p%2Fw@mail.example", Server("mail.example", 587, "me@home", "p/w", "required")),
        ("smtps://mail.example", Server("mail.example", 465, "", "", "whole")),
        ("smtp://127.0.0.1:25", Server("127.0.0.1", 25, "", "", "offered")),
        ("smtp://127.0.0.1:25?starttls=required", Server("127.0.0.1", 25, "", "", "required")),
        ("smtp://mail.example:25?starttls=off", Server("mail.example", 25, "", "", "off")),
    ],
)
def test_a_server_is_named_by_its_url(url: str, server: Server) -> None:
    assert server_of(url) == server


def test_a_password_shows_nowhere() -> None:
    assert "hush" not in repr(server_of("smtp://me:hush@mail.example"))


def test_without_tls_nothing_is_said_where_tls_is_required(services: Services) -> None:
    url = services.environment("worker")["PRAAN_SMTP_URL"]
    message = EmailMessage()
    message["To"] = "asha@example.com"
    with pytest.raises(smtplib.SMTPNotSupportedError):
        deliver(server_of(f"{url}?starttls=required"), message, "praan@localhost")


@pytest.mark.parametrize(
    ("data", "end", "refused"),
    [
        ("250 Taken", "451 Later", False),
        ("554 Not this one", "221 Bye", True),
    ],
)
def test_what_the_server_says_of_the_letter_decides(data: str, end: str, refused: bool) -> None:
    class Moody(SMTP):  # type: ignore[misc]
        async def smtp_QUIT(self, _arg: str) -> None:
            await self.push(end)

    class Judge:
        async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
            return data

    class Listening(Controller):  # type: ignore[misc]
        def factory(self) -> SMTP:
            return Moody(self.handler)

    message = EmailMessage()
    message["To"] = "asha@example.com"
    port = free_port()
    server = Listening(Judge(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        with pytest.raises(Refused) if refused else nullcontext():
            deliver(server_of(f"smtp://127.0.0.1:{port}"), message, "praan@localhost")
    finally:
        server.stop()


def test_a_server_that_never_comes_to_an_end_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TALK_S", 0.5)
    message = EmailMessage()
    message["To"] = "asha@example.com"

    def dawdle(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(b"220 Hello\r\n")
            # Each line in time, the last one never: two seconds are forever here.
            for _ in range(200):
                connection.sendall(b"250-and\r\n")
                time.sleep(0.01)
            connection.sendall(b"250 so on\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=dawdle, args=(listener,))
        server.start()
        began = time.monotonic()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            deliver(server_of(f"smtp://127.0.0.1:{listener.getsockname()[1]}"), message, "praan@localhost")
        took = time.monotonic() - began
        server.join()

    assert took < 1.5


@pytest.mark.parametrize(
    "wrong",
    [
        {"PRAAN_SMTP_URL": "http://mail.example"},
        {"PRAAN_SMTP_URL": "smtp://me:hush@mail.example?starttls=maybe"},
        {"PRAAN_SMTP_URL": "smtp://me:hush/hush@mail.example"},
        {"PRAAN_MAIL_FROM": "Praan, with care <praan@example.com>"},
        {"PRAAN_MAIL_FROM": "Praan <praan@example.com>\r\nBcc: all@example.com"},
        {"PRAAN_ENV": "production"},
    ],
)
def test_settings_that_cannot_work_are_refused(services: Services, wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_for(services, "worker", **wrong)

    assert "hush" not in str(refused.value)


def test_links_begin_with_the_public_address(services: Services) -> None:
    made = settings_for(services, "worker", PRAAN_ENV="production", PRAAN_PUBLIC_URL="https://praan.example/")

    assert made.origin == "https://praan.example"
    assert made.mail_sender == "Praan <praan@praan.example>"
