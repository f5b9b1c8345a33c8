"""`praan relay`: takes events from the outbox to Celery. Nudged through Valkey, it polls every second anyway.

At least once: an event is forgotten only after the broker has taken it. Any number of relays may run.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from praan import wiring
from praan.documents import service as documents
from praan.infra import live, telemetry
from praan.infra.mail import service as mail
from praan.infra.outbox import housekeeping
from praan.infra.outbox import service as outbox
from praan.infra.runtime import Runtime, open_runtime
from praan.infra.settings import Settings
from praan.infra.tasks import PASSING, make_celery
from praan.infra.valkey import Down, Valkey
from praan.notifications import delivery
from praan.reports import making

POLL_S = 1.0
REST_S = 1.0
RECOVER_S = 5.0
# Where Celery's Redis transport keeps what workers have taken and not yet acknowledged.
UNACKED = "unacked"

log = structlog.get_logger("praan.relay")


async def drain(rt: Runtime, celery: Celery) -> int:
    """Sends every due event; how many. Raises what the database or the broker raises.

    One that this version does not know (a newer one wrote it) stays, and keeps back no other.
    """
    sent = 0
    while events := await outbox.claim(rt):
        known = [event for event in events if _is_known(event)]
        await asyncio.to_thread(_send, celery, known)
        await outbox.done(rt, known)
        sent += len(known)
    return sent


def _is_known(event: outbox.Event) -> bool:
    routes = wiring.EVENTS.get(event.name)
    known = routes is not None and all(name in event.payload for route in routes for name in route.ids)
    if not known:
        log.error("event_unknown", event_id=event.id, event_name=event.name)
    return known


def _send(celery: Celery, events: list[outbox.Event]) -> None:
    with celery.producer_pool.acquire(block=True, timeout=10) as producer:
        for event in events:
            for route in wiring.EVENTS[event.name]:
                ids = [event.user_id, *(event.payload[name] for name in route.ids)]
                celery.send_task(route.task, args=ids, queue=route.queue, producer=producer, retry=False)


async def recover(rt: Runtime, broker: Valkey) -> int:
    """Asks again for what the broker or a killed worker has lost, and for letters and deliveries due; how many.

    Raises Down.
    """
    alerts = await broker.command("LLEN", wiring.ALERTS)
    asked = await delivery.requeue_alerts(rt, queue_is_empty=alerts == 0)
    told = asked + await delivery.requeue(rt, queue_is_empty=alerts == 0)
    others = await broker.command("LLEN", wiring.DEFAULT)
    letters = await mail.requeue(rt, queue_is_empty=others == 0)
    queued = await broker.command("LLEN", wiring.ANALYSIS) + await broker.command("HLEN", UNACKED)
    reports = await broker.command("LLEN", wiring.REPORTS)
    made = await making.requeue(rt, queue_is_empty=reports == 0)
    files = await documents.requeue(rt, queue_is_empty=others + queued == 0)
    return letters + told + made + files + await housekeeping.requeue_photos(rt, queue_is_empty=queued == 0)


async def _nudge(valkey: Valkey) -> None:
    """Returns when somebody has published an event, or after POLL_S."""
    with contextlib.suppress(Down):
        for _ in range(int(POLL_S / 0.1)):
            if await valkey.command("GETDEL", live.NUDGE):
                return
            await asyncio.sleep(0.1)
        return
    await asyncio.sleep(POLL_S)


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    celery = make_celery(settings)
    broker = Valkey(settings.celery_broker)
    look_again = 0.0
    async with open_runtime(settings) as rt:
        while not stop.is_set():
            try:
                await drain(rt, celery)
                if loop.time() >= look_again:
                    await recover(rt, broker)
                    look_again = loop.time() + RECOVER_S
                await _nudge(rt.valkey)
            except (*PASSING, OperationalError, Down) as error:
                log.warning("relay_waits", error=type(error).__name__)
                await asyncio.sleep(REST_S)


def run(settings: Settings) -> None:
    telemetry.configure_logging("relay")
    asyncio.run(serve(settings))
