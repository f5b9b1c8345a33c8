"""Somebody signed in at the running stack, and their live socket."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from tests.clock import ZONE
from websockets.asyncio.client import ClientConnection, connect

from praan.infra.valkey import Down
from praan.notifications.hub import Hub


async def register(base_url: str) -> tuple[int, httpx.AsyncClient]:
    """Somebody new: their id, and a client signed in as them with paths below /api/v1."""
    client = httpx.AsyncClient(base_url=f"{base_url}/api/v1", timeout=20)
    body = {
        "email": f"live-{secrets.token_hex(5)}@example.com",
        "password": secrets.token_urlsafe(12),
        "name": "Asha",
    }
    account = (await client.post("/auth/register", json=body)).json()
    client.headers["Authorization"] = f"Bearer {account['access_token']}"
    return account["user"]["id"], client


async def add_member(client: httpx.AsyncClient) -> int:
    """A grandfather of the client's person; his id."""
    body = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1950-03-04", "time_zone": ZONE}
    made: int = (await client.post("/members", json=body)).json()["id"]
    return made


def address(base_url: str, ticket: str, since: int | str | None = None) -> str:
    more = "" if since is None else f"&since={since}"
    return base_url.replace("http", "ws", 1) + f"/api/v1/live?ticket={ticket}{more}"


@asynccontextmanager
async def opened(
    base_url: str, client: httpx.AsyncClient, since: int | str | None = None
) -> AsyncIterator[ClientConnection]:
    ticket = (await client.post("/live/ticket")).json()["ticket"]
    async with connect(address(base_url, ticket, since)) as socket:
        yield socket


async def message(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(10):
        found: dict[str, Any] = json.loads(await socket.recv())
        return found


async def joined(hub: Hub, user: int) -> bool:
    """Whether the hub's subscription stands."""
    with suppress(Down):
        async with hub.join(user, 0):
            return True
    return False
