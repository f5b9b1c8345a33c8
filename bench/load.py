"""The load generator: a process of its own that keeps connections busy and times every answer.

    python -m bench.load < job.json > outcome.json

A job is {host, port, seconds, warm_s, rate, rounds}, where `rounds` holds one list for each connection:
[[name, request text], ...], sent in order and then again from the start. With `rate` (answers a second in all)
a request has a due time and its latency counts from there, so that a server which stalls cannot hide it;
with rate 0 each connection sends its next request as soon as it has its answer.

The outcome is {seconds, count, statuses: {name: {status: n}}, latency: {name: {p50, p95, p99, worst}}} in
milliseconds, with "all" for everything together, and `cpu_s` of this process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from typing import Any

import uvloop

PATIENCE_S = 15.0


class Caller(asyncio.Protocol):
    """One keep-alive connection with at most one request under way."""

    def __init__(self, requests: list[tuple[str, bytes]], run: Run, first_due: float, gap: float) -> None:
        self.requests = requests
        self.run = run
        self.position = 0
        self.due = first_due
        self.gap = gap
        self.buffer = b""
        self.wanted = -1
        self.name = ""
        self.since = 0.0
        self.transport: asyncio.Transport | None = None
        self.loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.next()

    def next(self) -> None:
        now = time.perf_counter()
        if self.gap and self.due > now:
            self.loop.call_later(self.due - now, self.send)
        else:
            self.send()

    def send(self) -> None:
        now = time.perf_counter()
        if now >= self.run.ends or self.transport is None:
            self.run.leave(self)
            return
        self.name, request = self.requests[self.position % len(self.requests)]
        self.position += 1
        self.since = self.due if self.gap else now
        self.due += self.gap
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        if self.wanted < 0:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].lower()
            at = head.find(b"\r\ncontent-length:")
            length = int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self.wanted = end + 4 + length
        if len(self.buffer) < self.wanted:
            return
        self.run.answered(self.name, int(self.buffer[9:12]), self.since)
        self.buffer = b""
        self.wanted = -1
        self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.run.leave(self, lost=True)


class Run:
    """What all callers share: the clock and the tally."""

    def __init__(self, seconds: float, warm_s: float, callers: int) -> None:
        self.counts_from = time.perf_counter() + warm_s
        self.ends = self.counts_from + seconds
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.busy = callers
        self.lost = 0
        self.done = asyncio.Event()
        self.left: set[int] = set()

    def answered(self, name: str, status: int, since: float) -> None:
        now = time.perf_counter()
        if now < self.counts_from or now > self.ends:
            return
        self.statuses[name][status] += 1
        self.times[name].append(now - since)

    def leave(self, caller: Caller, *, lost: bool = False) -> None:
        if id(caller) in self.left:
            return
        self.left.add(id(caller))
        if lost:
            self.lost += 1
        self.busy -= 1
        if not self.busy:
            self.done.set()


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 2)

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "worst": at(1.0)}


async def drive(job: dict[str, Any]) -> dict[str, Any]:
    """Runs one job to its end."""
    rounds = [[(name, text.encode()) for name, text in requests] for requests in job["rounds"]]
    run = Run(job["seconds"], job["warm_s"], len(rounds))
    loop = asyncio.get_running_loop()
    gap = len(rounds) / job["rate"] if job["rate"] else 0.0
    began = time.perf_counter()
    callers = [
        Caller(requests, run, began + gap * number / len(rounds), gap) for number, requests in enumerate(rounds)
    ]
    for caller in callers:
        await loop.create_connection(lambda caller=caller: caller, job["host"], job["port"])  # type: ignore[misc]
    async with asyncio.timeout(job["warm_s"] + job["seconds"] + PATIENCE_S):
        await run.done.wait()
    everything = [moment for times in run.times.values() for moment in times]
    return {
        "seconds": job["seconds"],
        "count": len(everything),
        "lost": run.lost,
        "statuses": {name: dict(counter) for name, counter in run.statuses.items()},
        "latency": {"all": _spread(everything), **{name: _spread(times) for name, times in run.times.items()}}
        if everything
        else {},
        "cpu_s": time.process_time(),
    }


if __name__ == "__main__":
    json.dump(uvloop.run(drive(json.load(sys.stdin))), sys.stdout)
