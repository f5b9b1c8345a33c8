"""A family whose logs are in the index, and a way to ask as anybody."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import Caller, Family, call, make_family

from praan.infra.runtime import Runtime
from praan.search import index

MEDITATION = {"log_type": "WORKOUT", "payload": {"kind": "duration", "activity": "Meditation", "minutes": 20}}


@pytest.fixture
async def family(make_user: Any) -> Family:
    """An owner with one member and their program."""
    return await make_family(await make_user())


async def indexed(worker_rt: Runtime, owner: Caller) -> int:
    """Brings the owner's index up to date; how many logs were new."""
    done = 0
    while taken := await index.catch_up(worker_rt, owner.id):
        done += taken
    return done


async def find(who: Caller, q: str, **more: Any) -> list[dict[str, Any]]:
    """The hits of the first page."""
    found: list[dict[str, Any]] = (await call(who, "GET", "/search", 200, params={"q": q, **more}))["data"]
    return found


async def ids(who: Caller, q: str, **more: Any) -> list[int]:
    return [hit["id"] for hit in await find(who, q, **more)]
