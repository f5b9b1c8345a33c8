"""The hub opens and closes at any moment of its connection."""

from __future__ import annotations

import asyncio

import pytest

from praan.infra.runtime import Runtime
from praan.notifications.hub import Hub


@pytest.mark.parametrize("turns", range(0, 20, 2))
async def test_closing_never_hangs(rt: Runtime, turns: int) -> None:
    async with asyncio.timeout(10):
        async with Hub.open(rt):
            for _ in range(turns):
                await asyncio.sleep(0)
