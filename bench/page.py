"""docs/performance.md from bench/results.json: `python -m bench.page`."""

from __future__ import annotations

import json
from typing import Any

from bench.stack import ROOT

RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Speed

Made by `make bench` from bench/results.json; do not edit. The run starts everything it needs, takes about
{minutes} minutes, and prints the same table.

Machine: {machine}. Commit: {commit}.

| what | goal | reached | met | why not |
| --- | --- | --- | --- | --- |
{rows}

## How it is measured
- PostgreSQL, Valkey and S3 are the local stack's, with their ordinary settings (fsync and synchronous_commit on).
  The API is one `praan api` process; limits are raised by settings. 32 connections, one family each.
- Ratios come from one interleaved run (ours, naive, ours, naive ...): medians of at least four rounds. CPU is
  the process's own user and system time divided by its answers, best of the rounds.
- The naive version (bench/naive) has the same duties the ordinary way: FastAPI with dependencies, SQLAlchemy's
  ORM, redis-py, the same web server and settings. Its `today` answers from redis-py alone.
- pgbench runs the very statement of POST /logs, prepared, with 32 clients.
- The mixed load and its weights are described in bench/mixed.py; a latency there counts from the moment a request
  was due. Latency at half of the maximum, best of three runs, in ms:

| route | p50 | p95 | p99 |
| --- | --- | --- | --- |
{routes}
"""


def render(results: dict[str, Any]) -> str:
    """The page's text."""
    rows = [
        f"| {g['name']} | {g['goal']} | {g['reached']} | {'yes' if g['met'] else '**no**'} | {g['cause']} |"
        for g in results["goals"]
    ]
    routes = [
        f"| {name} | {times['p50']:.1f} | {times['p95']:.1f} | {times['p99']:.1f} |"
        for name, times in sorted(results["mixed"].items())
    ]
    return HEAD.format(
        minutes=results["minutes"],
        machine=results["machine"],
        commit=results["commit"],
        rows="\n".join(rows),
        routes="\n".join(routes),
    )


if __name__ == "__main__":
    PAGE.write_text(render(json.loads(RESULTS.read_text())))
