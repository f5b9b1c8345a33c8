"""Children end with their parent; strangers are never touched."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.patience import eventually

from praan.localstack.children import MARK, Child, Program, Roster, start_time, stop_all
from praan.localstack.home import Home


def program(folder: Path, *argv: str, **changes: object) -> Program:
    settings: dict[str, object] = {
        "name": "child",
        "argv": argv,
        "env": {"PATH": os.environ["PATH"]},
        "cwd": folder,
        "log": folder / "child.log",
    }
    return Program(**{**settings, **changes})  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def stranger() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def test_a_child_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path\n"
        "from praan.localstack.children import Child, Program\n"
        "here = Path(sys.argv[1])\n"
        "child = Child.start(Program('c', ['sleep', '600'], {'PATH': os.environ['PATH']}, here, here / 'log'))\n"
        "print(child.pid, flush=True); time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert start_time(child) is not None

    parent.kill()
    parent.wait()

    eventually(lambda: start_time(child) is None)


def test_the_rest_of_a_dead_childs_group_is_ended(tmp_path: Path) -> None:
    child = Child.start(program(tmp_path, "sh", "-c", "sleep 600 & echo $!; wait"))
    eventually(lambda: (tmp_path / "child.log").read_text().strip())
    grandchild = int((tmp_path / "child.log").read_text())

    os.kill(child.pid, signal.SIGKILL)

    eventually(lambda: child.ended() == -signal.SIGKILL)
    eventually(lambda: start_time(grandchild) is None)


def test_a_child_that_ignores_the_stop_signal_is_killed_after_its_grace(tmp_path: Path) -> None:
    child = Child.start(
        program(tmp_path, "sh", "-c", "trap '' TERM; echo on; while :; do sleep 1; done", grace=0.3)
    )
    eventually(lambda: (tmp_path / "child.log").read_text().strip())

    stop_all([child])

    assert child.ended() == -signal.SIGKILL


def test_a_leftover_is_ended_by_its_mark_even_when_the_record_is_gone(home: Home) -> None:
    child = Child.start(program(home.path, "sleep", "600", env={"PATH": os.environ["PATH"], MARK: "stack-1"}))

    assert Roster(home, "stack-2").sweep() == 0
    assert child.ended() is None

    # The child is also ours to reap, so it may stay a zombie until `ended` looks.
    assert Roster(home, "stack-1").sweep() == 1
    eventually(lambda: child.ended() is not None)


def test_a_strangers_process_that_has_a_recorded_number_is_left_alone(
    home: Home, stranger: "subprocess.Popen[bytes]"
) -> None:
    (home.run / "children.json").write_text(json.dumps({"api": [str(stranger.pid), "another-boot/1"]}))

    assert Roster(home, "stack-3").sweep() == 0

    assert stranger.poll() is None


def test_a_recorded_child_is_ended(home: Home) -> None:
    child = Child.start(program(home.path, "sleep", "600"))
    roster = Roster(home, "stack-4")
    roster.add(child)

    assert Roster(home, "stack-4").sweep() == 1

    eventually(lambda: child.ended() is not None)
