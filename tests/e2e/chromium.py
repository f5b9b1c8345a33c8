"""The browser that the tests drive: Debian's Chromium, or the one PRAAN_CHROMIUM points at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

INSTALL = "apt-get install -y chromium fonts-noto-core"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
)


class NoBrowser(RuntimeError):
    """There is no Chromium to drive; the message names the one command that installs it."""


def find() -> str:
    """The path of a Chromium. Raises NoBrowser."""
    named = os.environ.get("PRAAN_CHROMIUM")
    for candidate in [named] if named else ["chromium", "chromium-browser"]:
        path = shutil.which(candidate)
        if path:
            return path
    missing = f"PRAAN_CHROMIUM={named} is no program. " if named else ""
    raise NoBrowser(f"{missing}The browser tests need Chromium. Run: {INSTALL}")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium that talks to nobody but the pages it opens."""
    flags = list(QUIET)
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    executable = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            yield browser
        finally:
            browser.close()
