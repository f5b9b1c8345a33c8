"""What a process has open: passed as one frozen value, made by the composition roots in entry/."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property

from praan.infra.cache import Cache
from praan.infra.crypto import Vault
from praan.infra.db import Pool, open_pool
from praan.infra.limits import Gate
from praan.infra.live import Live
from praan.infra.settings import Settings
from praan.infra.storage import Storage, open_storage
from praan.infra.valkey import Valkey
from praan.kernel.paging import Cursors


@dataclass(frozen=True)
class Runtime:
    """Sockets and keys of one process."""

    settings: Settings
    pool: Pool
    valkey: Valkey
    gate: Gate
    cache: Cache
    live: Live
    storage: Storage
    vault: Vault

    @cached_property
    def cursors(self) -> Cursors:
        """Made when first asked for: a process without keys has none."""
        return Cursors(self.vault.derive("cursors"))


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """Opens everything; closes it in reverse order."""
    vault = settings.vault
    valkey = Valkey(settings.redis_url.get_secret_value())
    async with open_storage(settings) as storage:
        pool = await open_pool(settings.database_url.get_secret_value(), settings.pool_size)
        try:
            yield Runtime(
                settings=settings,
                pool=pool,
                valkey=valkey,
                gate=Gate(valkey),
                cache=Cache(valkey, vault),
                live=Live(valkey),
                storage=storage,
                vault=vault,
            )
        finally:
            await pool.close()
            await valkey.close()
