"""`start` and `down`: the same `up`, detached from the terminal."""

import os
import signal
import subprocess
import sys
import time

from praan.localstack.children import Roster, send
from praan.localstack.credentials import credentials_of
from praan.localstack.failure import LocalStackError
from praan.localstack.home import Home
from praan.localstack.services import holder_of

READY = "Praan is ready:"
STOP_LIMIT = 90.0


def start(home: Home) -> int:
    """Run `up` in the background and pass its lines on until it is ready; returns an exit code.

    Raises LocalStackError when the home cannot be written.
    """
    home.prepare()
    log = home.logs / "praan.log"
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    begin = log.stat().st_size
    try:
        child = subprocess.Popen(
            [sys.executable, "-m", "praan.localstack", "up"],
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
        )
    finally:
        os.close(handle)
    with log.open(encoding="utf-8", errors="replace") as lines:
        lines.seek(begin)
        try:
            while True:
                ended = child.poll()
                for line in lines:
                    print(line, end="", flush=True)
                    if line.startswith(READY):
                        return 0
                if ended is not None:
                    return ended or 1
                time.sleep(0.05)
        except KeyboardInterrupt:
            child.terminate()
            return child.wait() or 130


def down(home: Home) -> bool:
    """Stop what runs from `home`, and what a killed run left; returns whether anything ran.

    Raises LocalStackError when it does not end in time.
    """
    holder = holder_of(home)
    if holder is not None:
        send(holder.pid, holder.began, signal.SIGTERM)
        limit = time.monotonic() + STOP_LIMIT
        while holder_of(home) == holder:
            if time.monotonic() > limit:
                raise LocalStackError(f"Praan (process {holder.pid}) did not stop within {STOP_LIMIT:.0f} s.")
            time.sleep(0.05)
        return True
    if home.secrets.exists():
        roster = Roster(home, credentials_of(home).stack)
        found = roster.sweep()
        roster.clear()
        return found > 0
    return False
