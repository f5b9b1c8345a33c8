"""The live socket: tickets, numbers, who is told and who is not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from praan.infra import live
from praan.infra.runtime import Runtime


async def register(base_url: str) -> tuple[int, httpx.AsyncClient]:
    import secrets

    client = httpx.AsyncClient(base_url=f"{base_url}/api/v1", timeout=20)
    body = {
        "email": f"live-{secrets.token_hex(5)}@example.com",
        "password": secrets.token_urlsafe(12),
        "name": "Asha",
    }
    account = (await client.post("/auth/register", json=body)).json()
    client.headers["Authorization"] = f"Bearer {account['access_token']}"
    return account["user"]["id"], client


def address(base_url: str, ticket: str) -> str:
    return base_url.replace("http", "ws", 1) + f"/api/v1/live?ticket={ticket}"


@asynccontextmanager
async def opened(base_url: str, client: httpx.AsyncClient) -> AsyncIterator[ClientConnection]:
    ticket = (await client.post("/live/ticket")).json()["ticket"]
    async with connect(address(base_url, ticket)) as socket:
        yield socket


async def message(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(10):
        found: dict[str, Any] = json.loads(await socket.recv())
        return found


async def test_messages_are_numbered_and_say_nothing_of_health(live_stack: str, live_rt: Runtime) -> None:
    user, client = await register(live_stack)
    async with opened(live_stack, client) as socket:
        await live.publish(live_rt.valkey, [live.News((user,), "log.updated", 7, 8)])
        await live.publish(live_rt.valkey, [live.News((user,), "adherence.updated", 7, 9)])

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
        await live.publish(live_rt.valkey, [live.News((user,), "log.updated", 1, 2)])
        await live.publish(live_rt.valkey, [live.News((other,), "log.updated", 3, 4)])

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
