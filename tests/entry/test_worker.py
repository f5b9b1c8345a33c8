"""What a worker must be told to start."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from praan import wiring
from praan.entry.worker import settings_for
from praan.infra.crypto import BrokenSeal
from praan.infra.settings import KeylessSettings
from praan.localstack.services import Services
from praan.localstack.supervisor import PROCESSES

KEYS = ("PRAAN_ENCRYPTION_KEYS", "PRAAN_TOKEN_SECRET")


@pytest.fixture
def without_keys(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in services.environment("worker").items():
        monkeypatch.setenv(name, value)
    for name in KEYS:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("without_keys")
def test_a_worker_of_photos_starts_without_keys() -> None:
    settings = settings_for(("analysis",))

    assert isinstance(settings, KeylessSettings)
    with pytest.raises(KeyError):
        settings.vault.seal("a name", "users.name:1")
    with pytest.raises(BrokenSeal):
        settings.vault.open(bytes(40), "users.name:1")


@pytest.mark.usefixtures("without_keys")
@pytest.mark.parametrize("queues", [("default",), ("default", "analysis")])
def test_every_other_worker_says_what_it_misses(queues: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_for(queues)

    assert {error["loc"] for error in refused.value.errors()} == {("encryption_keys",), ("token_secret",)}


def test_alerts_wait_behind_nothing_else() -> None:
    queues = {name: {route.queue for route in routes} for name, routes in wiring.EVENTS.items()}
    urgent = {"alert_opened", "alert_escalated", "alert_cleared", "delivery_asked"}

    assert {name for name, found in queues.items() if wiring.ALERTS in found} == urgent
    assert all(queues[name] == {wiring.ALERTS} for name in urgent)
    served = [tuple(arguments[2].split(",")) for _, arguments in PROCESSES.values() if arguments[0] == "worker"]
    assert (wiring.ALERTS,) in served
    assert sorted(queue for queues_of in served for queue in queues_of) == sorted(wiring.QUEUES)
