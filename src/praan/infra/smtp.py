"""One message over SMTP, with the standard library's client.

smtp:// changes to TLS by STARTTLS before anything is said: a server elsewhere must offer it, one on this machine
may do without. smtps:// is TLS from the first byte.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Of one step of the conversation, and of all that follow the connection.
STEP_S = 5.0
TALK_S = 10.0
PORTS = {"smtp": 587, "smtps": 465}

Tls = Literal["whole", "required", "offered", "off"]


class Refused(Exception):
    """The server says that this letter will never arrive; another try would not help."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server: where it listens, as whom to sign in ('' = nobody), and how TLS begins."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: Tls


def server_of(url: str) -> Server:
    """From smtp://user:password@host:587 or smtps://…; `?starttls=required` and `=off` decide by hand.

    Raises ValueError, whose words never quote the URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:587 or smtps://user:password@host")
    wish = parse_qs(parts.query).get("starttls", [""])[-1]
    if wish not in ("", "required", "off"):
        raise ValueError("starttls is 'required' or 'off'")
    tls: Tls = "offered" if parts.hostname in LOOPBACK else "required"
    if parts.scheme == "smtps":
        tls = "whole"
    elif wish:
        tls = "required" if wish == "required" else "off"
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        # Its own words quote what stands after a ':', such as a password with a '/' in it.
        raise ValueError("has no port; percent-encode the special letters of user and password") from None
    return Server(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def deliver(server: Server, message: EmailMessage, sender: str) -> None:
    """Hands the message over; returns once the server has taken it. Blocks: for a thread.

    A server that is slow at every step is hung up on, so that no letter goes out after its caller has given up.
    `sender` is the bare address that bounces go to. Raises Refused, and OSError (of which SMTPException is one)
    for what may pass.
    """
    domain = sender.rpartition("@")[2]
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls == "whole":
        connection = smtplib.SMTP_SSL(server.host, server.port, domain, timeout=STEP_S, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, domain, timeout=STEP_S)
    # Not as its own context, whose end raises when a server that took the letter says anything but 221 to QUIT.
    with closing(connection) as client, _cut_short(client):
        client.ehlo()
        if server.tls == "required" or (server.tls == "offered" and client.has_extn("starttls")):
            client.starttls(context=context)
            client.ehlo()
        if server.user:
            client.login(server.user, server.password)
        try:
            client.send_message(message, sender, [str(message["To"])])
        except smtplib.SMTPRecipientsRefused as refusal:
            if all(code >= 500 for code, _ in refusal.recipients.values()):
                raise Refused from None
            raise
        except smtplib.SMTPDataError as refusal:
            if refusal.smtp_code >= 500:
                raise Refused from None
            raise
        with suppress(OSError):
            client.quit()


@contextmanager
def _cut_short(client: smtplib.SMTP) -> Iterator[None]:
    assert client.sock is not None
    # Its own handle, which holds when STARTTLS puts another socket around the connection.
    with socket.socket(fileno=os.dup(client.sock.fileno())) as line:

        def hang_up() -> None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(TALK_S, hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
