"""Praan's own processes, started and killed as an accident would; the model answers at once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import GENEROUS
from tests.factories import make_photo_log
from tests.infra.vision.conftest import ModelServer

from praan.infra.images import clean
from praan.localstack.services import Services

SETTLED = ("NEEDS_REVIEW", "VERIFIED", "FAILED")
STATUSES = "SELECT status, count(*) AS n FROM daily_logs WHERE id = ANY($1) GROUP BY status"


class Process:
    """One `praan ...` in a process group of its own, with its output in a file."""

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str], output: Path) -> None:
        self.output = output
        with output.open("ab") as file:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", "praan.entry.cli", *arguments],
                env=environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL for the whole group; nobody gets to say goodbye."""
        if self._popen.poll() is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()


Start = Callable[..., Process]
# What a killed worker held goes to the next one sooner than in real life.
SOON = {"PRAAN_TASK_LEASE_S": "12"}


@pytest.fixture
def start(services: Services, model: ModelServer, tmp_path: Path) -> Iterator[Start]:
    """Starts `praan <arguments>` with the environment that the stack gives to `process`; kills all at the end."""
    running: list[Process] = []

    def begin(process: str, *arguments: str, **changes: str) -> Process:
        vision = {"PRAAN_VISION": "openai", "PRAAN_VISION_URL": model.url, "PRAAN_VISION_MODEL": "instant"}
        environment = {**os.environ, **services.environment(process), **GENEROUS, **vision, **changes}
        made = Process(arguments, environment, tmp_path / f"{process}.log")
        running.append(made)
        return made

    yield begin
    for one in running:
        one.kill()


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """A model on loopback that sees a plate of idli on every photo, at once."""
    server = ModelServer()
    server.script = [server.plate({"name": "idli", "grams": 120, "confidence": 0.9})]
    yield server
    server.close()


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A small real photo, quick to clean."""
    return clean((Path(__file__).parents[1] / "photos/coffee.jpg").read_bytes(), "image/jpeg").thumbnail


async def make_photo_logs(who: Any, program: int, photo: bytes, count: int) -> list[int]:
    """`count` PROCESSING logs, each with an uploaded photo of its own; eight at a time."""
    gate = asyncio.Semaphore(8)

    async def one() -> int:
        async with gate:
            return await make_photo_log(who, program, photo)

    return list(await asyncio.gather(*(one() for _ in range(count))))


async def settled(god: Any, logs: list[int]) -> int:
    """How many of the logs have ended."""
    return sum(row["n"] for row in await god.fetch(STATUSES, logs) if row["status"] in SETTLED)


async def until(reached: Callable[[], Awaitable[bool]], seconds: float, what: str) -> float:
    """Waits for something that another process brings about; how many seconds it took."""
    began = time.monotonic()
    while not await reached():
        assert time.monotonic() - began < seconds, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)
    return time.monotonic() - began
