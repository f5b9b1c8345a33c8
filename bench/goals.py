"""The rows of the table: what was measured beside its goal, and why where it is not met."""

from __future__ import annotations

from dataclasses import dataclass

from bench.hot import Tally
from bench.mixed import worst
from bench.photos import Reading
from bench.stack import Load

ALONE = "every write commits alone; commits that several writes share come with the work on scale"
DATABASE = "the rest is PostgreSQL: row-level security, foreign keys, five indexes, one commit a write"


@dataclass(frozen=True)
class Goal:
    """One row; `cause` says why it is not met, or is empty."""

    name: str
    goal: str
    reached: str
    met: bool
    cause: str = ""


def _at_least(name: str, value: float, goal: float, unit: str, more: str = "", cause: str = "") -> Goal:
    met = value >= goal
    return Goal(name, f"≥ {goal:g} {unit}", f"{value:.1f} {unit}{more}", met, "" if met else cause)


def _at_most(name: str, value: float, goal: float, unit: str, more: str = "", cause: str = "") -> Goal:
    met = value <= goal
    shown = f"{value:.2f}" if goal < 1 else f"{value:.1f}" if goal < 10 else f"{value:.0f}"
    return Goal(name, f"≤ {goal:g} {unit}", f"{shown} {unit}{more}", met, "" if met else cause)


def hot(tallies: dict[str, Tally]) -> list[Goal]:
    """The three hot routes: ratios of medians, CPU of the best round."""

    def against(name: str, route: str, goal: float, cause: str = "") -> Goal:
        ours, theirs = tallies[route].rate, tallies[f"naive {route}"].rate
        return _at_least(name, ours / theirs, goal, "×", f" ({ours:.0f}/s against {theirs:.0f}/s)", cause)

    ours, limit = tallies["post"].rate, tallies["pgbench"].rate
    said = f" ({ours:.0f}/s of {limit:.0f}/s)"
    rows = [
        against("POST /logs against the naive version", "post", 8, DATABASE),
        _at_least("POST /logs, share of pgbench's limit", ours / limit * 100, 80, "%", said, ALONE),
        against("GET history against the naive ORM version", "history", 6),
        against("GET adherence/today on a hit against redis-py", "today", 3),
    ]
    for route, name, goal in (
        ("post", "POST /logs", 0.25),
        ("history", "GET history", 0.6),
        ("today", "GET adherence/today", 0.12),
    ):
        tally = tallies[route]
        cause = ALONE if route == "post" else ""
        more = f" (PostgreSQL {min(tally.database_cpu_ms):.2f} ms, naive {tallies['naive ' + route].cpu:.2f} ms)"
        rows.append(_at_most(f"{name}, server CPU a request", tally.cpu, goal, "ms", more, cause))
    return rows


def mixed(most: float, half: Load) -> list[Goal]:
    """The slowest route of the mixed load at half of the maximum."""
    slowest, p95 = worst(half)
    more = f" ({slowest}; all together {half.latency['all']['p95']:.0f} ms; {half.rate:.0f}/s of {most:.0f}/s)"
    return [_at_most("p95 of the slowest route at half of the maximum", p95, 200, "ms", more)]


def photos(reading: Reading, accepted: Load) -> list[Goal]:
    """The way of a photo."""
    spread = f" (p50 {reading.at(0.5):.2f} s, worst {reading.at(1):.2f} s, {len(reading.seconds)} photos)"
    taken = f" (p50 {accepted.latency['all']['p50']:.0f} ms, {accepted.rate:.0f}/s)"
    return [
        _at_most("photo to macros, local model, one worker, p95", reading.at(0.95), 5, "s", spread),
        _at_most("worker's memory during analysis", reading.worker_mb, 600, "MB", " (both of its processes)"),
        _at_most("202 of a photo log while 10,000 wait, p95", accepted.latency["all"]["p95"], 100, "ms", taken),
    ]


def search(most: float, load: Load, where: str, found: list[float], indexed: float) -> list[Goal]:
    """Asking at half of the `most` answers a second, and how soon after its 201 a log is found; `indexed` logs a
    second.
    """
    kinds = {name: spread["p95"] for name, spread in load.latency.items() if name != "all"}
    slowest = max(kinds, key=lambda name: kinds[name])
    p95, p50 = load.latency["all"]["p95"], load.latency["all"]["p50"]
    told = f" (p50 {p50:.0f} ms; slowest: {slowest}, {kinds[slowest]:.0f} ms; {load.rate:.0f}/s of {most:.0f}/s)"
    soon = f" (worst of {len(found)}; the index takes {indexed:.0f} logs/s)"
    return [
        _at_most(f"GET search in {where}, p95", p95, 50, "ms", told),
        _at_most("from the 201 of a log until it is found", max(found), 5, "s", soon),
    ]


def start(fresh: float, warm: float) -> list[Goal]:
    """Starting the local stack, packages installed and web app built."""
    return [_at_most("local stack ready, with data", warm, 15, "s", f" (without data {fresh:.0f} s)")]
