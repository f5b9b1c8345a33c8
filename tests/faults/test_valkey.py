"""Valkey dead: what families need goes on, what must not go unlimited waits, and all is well afterwards."""

from __future__ import annotations

from typing import Any

from tests.factories import API, MEAL, call, make_family, make_log
from tests.faults.conftest import until

from praan.localstack.services import Services


async def test_reads_and_logs_go_on_without_valkey(make_user: Any, api: Any, services: Services) -> None:
    owner = await make_user()
    family = await make_family(owner)
    first = await make_log(owner, family.program)
    today = f"/programs/{family.program}/adherence/today"
    before = await call(owner, "GET", today, 200)
    account = {"email": owner.email, "password": owner.password}
    announced = {"program_id": family.program, "content_type": "image/jpeg", "size": 9, "sha256": "0" * 64}
    child = services.children["valkey"]
    child.popen.kill()
    child.popen.wait()
    try:
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
