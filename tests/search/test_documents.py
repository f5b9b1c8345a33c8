"""Clinical reports in the search: in when their words are read, out when they are deleted."""

from __future__ import annotations

from typing import Any

import pytest
from tests import pdfs
from tests.factories import Family, call, make_document, make_grant
from tests.search.conftest import find, ids

from praan import wiring
from praan.documents.cleaning import process, read_words
from praan.infra.runtime import Runtime
from praan.search import index

EVENTS = "SELECT event FROM outbox WHERE user_id = $1 AND event LIKE 'document\\_%' ORDER BY id"


@pytest.fixture
async def report(family: Family, analysis_rt: Runtime, worker_rt: Runtime) -> int:
    """A report titled "Sugar" that says "Glucose 104 mg/dL", READY and read; its id."""
    document: int = (await make_document(family.owner, family.member, pdfs.alive(), title="Sugar"))["id"]
    assert await process(analysis_rt, family.owner.id, document) == "READY"
    assert await read_words(worker_rt, family.owner.id, document)
    await index.document(worker_rt, family.owner.id, document)
    return document


async def test_the_outbox_brings_what_is_read_or_changed_into_the_index(
    family: Family, report: int, god: Any
) -> None:
    await call(family.owner, "PATCH", f"/documents/{report}", 200, json={"title": "Cholesterol"})

    said = [row["event"] for row in await god.fetch(EVENTS, family.owner.id)]
    assert said[-2:] == ["document_ready", "document_changed"]
    for event in said[-2:]:
        assert [route.task for route in wiring.EVENTS[event]] == [wiring.INDEX_DOCUMENT]


@pytest.mark.parametrize("q", ["glucose", "sug", "sugar glucose", "page two"])
async def test_a_report_is_found_by_its_title_and_its_words(family: Family, report: int, q: str) -> None:
    (hit,) = await find(family.owner, q)

    assert (hit["type"], hit["id"], hit["member_id"]) == ("document", report, family.member)
    assert (hit["title"], hit["snippet"], hit["log_type"]) == ("Sugar", "Glucose 104 mg/dL Page two", None)


async def test_types_keep_documents_apart(family: Family, report: int) -> None:
    assert await ids(family.owner, "glucose", type="document") == [report]
    assert await ids(family.owner, "glucose", type="log,note") == []


async def test_a_changed_title_is_found_anew(family: Family, report: int, worker_rt: Runtime) -> None:
    await call(family.owner, "PATCH", f"/documents/{report}", 200, json={"title": None})
    at_once = await ids(family.owner, "sugar")
    await index.document(worker_rt, family.owner.id, report)

    assert (at_once, await ids(family.owner, "sugar")) == ([], [])
    assert [hit["title"] for hit in await find(family.owner, "glucose")] == ["Document"]


async def test_a_deleted_report_is_gone_at_once_and_from_the_index(
    family: Family, report: int, worker_rt: Runtime, god: Any
) -> None:
    await call(family.owner, "DELETE", f"/documents/{report}", 204)
    assert await ids(family.owner, "glucose") == []
    await index.document(worker_rt, family.owner.id, report)
    count = "SELECT count(*) FROM search_terms WHERE user_id = $1"
    assert await god.fetchval(count, family.owner.id) == 0

    await call(family.owner, "POST", f"/documents/{report}/restore", 200)
    await index.document(worker_rt, family.owner.id, report)
    assert await ids(family.owner, "glucose") == [report]


async def test_a_rebuild_has_the_documents_too(family: Family, report: int, worker_rt: Runtime, god: Any) -> None:
    await god.execute("DELETE FROM search_terms WHERE user_id = $1", family.owner.id)
    await god.execute("DELETE FROM search_words WHERE user_id = $1", family.owner.id)

    await index.rebuild(worker_rt, family.owner.id)

    assert await ids(family.owner, "glucose") == [report]


@pytest.mark.parametrize(("categories", "seen"), [(["documents"], True), (["notes", "vitals"], False)])
async def test_a_grant_for_documents_shows_them(
    family: Family, report: int, make_user: Any, god: Any, categories: list[str], seen: bool
) -> None:
    doctor = await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY", categories=categories)

    assert await ids(doctor, "glucose") == ([report] if seen else [])
