"""Alerts told without a relay or a worker: their events are taken from the outbox and run here, one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from tests.conftest import settings_for
from tests.contract.conftest import free_port
from tests.notifications.pushes import PushService
from tests.post import Post, listening

from praan.infra.runtime import Runtime, open_runtime
from praan.localstack.services import Services
from praan.notifications import delivery

EVENTS = """
DELETE FROM outbox WHERE user_id = $1 AND (event LIKE 'alert\\_%' OR event = 'delivery_asked')
RETURNING id, event, payload
"""
REFUSING = "refused@"


@pytest.fixture(scope="module")
def pushes() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.close()
    assert service.faults == []


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Post, int]]:
    """An SMTP server that refuses some for good, and its port."""
    post, port = Post(lambda to: "550 No" if to.startswith(REFUSING) else None), free_port()
    with listening(post, port):
        yield post, port


@pytest.fixture(scope="module")
def post(mailbox: tuple[Post, int]) -> Post:
    return mailbox[0]


@pytest.fixture(scope="module")
async def sender(services: Services, mailbox: tuple[Post, int]) -> AsyncIterator[Runtime]:
    """The worker's process, with these servers around it."""
    changes = {"PRAAN_SMTP_URL": f"smtp://127.0.0.1:{mailbox[1]}", "PRAAN_PUSH_PRIVATE": "true"}
    async with open_runtime(settings_for(services, "worker", **changes)) as runtime:
        yield runtime


class Clockwork:
    """Relay and worker for one family, step by step."""

    def __init__(self, god: Any, rt: Runtime) -> None:
        self.god = god
        self.rt = rt

    async def settle(self, owner: int, *, twice: bool = False) -> None:
        """Runs the family's events until none is left; each a second time where the broker would."""
        while events := sorted(await self.god.fetch(EVENTS, owner), key=lambda row: row["id"]):
            for event in events * (2 if twice else 1):
                if event["event"] == "delivery_asked":
                    await delivery.deliver(self.rt, owner, event["payload"]["delivery_id"])
                else:
                    occasion = event["event"].removeprefix("alert_").upper()
                    said = event["payload"]
                    alert, severity, episode = said["alert_id"], said["severity"], said["episode"]
                    await delivery.tell(self.rt, owner, alert, severity, episode, occasion=occasion)


@pytest.fixture(scope="module")
def clockwork(god: Any, sender: Runtime) -> Clockwork:
    return Clockwork(god, sender)
