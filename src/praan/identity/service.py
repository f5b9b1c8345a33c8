"""Accounts: register, sign in, the profile."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from praan.audit.service import record
from praan.identity import links, passwords, queries, sessions
from praan.identity.schemas import Credentials, ProfileIn, Registration, TokensOut, User
from praan.identity.tokens import ACCESS_S, tokens_of
from praan.infra.cache import drop
from praan.infra.crypto import Vault
from praan.infra.db import Connection, connection, enter, transaction
from praan.infra.live import nudge
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey
from praan.kernel.errors import Conflict, Unauthorized
from praan.kernel.principal import Origin, Principal

PROFILE_S = 300
# One message for an unknown address, a wrong password and an account without one.
REFUSED = "The e-mail address or the password is not right."


@dataclass(frozen=True)
class SignedIn:
    """A person and the session that was just opened for them."""

    user: User
    session_id: int


async def register(rt: Runtime, origin: Origin, device: str, body: Registration) -> TokensOut:
    """Makes an account, signs it in, mails a link. Raises Invalid (weak password) and Conflict (e-mail taken).

    The hash is made first, so that a taken address takes as long to answer as a new one.
    """
    await passwords.refuse_weak(body.password, body.email, body.email.partition("@")[0], body.name)
    password_hash = await passwords.hashed(body.password)
    try:
        async with transaction(rt.pool, owner=None, actor=None) as conn:
            # The wall lets nobody write a row but their own, so the id comes before the row.
            user_id: int = await conn.fetchval(queries.NEXT_ID)
            await enter(conn, owner=user_id, actor=user_id)
            name = rt.vault.seal(body.name, _name_place(user_id))
            language = body.language or "en"
            row = await conn.fetchrow(queries.ADD_USER, user_id, body.email, password_hash, name, language)
            await links.mail_link(conn, rt.vault, user_id, body.email, language, "EMAIL")
            session_id = await sessions.begin(conn, user_id, "TOKEN", device, origin)
            await record(
                conn,
                origin,
                owner=user_id,
                actor=user_id,
                resource=f"users/{user_id}",
                action="user.register",
                fields=("email", "name", "password"),
            )
    except asyncpg.UniqueViolationError:
        raise Conflict("This e-mail address has an account already. Sign in instead.") from None
    assert row is not None
    await nudge(rt.valkey)
    return _tokens(rt, user_of(rt.vault, row), session_id, 0)


async def sign_in(rt: Runtime, origin: Origin, device: str, body: Credentials, kind: sessions.Kind) -> SignedIn:
    """Checks the password and opens a session. Raises Unauthorized, after the same work for every cause."""
    async with connection(rt.pool) as conn:
        account = await conn.fetchrow(queries.ACCOUNT, body.email)
    right = await passwords.matches(account["password_hash"] if account else None, body.password)
    if account is None or not right:
        raise Unauthorized(REFUSED)
    user_id: int = account["id"]
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.SIGNING_IN, user_id, account["password_hash"])
        if row is None:
            raise Unauthorized(REFUSED)
        session_id = await sessions.begin(conn, user_id, kind, device, origin)
        await record(
            conn, origin, owner=user_id, actor=user_id, resource=f"sessions/{session_id}", action="session.begin"
        )
    return SignedIn(user_of(rt.vault, row), session_id)


async def sign_in_for_tokens(rt: Runtime, origin: Origin, device: str, body: Credentials) -> TokensOut:
    """`sign_in` for a client that keeps tokens."""
    signed_in = await sign_in(rt, origin, device, body, "TOKEN")
    return _tokens(rt, signed_in.user, signed_in.session_id, 0)


async def refresh(rt: Runtime, origin: Origin, refresh_token: str) -> TokensOut:
    """New tokens for a refresh token. Raises Unauthorized; see `sessions.rotate` for one used before."""
    spent = tokens_of(rt.settings.token_key).read_refresh(refresh_token)
    generation = await sessions.rotate(rt, origin, spent)
    user = await profile(rt, spent.user_id)
    return _tokens(rt, user, spent.session_id, generation)


async def profile(rt: Runtime, user_id: int) -> User:
    """The person's own profile, from the cache or fresh. Raises Unauthorized when the account is gone."""
    key = _profile_key(user_id)
    look = await rt.cache.look(key)
    if look.value is not None:
        return User.model_validate_json(look.value)
    async with transaction(rt.pool, owner=user_id, actor=user_id) as conn:
        row = await conn.fetchrow(queries.USER, user_id)
    if row is None:
        raise Unauthorized("This account is gone.")
    user = user_of(rt.vault, row)
    await rt.cache.fill(key, look, user.model_dump_json().encode(), PROFILE_S)
    return user


async def change_profile(rt: Runtime, who: Principal, origin: Origin, body: ProfileIn) -> User:
    """Changes what the body names. Raises Unauthorized when the account is gone."""
    changed = body.model_dump(exclude_none=True)
    name = None if body.name is None else rt.vault.seal(body.name, _name_place(who.user_id))
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        row = await conn.fetchrow(queries.CHANGE_USER, who.user_id, name, body.language)
        if row is None:
            raise Unauthorized("This account is gone.")
        await record(
            conn,
            origin,
            owner=who.user_id,
            actor=who.user_id,
            resource=f"users/{who.user_id}",
            action="user.update",
            fields=tuple(changed),
        )
    await forget_profile(rt.valkey, who.user_id)
    return user_of(rt.vault, row)


async def verify_email(conn: Connection, email: str) -> int | None:
    """Marks an address as verified, as the worker's role. Returns the account's id, None when there is none."""
    async with conn.transaction():
        user_id: int | None = await conn.fetchval(queries.VERIFY_EMAIL, email)
        if user_id is not None:
            await enter(conn, owner=user_id, actor=user_id)
            await conn.execute(queries.TELL_CONFIRMED, user_id)
            resource = f"users/{user_id}"
            await record(
                conn, Origin(None, None), owner=user_id, actor=None, resource=resource, action="user.verify"
            )
    return user_id


async def forget_profile(valkey: Valkey, user_id: int) -> None:
    """Ends the cached profile after a commit."""
    await drop(valkey, _profile_key(user_id))


def _profile_key(user_id: int) -> str:
    return f"user:{user_id}:profile"


def _name_place(user_id: int) -> str:
    return f"users.name:{user_id}"


def user_of(vault: Vault, row: asyncpg.Record) -> User:
    """A row of the account's columns as the person sees it."""
    return User(**{**dict(row), "name": vault.open(row["name"], _name_place(row["id"]))})


def _tokens(rt: Runtime, user: User, session_id: int, generation: int) -> TokensOut:
    tokens = tokens_of(rt.settings.token_key)
    return TokensOut(
        user=user,
        access_token=tokens.access(user.id, session_id),
        refresh_token=tokens.refresh(user.id, session_id, generation),
        token_type="Bearer",  # noqa: S106
        expires_in=ACCESS_S,
    )
