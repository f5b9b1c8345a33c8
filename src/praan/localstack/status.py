"""What runs now, for people and for programs."""

import contextlib
import json
import os
import socket
import time
from pathlib import Path
from typing import Any

from praan.localstack.children import start_time
from praan.localstack.home import Home
from praan.localstack.services import holder_of
from praan.localstack.supervisor import is_ready


def _seconds_alive(started: str) -> float:
    ticks = int(started.rpartition("/")[2]) / os.sysconf("SC_CLK_TCK")
    return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - ticks)


def _megabytes(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    return 0.0


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def look(home: Home) -> dict[str, Any]:
    """The installation's state: running, ready, url, home, processes and servers; no secrets.

    Each process has name, pid, running, seconds and megabytes; each server name, address and answers.
    """
    holder = holder_of(home)
    known: dict[str, list[str]] = {}
    ports: dict[str, int] = {}
    with contextlib.suppress(OSError, ValueError):
        ports = json.loads(home.ports.read_text())
    if holder is not None:
        with contextlib.suppress(OSError, ValueError):
            known = json.loads((home.run / "children.json").read_text())
    processes = []
    for name, (pid, started) in known.items():
        running = start_time(int(pid)) == started
        processes.append(
            {
                "name": name,
                "pid": int(pid),
                "running": running,
                "seconds": round(_seconds_alive(started)) if running else 0,
                "megabytes": _megabytes(int(pid)) if running else 0.0,
            }
        )
    return {
        "running": holder is not None,
        "ready": holder is not None and is_ready(holder.port),
        "pid": holder.pid if holder else None,
        "url": f"http://127.0.0.1:{holder.port}" if holder else None,
        "home": str(home.path),
        "logs": str(home.logs),
        "processes": processes,
        "servers": [
            {"name": name, "address": f"127.0.0.1:{ports[name]}", "answers": _listens(ports[name])}
            for name in ("postgres", "valkey", "s3", "mail")
            if name in known and name in ports
        ],
    }


def as_text(state: dict[str, Any]) -> str:
    """`look`'s answer as a table."""
    if not state["running"]:
        return f"Praan is not running (home: {state['home']})."
    lines = [
        f"Praan is {'ready' if state['ready'] else 'running but NOT ready'}: {state['url']}",
        f"home {state['home']}, logs {state['logs']}, supervisor {state['pid']}",
        "",
        f"{'process':<12}{'pid':>9}  {'state':<8}{'up':>10}{'memory':>11}",
    ]
    for process in state["processes"]:
        lines.append(
            f"{process['name']:<12}{process['pid']:>9}  {'running' if process['running'] else 'ENDED':<8}"
            f"{process['seconds']:>8} s{process['megabytes']:>8.1f} MB"
        )
    for server in state["servers"]:
        word = "answers" if server["answers"] else "does NOT answer"
        lines.append(f"{server['name']} {word} at {server['address']}")
    return "\n".join(lines)
