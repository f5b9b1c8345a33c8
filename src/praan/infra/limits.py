"""Leaky buckets (GCRA) and the liveness of a session, in one Lua call on the server's clock.

A bucket of n a minute lets n through at once (burst = the full quota) and one more every 60/n seconds; one of n a
day likewise.
With Valkey down, `check` judges with buckets of this process and says so in `degraded`.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from praan.infra.valkey import Down, Script, Valkey

MINUTE_S = 60
DAY_S = 86_400
LOCAL_BUCKETS = 50_000

# KEYS: session, a cached value ('' for none), then the buckets; ARGV: of each bucket the emission interval and the
# window in ms.
# Answer: {session value or '', refused bucket (0 = none), wait ms, remaining, reset ms, cached value or nil}.
# Nothing is charged for a revoked session, and no bucket when another refuses.
GATE = Script("""
local session = ''
if KEYS[1] ~= '' then session = redis.call('GET', KEYS[1]) or '' end
if session == 'revoked' then return {session, 0, 0, 0, 0, false} end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local tats = {}
local remaining, reset = -1, 0
for i = 3, #KEYS do
  local step, window = tonumber(ARGV[2 * i - 5]), tonumber(ARGV[2 * i - 4])
  local tat = math.max(tonumber(redis.call('GET', KEYS[i]) or now), now)
  local wait = tat + step - window - now
  if wait > 0.5 then return {session, i - 2, math.ceil(wait), 0, math.ceil(tat - now), false} end
  tats[i] = tat + step
  local left = math.floor((window - (tats[i] - now)) / step + 0.001)
  if remaining < 0 or left < remaining then remaining = left; reset = math.ceil(tats[i] - now) end
end
for i = 3, #KEYS do
  redis.call('SET', KEYS[i], string.format('%.3f', tats[i]), 'PX', math.ceil(tats[i] - now) + 1)
end
local cached = false
if KEYS[2] ~= '' then cached = redis.call('GET', KEYS[2]) end
return {session, 0, 0, remaining, reset, cached}
""")


@dataclass(frozen=True, slots=True)
class Bucket:
    """One limit: `policy` is its public name, `key` what it counts, `quota` how many in so many `seconds`."""

    policy: str
    key: str
    quota: int
    seconds: int = MINUTE_S

    @property
    def window_ms(self) -> int:
        return 1000 * self.seconds

    @property
    def step_ms(self) -> float:
        """After how many ms one more is let through."""
        return self.window_ms / self.quota


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says. Times are whole seconds, rounded up; `session` is the cached value or ''.

    `cached` is what stands under the key that was asked for besides.
    """

    refused: Bucket | None
    retry_after: int
    remaining: int
    reset: int
    session: str
    degraded: bool
    cached: bytes | None = None


class Gate:
    """Checks limits in Valkey, or in this process while Valkey is down."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._local: dict[str, float] = {}

    async def check(self, buckets: tuple[Bucket, ...], session_key: str = "", cached_key: str = "") -> Verdict:
        """Charges every bucket once, or none when one is full."""
        keys = [session_key, cached_key]
        keys += ["limit:" + bucket.policy + ":" + bucket.key for bucket in buckets]
        try:
            answer = await self._valkey.script(
                GATE, keys, [each for bucket in buckets for each in (bucket.step_ms, bucket.window_ms)]
            )
        except Down:
            return self._check_here(buckets)
        session, refused, wait, remaining, reset, cached = answer
        return Verdict(
            refused=buckets[refused - 1] if refused else None,
            retry_after=max(1, math.ceil(wait / 1000)) if refused else 0,
            remaining=remaining,
            reset=math.ceil(reset / 1000),
            session=session.decode(),
            degraded=False,
            cached=cached,
        )

    def _check_here(self, buckets: tuple[Bucket, ...]) -> Verdict:
        now = time.monotonic() * 1000
        if len(self._local) > LOCAL_BUCKETS:
            self._local = {key: tat for key, tat in self._local.items() if tat > now}
        tats: dict[str, float] = {}
        remaining, reset = -1, 0.0
        for bucket in buckets:
            step, window = bucket.step_ms, bucket.window_ms
            name = bucket.policy + ":" + bucket.key
            tat = max(self._local.get(name, now), now)
            wait = tat + step - window - now
            if wait > 0.5:
                return Verdict(bucket, max(1, math.ceil(wait / 1000)), 0, math.ceil((tat - now) / 1000), "", True)
            tats[name] = tat + step
            left = math.floor((window - (tat + step - now)) / step + 0.001)
            if remaining < 0 or left < remaining:
                remaining, reset = left, tat + step - now
        self._local.update(tats)
        return Verdict(None, 0, remaining, math.ceil(reset / 1000), "", True)
