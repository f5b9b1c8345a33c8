"""The letters that a person of the browser tests gets, as the stack's mail catcher holds them."""

from __future__ import annotations

import time
from pathlib import Path

from tests.letters import LINK

from praan.localstack.home import Home
from praan.localstack.mail import caught

CONFIRM, RESET = "Confirm your e-mail address", "Choose a new password"
ARRIVES_S = 20


class Inbox:
    """What the mail catcher of one stack holds."""

    def __init__(self, home: Path) -> None:
        self._home = Home(home)

    def link(self, email: str, subject: str, after: str = "") -> str:
        """The link of the newest letter with this subject, once it is there; `after` is the one before."""
        deadline = time.monotonic() + ARRIVES_S
        while time.monotonic() < deadline:
            letters = [each for each in caught(self._home, email) if each.subject == subject]
            if letters and (found := LINK.findall(letters[-1].text)[0]) != after:
                return str(found)
            time.sleep(0.05)
        raise AssertionError(f"no letter {subject!r} within {ARRIVES_S} s")
