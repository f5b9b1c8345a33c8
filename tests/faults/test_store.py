"""The photo store dead: photos wait for it, and the time it is away is not counted against them."""

from __future__ import annotations

from typing import Any

from tests.factories import API, call, make_family, upload
from tests.faults.conftest import Start, make_photo_logs, settled, until

from praan.infra.settings import Settings
from praan.infra.tasks import RETRY_S, make_celery
from praan.localstack.services import Services

TOUCHED = "SELECT count(*) FROM daily_logs WHERE id = ANY($1) AND status = 'PROCESSING' AND xmin::text <> ALL($2)"


async def test_photos_wait_for_the_store(
    start: Start, services: Services, make_user: Any, god: Any, photo: bytes
) -> None:
    family = await make_family(await make_user())
    logs = await make_photo_logs(family.owner, family.program, photo, 4)
    path = f"{API}/logs/{logs[0]}"
    xmins = [
        row["x"] for row in await god.fetch("SELECT xmin::text AS x FROM daily_logs WHERE id = ANY($1)", logs)
    ]
    key = await upload(family.owner, family.program, photo)
    late = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"photo_key": key}}
    child = services.children["s3"]
    child.popen.kill()
    child.popen.wait()
    try:
        start("relay", "relay")
        start("analysis", "worker", "--queues", "analysis")

        async def tried() -> bool:
            return bool(await god.fetchval(TOUCHED, logs, xmins) == 4)

        await until(tried, 60, "a try of every photo without the store")
        assert (await family.owner.client.get(path)).json()["status"] == "PROCESSING"
        await call(family.owner, "GET", f"/programs/{family.program}/history", 200)
        refused = await family.owner.client.post(f"{API}/logs", json=late)
    finally:
        services.revive("s3")

    assert (refused.status_code, refused.headers["Content-Type"]) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) >= 1

    async def taken() -> bool:
        return (await family.owner.client.post(f"{API}/logs", json=late)).status_code == 202

    await until(taken, 20, "the refused photo, sent again")

    async def done() -> bool:
        return await settled(god, logs) == 4

    await until(done, 60, "the photos once the store is back")
    statuses = await god.fetch("SELECT status, attempts FROM daily_logs WHERE id = ANY($1)", logs)
    assert {row["status"] for row in statuses} == {"NEEDS_REVIEW"}
    # A try that met no store was given back; only one that was under way when it died may have counted.
    assert max(row["attempts"] for row in statuses) <= 2


def test_a_task_that_waits_for_its_next_try_is_not_delivered_a_second_time(settings: Settings) -> None:
    celery = make_celery(settings)
    lease = celery.conf.broker_transport_options["visibility_timeout"]

    assert max(RETRY_S) < lease / 2
    assert celery.conf.task_time_limit < lease
