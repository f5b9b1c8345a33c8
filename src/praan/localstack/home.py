"""The folder that holds one installation: secrets, logs, ports and, where possible, the data."""

import os
import shutil
from pathlib import Path

from praan.localstack.failure import LocalStackError

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
ROOM_TO_START = 512 * 1024 * 1024


def default_home() -> Path:
    """PRAAN_HOME, else `praan` in the user's data folder (XDG_DATA_HOME or ~/.local/share)."""
    if named := os.environ.get("PRAAN_HOME"):
        return Path(named).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return (Path(data).expanduser() / "praan").absolute()


class Home:
    """The folders of one installation below `path` (absolute)."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.logs = self.path / "logs"
        self.run = self.path / "run"
        self.servers = self.path / "servers"
        self.secrets = self.path / "secrets.json"
        self.lock = self.run / "lock"
        self.ports = self.path / "ports.json"

    def prepare(self) -> None:
        """Create what is missing, readable by its owner only.

        Raises LocalStackError when the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            # Never opens more than it is: root's servers may have been let through meanwhile.
            self.path.chmod(self.path.stat().st_mode & 0o710)
            for folder in (self.logs, self.run):
                folder.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
        except OSError as error:
            raise LocalStackError(
                f"Cannot write to Praan's folder {self.path}: {error.strerror}. "
                "Set PRAAN_HOME to a folder that you own."
            ) from error

    def demand_room(self, needed: int = ROOM_TO_START) -> None:
        """Refuse to go on with less than `needed` free bytes where the data lie.

        Raises LocalStackError.
        """
        place = self.servers if self.servers.exists() else self.path
        free = shutil.disk_usage(place).free
        if free < needed:
            raise LocalStackError(
                f"The disk that holds {place} is full: {free // 2**20} MB free, "
                f"{needed // 2**20} MB needed. Free some space, or set PRAAN_HOME to another disk."
            )

    def delete(self) -> None:
        """Delete the installation for good: data, photos, secrets, logs."""
        if self.servers.is_symlink():
            shutil.rmtree(self.servers.resolve(), ignore_errors=True)
        shutil.rmtree(self.path, ignore_errors=True)


def write_private(path: Path, text: str, owner: tuple[int, int] | None = None) -> None:
    """Replace `path` by `text` in one step, mode 0600, optionally owned by (uid, gid)."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if owner is not None:
            os.fchown(file.fileno(), *owner)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
