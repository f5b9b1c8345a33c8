"""Cache-aside with generations: a fill cannot bring back what an invalidation took away.

A reader that misses gets the key's generation before it asks the database; its fill is stored only if that
generation still stands. An invalidation deletes the key and starts a new generation. Values are sealed
(AES-256-GCM); times to live bound what a lost invalidation could leave behind. Valkey down = a miss.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from praan.infra.crypto import BrokenSeal, Vault
from praan.infra.valkey import Down, Script, Valkey

GENERATION_S = 86_400
REPEAT_S = 0.5

# A generation is never absent once somebody has looked, so that a flush between look and fill shows.
LOOK = Script("""
local hit = redis.call('GET', KEYS[1])
if hit then return {hit, ''} end
local gen = redis.call('GET', KEYS[2])
if not gen then
  local t = redis.call('TIME')
  gen = t[1] .. '.' .. t[2] .. '.' .. ARGV[1]
  redis.call('SET', KEYS[2], gen, 'EX', ARGV[2])
end
return {false, gen}
""")
FILL = Script("""
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
""")
DROP = Script("""
local t = redis.call('TIME')
local gen = t[1] .. '.' .. t[2] .. '.' .. redis.call('INCR', 'gen')
for i, key in ipairs(KEYS) do
  redis.call('DEL', key)
  redis.call('SET', 'gen:' .. key, gen, 'EX', ARGV[1])
end
return #KEYS
""")


@dataclass(frozen=True, slots=True)
class Look:
    """A hit has `value`; a miss has the `generation` that its fill must name (None: do not fill)."""

    value: bytes | None
    generation: str | None


class Cache:
    """Sealed whole objects under plain keys such as `program:7:config`."""

    def __init__(self, valkey: Valkey, vault: Vault) -> None:
        self._valkey = valkey
        self._vault = vault
        self._owed: set[str] = set()
        self._repeating: asyncio.Task[None] | None = None

    async def look(self, key: str) -> Look:
        try:
            sealed, generation = await self._valkey.script(LOOK, [key, "gen:" + key], ["r", GENERATION_S])
        except Down:
            return Look(None, None)
        if sealed is None:
            return Look(None, None if key in self._owed else generation.decode())
        return Look(self.opened(key, sealed), None)

    def opened(self, key: str, sealed: bytes) -> bytes | None:
        """The value in what was read under a key; None when it was not sealed for that key by a key of ours,
        or is one that should be gone.
        """
        if key in self._owed:
            return None
        try:
            return self._vault.open_bytes(sealed, "cache:" + key)
        except BrokenSeal:
            return None

    async def fill(self, key: str, look: Look, value: bytes, ttl_s: int) -> bool:
        """Stores what a fresh read of the database gave; False when it was overtaken."""
        if look.generation is None:
            return False
        sealed = self._vault.seal_bytes(value, "cache:" + key)
        try:
            return bool(await self._valkey.script(FILL, [key, "gen:" + key], [look.generation, sealed, ttl_s]))
        except Down:
            return False

    async def drop(self, *keys: str) -> None:
        """Invalidates after a commit. What Valkey misses is dropped once it answers again; the time to live
        bounds what other processes could show until then.
        """
        try:
            await self._valkey.script(DROP, keys, [GENERATION_S])
        except Down:
            self._owed.update(keys)
            if self._repeating is None or self._repeating.done():
                self._repeating = asyncio.create_task(self._repeat())

    async def _repeat(self) -> None:
        while self._owed:
            await asyncio.sleep(REPEAT_S)
            keys = tuple(self._owed)
            with suppress(Down):
                await self._valkey.script(DROP, keys, [GENERATION_S])
                self._owed.difference_update(keys)


async def drop(valkey: Valkey, *keys: str) -> None:
    """`Cache.drop` for a process that has no keys to seal with."""
    with suppress(Down):
        await valkey.script(DROP, keys, [GENERATION_S])
