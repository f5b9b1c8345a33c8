"""The live socket: tickets, numbers, who is told and who is not."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from tests.notifications.sockets import address, message, opened, register
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from praan.infra import live
from praan.infra.runtime import Runtime
from praan.notifications.hub import MOST


async def test_messages_are_numbered_and_say_nothing_of_health(live_stack: str, live_rt: Runtime) -> None:
    user, client = await register(live_stack)
    async with opened(live_stack, client) as socket:
        await live_rt.live.publish([live.News((user,), "log.updated", 7, 8)])
        await live_rt.live.publish([live.News((user,), "adherence.updated", 7, 9)])

        first, second = await message(socket), await message(socket)

    assert set(first) == {"seq", "type", "member_id", "id", "at"}
    assert (first["type"], first["member_id"], first["id"]) == ("log.updated", 7, 8)
    assert second["seq"] == first["seq"] + 1


async def test_two_sockets_of_one_person_hear_the_same(live_stack: str, live_rt: Runtime) -> None:
    user, client = await register(live_stack)
    other, stranger = await register(live_stack)
    async with (
        opened(live_stack, client) as one,
        opened(live_stack, client) as two,
        opened(live_stack, stranger) as third,
    ):
        await live_rt.live.publish([live.News((user,), "log.updated", 1, 2)])
        await live_rt.live.publish([live.News((other,), "log.updated", 3, 4)])

        assert await message(one) == await message(two)
        assert (await message(third))["member_id"] == 3


async def test_a_ticket_works_once_and_a_made_up_one_never(live_stack: str) -> None:
    _, client = await register(live_stack)
    ticket = (await client.post("/live/ticket")).json()["ticket"]
    async with connect(address(live_stack, ticket)):
        pass

    for void in (ticket, "made-up", ""):
        with pytest.raises((InvalidStatus, ConnectionClosed)):
            async with connect(address(live_stack, void)) as socket:
                await socket.recv()


async def test_another_sites_page_may_not_open_the_socket(live_stack: str) -> None:
    _, client = await register(live_stack)
    ticket = (await client.post("/live/ticket")).json()["ticket"]

    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with connect(address(live_stack, ticket), origin="https://evil.example") as socket:  # type: ignore[arg-type]
            await socket.recv()


async def test_signing_out_closes_the_socket(live_stack: str) -> None:
    _, client = await register(live_stack)
    async with opened(live_stack, client) as socket:
        assert (await client.post("/auth/logout")).status_code == 204

        with pytest.raises(ConnectionClosed):
            async with asyncio.timeout(15):
                await socket.recv()


async def test_a_client_may_ask_whether_the_connection_lives(live_stack: str) -> None:
    _, client = await register(live_stack)
    async with opened(live_stack, client) as socket:
        await socket.send("ping")

        assert await message(socket) == {"type": "pong"}


async def test_the_oldest_of_too_many_sockets_is_closed(live_stack: str, live_rt: Runtime) -> None:
    """With a code that says why, so that its page does not come straight back."""
    user, client = await register(live_stack)
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(opened(live_stack, client)) for _ in range(MOST + 1)]
        with pytest.raises(ConnectionClosed) as closed:
            await sockets[0].recv()
        await live_rt.live.publish([live.News((user,), "log.updated", 1, 2)])

        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4029
        assert [(await message(socket))["id"] for socket in sockets[1:]] == [2] * MOST
