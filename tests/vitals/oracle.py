"""A naive serial evaluation: one reading after the other by (timestamp, id), nothing shared with Praan.

And what Praan has stored, in the same words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

LOGS = """
SELECT id, timestamp AS at, local_date, payload FROM daily_logs WHERE member_id = $1 AND log_type = 'VITALS'
  AND deleted_at IS NULL AND superseded_by IS NULL ORDER BY timestamp, id
"""
STORED = """
SELECT rule::text AS rule, log_id, opened_at, latest_log_id, worst_log_id, readings::integer AS readings,
  severity::text AS severity, cleared_at, status::text <> 'CLEARED' AS running
FROM alerts WHERE member_id = $1 AND rule <> 'stale' AND cleared_by IS DISTINCT FROM 'WITHDRAWN'
ORDER BY rule, opened_at, log_id
"""
MEMBERSHIP = """
SELECT r.rule::text AS rule, r.log_id, r.severity, a.log_id AS opener FROM readings r
LEFT JOIN alerts a ON a.user_id = r.user_id AND a.id = r.alert_id
WHERE r.member_id = $1 ORDER BY r.rule, r.at, r.log_id
"""


@dataclass
class Run:
    """One alert as it should be."""

    rule: str
    log_id: int
    opened_at: dt.datetime
    severity: str
    worst_log_id: int
    latest_log_id: int = 0
    readings: int = 0
    cleared_at: dt.datetime | None = None
    members: dict[int, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        shown = {name: value for name, value in vars(self).items() if name != "members"}
        return {**shown, "running": self.cleared_at is None}


def verdicts(payload: dict[str, Any]) -> dict[str, str]:
    """Severity by rule of an adult's reading, by the words of the table."""
    kind = payload["kind"]
    if kind == "blood_pressure":
        high, low = payload["systolic"], payload["diastolic"]
        if high >= 180 or low >= 120 or high <= 90:
            worst = "URGENT"
        elif high >= 140 or low >= 90 or high <= 100:
            worst = "WARN"
        elif high >= 120 or low >= 80:
            worst = "INFO"
        else:
            worst = "NORMAL"
        found = {"blood_pressure": worst}
        return found | (verdicts({"kind": "pulse", "value": payload["pulse"]}) if "pulse" in payload else {})
    value = payload["value"]
    if kind == "pulse":
        urgent, warn = value <= 40 or value >= 131, value < 50 or value > 100
    elif kind == "temperature":
        urgent, warn = value <= 35, value >= 38
    elif kind == "glucose":
        urgent, warn = value < 54 or value > 250, value < 70 or value > 180
    else:
        urgent, warn = value <= 92, value <= 94
    return {kind: "URGENT" if urgent else "WARN" if warn else "NORMAL"}


def evaluate(logs: list[Any]) -> tuple[list[Run], dict[tuple[str, int], str]]:
    """The runs of an adult's logs, and each reading's severity by (rule, log)."""
    done: list[Run] = []
    running: dict[str, Run] = {}
    fever_since: dict[str, dt.date] = {}
    said: dict[tuple[str, int], str] = {}
    for log in sorted(logs, key=lambda log: (log["at"], log["id"])):
        for rule, severity in verdicts(log["payload"]).items():
            run = running.get(rule)
            if severity in ("NORMAL", "INFO"):
                said[rule, log["id"]] = severity
                fever_since.pop(rule, None)
                if run is not None:
                    run.cleared_at = log["at"]
                    del running[rule]
                continue
            if rule == "temperature" and log["payload"]["value"] >= 38:
                since = fever_since.setdefault(rule, log["local_date"])
                if (log["local_date"] - since).days >= 5:
                    severity = "URGENT"
            said[rule, log["id"]] = severity
            if run is None:
                run = running[rule] = Run(rule, log["id"], log["at"], severity, log["id"])
                done.append(run)
            if severity == "URGENT" and run.severity == "WARN":
                run.severity, run.worst_log_id = "URGENT", log["id"]
            run.latest_log_id = log["id"]
            run.readings += 1
            run.members[log["id"]] = severity
    return sorted(done, key=lambda run: (run.rule, run.opened_at, run.log_id)), said


async def assert_as_if_serial(god: Any, member: int) -> list[dict[str, Any]]:
    """What is stored equals the serial evaluation of the logs as they stand; the alerts.

    Also each reading's severity, and which alert it belongs to.
    """
    runs, said = evaluate(await god.fetch(LOGS, member))
    stored = [dict(row) for row in await god.fetch(STORED, member)]
    assert stored == [run.told() for run in runs]
    rows = await god.fetch(MEMBERSHIP, member)
    assert {(row["rule"], row["log_id"]): row["severity"] for row in rows if row["rule"] != "weight"} == said
    openers = {(run.rule, log): run.log_id for run in runs for log in run.members}
    assert {(row["rule"], row["log_id"]): row["opener"] for row in rows if row["opener"]} == openers
    return stored
