"""What mailed links are for: confirming an address, and a new password for who forgot theirs."""

from __future__ import annotations

import asyncio

from praan.audit.service import record
from praan.identity import links, passwords, queries, service
from praan.identity.access import forget_session
from praan.identity.schemas import User
from praan.infra import live
from praan.infra.db import Connection, Row, connection, transaction
from praan.infra.mail.service import Request, post
from praan.infra.runtime import Runtime
from praan.kernel.principal import Origin

# Longer than asking for a new password takes, so that the answer's time does not tell whether an account exists.
FORGOT_S = 0.25
CHANGED_S = 86_400


async def forgot(rt: Runtime, origin: Origin, email: str) -> None:
    """Mails a link to choose a new password, if the address has an account; as slowly if it has none."""
    loop = asyncio.get_running_loop()
    answer_at = loop.time() + FORGOT_S
    async with connection(rt.pool) as conn:
        account = await conn.fetchrow(queries.ACCOUNT, email)
    if account is not None:
        user_id: int = account["id"]
        async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
            row = await conn.fetchrow(queries.USER, user_id)
            if row is not None:
                await links.mail_link(conn, rt.vault, user_id, email, row["language"], "PASSWORD")
                await _record(conn, origin, user_id, "user.forgot_password")
        await live.nudge(rt.valkey)
    await asyncio.sleep(answer_at - loop.time())


async def ask_verification(rt: Runtime, origin: Origin, user_id: int) -> None:
    """Mails the person a new link to confirm their address; nothing for one that is confirmed already."""
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.USER, user_id)
        if row is None or row["email_verified"]:
            return
        await links.mail_link(conn, rt.vault, user_id, row["email"], row["language"], "EMAIL")
        await _record(conn, origin, user_id, "user.ask_verification")
    await live.nudge(rt.valkey)


async def confirm(rt: Runtime, origin: Origin, token: str) -> User:
    """Spends a link and confirms the address that it was mailed to. Raises Invalid when it does not hold."""
    user_id = links.owner_of(token)
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        await links.spend(conn, user_id, "EMAIL", token)
        row = await _confirmed(conn, user_id)
        await _record(conn, origin, user_id, "user.verify")
    await service.forget_profile(rt.valkey, user_id)
    return service.user_of(rt.vault, row)


async def vouch(rt: Runtime, origin: Origin, user_id: int) -> None:
    """Confirms the address of an account that this program has made itself, without a letter."""
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        await _confirmed(conn, user_id)
        await _record(conn, origin, user_id, "user.verify")
    await service.forget_profile(rt.valkey, user_id)


async def reset(rt: Runtime, origin: Origin, token: str, password: str) -> User:
    """Spends a link, sets the password, ends every session, and says so by e-mail.

    Who follows the link has the address, so that is confirmed too: whoever registered somebody else's address is
    out with the old password. Raises Invalid for a link that does not hold, and for a weak password, which leaves
    the link as it is.
    """
    user_id = links.owner_of(token)
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.USER, user_id)
        if row is None or not await links.holds(conn, user_id, "PASSWORD", token):
            raise links.does_not_hold()
    user = service.user_of(rt.vault, row)
    await passwords.refuse_weak(password, user.email, user.email.partition("@")[0], user.name)
    password_hash = await passwords.hashed(password)
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        await links.spend(conn, user_id, "PASSWORD", token)
        await conn.execute(queries.CHANGE_HASH, user_id, password_hash)
        row = await _confirmed(conn, user_id)
        ended = await conn.fetch(queries.END_ALL_SESSIONS, user_id)
        letter = Request(user.email, "changed", "/", user.language, {}, CHANGED_S)
        await post(conn, rt.vault, user_id, letter)
        await _record(conn, origin, user_id, "user.reset_password", "password")
    await asyncio.gather(*(forget_session(rt.valkey, user_id, session["id"]) for session in ended))
    await service.forget_profile(rt.valkey, user_id)
    await live.nudge(rt.valkey)
    return service.user_of(rt.vault, row)


async def _confirmed(conn: Connection, user_id: int) -> Row:
    row = await conn.fetchrow(queries.CONFIRM_EMAIL, user_id)
    if row is None:
        raise links.does_not_hold()
    await conn.execute(queries.TELL_CONFIRMED, user_id)
    return row


async def _record(conn: Connection, origin: Origin, user_id: int, action: str, *fields: str) -> None:
    await record(
        conn, origin, owner=user_id, actor=user_id, resource=f"users/{user_id}", action=action, fields=fields
    )
