"""Praan on one machine: its servers and its own processes, started, watched and ended together."""

import http.client
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FrameType

from praan.localstack.children import MARK, Child, Program, stop_all
from praan.localstack.environment import KEYS, SECRET_TO_MIGRATE
from praan.localstack.failure import LocalStackError
from praan.localstack.logs import trim
from praan.localstack.ports import is_free
from praan.localstack.server import ended_words, log_tail
from praan.localstack.services import Services

READY_LIMIT = 120.0
LOW_DISK = 256 * 1024 * 1024
STEADY = 10.0
"""A process that lived that many seconds did not crash at its start."""
SLOWEST_RETRY = 30.0

PROCESSES = {
    "api": ("api", ["api"]),
    "relay": ("relay", ["relay"]),
    "alerts": ("worker", ["worker", "--queues", "alerts"]),
    "worker": ("worker", ["worker", "--queues", "default,reports"]),
    "analysis": ("analysis", ["worker", "--queues", "analysis"]),
    "beat": ("beat", ["beat"]),
}
"""Name: (whose environment, arguments of `praan`)."""


class Stop(Exception):
    """A signal asked to end."""


def say(line: str) -> None:
    """Print a line now; a reader who went away is no reason to end."""
    try:
        print(line, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def is_ready(port: int) -> bool:
    """Whether the API answers 200 to GET /api/v1/health/ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/api/v1/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass
class Watched:
    """A process that is started again whenever it ends."""

    name: str
    launch: Callable[[], Child]
    child: Child
    quick_ends: int = 0
    due: float | None = None

    def is_steady(self) -> bool:
        """Whether it runs, and not merely for a moment between two crashes."""
        lived = time.monotonic() - self.child.started
        return self.child.ended() is None and (self.quick_ends == 0 or lived > 3.0)

    def next_delay(self) -> float:
        """Seconds to wait before the next start: none at first, then doubling."""
        return 0.0 if self.quick_ends < 2 else min(SLOWEST_RETRY, 0.5 * 2.0 ** (self.quick_ends - 2))


class Supervisor:
    """Runs everything of one installation until a signal ends it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._home = services.home
        self._watched: dict[str, Watched] = {}
        self._own: dict[str, Child] = {}
        self._asked_to_stop = False
        self._disk_is_low = False

    def run(self) -> None:
        """Start all, print the ready line, and watch until SIGINT, SIGTERM or SIGHUP.

        Raises LocalStackError when something does not come up; nothing runs then.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start()
            self._watch()
        except Stop:
            say("Stopping ...")
            self._stop()
            say("Praan is stopped.")
        finally:
            self._stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        # Only noted: an exception raised here could surface where Python drops it (in a destructor).
        self._asked_to_stop = True

    def _heed(self) -> None:
        if self._asked_to_stop:
            raise Stop

    def _start(self) -> None:
        services = self._services
        services.open(say)
        host = os.environ.get("PRAAN_HOST") or "127.0.0.1"
        if not is_free(services.port, host):
            raise LocalStackError(
                f"Port {services.port} is taken by another program. Stop that program, or choose another "
                f"port: PRAAN_PORT={services.port + 1} make up"
            )
        trim(self._home.logs)
        # The schema needs only the database: brought up to date while the others still start.
        services.start(say, on_up=self._migrate_once_possible, pulse=self._heed)
        if "postgres" not in services.children:
            self._begin_migration()
        for name, child in services.children.items():
            self._watched[name] = Watched(name, partial(services.relaunch, name), child)
        self._finish_migration()
        say(f"Starting Praan ({', '.join(PROCESSES)}) ...")
        for name in PROCESSES:
            self._watched[name] = Watched(name, partial(self._launch, name), self._launch(name))
        self._wait_until_ready()
        say(f"Praan is ready: http://127.0.0.1:{services.port}")

    def _program(self, name: str, process: str, arguments: list[str]) -> Program:
        withheld = (*SECRET_TO_MIGRATE, *KEYS)
        inherited = {key: value for key, value in os.environ.items() if key not in withheld}
        return Program(
            name=name,
            argv=[sys.executable, "-m", "praan.entry.cli", *arguments],
            env={
                **inherited,
                **self._services.environment(process),
                MARK: self._services.credentials.stack,
                "PYTHONUNBUFFERED": "1",
            },
            cwd=self._home.path,
            log=self._home.logs / f"{name}.log",
            grace=15.0,
        )

    def _launch(self, name: str) -> Child:
        process, arguments = PROCESSES[name]
        child = Child.start(self._program(name, process, arguments))
        self._own[name] = child
        self._services.roster.add(child)
        return child

    def _migrate_once_possible(self, server: str) -> None:
        if server == "postgres":
            self._begin_migration()

    def _begin_migration(self) -> None:
        if begun := self._own.get("migrate"):
            # The servers had to move to other ports meanwhile.
            stop_all([begun])
        else:
            say("Bringing the database schema up to date ...")
        self._own["migrate"] = Child.start(self._program("migrate", "migrate", ["migrate"]))

    def _finish_migration(self) -> None:
        child = self._own["migrate"]
        while (code := child.ended()) is None:
            self._check_all()
            time.sleep(0.02)
        if code != 0:
            raise LocalStackError(ended_words("The migration", code, child.program.log))
        del self._own["migrate"]

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + READY_LIMIT
        while not (is_ready(self._services.port) and all(each.is_steady() for each in self._watched.values())):
            self._check_all()
            for watched in self._watched.values():
                if watched.quick_ends >= 3:
                    code = watched.child.ended()
                    log = watched.child.program.log
                    raise LocalStackError(ended_words(f"{watched.name} does not stay up: it", code or 0, log))
            if time.monotonic() > limit:
                raise LocalStackError(
                    f"Praan did not become ready within {READY_LIMIT:.0f} s. The end of the API's log "
                    f"({self._home.logs / 'api.log'}):\n{log_tail(self._home.logs / 'api.log')}"
                )
            time.sleep(0.1)

    def _watch(self) -> None:
        next_look = time.monotonic()
        while True:
            self._check_all()
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + 5.0
                trim(self._home.logs)
                self._look_at_disk()
            time.sleep(0.1)

    def _check_all(self) -> None:
        self._heed()
        for watched in self._watched.values():
            self._check(watched)

    def _check(self, watched: Watched) -> None:
        now = time.monotonic()
        if watched.due is None:
            if (code := watched.child.ended()) is None:
                return
            watched.quick_ends = watched.quick_ends + 1 if now - watched.child.started < STEADY else 1
            delay = watched.next_delay()
            watched.due = now + delay
            if watched.quick_ends < 3:
                how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
                say(f"{watched.name} {how}: starting it again.")
            else:
                words = ended_words(watched.name, code, watched.child.program.log)
                say(f"{words}\n{watched.name} ended {watched.quick_ends} times; next try in {delay:.0f} s.")
        if now >= watched.due:
            watched.due = None
            try:
                watched.child = watched.launch()
            except (LocalStackError, OSError) as error:
                say(f"{watched.name} could not be started: {error}")
                watched.quick_ends += 1
                watched.due = now + max(1.0, watched.next_delay())

    def _look_at_disk(self) -> None:
        free = shutil.disk_usage(self._home.servers).free
        if (free < LOW_DISK) != self._disk_is_low:
            self._disk_is_low = free < LOW_DISK
            if self._disk_is_low:
                say(f"The disk is almost full: {free // 2**20} MB left for {self._home.servers.resolve()}.")
            else:
                say("There is room on the disk again.")

    def _stop(self) -> None:
        stop_all(list(self._own.values()))
        self._own.clear()
        self._services.stop()
