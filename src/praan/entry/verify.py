"""`praan verify`: the person who runs the server says that an e-mail address is right."""

from __future__ import annotations

import asyncpg

from praan.identity import service
from praan.infra.valkey import Valkey


async def verify_email(database_url: str, redis_url: str | None, email: str) -> bool:
    """Verifies the address of an account, as the worker's role; False when there is no such account.

    Raises OSError and asyncpg.PostgresError. Without a Valkey URL, a cached profile is right again in 5 min.
    """
    conn = await asyncpg.connect(database_url, timeout=10)
    try:
        user_id = await service.verify_email(conn, email)
    finally:
        await conn.close()
    if user_id is None:
        return False
    if redis_url:
        valkey = Valkey(redis_url)
        await service.forget_profile(valkey, user_id)
        await valkey.close()
    return True
