"""Child processes that never outlive their parent, and the record that tells them from strangers."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from praan.localstack.account import Account
from praan.localstack.home import Home, write_private

MARK = "PRAAN_STACK"
"""Environment variable, set for every child, that names the installation it belongs to."""

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Program:
    """What to run and how to end it."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    log: Path
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    """Seconds between `stop_signal` and SIGKILL."""
    leash_signal: signal.Signals | None = None
    """What the kernel sends when the parent dies without a word; None = `stop_signal`."""


def leash(parent: int, death_signal: int) -> Callable[[], None]:
    """What a new process calls to end with `parent`: by `death_signal`, or at once when that is gone already."""

    def ask() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def spawn(program: Program) -> "subprocess.Popen[bytes]":
    """Start `program` in a session of its own, output appended to its log.

    The kernel sends it `leash_signal` when the calling THREAD ends: call from a lasting one.
    """
    log = os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    account = program.account
    try:
        return subprocess.Popen(
            list(program.argv),
            env=dict(program.env),
            cwd=program.cwd,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            umask=0o077,
            preexec_fn=leash(os.getpid(), program.leash_signal or program.stop_signal),
        )
    finally:
        os.close(log)


@dataclass
class Child:
    """A running program."""

    program: Program
    popen: "subprocess.Popen[bytes]"
    started: float = field(default_factory=time.monotonic)
    asked: float | None = None

    @classmethod
    def start(cls, program: Program) -> "Child":
        """Spawn `program`."""
        return cls(program, spawn(program))

    @property
    def pid(self) -> int:
        """Process id, also the id of its process group and session."""
        return self.popen.pid

    def ended(self) -> int | None:
        """The exit code once it is dead (negative = killed by that signal), with its group ended too."""
        if self.popen.returncode is not None:
            return self.popen.returncode
        dead = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if dead is None:
            return None
        # Not reaped yet, so nobody else can have this number: what is left of the group is ours.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.popen.wait()

    def ask_to_stop(self) -> None:
        """Send the stop signal, once."""
        if self.ended() is None and self.asked is None:
            self.asked = time.monotonic()
            self.popen.send_signal(self.program.stop_signal)

    def stopped(self) -> bool:
        """True once it has ended; after the grace time it is killed with its group."""
        if self.ended() is not None:
            return True
        if self.asked is not None and time.monotonic() - self.asked > self.program.grace:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        return False


def _group_is_gone(child: Child) -> bool:
    try:
        os.killpg(child.pid, 0)
    except (ProcessLookupError, PermissionError):
        return True
    return False


def stop_all(children: Sequence[Child]) -> None:
    """Ask all at once, then wait until each has ended (at most its grace time, then killed)."""
    for child in children:
        child.ask_to_stop()
    waiting = list(children)
    while waiting := [child for child in waiting if not child.stopped()]:
        time.sleep(0.02)
    limit = time.monotonic() + 1.0
    while not all(map(_group_is_gone, children)) and time.monotonic() < limit:
        time.sleep(0.01)


def start_time(pid: int) -> str | None:
    """When `pid` started, as `<boot id>/<clock ticks since boot>`; None = no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    return None if fields[0] == "Z" else f"{boot}/{fields[19]}"


def send(pid: int, began: str, number: signal.Signals) -> None:
    """Signal the process that has `pid` and started at `began`, never one that got its number later."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        handle = os.pidfd_open(pid)
        try:
            if start_time(pid) == began:
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


class Roster:
    """The file that says which processes belong to this installation."""

    def __init__(self, home: Home, mark: str) -> None:
        self._path = home.run / "children.json"
        self._mark = f"{MARK}={mark}".encode()
        self._known: dict[str, list[str]] = {}

    def add(self, child: Child) -> None:
        """Remember a child that was just started."""
        if (started := start_time(child.pid)) is not None:
            self._known[child.program.name] = [str(child.pid), started]
            # On a full disk it goes unrecorded; its mark still tells whose it is.
            with contextlib.suppress(OSError):
                write_private(self._path, json.dumps(self._known))

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._path.unlink(missing_ok=True)

    def _leftovers(self) -> dict[int, str]:
        """Process id and start time of everything alive that is ours, this process and its parent apart."""
        found: dict[int, str] = {}
        with contextlib.suppress(OSError, ValueError):
            for pid, started in json.loads(self._path.read_text()).values():
                if start_time(int(pid)) == started:
                    found[int(pid)] = started
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self._mark in (entry / "environ").read_bytes().split(b"\0"):
                    pid = int(entry.name)
                    if (began := start_time(pid)) is not None:
                        found[pid] = began
        return {pid: began for pid, began in found.items() if pid not in (os.getpid(), os.getppid())}

    def sweep(self) -> int:
        """End what an earlier, killed supervisor left running; returns how many processes.

        A process counts as ours only by its start time in the record or by the mark in its
        environment, never by its number alone. The caller must hold the installation's lock.
        """
        first = self._leftovers()
        for pid, began in first.items():
            send(pid, began, signal.SIGINT if self._is_postgres(pid) else signal.SIGTERM)
        limit = time.monotonic() + 4
        while (rest := self._leftovers()) and time.monotonic() < limit + 2:
            if time.monotonic() > limit:
                for pid, began in rest.items():
                    send(pid, began, signal.SIGKILL)
            time.sleep(0.05)
        return len(first)

    @staticmethod
    def _is_postgres(pid: int) -> bool:
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
        return False
