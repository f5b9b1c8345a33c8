"""Internal ports: free ones are chosen once and kept."""

import json
import secrets
import socket
from collections.abc import Callable

from praan.localstack.home import Home, write_private

NAMES = ("postgres", "valkey", "s3", "s3_master", "s3_volume", "s3_filer", "s3_iceberg", "mail")
GRPC_OFFSET = 10_000
"""The S3 server opens a second port that far above each of its own."""


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on `host`:`port` now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # Ports in TIME_WAIT count as free, as they do for the servers themselves.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _fits(name: str, port: int, used: set[int]) -> bool:
    wanted = [port, port + GRPC_OFFSET] if name.startswith("s3") else [port]
    return not used.intersection(wanted) and all(is_free(number) for number in wanted)


def _claim(name: str, port: int, used: set[int]) -> None:
    used.update([port, port + GRPC_OFFSET] if name.startswith("s3") else [port])


def is_taken(home: Home, server: str) -> bool:
    """Whether a program that is not ours listens on a port of `server` (one of Services.children; not running)."""
    kept = json.loads(home.ports.read_text())
    own = [port for name, port in kept.items() if name.startswith(server)]
    more = [port + GRPC_OFFSET for port in own] if server == "s3" else []
    return not all(map(is_free, own + more))


def ports_of(home: Home, progress: Callable[[str], None]) -> dict[str, int]:
    """Return this installation's port for each of NAMES.

    A kept port that another program took meanwhile is replaced, and `progress` is told.
    """
    kept: dict[str, int] = {}
    if home.ports.exists():
        kept = {str(name): int(port) for name, port in json.loads(home.ports.read_text()).items()}
    chosen: dict[str, int] = {}
    used: set[int] = set()
    for name in NAMES:
        port = kept.get(name)
        if port is not None and not _fits(name, port, used):
            progress(f"Port {port} of {name} is used by another program now: taking another.")
            port = None
        while port is None:
            # Below the range from which systems hand out ports to outgoing connections.
            candidate = 10_500 + secrets.randbelow(11_000)
            port = candidate if _fits(name, candidate, used) else None
        chosen[name] = port
        _claim(name, port, used)
    if chosen != kept:
        write_private(home.ports, json.dumps(chosen, indent=2) + "\n")
    return chosen
