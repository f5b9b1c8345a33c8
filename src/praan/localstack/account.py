"""Which user runs the servers, and where their programs and data may lie.

PostgreSQL refuses to run as root. A root installation therefore runs its servers as an unprivileged
user, and moves what that user cannot reach (below /root, say) to /var/lib/praan.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from praan.localstack.failure import LocalStackError
from praan.localstack.home import PRIVATE_FOLDER, Home

OUTSIDE = Path("/var/lib/praan")


@dataclass(frozen=True)
class Account:
    """An unprivileged user for the servers."""

    name: str
    uid: int
    gid: int

    @property
    def owner(self) -> tuple[int, int]:
        """(uid, gid)."""
        return self.uid, self.gid


def server_account(home: Home) -> Account | None:
    """The user to run servers as; None = the current one (who is not root).

    As root: whoever owns the data already, else PRAAN_SERVER_USER, else `nobody`.
    Raises LocalStackError when there is no such user.
    """
    if os.geteuid() != 0:
        return None
    try:
        uid = home.servers.stat().st_uid if home.servers.exists() else 0
        entry = pwd.getpwuid(uid) if uid else pwd.getpwnam(os.environ.get("PRAAN_SERVER_USER", "nobody"))
    except KeyError as error:
        raise LocalStackError(
            "There is no unprivileged user to run the databases as. Set PRAAN_SERVER_USER to one."
        ) from error
    if entry.pw_uid == 0:
        raise LocalStackError("PRAAN_SERVER_USER must not be root: PostgreSQL refuses it.")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """Whether `account` may pass through every folder of the resolved `path`, itself included."""
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        found = folder.stat()
        if found.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def prepare_server_folder(home: Home, account: Account | None) -> Path:
    """Create (once) the folder for the servers' data and return where it really lies.

    It is `servers` in the home; for root, when the account cannot pass through the home's parents,
    that name is a link to a folder of its own in /var/lib/praan.
    """
    if account is None:
        home.servers.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
        return home.servers
    if not reachable(home.path.parent, account) and not home.servers.is_symlink():
        mark = hashlib.sha256(str(home.path.resolve()).encode()).hexdigest()[:16]
        outside = OUTSIDE / "servers" / mark
        if home.servers.exists():
            # Unpacked from a backup, or the home was moved.
            outside.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            shutil.move(home.servers, outside)
        home.servers.symlink_to(outside)
    place = home.servers.resolve()
    if place.parent == home.path.resolve():
        # The account must pass through the home; it still can list nothing there.
        os.chown(home.path, -1, account.gid)
        home.path.chmod(0o710)
    else:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    place.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
    os.chown(place, *account.owner)
    return place


def place_program(folders: tuple[Path, ...], program: Path, account: Account | None) -> Path:
    """Return a path of `program` (below `folders[0]`) that `account` can run.

    When it cannot reach the original, `folders` are copied side by side (libraries are found
    relative to the program) to a root-owned folder in /var/lib/praan, once per version.
    """
    if account is None or reachable(program.parent, account):
        return program
    found = program.stat()
    mark = f"{program.name}-{found.st_size:x}-{int(found.st_mtime):x}"
    place = OUTSIDE / "programs" / mark
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        fresh = place.with_name(f"{mark}.{os.getpid()}")
        for folder in folders:
            if folder.is_dir():
                shutil.copytree(folder, fresh / folder.name)
            else:
                fresh.mkdir(exist_ok=True)
                shutil.copy2(folder, fresh / folder.name)
        # An installation made under a strict umask is closed to everybody else, its copy must not be.
        for copy in (fresh, *fresh.rglob("*")):
            if not copy.is_symlink():
                mode = copy.stat().st_mode
                copy.chmod(0o755 if mode & stat.S_IXUSR else 0o644)
        try:
            fresh.rename(place)
        except OSError:
            shutil.rmtree(fresh)
    return place / program.relative_to(folders[0].parent)
