"""How long `praan start` takes, the first time and with data."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.stack import ROOT, free_port


def measure(home: Path) -> tuple[float, float]:
    """Seconds until Praan is ready below `home`: fresh, then warm. Everything is stopped and deleted again."""
    environment = {**os.environ, "PRAAN_HOME": str(home), "PRAAN_PORT": str(free_port())}

    def praan(*words: str) -> float:
        """Runs a command; seconds."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "praan.entry.cli", *words]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"praan {words[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")
        return time.perf_counter() - began

    try:
        fresh = praan("start")
        praan("down")
        return fresh, praan("start")
    finally:
        praan("reset", "--yes")
