"""`praan beat`: Celery's clock for wiring.CLOCK. A second beat does no harm: the tasks are idempotent."""

from __future__ import annotations

from praan import wiring
from praan.infra import telemetry
from praan.infra.settings import Settings
from praan.infra.tasks import make_celery


def run(settings: Settings) -> None:
    """Runs until it is told to stop. Every task once at the start (a long stop may have cost partitions)."""
    telemetry.configure_logging("beat")
    app = make_celery(settings)
    app.conf.beat_schedule = {
        task: {"task": task, "schedule": every, "options": {"queue": "default", "expires": every}}
        for task, every in wiring.CLOCK.items()
    }
    for task, every in wiring.CLOCK.items():
        app.send_task(task, queue="default", expires=every)
    # The schedule lives in memory: nothing here runs rarer than hourly, and every start runs all.
    app.Beat(scheduler="celery.beat:Scheduler", loglevel="WARNING", quiet=True).run()
