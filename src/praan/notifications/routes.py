"""The live socket."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import WebSocket, WebSocketDisconnect
from starlette.websockets import WebSocketState

from praan.identity import access
from praan.infra.http.deps import Conn, From, Rt, Who
from praan.infra.http.guard import host_of, own_hosts
from praan.infra.http.routing import api_router
from praan.infra.runtime import Runtime
from praan.notifications import service
from praan.notifications.hub import Hub, Socket
from praan.notifications.schemas import Ticket

POLICY = 1008
AGAIN = 1013

router = api_router(tags=["live"])


@router.post("/live/ticket", status_code=201)
async def add_ticket(rt: Rt, who: Who, origin: From, conn: Conn) -> Ticket:
    """A single-use ticket for the live socket."""
    return await service.issue(rt, conn, who, origin)


@router.websocket("/live")
async def live(websocket: WebSocket, ticket: str = "") -> None:
    """Messages {seq, type, member_id, id, at} for the ticket's person, until either side ends it."""
    rt: Runtime = websocket.app.state.runtime
    hub: Hub = websocket.app.state.hub
    who = await service.redeem(rt, ticket) if _origin_fits(rt, websocket.headers.get("origin")) else None
    if who is None:
        await websocket.close(POLICY, "The ticket is not valid. Ask for a new one.")
        return
    async with hub.join(who.user_id, who.session_id) as socket:
        # Asked once the socket listens: a session that ends from here on closes it.
        if not await access.is_alive(rt, who):
            await websocket.close(POLICY, "This session has ended. Sign in again.")
            return
        await websocket.accept()
        receiver = asyncio.create_task(_until_gone(websocket))
        sender = asyncio.create_task(_send(websocket, socket))
        tasks = {receiver, sender}
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if receiver not in done and websocket.client_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close(AGAIN)


def _origin_fits(rt: Runtime, origin: str | None) -> bool:
    return origin is None or host_of(origin.encode()) in own_hosts(rt.settings)


async def _until_gone(websocket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            await websocket.receive_text()


async def _send(websocket: WebSocket, socket: Socket) -> None:
    while (message := await socket.queue.get()) is not None:
        await websocket.send_text(message)
