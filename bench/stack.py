"""What a measurement runs on: the real servers, Praan's API and the naive app, each a process of its own."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from praan.identity.tokens import Tokens
from praan.localstack.services import Services

ROOT = Path(__file__).parents[1]
START_S = 40.0
TICKS = os.sysconf("SC_CLK_TCK")
UNLIMITED = {f"PRAAN_RATE_LIMIT_{name}": "100000000" for name in ("USER", "LOGS", "SIGN_IN", "ADDRESS")}


@dataclass(frozen=True)
class Load:
    """What one run of the load generator found; `cpu_ms` is the server's own per answer."""

    rate: float
    latency: dict[str, dict[str, float]]
    statuses: dict[str, dict[str, int]]
    cpu_ms: float
    database_cpu_ms: float

    def refusals(self, *expected: int) -> dict[str, dict[str, int]]:
        """Answers that are none of `expected`."""
        odd = {
            name: {status: n for status, n in found.items() if int(status) not in expected}
            for name, found in self.statuses.items()
        }
        return {name: found for name, found in odd.items() if found}


class Process:
    """A child process that serves a port."""

    def __init__(self, arguments: list[str], environment: dict[str, str], port: int, log: Path) -> None:
        self.port = port
        self.log = log
        with log.open("ab") as sink:
            self._child = subprocess.Popen(
                arguments, env=environment, cwd=ROOT, stdout=sink, stderr=sink, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._child.pid

    def wait_for(self, path: str) -> None:
        """Returns once GET `path` answers; raises RuntimeError with the log's end when it never does."""
        limit = time.monotonic() + START_S
        while time.monotonic() < limit and self._child.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"Nothing serves port {self.port}:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Ends it and waits."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """User and system time of one process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def children_of(pid: int) -> list[int]:
    """Direct children that run now."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


def rss_mb(pid: int) -> float:
    """Resident memory of one process, in MB of 2**20 bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Stack:
    """The servers, and what is needed to start processes beside them."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.home = services.home.path
        self.tokens = Tokens(base64.b64decode(self.environment("api")["PRAAN_TOKEN_SECRET"]))
        self._running: list[Process] = []

    def environment(self, process: str, **more: str) -> dict[str, str]:
        """All variables of one process, with the limits out of the way."""
        return {**os.environ, **self.services.environment(process), **UNLIMITED, **more}

    @property
    def admin_url(self) -> str:
        return self.environment("migrate")["PRAAN_ADMIN_DATABASE_URL"]

    @property
    def postmaster(self) -> int:
        return self.services.children["postgres"].pid

    def launch(
        self, name: str, arguments: list[str], environment: dict[str, str], port: int, path: str
    ) -> Process:
        """Starts a process that serves `port` and waits until `path` answers."""
        process = Process(arguments, environment, port, self.home / f"bench-{name}.log")
        self._running.append(process)
        process.wait_for(path)
        return process

    def adopt(self, process: Process) -> None:
        """Makes sure that a process ends with the stack."""
        self._running.append(process)

    def api(self) -> Process:
        """One worker of Praan's API."""
        port = free_port()
        return self.launch(
            "api",
            [sys.executable, "-m", "praan.entry.cli", "api"],
            self.environment("api", PRAAN_PORT=str(port)),
            port,
            "/api/v1/health/live",
        )

    def naive(self, admin_url: str) -> Process:
        """One worker of the naive app, served by the same web server with the same settings."""
        port = free_port()
        environment = self.environment("api", NAIVE_DATABASE_URL=admin_url)
        command = [
            *(sys.executable, "-m", "uvicorn", "bench.naive.app:app", "--port", str(port)),
            *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"),
        ]
        return self.launch("naive", command, environment, port, "/alive")

    def stop(self) -> None:
        """Ends every process started here."""
        for process in reversed(self._running):
            process.stop()
        self._running.clear()

    def _database_cpu(self) -> float:
        # A backend that ended meanwhile takes its time with it; connections are kept, so none does.
        return sum(_cpu_or_none(pid) for pid in children_of(self.postmaster))

    def load(
        self,
        server: Process,
        rounds: list[list[tuple[str, str]]],
        *,
        seconds: float,
        warm_s: float = 0.7,
        rate: float = 0,
    ) -> Load:
        """Drives `server` with one connection per round; raises RuntimeError when the generator fails."""
        job: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": server.port,
            "seconds": seconds,
            "warm_s": warm_s,
            "rate": rate,
            "rounds": rounds,
        }
        before, database = cpu_seconds(server.pid), self._database_cpu()
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"], input=json.dumps(job), capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found = json.loads(done.stdout)
        if not found["count"] or found["lost"]:
            raise RuntimeError(f"{found['lost']} connections lost; the log ends: {server.log.read_text()[-1500:]}")
        share = seconds / (seconds + warm_s)
        return Load(
            rate=found["count"] / seconds,
            latency=found["latency"],
            statuses=found["statuses"],
            cpu_ms=(cpu_seconds(server.pid) - before) * share / found["count"] * 1000,
            database_cpu_ms=max(0.0, self._database_cpu() - database) * share / found["count"] * 1000,
        )


def _cpu_or_none(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except OSError:
        return 0.0


@contextmanager
def stack(home: Path) -> Iterator[Stack]:
    """Servers below `home`, migrated to head; everything that runs here ends with the block."""
    services = Services(home)
    services.start(lambda line: print(line, flush=True))
    try:
        environment = {**os.environ, **services.environment("migrate")}
        subprocess.run([sys.executable, "-m", "praan.entry.cli", "migrate"], env=environment, check=True, cwd=ROOT)
        made = Stack(services)
        try:
            yield made
        finally:
            made.stop()
    finally:
        services.stop()
