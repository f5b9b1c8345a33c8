"""Documents survive what kills the processes that clean them: each ends once, READY, told once."""

from __future__ import annotations

import asyncio
from typing import Any

import redis
from tests import pdfs
from tests.factories import make_document, make_family
from tests.faults.conftest import SOON, Process, Start, until

ENDS = """
SELECT d.id, d.status, d.attempts, d.object_key,
  (SELECT count(*) FROM audit_logs a
   WHERE a.target_resource = 'documents/' || d.id AND a.action = 'document.clean') AS deeds,
  (SELECT count(*) FROM document_texts t WHERE t.document_id = d.id) AS texts
FROM documents d WHERE d.id = ANY($1)
"""
BEGUN = "SELECT count(*) FROM documents WHERE id = ANY($1) AND (attempts > 0 OR status = 'READY')"
READY = "SELECT count(*) FROM documents WHERE id = ANY($1) AND status = 'READY'"
READ = "SELECT count(*) FROM documents WHERE id = ANY($1) AND words_at IS NOT NULL"
HANDED = """
SELECT count(*) FROM outbox WHERE event = 'document_added' AND (payload ->> 'document_id')::bigint = ANY($1)
"""
ANALYSIS = ("worker", "--queues", "analysis")
DEFAULT = ("worker", "--queues", "default")


async def make_documents(family: Any, count: int) -> list[int]:
    made = await asyncio.gather(
        *(make_document(family.owner, family.member, pdfs.report("Page one", "Page two")) for _ in range(count))
    )
    return [each["id"] for each in made]


async def assert_each_settled_once(rt: Any, god: Any, documents: list[int]) -> None:
    ends = await god.fetch(ENDS, documents)
    assert [(end["status"], end["deeds"], end["texts"]) for end in ends] == [("READY", 1, 1)] * len(documents)
    assert max(end["attempts"] for end in ends) < 15
    for end in ends:
        assert await rt.storage.head(end["object_key"]) is not None


async def test_documents_survive_killed_workers(start: Start, make_user: Any, rt: Any, god: Any) -> None:
    family = await make_family(await make_user())
    documents = await make_documents(family, 12)
    start("relay", "relay")

    async def count(question: str) -> int:
        return int(await god.fetchval(question, documents))

    following: Process = start("analysis", *ANALYSIS, **SOON)
    for aim in (1, 3, 5):
        # The next one starts while this one works, as a supervisor's would; starting takes the most time here.
        worker, following = following, start("analysis", *ANALYSIS, **SOON)

        async def begun(aim: int = aim) -> bool:
            return await count(BEGUN) >= aim

        # Killed as soon as it has begun: most likely while the other process has the file open.
        await until(begun, 90, f"{aim} documents begun; see {worker.output}")
        worker.kill()
    assert await count(READY) < 12
    reader = start("worker", *DEFAULT, **SOON)

    async def reading() -> bool:
        return await count(READ) >= 3

    await until(reading, 120, "words of three documents")
    reader.kill()
    start("worker", *DEFAULT, **SOON)

    async def done() -> bool:
        return await count(READ) == 12

    await until(done, 180, "every document after the last kill")
    await assert_each_settled_once(rt, god, documents)


async def test_documents_that_the_broker_forgot_are_asked_for_again(
    start: Start, make_user: Any, rt: Any, god: Any
) -> None:
    family = await make_family(await make_user())
    documents = await make_documents(family, 3)
    start("relay", "relay")

    async def handed() -> bool:
        return int(await god.fetchval(HANDED, documents)) == 0

    await until(handed, 30, "the relay's hand-over to the broker")
    with redis.Redis.from_url(rt.settings.redis_url.get_secret_value()) as broker:
        broker.flushall()
    start("analysis", *ANALYSIS)
    start("worker", *DEFAULT)

    async def done() -> bool:
        return int(await god.fetchval(READ, documents)) == 3

    await until(done, 90, "the documents that were lost with the broker")
    await assert_each_settled_once(rt, god, documents)
