"""Valkey dead: what families need goes on, what must not go unlimited waits, and all is well afterwards."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tests.factories import API, MEAL, call, cookie_of, make_family, make_log
from tests.faults.conftest import until
from tests.notifications.sockets import joined

from praan.infra import live
from praan.infra.runtime import Runtime
from praan.localstack.services import Services
from praan.notifications.hub import Goodbye, Hub


async def test_reads_and_logs_go_on_without_valkey(make_user: Any, api: Any, services: Services) -> None:
    owner = await make_user()
    family = await make_family(owner)
    first = await make_log(owner, family.program)
    today = f"/programs/{family.program}/adherence/today"
    before = await call(owner, "GET", today, 200)
    account = {"email": owner.email, "password": owner.password}
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "0" * 64}
    csrf = {"X-Praan-CSRF": "1"}
    entered = await api.post(f"{API}/auth/session", json=account, headers=csrf)
    child = services.children["valkey"]
    child.popen.kill()
    child.popen.wait()
    try:
        looks = await api.get(f"{API}/me", headers=cookie_of(entered))
        added = await call(owner, "POST", "/logs", 201, json={**MEAL, "program_id": family.program})
        after = await call(owner, "GET", today, 200)
        history = await call(owner, "GET", f"/programs/{family.program}/history", 200)
        await call(owner, "PATCH", f"/logs/{first}", 200, json={"payload": {"calories": 1}})
        await call(owner, "GET", f"/programs/{family.program}/adherence/week", 200)
        refused = [
            await owner.client.post(f"{API}/uploads", json=announced),
            await api.post(f"{API}/auth/token", json=account),
        ]
    finally:
        # From this thread: a server ends with the thread that started it.
        services.revive("valkey")

    assert looks.status_code == 200
    assert "X-Praan-Since" not in looks.headers
    assert {log["id"] for log in history["data"]} == {first, added["id"]}
    assert after["details"]["meals"]["actual"] == before["details"]["meals"]["actual"] + 1
    for answer in refused:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"

    async def signs_in() -> bool:
        return bool((await api.post(f"{API}/auth/token", json=account)).status_code == 200)

    await until(signs_in, 10, "a sign-in with Valkey back")
    await call(owner, "POST", "/uploads", 201, json=announced)
    # What was cached before the fall is not shown again after it.
    shown = await call(owner, "GET", today, 200)
    assert shown["details"]["meals"]["actual"] == after["details"]["meals"]["actual"]
    assert shown["details"]["energy"]["actual"] == after["details"]["energy"]["actual"] - 419


async def test_whoever_was_not_told_looks_again(make_user: Any, rt: Runtime, services: Services) -> None:
    """Live sockets close with Valkey. What happened meanwhile was told to nobody, so all who come back are told to
    look again.
    """
    owner = await make_user()
    family = await make_family(owner)
    async with Hub.open(rt) as hub:
        await until(lambda: joined(hub, owner.id), 10, "a subscription")
        known = live.seq_of((await rt.live.replay(owner.id, 0))[0])
        async with hub.join(owner.id, 1) as socket:
            child = services.children["valkey"]
            child.popen.kill()
            child.popen.wait()
            try:
                with pytest.raises(Goodbye) as told:
                    async with asyncio.timeout(5):
                        await anext(socket.messages([], 0))
                await rt.live.publish([live.News((owner.id,), "log.updated", family.member, 1)])
            finally:
                services.revive("valkey")
        await until(lambda: joined(hub, owner.id), 10, "the subscription with Valkey back")
        async with hub.join(owner.id, 2):
            late = [json.loads(each) for each in await rt.live.replay(owner.id, known)]

    assert told.value.code == 1013
    assert [each["type"] for each in late] == ["resync"]


async def test_a_message_that_could_not_be_sent_becomes_a_resync(make_user: Any, rt: Runtime) -> None:
    """The teller alone had lost Valkey: sockets elsewhere are open and believe that they know everything."""
    owner = await make_user()
    async with Hub.open(rt) as hub, asyncio.timeout(10):
        await until(lambda: joined(hub, owner.id), 10, "a subscription")
        async with hub.join(owner.id, 1) as socket:
            teller = live.Live(rt.valkey)
            refused, rt.valkey._refuse_until = rt.valkey._refuse_until, asyncio.get_running_loop().time() + 0.3
            await rt.valkey.close()
            await teller.publish([live.News((owner.id,), "log.updated", 1, 1)])
            told = json.loads(await anext(socket.messages([], 0)))
    assert refused < rt.valkey._refuse_until
    assert told["type"] == "resync"
