"""The live socket, what somebody wants to be told, and browsers to push to."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum
from typing import Any

from fastapi import Response, WebSocket, WebSocketDisconnect
from starlette.websockets import WebSocketState

from praan.identity import access
from praan.infra.http.deps import Conn, From, Rt, Who
from praan.infra.http.guard import host_of, own_hosts
from praan.infra.http.once import OnceOnly
from praan.infra.http.routing import api_router
from praan.infra.runtime import Runtime
from praan.infra.valkey import Down
from praan.notifications import choices, service, subscriptions
from praan.notifications.hub import AGAIN, ENDED, PONG, Goodbye, Hub, Socket
from praan.notifications.schemas import Choices, ChoicesOut, PushGone, PushIn, PushOut, Ticket
from praan.notifications.service import Missed

VOID = Goodbye(1008, "The ticket is not valid. Ask for a new one.")
PING = "ping"
TOLD: list[str | Enum] = ["notifications"]
NO_PUSH: dict[int | str, dict[str, Any]] = {409: {"description": "This server sends no push messages"}}

router = api_router()


@router.get("/me/notifications", tags=TOLD)
async def read_notifications(rt: Rt, who: Who, conn: Conn) -> ChoicesOut:
    """What you want to be told by e-mail and push, your quiet hours, and the key to subscribe a browser with."""
    return await choices.show(conn, rt.settings, who)


@router.put("/me/notifications", tags=TOLD)
async def set_notifications(rt: Rt, who: Who, origin: From, conn: Conn, body: Choices) -> ChoicesOut:
    """Choose what you want to be told. Urgent alerts come in quiet hours too; the rest waits until they end."""
    return await choices.choose(conn, rt.settings, who, origin, body)


@router.post("/me/push", status_code=201, tags=TOLD, response_model=PushOut, responses=NO_PUSH)
async def subscribe_push(once: OnceOnly, rt: Rt, who: Who, origin: From, conn: Conn, body: PushIn) -> Response:
    """Push to this browser until this session ends. The same endpoint again is one subscription, now yours."""
    return await once.run(201, lambda: subscriptions.subscribe(conn, rt, who, origin, body))


@router.delete("/me/push", status_code=204, tags=TOLD)
async def unsubscribe_push(who: Who, origin: From, conn: Conn, body: PushGone) -> Response:
    """Push to this browser no more."""
    await subscriptions.unsubscribe(conn, who, origin, body.endpoint)
    return Response(status_code=204)


@router.post("/live/ticket", status_code=201, tags=["live"])
async def add_ticket(rt: Rt, who: Who, origin: From, conn: Conn) -> Ticket:
    """A single-use ticket for the live socket."""
    return await service.issue(rt, conn, who, origin)


@router.websocket("/live")
async def live(websocket: WebSocket, ticket: str = "", since: str | None = None) -> None:
    """Messages {seq, type, member_id, id, at} for the ticket's person, until either side ends it: docs/live.md.

    `since`, the last number that the client knows, first brings what followed it.
    """
    rt: Runtime = websocket.app.state.runtime
    hub: Hub = websocket.app.state.hub
    who = await service.redeem(rt, ticket) if _origin_fits(rt, websocket.headers.get("origin")) else None
    if who is None:
        await websocket.close(VOID.code, VOID.reason)
        return
    try:
        async with hub.join(who.user_id, who.session_id) as socket:
            # Asked once the socket listens: a session that ends from here on closes it.
            if not await access.is_alive(rt, who):
                await websocket.close(ENDED.code, ENDED.reason)
                return
            missed = Missed([], 0) if since is None else await service.replay(rt, who, since)
            await websocket.accept()
            await _converse(websocket, socket, missed)
    except Down:
        with suppress(RuntimeError, WebSocketDisconnect):
            await websocket.close(AGAIN.code, AGAIN.reason)


async def _converse(websocket: WebSocket, socket: Socket, missed: Missed) -> None:
    receiver = asyncio.create_task(_hear(websocket, socket))
    sender = asyncio.create_task(_send(websocket, socket, missed))
    tasks = {receiver, sender}
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    told = await asyncio.gather(receiver, sender, return_exceptions=True)
    if receiver not in done and websocket.client_state is WebSocketState.CONNECTED:
        goodbye = told[1] if isinstance(told[1], Goodbye) else AGAIN
        with suppress(RuntimeError, WebSocketDisconnect):
            await websocket.close(goodbye.code, goodbye.reason)


def _origin_fits(rt: Runtime, origin: str | None) -> bool:
    return origin is None or host_of(origin.encode()) in own_hosts(rt.settings)


async def _hear(websocket: WebSocket, socket: Socket) -> None:
    """Answers "ping", by which a client finds out that its connection still is one; until the client is gone."""
    with suppress(WebSocketDisconnect):
        while True:
            if await websocket.receive_text() == PING:
                socket.offer(PONG)


async def _send(websocket: WebSocket, socket: Socket, missed: Missed) -> None:
    async for message in socket.messages(missed.messages, missed.until):
        await websocket.send_text(message)
