"""What a worker must be told to start."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from praan.entry.worker import settings_for
from praan.infra.crypto import BrokenSeal
from praan.infra.settings import KeylessSettings
from praan.localstack.services import Services

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
