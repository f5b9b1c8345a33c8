"""Live messages over Valkey: one channel a person, numbered per person, the last ones kept for who was away.

A message is JSON {seq, type, member_id, id, at}. It says that something changed, never what: no health data.

The numbers of a person rise by one from a beginning that is the clock in microseconds, so that a number from
before a loss is never mistaken for one after it. Whatever could have swallowed a message (Valkey restarted, a
publish that failed) begins anew: who asks for what followed an older number is told to fetch everything again
(docs/live.md).
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import orjson

from praan.infra.valkey import Down, Script, Valkey

KEPT = 100
KEPT_S = 86_400
REPEAT_S = 0.5

_LOG = """
local epoch = redis.call('GET', 'live:epoch') or '0'
local function log_of(person) return 'live:log:' .. epoch .. ':' .. person end
local function seq_of(message) return tonumber(string.match(message, '%d+')) end
local function now()
  local t = redis.call('TIME')
  return t[1] * 1000000 + t[2]
end
local function numbered(seq, rest) return string.format('{"seq":%.0f,', seq) .. rest end
local function begin(person, seq, at)
  local log = log_of(person)
  local message = numbered(seq, '"type":"resync","member_id":null,"id":null,"at":"' .. at .. '"}')
  redis.call('DEL', log)
  redis.call('RPUSH', log, message)
  redis.call('EXPIRE', log, KEPT_S)
  return message
end
""".replace("KEPT_S", str(KEPT_S))
# ARGV: pairs of a person and the rest of the message after its number, each person's in a row.
# Spelt out and frugal: POST /logs waits for it.
PUBLISH = Script(f"""
local epoch = redis.call('GET', 'live:epoch') or '0'
local person, log, seq
for i = 1, #ARGV, 2 do
  local more = ARGV[i] == person
  if more then
    seq = seq + 1
  else
    person = ARGV[i]
    log = 'live:log:' .. epoch .. ':' .. person
    local last = redis.call('LINDEX', log, -1)
    if last then
      seq = string.match(last, '%d+') + 1
    else
      local t = redis.call('TIME')
      seq = t[1] * 1000000 + t[2]
    end
  end
  local message = string.format('{{"seq":%.0f,', seq) .. ARGV[i + 1]
  if redis.call('RPUSH', log, message) > {KEPT} then redis.call('LPOP', log) end
  if not more then redis.call('EXPIRE', log, {KEPT_S}) end
  redis.call('PUBLISH', 'live:' .. person, message)
end
return 1
""")
# ARGV: the person, the time. The number of the last message.
NEWEST = Script(
    _LOG
    + """
local newest = redis.call('LINDEX', log_of(ARGV[1]), -1) or begin(ARGV[1], now(), ARGV[2])
return seq_of(newest)
"""
)
# ARGV: the person, the last number they know, the time. What followed it, or one resync.
REPLAY = Script(
    _LOG
    + """
local log = log_of(ARGV[1])
local newest = redis.call('LINDEX', log, -1)
if not newest then return {begin(ARGV[1], now(), ARGV[3])} end
local ahead = seq_of(newest) - tonumber(ARGV[2])
if ahead == 0 then return {} end
if ahead > 0 and ahead <= redis.call('LLEN', log) then return redis.call('LRANGE', log, -ahead, -1) end
return {numbered(seq_of(newest), '"type":"resync","member_id":null,"id":null,"at":"' .. ARGV[3] .. '"}')}
"""
)
# ARGV: the time, then the people who missed something.
RESYNC = Script(
    _LOG
    + """
for i = 2, #ARGV do
  local newest = redis.call('LINDEX', log_of(ARGV[i]), -1)
  local seq = math.max(now(), newest and seq_of(newest) + 1 or 0)
  redis.call('PUBLISH', 'live:' .. ARGV[i], begin(ARGV[i], seq, ARGV[1]))
end
return 1
"""
)
# ARGV: the run of the server. Another run than before may have lost what it had said: a new epoch.
RUN = Script("""
if redis.call('GET', 'live:run') == ARGV[1] then return 0 end
redis.call('SET', 'live:run', ARGV[1])
return redis.call('INCR', 'live:epoch')
""")


@dataclass(frozen=True, slots=True)
class News:
    """One change for several people."""

    followers: tuple[int, ...]
    kind: str
    member_id: int
    id: int


def channel(user_id: int) -> str:
    return f"live:{user_id}"


def seq_of(message: str) -> int:
    """The number at the beginning of a message."""
    return int(message[7 : message.index(",", 7)])


class Live:
    """What one process tells people, and what it could not tell them."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._owed: set[int] = set()
        self._repeating: asyncio.Task[None] | None = None

    async def publish(self, news: Sequence[News]) -> None:
        """Sends all of it in one call, once to each person. Those whom it does not reach are told to look
        again as soon as Valkey answers.
        """
        at = _now()
        bodies: dict[int, list[bytes]] = {}
        for one in news:
            body = orjson.dumps({"type": one.kind, "member_id": one.member_id, "id": one.id, "at": at})[1:]
            for follower in one.followers:
                bodies.setdefault(follower, []).append(body)
        pairs = [part for follower, told in bodies.items() for body in told for part in (follower, body)]
        try:
            await self._valkey.script(PUBLISH, [], pairs)
        except Down:
            self._owed.update(bodies)
            if self._repeating is None or self._repeating.done():
                self._repeating = asyncio.create_task(self._repeat())

    async def newest(self, user_id: int) -> int:
        """The number of the last message that the person was told: who reads from now on may come back with it.

        Raises Down.
        """
        return int(await self._valkey.script(NEWEST, [], [user_id, _now()]))

    async def replay(self, user_id: int, since: int) -> list[str]:
        """What the person was told after the number `since`, or one resync; raises Down."""
        found = await self._valkey.script(REPLAY, [], [user_id, since, _now()])
        return [message.decode() for message in found]

    async def begin_run(self) -> None:
        """Begins a new epoch if the server is another run than before; raises Down."""
        told: bytes = await self._valkey.command("INFO", "server")
        run = next(line for line in told.split() if line.startswith(b"run_id:"))
        await self._valkey.script(RUN, [], [run])

    async def _repeat(self) -> None:
        while self._owed:
            await asyncio.sleep(REPEAT_S)
            people = tuple(self._owed)[:1000]
            with suppress(Down):
                await self._valkey.script(RESYNC, [], [_now(), *people])
                self._owed.difference_update(people)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


END = "end:"


async def end(valkey: Valkey, user_id: int, session_id: int) -> None:
    """Closes the sockets of a session that has ended, in every process."""
    try:
        await valkey.command("PUBLISH", channel(user_id), f"{END}{session_id}")
    except Down:
        return


NUDGE = "outbox:nudge"


async def nudge(valkey: Valkey) -> None:
    """Wakes the relay; lost, its next poll finds the event."""
    try:
        await valkey.command("SET", NUDGE, 1, "EX", 10)
    except Down:
        return
