"""`praan worker`: Celery with the tasks of the queues that it serves, and only those."""

from __future__ import annotations

import os
import sys
from functools import partial

from celery import Celery, signals

from praan import wiring
from praan.documents import cleaning
from praan.families import sharing
from praan.infra import telemetry
from praan.infra.mail import service as mail
from praan.infra.outbox import housekeeping
from praan.infra.runtime import Runtime
from praan.infra.settings import KeylessSettings, Settings
from praan.infra.tasks import Loop, configure_worker, make_celery, register
from praan.notifications import delivery
from praan.programs import nights
from praan.reports import making, shares
from praan.search import index
from praan.uploads import service as uploads
from praan.vitals import stale


def settings_for(queues: tuple[str, ...]) -> Settings:
    """The environment's settings, without keys for a worker that only opens what strangers made."""
    return KeylessSettings() if set(queues) == {wiring.ANALYSIS} else Settings()


def make_worker(settings: Settings, queues: tuple[str, ...]) -> Celery:
    """The application with the tasks of these queues. The model is loaded only where photos are read."""
    app = make_celery(settings)
    loop = Loop(settings)
    if "analysis" in queues:
        from praan.journal.analysis import analyse
        from praan.meals.seeing import make_vision

        vision = make_vision(
            settings.vision,
            url=settings.vision_url,
            model=settings.vision_model,
            api_key=settings.vision_api_key.get_secret_value(),
        )

        async def analyse_photo(rt: Runtime, owner: int, log_id: int) -> None:
            await analyse(rt, vision, owner, log_id)

        register(app, loop, wiring.ANALYSE_PHOTO, analyse_photo, queue=wiring.ANALYSIS)
        register(app, loop, wiring.CLEAN_DOCUMENT, cleaning.process, queue=wiring.ANALYSIS)
    if wiring.DEFAULT in queues:
        register(app, loop, wiring.SEND_MAIL, mail.send)
        register(app, loop, wiring.READ_DOCUMENT, cleaning.read_words)
        register(app, loop, wiring.MAIL_INVITATIONS, sharing.mail_held)
        register(app, loop, wiring.SWEEP_UPLOADS, uploads.sweep)
        register(app, loop, wiring.SWEEP_KEYS, housekeeping.sweep_keys)
        register(app, loop, wiring.MAKE_PARTITIONS, housekeeping.make_partitions)

        async def turn_programs(rt: Runtime) -> None:
            if not await nights.turn_programs(rt):
                app.send_task(wiring.TURN_PROGRAMS, queue=wiring.DEFAULT)

        register(app, loop, wiring.TURN_PROGRAMS, turn_programs)
        register(app, loop, wiring.INDEX_SEARCH, index.sweep)
        register(app, loop, wiring.WATCH_STALE, stale.watch)
        register(app, loop, wiring.INDEX_DOCUMENT, index.document)

        async def ask_reports(rt: Runtime) -> None:
            if not await making.ask_weekly(rt):
                app.send_task(wiring.ASK_REPORTS, queue=wiring.DEFAULT)

        register(app, loop, wiring.ASK_REPORTS, ask_reports)
        register(app, loop, wiring.SWEEP_SHARES, shares.sweep)
    # Also what an earlier version put into the default queue.
    if {wiring.ALERTS, wiring.DEFAULT} & set(queues):
        for task, occasion in (
            (wiring.TELL_OPENED, "OPENED"),
            (wiring.TELL_ESCALATED, "ESCALATED"),
            (wiring.TELL_CLEARED, "CLEARED"),
        ):
            register(app, loop, task, partial(delivery.tell, occasion=occasion), queue=wiring.ALERTS)
        register(app, loop, wiring.DELIVER, delivery.deliver, queue=wiring.ALERTS)
    if {wiring.REPORTS, wiring.DEFAULT} & set(queues):
        register(app, loop, wiring.MAKE_REPORT, making.make, queue=wiring.REPORTS)
    signals.worker_process_shutdown.connect(lambda **_: loop.close(), weak=False)
    return app


def run(settings: Settings, queues: tuple[str, ...], concurrency: int) -> None:
    """Serves the queues until it is told to stop."""
    name = "worker-" + "-".join(queues)
    telemetry.configure_logging(name)
    configure_worker(name)
    app = make_worker(settings, queues)
    if os.getuid() == 0:
        os.environ.setdefault("C_FORCE_ROOT", "1")
    app.worker_main(
        [
            "worker",
            f"--queues={','.join(queues)}",
            f"--concurrency={concurrency}",
            f"--hostname={name}-{os.getpid()}@localhost",
            "--pool=prefork",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=WARNING",
        ]
    )
    sys.exit(0)
