"""Logs and metrics of every process, behind one module. No health data, names or addresses in either."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict

REGISTRY = CollectorRegistry()
REQUESTS = Histogram(
    "praan_http_request_seconds",
    "Time from the first byte in to the last byte out.",
    ["method", "route", "status"],
    registry=REGISTRY,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5),
)
CACHE = Counter("praan_cache_reads", "Reads of the cache.", ["what", "outcome"], registry=REGISTRY)
LIVE = Gauge("praan_live_sockets", "Open WebSockets of this process.", registry=REGISTRY)
DATABASE_UP = Gauge("praan_database_up", "1 while the database answers.", registry=REGISTRY)
OUTBOX_ROWS = Gauge("praan_outbox_rows", "Events waiting for the relay.", registry=REGISTRY)
OUTBOX_AGE = Gauge("praan_outbox_oldest_seconds", "Age of the oldest waiting event.", registry=REGISTRY)
PARTITION_DAYS = Gauge(
    "praan_partition_days_ahead",
    "Days that daily_logs has partitions for, from now on; below 0 writes fail.",
    registry=REGISTRY,
)
_children: dict[tuple[str, str, int], Histogram] = {}


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Counts one answered request; `route` is the template, never the path with its ids."""
    key = (method, route, status)
    child = _children.get(key)
    if child is None:
        child = _children[key] = REQUESTS.labels(method, route, str(status))
    child.observe(seconds)


def _without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Drops what exceptions say: validation and database errors quote the values that they refuse."""
    for told in event.get("exception") or ():
        told.pop("exc_value", None)
        told.pop("exc_notes", None)
    return event


def configure_logging(process: str, level: int = logging.INFO) -> None:
    """JSON lines on standard error, each with the process's name."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without local variables: they hold what people told us.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            _without_words,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
