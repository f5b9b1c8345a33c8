"""Live messages over Valkey's pub/sub: one channel a person, numbered per person.

A message is JSON {seq, type, member_id, id, at}. It says that something changed, never what: no health data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from praan.infra.valkey import Down, Script, Valkey

# ARGV: pairs of a person and the rest of the message after its number.
PUBLISH = Script("""
for i = 1, #ARGV, 2 do
  local seq = redis.call('INCR', 'live:seq:' .. ARGV[i])
  redis.call('PUBLISH', 'live:' .. ARGV[i], '{"seq":' .. seq .. ',' .. ARGV[i + 1])
end
return 1
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


async def publish(valkey: Valkey, news: Sequence[News]) -> None:
    """Sends all of it in one call to everybody who listens now; those who do not will poll."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    pairs: list[int | bytes] = []
    for one in news:
        body = orjson.dumps({"type": one.kind, "member_id": one.member_id, "id": one.id, "at": at})[1:]
        for follower in one.followers:
            pairs += (follower, body)
    try:
        await valkey.script(PUBLISH, [], pairs)
    except Down:
        return


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
