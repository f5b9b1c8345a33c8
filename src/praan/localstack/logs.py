"""Logs of bounded size, without a process that must live to carry them."""

import contextlib
import os
import shutil
from pathlib import Path

LIMIT = 8 * 1024 * 1024
"""Bytes of a log before it is moved to `<name>.1`, which it replaces."""


def trim(folder: Path, limit: int = LIMIT) -> None:
    """Move every log in `folder` that passed `limit` bytes to `<name>.1` and empty it.

    Writers append, so they go on at the new end; what they write during the copy may be lost.
    """
    for log in folder.glob("*.log"):
        with contextlib.suppress(OSError):
            if log.stat().st_size > limit:
                shutil.copyfile(log, log.with_suffix(".log.1"))
                log.with_suffix(".log.1").chmod(0o600)
                os.truncate(log, 0)
