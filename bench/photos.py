"""Photos: how soon one is read, what the worker needs, and whether a long queue slows their acceptance."""

from __future__ import annotations

import hashlib
import http.client
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pyvips

from bench.families import Family, call, request, token_of
from bench.hot import Rounds
from bench.stack import ROOT, Load, Process, Stack, children_of, rss_mb

PHOTOS = ROOT / "tests" / "photos"
WAITING = 10_000
UPLOADS = 320
PER_SECOND = 25
SLOWEST_S = 30.0

# Photos whose analysis waits: the log as POST /logs leaves it, with its event.
QUEUE = """
WITH l AS (
  INSERT INTO daily_logs (user_id, member_id, program_id, log_type, status, payload, timestamp, local_date,
    time_zone, source, upload_key, queued_at, created_by)
  SELECT $1, $2, $3, 'NUTRITION', 'PROCESSING', '{}', now(), current_date, 'Asia/Kolkata', 'photo',
    'raw/waiting-' || n, now(), $1
  FROM generate_series(1, $4) n RETURNING user_id, member_id, id
)
INSERT INTO outbox (user_id, member_id, event, payload)
SELECT user_id, member_id, 'photo_logged', jsonb_build_object('log_id', id) FROM l
"""


@dataclass(frozen=True)
class Reading:
    """Seconds from POST /logs to the analysed log, and the worker's largest memory in MB."""

    seconds: list[float]
    worker_mb: float

    def at(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def phone_photo(folder: Path) -> Path:
    """A photo as a phone takes it: 12 megapixels."""
    path = folder / "phone.jpg"
    small = pyvips.Image.new_from_file(str(PHOTOS / "coffee.jpg"))
    small.resize(4032 / small.width).write_to_file(str(path), Q=88)
    return path


def upload(made: Stack, api: Process, family: Family, photo: bytes, kind: str) -> str:
    """Announces and PUTs a photo; its key."""
    body = {
        "program_id": family.program_id,
        "content_type": kind,
        "size": len(photo),
        "sha256": hashlib.sha256(photo).hexdigest(),
    }
    _, announced = call(api, "POST", "/uploads", token_of(made, family), body)
    url = urlsplit(announced["url"])
    connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=20)
    connection.request("PUT", f"{url.path}?{url.query}", photo, announced["headers"])
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"The photo store answered {answer.status}: {answer.read()[:500]!r}")
    connection.close()
    return str(announced["key"])


def photo_log(family: Family, key: str) -> dict[str, Any]:
    return {"program_id": family.program_id, "log_type": "NUTRITION", "payload": {"photo_key": key}}


def worker(made: Stack) -> Process:
    """`praan worker` for photos, with one process."""
    command = [sys.executable, "-m", "praan.entry.cli", "worker", "--queues", "analysis", "--concurrency", "1"]
    process = Process(command, made.environment("analysis"), 0, made.home / "bench-worker.log")
    made.adopt(process)
    return process


def relay(made: Stack) -> Process:
    """`praan relay`."""
    command = [sys.executable, "-m", "praan.entry.cli", "relay"]
    process = Process(command, made.environment("relay"), 0, made.home / "bench-relay.log")
    made.adopt(process)
    return process


def memory(process: Process) -> float:
    """Resident memory of a worker and its children together, in MB."""
    return rss_mb(process.pid) + sum(rss_mb(child) for child in children_of(process.pid))


def read(made: Stack, api: Process, family: Family, count: int) -> Reading:
    """Uploads and logs photos one after the other; the first, which waits for the worker, is not counted."""
    sender, reader = relay(made), worker(made)
    small, large = (PHOTOS / "coffee.jpg").read_bytes(), phone_photo(made.home).read_bytes()
    seconds, most = [], 0.0
    try:
        for number in range(count + 1):
            key = upload(made, api, family, (large, small)[number % 2], "image/jpeg")
            began = time.perf_counter()
            _, added = call(api, "POST", "/logs", token_of(made, family), photo_log(family, key))
            while True:
                _, log = call(api, "GET", f"/logs/{added['id']}", token_of(made, family))
                taken = time.perf_counter() - began
                most = max(most, memory(reader))
                if log["status"] != "PROCESSING":
                    break
                if taken > SLOWEST_S:
                    raise RuntimeError(f"A photo was not read: {reader.log.read_text()[-1500:]}")
                time.sleep(0.02)
            if log["status"] == "FAILED":
                raise RuntimeError(f"A photo failed: {log['failure']}")
            if number:
                seconds.append(taken)
    finally:
        reader.stop()
        sender.stop()
    return Reading(seconds, most)


async def queue(made: Stack, family: Family) -> None:
    """Lets WAITING analyses wait."""
    connection = await asyncpg.connect(made.admin_url)
    await connection.execute(QUEUE, family.user_id, family.member_id, family.program_id, WAITING)
    await connection.close()


def accept(made: Stack, api: Process, families: list[Family], seconds: float) -> Load:
    """POST /logs for uploaded photos at PER_SECOND while analyses wait, the relay runs and no worker does."""
    photo = (PHOTOS / "coffee.jpg").read_bytes()
    lanes = families[:8]
    each = math.ceil(min(UPLOADS, PER_SECOND * (seconds + 2)) / len(lanes))

    def put(number: int) -> str:
        return upload(made, api, lanes[number % len(lanes)], photo, "image/jpeg")

    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(put, range(each * len(lanes))))
    rounds: Rounds = []
    for number, family in enumerate(lanes):
        token = token_of(made, family)
        own = keys[number :: len(lanes)]
        rounds.append([("photo", request("POST", "/logs", token, photo_log(family, key))) for key in own])
    sender = relay(made)
    try:
        load = made.load(api, rounds, seconds=seconds, warm_s=1, rate=PER_SECOND)
    finally:
        sender.stop()
    if odd := load.refusals(202):
        raise RuntimeError(f"Photo logs were not accepted: {odd}")
    return load
