"""`praan up` as a person uses it: one installation, really started, killed, stopped and started again."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.patience import eventually

from praan.localstack.children import start_time
from praan.localstack.home import Home
from praan.localstack.ports import GRPC_OFFSET, is_free
from praan.localstack.services import holder_of

WATCHED = {"postgres", "valkey", "s3", "mail", "api", "relay", "alerts", "worker", "analysis", "beat"}


def free_port() -> int:
    # By chance: another run of these tests may look for one at the same moment.
    while not is_free(port := 22_000 + secrets.randbelow(10_000)):
        pass
    return port


class Stack:
    """The command line of one installation."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.environment = {**os.environ, "PRAAN_HOME": str(home), "PRAAN_PORT": str(self.port)}

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "praan.entry.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self("status", "--json").stdout)
        return found

    def pids(self) -> dict[str, int]:
        return {each["name"]: each["pid"] for each in self.state()["processes"] if each["running"]}

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("stack") / "home")
    started = stack("start")
    assert started.returncode == 0, started.stdout + started.stderr
    assert started.stdout.splitlines()[-1] == f"Praan is ready: http://127.0.0.1:{stack.port}"
    yield stack
    stack("reset", "--yes")
    assert not stack.home.exists()


def test_everything_runs_and_is_listed(stack: Stack) -> None:
    state = stack.state()

    assert state["ready"]
    assert set(stack.pids()) == WATCHED
    assert all(server["answers"] for server in state["servers"])
    kept = json.loads((stack.home / "secrets.json").read_text()).values()
    assert [secret for secret in kept if secret in json.dumps(state)] == []


def test_starting_twice_says_so(stack: Stack) -> None:
    before = stack.pids()

    again = stack("up")

    assert again.returncode == 1
    assert "already running" in again.stderr
    assert f"http://127.0.0.1:{stack.port}" in again.stderr
    assert stack.pids() == before


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "home")
    with socket.socket() as other:
        other.bind(("127.0.0.1", stack.port))
        other.listen()
        refused = stack("up")

    assert refused.returncode == 1
    assert f"Port {stack.port} is taken by another program" in refused.stderr
    assert not (tmp_path / "home" / "servers").exists()


@pytest.mark.parametrize("name", sorted(WATCHED))
def test_a_killed_process_is_started_again_within_two_seconds(stack: Stack, name: str) -> None:
    record = stack.home / "run" / "children.json"
    pid, began = json.loads(record.read_text())[name]
    assert start_time(int(pid)) == began

    os.kill(int(pid), signal.SIGKILL)

    def another_runs() -> bool:
        fresh, when = json.loads(record.read_text())[name]
        return bool(fresh != pid and start_time(int(fresh)) == when)

    eventually(another_runs, seconds=2)


def test_all_is_well_after_the_kills(stack: Stack) -> None:
    eventually(stack.ready, seconds=30)
    assert set(stack.pids()) == WATCHED


def test_a_killed_supervisor_takes_everything_along_and_the_next_start_works(stack: Stack) -> None:
    holder = holder_of(Home(stack.home))
    assert holder is not None
    record = json.loads((stack.home / "run" / "children.json").read_text())
    ports = json.loads((stack.home / "ports.json").read_text())

    os.kill(holder.pid, signal.SIGKILL)

    eventually(lambda: all(start_time(int(pid)) != began for pid, began in record.values()), seconds=20)
    eventually(lambda: all(is_free(port) for port in ports.values()), seconds=10)
    assert not stack.state()["running"]
    assert stack("start").returncode == 0
    assert json.loads((stack.home / "ports.json").read_text()) == ports


def test_down_leaves_nothing_and_twice_says_so(stack: Stack) -> None:
    record = json.loads((stack.home / "run" / "children.json").read_text())

    assert stack("down").stdout == "Praan is stopped.\n"

    assert [name for name, (pid, began) in record.items() if start_time(int(pid)) == began] == []
    kept = json.loads((stack.home / "ports.json").read_text()).values()
    assert all(is_free(port) and is_free(port + GRPC_OFFSET) for port in kept)
    assert stack("down").stdout == "Praan is not running.\n"


def test_reset_asks_first(stack: Stack) -> None:
    refused = stack("reset")

    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert (stack.home / "secrets.json").exists()


def test_reset_refuses_a_folder_that_is_not_praans(tmp_path: Path) -> None:
    home = tmp_path / "precious"
    home.mkdir()
    (home / "letter.txt").write_text("keep me")

    refused = Stack(home)("reset", "--yes")

    assert refused.returncode == 1
    assert (home / "letter.txt").read_text() == "keep me"


def test_ctrl_c_while_it_starts_ends_what_was_started(stack: Stack) -> None:
    stack("down")
    with subprocess.Popen(
        [sys.executable, "-m", "praan.entry.cli", "up"], env=stack.environment, stdout=subprocess.PIPE, text=True
    ) as up:
        assert up.stdout is not None
        for line in up.stdout:
            if line.startswith("PostgreSQL is up"):
                break
        record = json.loads((stack.home / "run" / "children.json").read_text())
        up.send_signal(signal.SIGINT)
        rest = up.stdout.read()

    assert up.returncode == 0
    assert rest.splitlines()[-1] == "Praan is stopped."
    assert [name for name, (pid, began) in record.items() if start_time(int(pid)) == began] == []


def test_a_process_that_does_not_stay_up_is_named_with_its_last_words(stack: Stack) -> None:
    stack("down")
    stack.environment["PRAAN_ENCRYPTION_KEYS"] = "nonsense"
    try:
        failed = stack("start")
    finally:
        del stack.environment["PRAAN_ENCRYPTION_KEYS"]

    assert failed.returncode == 1
    assert "does not stay up" in failed.stdout
    assert "The end of its log" in failed.stdout
    assert not stack.state()["running"]
