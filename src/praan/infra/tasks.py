"""Celery, kept thin: a task is a name, JSON ids, and one async service call.

A task is acknowledged when it is done; one whose worker dies is delivered again after the visibility
time-out. The async services of a worker process run on one asyncio.Runner with one Runtime.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
from celery import Celery, signals

from praan.infra import telemetry
from praan.infra.runtime import Runtime, open_runtime
from praan.infra.settings import Settings
from praan.kernel.errors import Unavailable

# Well below the lease: a task that waits longer than that in a worker is delivered a second time.
RETRY_S = (1, 2, 5, 10)
# What passes by itself: a part that is away, a deadlock, a server that restarts.
PASSING = (Unavailable, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


def make_celery(settings: Settings) -> Celery:
    """The Celery application; no result backend, since results are rows."""
    app = Celery("praan", broker=settings.celery_broker, set_as_current=True)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_acks_on_failure_or_timeout=True,
        task_time_limit=settings.task_lease_s * 2 // 3,
        task_default_queue="default",
        task_routes={},
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": settings.task_lease_s,
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
            "unacked_mutex_expire": 5,
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            # A worker of several queues takes from the first of them by name that has something (wiring.QUEUES).
            "queue_order_strategy": "sorted",
        },
        timezone="UTC",
    )
    return app


class Loop:
    """One event loop with one Runtime, for the life of a worker process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner: asyncio.Runner | None = None
        self._stack = AsyncExitStack()
        self._rt: Runtime | None = None

    def run(self, work: Callable[[Runtime], Awaitable[Any]]) -> Any:
        """The result of `work(rt)`."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(self._with_runtime(work))

    async def _with_runtime(self, work: Callable[[Runtime], Awaitable[Any]]) -> Any:
        if self._rt is None:
            self._rt = await self._stack.enter_async_context(open_runtime(self._settings))
        return await work(self._rt)

    def close(self) -> None:
        if self._runner is not None:
            self._runner.run(self._stack.aclose())
            self._runner.close()
            self._runner = None


def register(
    app: Celery, loop: Loop, name: str, work: Callable[..., Awaitable[Any]], *, queue: str = "default"
) -> None:
    """Makes `work(rt, *ids)` the task `name`. Unavailable parts are tried again, ever more slowly."""

    def run(self: Any, *ids: int | str) -> None:
        try:
            loop.run(lambda rt: work(rt, *ids))
        except PASSING as error:
            delay = RETRY_S[min(self.request.retries, len(RETRY_S) - 1)]
            raise self.retry(exc=error, countdown=delay, max_retries=None) from error

    app.task(run, name=name, bind=True)
    app.conf.task_routes[name] = {"queue": queue}


def configure_worker(process: str) -> None:
    """Praan's own logging instead of Celery's."""

    def setup(**_: Any) -> None:
        telemetry.configure_logging(process)

    signals.setup_logging.connect(setup, weak=False)
