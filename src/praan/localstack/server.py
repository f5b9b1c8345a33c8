"""What the servers have in common: a place, a port, and a start in small steps."""

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from praan.localstack.account import Account
from praan.localstack.children import MARK, Program
from praan.localstack.credentials import Credentials
from praan.localstack.failure import LocalStackError


@dataclass(frozen=True)
class Place:
    """Where a server keeps its data and as whom it runs."""

    folder: Path
    """The parent of every server's own folder; `account` can pass through it."""
    logs: Path
    account: Account | None
    credentials: Credentials
    ports: dict[str, int]

    def own(self, name: str) -> Path:
        """Create (once) and return the folder of server `name`."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True, mode=0o700)
        if self.account is not None:
            os.chown(folder, *self.account.owner)
        return folder

    @property
    def owner(self) -> tuple[int, int] | None:
        """(uid, gid) for files that a server reads; None = the current user's."""
        return self.account.owner if self.account else None

    def environment(self, **extra: str) -> dict[str, str]:
        """A clean environment: nothing of the caller's own leaks into a server."""
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "HOME": str(self.folder),
            MARK: self.credentials.stack,
            **extra,
        }


class Server(Protocol):
    """One of PostgreSQL, Valkey, S3, the mail catcher."""

    @property
    def title(self) -> str:
        """Its name for people."""

    def prepare(self) -> Iterator[None]:
        """Make the data ready; yields while it waits for another program."""

    def program(self) -> Program:
        """The server itself."""

    def is_ready(self) -> bool:
        """Whether it serves requests now."""


def package_folder(package: str) -> Path:
    """The folder of an installed Python package, without importing it.

    Raises LocalStackError when it is not installed.
    """
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise LocalStackError(
            f"The Python package {package} is missing. Run `make up`, which installs everything."
        )
    return Path(found.submodule_search_locations[0])


def ended_words(title: str, code: int, log: Path) -> str:
    """Say that a process ended with exit `code` (negative = by that signal), why, and what its log says."""
    how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
    tail = log_tail(log)
    cause = " The disk is full: free some space." if "No space left on device" in tail else ""
    return f"{title} {how}.{cause} The end of its log ({log}):\n{tail}"


def log_tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented for a message; a hint when there are none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 16_384))
            text = file.read().decode(errors="replace")
    except OSError:
        text = ""
    last = text.rstrip().splitlines()[-lines:]
    return "\n".join(f"    {line[:300]}" for line in last) or "    (its log is empty)"
