"""Letters from a use case to the SMTP server.

`post` seals a letter into the transaction of the deed that asks for it; the outbox leads a worker to it, `send`
hands it over and takes the row away. Between the two nothing can be lost, and a worker that dies after the server
took the letter leads to one more copy with the same Message-ID, which mail programs show once.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import structlog

from praan.infra import smtp
from praan.infra.crypto import Vault
from praan.infra.db import Connection, connection, transaction
from praan.infra.mail import letters, queries
from praan.infra.outbox import housekeeping
from praan.infra.runtime import Runtime
from praan.infra.settings import Settings

# Below the time that a task may take; the lease above it, so that two workers never send the same letter at once.
WHOLE_S = 15.0
LEASE_S = 25.0
# Pauses after a try that failed; the last one repeats until the letter is too old.
PAUSES_S = (2, 5, 10, 30, 60, 300)

log = structlog.get_logger("praan.mail")


class NotConfigured(ConnectionError):
    """There is no SMTP server to give letters to."""


@dataclass(frozen=True, slots=True)
class Request:
    """A letter to write: to whom, about what, where its link leads (a path of the web app with a fragment).

    `language` is for an address that has no account here; `good_for_s` is how long the letter is worth sending.
    """

    to: str
    kind: letters.Kind
    path: str
    language: str
    names: dict[str, str]
    good_for_s: float


async def post(conn: Connection, vault: Vault, user_id: int, request: Request) -> None:
    """Puts a letter into the caller's transaction, which acts as `user_id`. Nudge the relay after the commit."""
    mail_id = uuid.uuid4()
    told = {
        "to": request.to,
        "kind": request.kind,
        "path": request.path,
        "language": request.language,
        "names": request.names,
    }
    sealed = vault.seal(json.dumps(told), _place(user_id, str(mail_id)))
    await conn.execute(queries.POST, user_id, mail_id, sealed, request.good_for_s)


async def send(rt: Runtime, user_id: int, mail_id: str) -> None:
    """Sends one waiting letter. Does nothing when it is gone, or in another worker's hands.

    A failure is no error: the letter is due again after a pause, and the relay asks for it then.
    """
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.CLAIM, user_id, mail_id, LEASE_S)
    if row is None:
        return
    if row["late"]:
        log.warning("mail_too_late", mail=mail_id, attempts=row["attempts"])
        await _forget(rt, user_id, mail_id)
        return
    told = json.loads(rt.vault.open(row["sealed"], _place(user_id, mail_id)))
    async with connection(rt.pool) as conn:
        language = await conn.fetchval(queries.LANGUAGE, told["to"])
    letter = letters.write(
        told["kind"], language or told["language"], rt.settings.origin + told["path"], told["names"]
    )
    try:
        await hand_over(rt.settings, told["to"], mail_id, letter)
    except smtp.Refused:
        log.error("mail_refused", mail=mail_id, attempts=row["attempts"])
    except (OSError, TimeoutError) as error:
        pause = pause_after(row["attempts"])
        # Its class and code only: what a server says quotes addresses.
        log.warning(
            "mail_waits",
            mail=mail_id,
            attempts=row["attempts"],
            next_try_s=pause,
            error=type(error).__name__,
            code=getattr(error, "smtp_code", None),
        )
        async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
            await conn.execute(queries.POSTPONE, user_id, mail_id, float(pause))
        return
    await _forget(rt, user_id, mail_id)


async def hand_over(settings: Settings, to: str, letter_id: str, letter: letters.Letter) -> None:
    """Gives one letter to the SMTP server; returns once that has taken it. The same id is the same letter.

    Raises smtp.Refused, and OSError (NotConfigured without a server) for what may pass.
    """
    message = _message(settings.mail_sender, to, letter_id, letter)
    server = settings.smtp_server
    if server is None:
        raise NotConfigured
    sender = parseaddr(settings.mail_sender)[1]
    await asyncio.wait_for(asyncio.to_thread(smtp.deliver, server, message, sender), WHOLE_S)


def pause_after(attempts: int) -> int:
    """Seconds to wait after so many tries that failed."""
    return PAUSES_S[min(attempts, len(PAUSES_S)) - 1]


async def requeue(rt: Runtime, *, queue_is_empty: bool) -> int:
    """Asks again for letters that are due and in nobody's hands; how many.

    While tasks wait in the queue those of new letters may be among them, so only what is old is taken for lost; a
    letter that was tried has no task left, and does not wait for other people's.
    """
    return await housekeeping.requeue(rt, queries.REQUEUE, queue_is_empty=queue_is_empty)


async def _forget(rt: Runtime, user_id: int, mail_id: str) -> None:
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        await conn.execute(queries.FORGET, user_id, mail_id)


def _message(sender: str, to: str, letter_id: str, letter: letters.Letter) -> EmailMessage:
    name, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{letter_id}@{address.rpartition('@')[2]}>"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["From"] = Address(name, addr_spec=address)
    message["To"] = to
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _place(user_id: int, mail_id: str) -> str:
    return f"mails.sealed:{user_id}:{mail_id}"
