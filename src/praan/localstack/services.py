"""The servers of one installation, started side by side."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from praan.localstack.account import prepare_server_folder, server_account
from praan.localstack.children import Child, Roster, start_time, stop_all
from praan.localstack.credentials import Credentials, credentials_of
from praan.localstack.environment import as_role, on_database, process_environment
from praan.localstack.failure import LocalStackError, PortTakenError
from praan.localstack.home import Home
from praan.localstack.mail import MailCatcher
from praan.localstack.mail import url as catcher_url
from praan.localstack.objects import BUCKET, REGION, ObjectStore
from praan.localstack.ports import is_taken, ports_of
from praan.localstack.postgres import ADMIN, DATABASE, Postgres
from praan.localstack.server import Place, Server, ended_words, log_tail
from praan.localstack.valkey import Valkey

Progress = Callable[[str], None]
START_LIMIT = 120.0
CHOICES = 3
"""How often ports are chosen when other programs take them in the same moment."""


class Holder(NamedTuple):
    """The process that runs an installation."""

    pid: int
    began: str
    """Its start time, as `children.start_time` gives it."""
    port: int


def holder_of(home: Home) -> Holder | None:
    """Who holds the installation's lock now; None = nobody."""
    try:
        handle = os.open(home.lock, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        said = os.pread(handle, 300, 0).decode().split()
        # A lock that was taken this very moment has nothing written yet.
        if len(said) == 3 and start_time(int(said[0])) == said[1]:
            return Holder(int(said[0]), said[1], int(said[2]))
        return None
    finally:
        os.close(handle)
    return None


def _silent(_line: str) -> None:
    pass


def _nothing() -> None:
    pass


class Services:
    """PostgreSQL, Valkey, S3 and a mail catcher below `home`; those that `outside` names are used instead.

    `port` is where Praan's API will listen: pages from there (and from `origins`) may upload photos.
    `outside` is an environment: PRAAN_DATABASE_URL (of a user who may create roles), PRAAN_REDIS_URL,
    PRAAN_S3_ENDPOINT with its keys, PRAAN_SMTP_URL.
    """

    def __init__(
        self,
        home: Path,
        *,
        port: int = 8000,
        origins: Sequence[str] = (),
        outside: Mapping[str, str] | None = None,
    ) -> None:
        self.home = Home(home)
        self.port = port
        self._origins = [f"http://127.0.0.1:{port}", f"http://localhost:{port}", *origins]
        self._outside = dict(outside or {})
        self._lock: int | None = None
        self._servers: dict[str, Server] = {}
        self._children: dict[str, Child] = {}
        self._credentials: Credentials | None = None
        self._roster: Roster | None = None

    @property
    def credentials(self) -> Credentials:
        """The installation's secrets.

        Raises LocalStackError when there are none yet.
        """
        if self._credentials is None:
            if not self.home.secrets.exists():
                raise LocalStackError("Praan was never started here. Run `praan up` first.")
            self._credentials = credentials_of(self.home)
        return self._credentials

    @property
    def roster(self) -> Roster:
        """The record of running children (after `open`)."""
        if self._roster is None:
            raise LocalStackError("The local servers were not started.")
        return self._roster

    def open(self, progress: Progress = _silent) -> None:
        """Take the installation for this process: folders, lock, secrets; end leftovers of a crash.

        Raises LocalStackError when it runs already, cannot be written, or its disk is full.
        """
        if self._lock is not None:
            return
        self.home.prepare()
        self.home.demand_room()
        self._take_lock()
        try:
            self._credentials = credentials_of(self.home)
            self._roster = Roster(self.home, self._credentials.stack)
            if count := self._roster.sweep():
                progress(f"Ended {count} processes that a killed run left behind.")
            self._roster.clear()
        except BaseException:
            self._release_lock()
            raise

    def _take_lock(self) -> None:
        handle = os.open(self.home.lock, os.O_RDWR | os.O_CREAT, 0o600)
        limit = time.monotonic() + 1.0
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                holder = holder_of(self.home)
                # Without a holder somebody only looked, or just begins: see which.
                if holder is None and time.monotonic() < limit:
                    time.sleep(0.02)
                    continue
                os.close(handle)
                who = f" (process {holder.pid}, http://127.0.0.1:{holder.port})" if holder else ""
                raise LocalStackError(
                    f"Praan is already running from {self.home.path}{who}. "
                    "See it with `praan status`, stop it with `praan down`."
                ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()} {start_time(os.getpid())} {self.port}\n".encode(), 0)
        self._lock = handle

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def start(
        self,
        progress: Progress = _silent,
        on_up: Callable[[str], object] = _silent,
        pulse: Callable[[], object] = _nothing,
    ) -> None:
        """Start what `outside` does not provide, side by side, and return when all serve requests.

        `on_up` is called with each server's name (postgres, valkey, s3, mail) once that one serves requests;
        `pulse` again and again while it waits: what it raises ends the start.
        Call it from a thread that lives as long as the servers shall: they end with it.
        Raises LocalStackError, with the tail of the log, when one does not come up; then none runs.
        """
        self.open(progress)
        try:
            for attempt in range(CHOICES):
                try:
                    self._servers = self._wanted(self._place(progress))
                    if self._servers and attempt == 0:
                        progress(f"Starting {', '.join(each.title for each in self._servers.values())} ...")
                    self._run(progress, on_up, pulse)
                    break
                except PortTakenError:
                    if attempt == CHOICES - 1:
                        raise
                    stop_all(list(self._children.values()))
                    self._children.clear()
        except BaseException:
            self.stop()
            raise

    def _place(self, progress: Progress) -> Place:
        account = server_account(self.home)
        return Place(
            folder=prepare_server_folder(self.home, account),
            logs=self.home.logs,
            account=account,
            credentials=self.credentials,
            ports=ports_of(self.home, progress),
        )

    def _wanted(self, place: Place) -> dict[str, Server]:
        servers: dict[str, Server] = {}
        if not self._outside.get("PRAAN_DATABASE_URL"):
            servers["postgres"] = Postgres(place)
        if not self._outside.get("PRAAN_REDIS_URL"):
            servers["valkey"] = Valkey(place)
        if not self._outside.get("PRAAN_S3_ENDPOINT"):
            servers["s3"] = ObjectStore(place, self._origins)
        if not self._outside.get("PRAAN_SMTP_URL"):
            servers["mail"] = MailCatcher(place)
        return servers

    def _run(self, progress: Progress, on_up: Callable[[str], object], pulse: Callable[[], object]) -> None:
        began = time.monotonic()
        waiting = {name: self._bring_up(name, server) for name, server in self._servers.items()}
        while waiting:
            pulse()
            for name, steps in list(waiting.items()):
                if next(steps, "up") == "up":
                    progress(f"{self._servers[name].title} is up ({time.monotonic() - began:.1f} s).")
                    del waiting[name]
                    on_up(name)
            if time.monotonic() - began > START_LIMIT:
                name = next(iter(waiting))
                raise LocalStackError(
                    f"{self._servers[name].title} did not answer within {START_LIMIT:.0f} s. "
                    f"Its log ends:\n{log_tail(self.home.logs / f'{name}.log')}"
                )
            time.sleep(0.02)

    def _bring_up(self, name: str, server: Server) -> Iterator[None]:
        yield from server.prepare()
        self._spawn(name)
        while not server.is_ready():
            if (code := self._children[name].ended()) is not None:
                words = ended_words(server.title, code, self.home.logs / f"{name}.log")
                raise PortTakenError(words) if is_taken(self.home, name) else LocalStackError(words)
            yield

    def _spawn(self, name: str) -> None:
        child = Child.start(self._servers[name].program())
        self._children[name] = child
        self.roster.add(child)

    def relaunch(self, name: str) -> Child:
        """Start server `name` again after its end, without waiting until it is ready."""
        for _ in self._servers[name].prepare():
            time.sleep(0.02)
        self._spawn(name)
        return self._children[name]

    def revive(self, name: str) -> None:
        """Start server `name` again after its end and wait until it serves requests."""
        for _ in self._bring_up(name, self._servers[name]):
            time.sleep(0.02)

    @property
    def children(self) -> dict[str, Child]:
        """The running servers by name: postgres, valkey, s3, mail."""
        return dict(self._children)

    def is_ready(self, name: str) -> bool:
        """Whether server `name` serves requests now."""
        return self._servers[name].is_ready()

    def stop(self) -> None:
        """Stop the servers, cleanly where they can; data stay. Safe to call twice."""
        stop_all(list(self._children.values()))
        self._children.clear()
        if self._roster is not None:
            self._roster.clear()
        self._release_lock()

    def destroy(self) -> None:
        """Stop, then delete data, secrets and logs for good."""
        self.stop()
        self.home.delete()

    def environment(self, process: str) -> dict[str, str]:
        """All PRAAN_* variables for `process`: api, relay, worker, beat, analysis or migrate."""
        admin_url = self._outside.get("PRAAN_DATABASE_URL") or as_role(
            f"postgresql://127.0.0.1:{self._kept_port('postgres')}/{DATABASE}",
            ADMIN,
            self.credentials.database_admin,
        )
        return process_environment(
            process,
            home=self.home.path,
            port=self.port,
            credentials=self.credentials,
            admin_url=admin_url,
            redis_urls=self._redis_urls(),
            storage=self._storage(),
            smtp_url=self._outside.get("PRAAN_SMTP_URL")
            or catcher_url(self._kept_port("mail"), self.credentials.smtp),
            outside=self._outside,
        )

    def _kept_port(self, name: str) -> int:
        try:
            return int(json.loads(self.home.ports.read_text())[name])
        except (OSError, ValueError, KeyError) as error:
            raise LocalStackError("Praan was never started here. Run `praan up` first.") from error

    def _redis_urls(self) -> tuple[str, str]:
        if given := self._outside.get("PRAAN_REDIS_URL"):
            return given, self._outside.get("PRAAN_BROKER_URL") or on_database(given, 1)
        local = f"redis://:{self.credentials.valkey}@127.0.0.1:{self._kept_port('valkey')}"
        return f"{local}/0", f"{local}/1"

    def _storage(self) -> dict[str, str]:
        if given := self._outside.get("PRAAN_S3_ENDPOINT"):
            try:
                keys = {name: self._outside[f"PRAAN_S3_{name}"] for name in ("ACCESS_KEY", "SECRET_KEY")}
            except KeyError as error:
                raise LocalStackError(f"PRAAN_S3_ENDPOINT is set, so {error.args[0]} must be too.") from error
            return {
                "ENDPOINT": given,
                "BUCKET": self._outside.get("PRAAN_S3_BUCKET") or BUCKET,
                "REGION": self._outside.get("PRAAN_S3_REGION") or REGION,
                **keys,
            }
        return {
            "ENDPOINT": f"http://127.0.0.1:{self._kept_port('s3')}",
            "BUCKET": BUCKET,
            "REGION": REGION,
            "ACCESS_KEY": self.credentials.s3_app_id,
            "SECRET_KEY": self.credentials.s3_app_key,
        }
