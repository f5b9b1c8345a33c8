"""Letters survive an SMTP server that is away, and a worker killed at the worst moment."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest
from tests.contract.conftest import free_port
from tests.faults.conftest import Start, until
from tests.post import Post, listening

from praan.infra.mail import service as mail
from praan.infra.runtime import Runtime

FAILED_BEFORE = """
UPDATE mails SET attempts = 1, queued_at = now() - interval '10 s', due_at = now() - interval '1 s'
WHERE user_id = $1
"""
ASKED = "SELECT count(*) FROM outbox WHERE user_id = $1 AND event = 'mail_asked'"
TRIES = "SELECT coalesce(max(attempts), -1) FROM mails WHERE user_id = $1"
SOONER = "UPDATE mails SET due_at = now(), queued_at = now() - interval '1 minute' WHERE user_id = $1"


@pytest.fixture(autouse=True)
async def nobody_elses(god: Any) -> None:
    """Letters that other tests have asked for stay out of the way: there may be hundreds."""
    await god.execute("UPDATE mails SET due_at = now() + interval '1 day'")


async def register(api: httpx.AsyncClient) -> tuple[str, int]:
    email = f"{secrets.token_hex(8)}@example.com"
    body = {"email": email, "password": secrets.token_urlsafe(12), "name": "Asha"}
    user_id: int = (await api.post("/api/v1/auth/register", json=body)).json()["user"]["id"]
    return email, user_id


async def test_a_letter_waits_for_the_smtp_server(start: Start, api: httpx.AsyncClient, god: Any) -> None:
    port = free_port()
    email, user_id = await register(api)
    start("relay", "relay")
    start("worker", "worker", "--queues", "default", PRAAN_SMTP_URL=f"smtp://127.0.0.1:{port}")

    async def tried() -> bool:
        return bool(await god.fetchval(TRIES, user_id) >= 2)

    await until(tried, 90, "two tries without a server")
    post = Post()
    with listening(post, port):

        async def sent() -> bool:
            return bool(await god.fetchval(TRIES, user_id) == -1)

        await until(sent, 60, "the letter once the server is back")

    assert len(post.ids(email)) == 1


async def test_a_worker_killed_before_it_noted_the_letter_sends_at_most_one_more(
    start: Start, api: httpx.AsyncClient, god: Any
) -> None:
    port = free_port()
    email, user_id = await register(api)
    workers: list[Any] = []

    def kill(to: str) -> None:
        if to == email and len(post.ids(email)) == 1:
            workers[0].kill()

    post = Post(kill)
    url = f"smtp://127.0.0.1:{port}"
    with listening(post, port):
        start("relay", "relay")
        workers.append(start("worker", "worker", "--queues", "default", PRAAN_SMTP_URL=url))

        async def taken() -> bool:
            return len(post.ids(email)) == 1

        await until(taken, 90, "the letter at the server")
        assert await god.fetchval(TRIES, user_id) == 1, "the worker died before it could take the row away"
        start("worker", "worker", "--queues", "default", PRAAN_SMTP_URL=url)
        # As if the dead worker's lease had run out already.
        await god.execute(SOONER, user_id)

        async def done() -> bool:
            return bool(await god.fetchval(TRIES, user_id) == -1)

        await until(done, 90, "the letter from the next worker")

    assert len(post.ids(email)) == 2
    assert len(set(post.ids(email))) == 1


async def test_a_letter_that_failed_does_not_wait_until_the_queue_is_empty(
    api: httpx.AsyncClient, worker_rt: Runtime, god: Any
) -> None:
    _, failed = await register(api)
    _, fresh = await register(api)
    await god.execute(FAILED_BEFORE, failed)

    await mail.requeue(worker_rt, queue_is_empty=False)
    await mail.requeue(worker_rt, queue_is_empty=False)

    assert await god.fetchval(ASKED, failed) == 2, "once by the registration, once for the next try"
    assert await god.fetchval(ASKED, fresh) == 1
