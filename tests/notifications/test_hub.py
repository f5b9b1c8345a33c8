"""The hub opens and closes at any moment of its connection, and its sockets hear everything once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tests.faults.conftest import until
from tests.notifications.sockets import joined

from praan.infra.live import News, seq_of
from praan.infra.runtime import Runtime
from praan.notifications.hub import WAITING, Goodbye, Hub


@pytest.mark.parametrize("turns", range(0, 20, 2))
async def test_closing_never_hangs(rt: Runtime, turns: int) -> None:
    async with asyncio.timeout(10):
        async with Hub.open(rt):
            for _ in range(turns):
                await asyncio.sleep(0)


@pytest.fixture
async def hub(rt: Runtime) -> Any:
    async with Hub.open(rt) as opened:
        await until(lambda: joined(opened, 0), 10, "the subscription")
        yield opened


def news(user: int, *logs: int) -> list[News]:
    return [News((user,), "log.updated", 1, log) for log in logs]


async def test_what_arrives_while_the_past_is_read_is_told_once(hub: Hub, rt: Runtime, make_user: Any) -> None:
    user = (await make_user()).id
    async with hub.join(user, 1) as socket:
        begin = seq_of((await rt.live.replay(user, 0))[0])
        await rt.live.publish(news(user, 1, 2))
        missed = await rt.live.replay(user, begin)
        await rt.live.publish(news(user, 3))
        stream = socket.messages(missed, seq_of(missed[-1]))
        async with asyncio.timeout(5):
            told = [json.loads(await anext(stream))["id"] for _ in range(3)]

    assert told == [1, 2, 3]


async def test_a_socket_hears_all_from_the_moment_it_has_joined(hub: Hub, rt: Runtime, make_user: Any) -> None:
    """Also when the last socket of the same person leaves in that moment."""
    user = (await make_user()).id
    for number in range(1, 101):
        entered, leave = asyncio.Event(), asyncio.Event()

        async def stay(entered: asyncio.Event = entered, leave: asyncio.Event = leave) -> None:
            async with hub.join(user, 1):
                entered.set()
                await leave.wait()

        other = asyncio.create_task(stay())
        await entered.wait()
        leave.set()
        async with hub.join(user, 2) as socket, asyncio.timeout(5):
            await rt.live.publish(news(user, number))
            stream = socket.messages([], 0)
            assert json.loads(await anext(stream))["id"] == number
        await other


async def test_a_socket_that_is_too_slow_is_sent_away(hub: Hub, rt: Runtime, make_user: Any) -> None:
    """It comes back with the last number that it has read, so it need not be kept waiting for."""
    user = (await make_user()).id
    async with hub.join(user, 1) as slow, hub.join(user, 2) as quick:
        stream = quick.messages([], 0)
        for number in range(WAITING + 1):
            await rt.live.publish(news(user, number))
            assert json.loads(await anext(stream))["id"] == number
        with pytest.raises(Goodbye) as told:
            await anext(slow.messages([], 0))

    assert told.value.code == 1013
