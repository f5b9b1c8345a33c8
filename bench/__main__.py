"""`make bench`: measures everything, prints the table, writes bench/results.json and docs/performance.md.

    python -m bench [--quick] [--only hot,mixed,photos,start]

--quick takes short runs, to see that the measurement works; with it or --only nothing is written. The search has a
measurement of its own, bench/search.py: filling a database with a million logs takes longer than all of this.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import goals, hot, mixed, page, photos, start
from bench.families import fill, make_families
from bench.machine import commit, load_average, machine
from bench.naive import data
from bench.stack import Stack, stack

PARTS = ("hot", "mixed", "photos", "start")
CONNECTIONS = 32


def run(made: Stack, parts: list[str], *, quick: bool) -> tuple[list[goals.Goal], dict[str, Any]]:
    """The rows of `parts` that need the servers, and the mixed load's p95 by route."""
    rows: list[goals.Goal] = []
    routes: dict[str, Any] = {}
    api = made.api()
    families = asyncio.run(fill(made, make_families(api, CONNECTIONS)))
    if "hot" in parts:
        print("Hot routes beside the naive version and pgbench ...", flush=True)
        asyncio.run(data.prepare(made.admin_url, families))
        naive = made.naive(made.admin_url)
        rows += goals.hot(
            hot.measure(made, api, naive, families, times=2 if quick else 5, seconds=1 if quick else 3)
        )
        naive.stop()
    if "mixed" in parts:
        print("Mixed load over all main routes ...", flush=True)
        most, half = mixed.measure(made, api, families, 2 if quick else 10)
        routes = half.latency
        rows += goals.mixed(most, half)
    if "photos" in parts:
        print("Photos ...", flush=True)
        reading = photos.read(made, api, families[0], 4 if quick else 30)
        asyncio.run(photos.queue(made, families[1]))
        rows += goals.photos(reading, photos.accept(made, api, families, 3 if quick else 11))
    return rows, routes


def table(rows: list[goals.Goal]) -> str:
    """The rows in columns."""
    wide = [max(len(row.name) for row in rows), max(len(row.goal) for row in rows)]
    lines = []
    for row in rows:
        cause = f" because {row.cause}" if row.cause else ""
        lines.append(
            f"{'ok  ' if row.met else 'MISS'}  {row.name:{wide[0]}}  {row.goal:{wide[1]}}  {row.reached}{cause}"
        )
    return "\n".join(lines)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench", description="Measure Praan's speed against its goals.")
    words.add_argument("--quick", action="store_true", help="short runs; nothing is written")
    words.add_argument("--only", default=",".join(PARTS), help=f"parts of {', '.join(PARTS)}; nothing is written")
    asked = words.parse_args()
    parts = asked.only.split(",")
    if unknown := set(parts) - set(PARTS):
        words.error(f"no such part: {', '.join(sorted(unknown))}")
    began, before, measured = time.monotonic(), load_average(), commit()
    folder = Path(tempfile.mkdtemp(prefix="praan-bench-"))
    rows: list[goals.Goal] = []
    routes: dict[str, Any] = {}
    try:
        if set(parts) != {"start"}:
            with stack(folder / "stack") as made:
                rows, routes = run(made, parts, quick=asked.quick)
        if "start" in parts:
            print("Starting the local stack ...", flush=True)
            rows += goals.start(*start.measure(folder / "start"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    minutes = (time.monotonic() - began) / 60
    where = f"{machine()}; load average before {before}, after {load_average()}"
    print(f"\n{table(rows)}\n\n{where}; {minutes:.1f} min", flush=True)
    if asked.quick or set(parts) != set(PARTS):
        return
    results = {
        "goals": [asdict(row) for row in rows],
        "machine": where,
        "commit": measured,
        "minutes": round(minutes),
        "mixed": routes,
    }
    page.RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    page.rewrite()


if __name__ == "__main__":
    main()
