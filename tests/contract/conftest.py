"""The API as it really runs: a process of its own, on a port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from tests.conftest import GENEROUS

from praan.localstack.services import Services


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def running_api(services: Services) -> Iterator[str]:
    """The URL of a `praan api` process."""
    port = str(free_port())
    environment = {**os.environ, **services.environment("api"), **GENEROUS, "PRAAN_PORT": port}
    with subprocess.Popen([sys.executable, "-m", "praan.entry.cli", "api"], env=environment) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            # Each retry waits twice as long as the one before: half a minute on a busy machine.
            with httpx.Client(transport=httpx.HTTPTransport(retries=7)) as client:
                assert client.get(f"{url}/api/v1/health/ready", timeout=30).status_code == 200
            yield url
        finally:
            process.terminate()
