"""Letters in tests: sent by the worker's own function to the stack's mail catcher, and read from there."""

from __future__ import annotations

import re
from typing import Any

from praan.infra.mail import service as mail
from praan.infra.runtime import Runtime
from praan.localstack.mail import Caught, caught
from praan.localstack.services import Services

WAITING = "SELECT id::text FROM mails WHERE user_id = $1 ORDER BY created_at"
LINK = re.compile(r"https?://\S+")


class Letterbox:
    """What people of this test run have been sent."""

    def __init__(self, services: Services, worker_rt: Runtime, god: Any) -> None:
        self._services = services
        self._worker_rt = worker_rt
        self._god = god

    async def of(self, email: str, asked_by: int) -> list[Caught]:
        """Every letter to an address, oldest first, once all that one person has asked for are sent."""
        for (mail_id,) in await self._god.fetch(WAITING, asked_by):
            await mail.send(self._worker_rt, asked_by, mail_id)
        assert await self._god.fetchval("SELECT count(*) FROM mails WHERE user_id = $1", asked_by) == 0
        return caught(self._services.home, email)


def link_in(letter: Caught) -> str:
    """The one link of a letter."""
    found = LINK.findall(letter.text)
    assert len(found) == 1, letter.text
    return str(found[0])


def token_in(letter: Caught) -> str:
    """What stands behind the # of its link."""
    return link_in(letter).partition("#")[2]
