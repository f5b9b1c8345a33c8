"""docs/performance.md from bench/results.json and bench/search.json: `python -m bench.page`."""

from __future__ import annotations

import json
from typing import Any

from bench.stack import ROOT

RESULTS = ROOT / "bench" / "results.json"
SEARCH = ROOT / "bench" / "search.json"
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Speed

Made by `make bench` and `make bench-search` from bench/results.json and bench/search.json; do not edit. A run
starts everything it needs, takes about {minutes} minutes (search: {search_minutes}), and prints the same table.

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

## Search
`make bench-search` fills one database with {search_logs:,} logs of {search_families} families ({each:,} each:
27 months of meals, workouts and readings, every fourth with a note) and {search_documents} documents. The families
that are asked are indexed by Praan's own indexer ({indexed:.0f} logs/s in one process); the index rows of the
others are copies of theirs. {callers} callers then ask `GET /api/v1/search` for {asked} of the families, first as
much as goes, then half of that; it is made sure before that every question finds something, but those that should
not. Machine: {search_machine}. Commit: {search_commit}. Latency at half of the maximum, best of three runs, in ms:

| question | p50 | p95 | p99 |
| --- | --- | --- | --- |
{kinds}
"""


def render(results: dict[str, Any], search: dict[str, Any]) -> str:
    """The page's text."""
    rows = [
        f"| {g['name']} | {g['goal']} | {g['reached']} | {'yes' if g['met'] else '**no**'} | {g['cause']} |"
        for g in [*results["goals"], *search["goals"]]
    ]
    return HEAD.format(
        minutes=results["minutes"],
        machine=results["machine"],
        commit=results["commit"],
        rows="\n".join(rows),
        routes=_spreads(results["mixed"]),
        search_minutes=search["minutes"],
        search_machine=search["machine"],
        search_commit=search["commit"],
        search_logs=search["logs"],
        search_families=search["families"],
        search_documents=search["documents"],
        each=search["logs"] // search["families"],
        indexed=search["indexed"],
        callers=search["callers"],
        asked=search["asked"],
        kinds=_spreads(search["kinds"]),
    )


def _spreads(found: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"| {name} | {times['p50']:.1f} | {times['p95']:.1f} | {times['p99']:.1f} |"
        for name, times in sorted(found.items())
    )


def rewrite() -> None:
    """Writes the page anew from what was measured last."""
    PAGE.write_text(render(json.loads(RESULTS.read_text()), json.loads(SEARCH.read_text())))


if __name__ == "__main__":
    rewrite()
