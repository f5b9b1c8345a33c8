"""Documents through the API: added, listed, renamed, looked at, deleted and brought back, and by whom."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from typing import Any

import httpx
import pytest
from tests import pdfs
from tests.factories import API, PDF, Family, call, make_document, make_family, make_grant, make_member, upload
from tests.factories import upload_document as put

from praan.documents.cleaning import process
from praan.infra.db import transaction

DEEDS = "SELECT action, actor_id, fields FROM audit_logs WHERE target_resource = $1 ORDER BY id"
STORED = "SELECT title, object_key, upload_key FROM documents WHERE id = $1"
EVENTS = "SELECT event FROM outbox WHERE payload ->> 'document_id' = $1::text ORDER BY id"


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    return await make_family(await make_user())


async def ready(family: Family, analysis_rt: Any, **more: Any) -> int:
    """A document that can be looked at."""
    made = await make_document(family.owner, family.member, pdfs.report(), **more)
    assert await process(analysis_rt, family.owner.id, made["id"]) == "READY"
    document: int = made["id"]
    return document


async def test_a_new_document_waits_to_be_cleaned(family: Family, god: Any) -> None:
    data = pdfs.report()
    made = await make_document(family.owner, family.member, data, title="  Blood count ", date="2026-01-31")

    assert made == {
        "id": made["id"],
        "member_id": family.member,
        "title": "Blood count",
        "kind": "PDF",
        "status": "PROCESSING",
        "content_type": PDF,
        "size": len(data),
        "pages": None,
        "date": "2026-01-31",
        "failure": None,
        "created_at": made["created_at"],
    }
    assert await call(family.owner, "GET", f"/documents/{made['id']}", 200) == made
    row = await god.fetchrow(STORED, made["id"])
    assert b"Blood" not in row["title"]
    assert [event["event"] for event in await god.fetch(EVENTS, str(made["id"]))] == ["document_added"]
    refusal = await call(family.owner, "GET", f"/documents/{made['id']}/link", 409)
    assert "being checked" in refusal["detail"]


async def test_the_list_is_newest_first_by_pages(make_user: Any) -> None:
    family = await make_family(await make_user())
    path = f"/members/{family.member}/documents"
    assert (await call(family.owner, "GET", path, 200))["data"] == []
    made = [(await make_document(family.owner, family.member, pdfs.report()))["id"] for _ in range(3)]

    first = await call(family.owner, "GET", f"{path}?limit=2", 200)
    cursor = first["pagination"]["next_cursor"]
    second = await call(family.owner, "GET", f"{path}?limit=2&cursor={cursor}", 200)

    assert [each["id"] for each in first["data"] + second["data"]] == made[::-1]
    assert second["pagination"] == {"next_cursor": None, "has_more": False}
    grandma = await make_member(family.owner, name="Grandma")
    await call(family.owner, "GET", f"/members/{grandma}/documents?cursor={cursor}", 400)
    assert (await call(family.owner, "GET", f"/members/{grandma}/documents", 200))["data"] == []


async def test_a_link_shows_the_clean_file_in_the_browser_and_is_recorded(
    family: Family, analysis_rt: Any, god: Any
) -> None:
    document = await ready(family, analysis_rt, title="Echo of the heart")

    link = await call(family.owner, "GET", f"/documents/{document}/link", 200)

    assert "Echo" not in link["url"]
    left = dt.datetime.fromisoformat(link["expires_at"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(minutes=4, seconds=30) < left <= dt.timedelta(minutes=5)
    async with httpx.AsyncClient() as store:
        seen = await store.get(link["url"])
        tampered = await store.get(link["url"].replace("inline", "attachment"))
    assert seen.status_code == 200, seen.text
    assert seen.content.startswith(b"%PDF-1.7")
    assert seen.headers["content-type"] == PDF
    assert seen.headers["content-disposition"] == f'inline; filename="document-{document}.pdf"'
    assert tampered.status_code == 403
    last = (await god.fetch(DEEDS, f"documents/{document}"))[-1]
    assert (last["action"], last["actor_id"]) == ("document.view", family.owner.id)


async def test_a_title_and_a_date_can_change_and_go(family: Family, analysis_rt: Any, god: Any) -> None:
    document = await ready(family, analysis_rt)
    path = f"/documents/{document}"

    changed = await call(family.owner, "PATCH", path, 200, json={"title": "Scan", "date": "2026-02-01"})
    assert (changed["title"], changed["date"]) == ("Scan", "2026-02-01")
    assert (await call(family.owner, "PATCH", path, 200, json={"title": "X-ray"}))["date"] == "2026-02-01"
    assert (await call(family.owner, "PATCH", path, 200, json={"title": None}))["title"] is None
    deeds = [tuple(row) for row in await god.fetch(DEEDS, f"documents/{document}")]
    assert deeds[0] == ("document.create", family.owner.id, [])
    assert deeds[1] == ("document.clean", None, [])
    assert deeds[2] == ("document.update", family.owner.id, ["date", "title"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": " "},
        {"title": "x" * 121},
        {"date": "2100-01-01"},
        {"date": "soon"},
        {"kind": "PDF"},
        {"title": 5},
    ],
)
async def test_a_wrong_change_is_refused(family: Family, analysis_rt: Any, body: dict[str, Any]) -> None:
    document = await ready(family, analysis_rt, title="Kept")

    await call(family.owner, "PATCH", f"/documents/{document}", 400, json=body)

    assert (await call(family.owner, "GET", f"/documents/{document}", 200))["title"] == "Kept"


async def test_a_deleted_document_is_gone_until_it_is_brought_back(
    family: Family, analysis_rt: Any, god: Any
) -> None:
    document = await ready(family, analysis_rt, title="Old")
    path = f"/documents/{document}"

    await call(family.owner, "DELETE", path, 204)

    for method, more in (("GET", ""), ("GET", "/link"), ("DELETE", ""), ("POST", "/retry")):
        await call(family.owner, method, path + more, 403)
    listed = await call(family.owner, "GET", f"/members/{family.member}/documents?limit=100", 200)
    assert document not in [each["id"] for each in listed["data"]]
    back = await call(family.owner, "POST", f"{path}/restore", 200)
    assert (back["title"], back["status"]) == ("Old", "READY")
    assert await call(family.owner, "POST", f"{path}/restore", 200) == back
    events = [event["event"] for event in await god.fetch(EVENTS, str(document))]
    assert events == ["document_added", "document_cleaned", "document_changed", "document_changed"]
    await god.execute("UPDATE documents SET deleted_at = now() - interval '31 days' WHERE id = $1", document)
    await call(family.owner, "POST", f"{path}/restore", 403)


async def test_one_deleted_before_it_was_cleaned_is_cleaned_once_it_is_back(
    family: Family, analysis_rt: Any, god: Any
) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    await call(family.owner, "DELETE", f"/documents/{document}", 204)
    assert await process(analysis_rt, family.owner.id, document) == "GONE"

    await call(family.owner, "POST", f"/documents/{document}/restore", 200)

    events = [event["event"] for event in await god.fetch(EVENTS, str(document))]
    assert events == ["document_added", "document_added"]
    assert await process(analysis_rt, family.owner.id, document) == "READY"


async def test_a_file_is_one_document_and_of_the_member_it_was_uploaded_for(family: Family) -> None:
    key = await put(family.owner, family.member, pdfs.report())
    grandma = await make_member(family.owner, name="Grandma")
    path = "/members/{}/documents"

    await call(family.owner, "POST", path.format(grandma), 403, json={"key": key})
    await call(family.owner, "POST", path.format(family.member), 202, json={"key": key})
    await call(family.owner, "POST", path.format(family.member), 409, json={"key": key})
    photo = await upload(family.owner, family.program, b"\xff\xd8\xff")
    refusal = await call(family.owner, "POST", path.format(family.member), 400, json={"key": photo})
    assert [error["field"] for error in refusal["errors"]] == ["key"]
    unused = await put(family.owner, family.member, b"\xff\xd8\xff", "image/jpeg")
    log = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"photo_key": unused}}
    await call(family.owner, "POST", "/logs", 400, json=log)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"content_type": "text/html"}, "content_type"),
        ({"content_type": "image/svg+xml"}, "content_type"),
        ({"size": 15 * 1024 * 1024 + 1}, "size"),
        ({"program_id": "1"}, "program_id"),
        ({"member_id": "1"}, "member_id"),
    ],
)
async def test_a_wrong_announcement_is_refused_by_name(family: Family, more: dict[str, Any], field: str) -> None:
    body = {"member_id": family.member, "content_type": PDF, "size": 9, "sha256": "a" * 64, **more}

    refusal = await call(family.owner, "POST", "/uploads", 400, json=body)

    assert [error["field"] for error in refusal["errors"]] == [field]


async def test_a_pdf_is_no_photo_of_a_meal(family: Family) -> None:
    body = {"program_id": family.program, "content_type": PDF, "size": 9, "sha256": "a" * 64}

    refusal = await call(family.owner, "POST", "/uploads", 400, json=body)

    assert [error["field"] for error in refusal["errors"]] == ["content_type"]


async def test_what_is_not_uploaded_yet_is_no_document(family: Family) -> None:
    body = {"member_id": family.member, "content_type": PDF, "size": 9, "sha256": "a" * 64}
    key = (await call(family.owner, "POST", "/uploads", 201, json=body))["key"]

    refusal = await call(family.owner, "POST", f"/members/{family.member}/documents", 400, json={"key": key})

    assert "not uploaded yet" in refusal["detail"]


async def test_twenty_at_once_with_one_key_make_one_document(family: Family, god: Any) -> None:
    body = {"key": await put(family.owner, family.member, pdfs.report()), "title": "Once"}
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    path = f"{API}/members/{family.member}/documents"

    answers = await asyncio.gather(
        *(family.owner.client.post(path, json=body, headers=headers) for _ in range(20))
    )

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    made = await god.fetchval("SELECT count(*) FROM documents WHERE upload_key = $1", body["key"])
    assert made == 1
    other = await family.owner.client.post(path, json={**body, "title": "Other"}, headers=headers)
    assert other.status_code == 422


async def test_a_grant_without_documents_shows_none_of_them(
    family: Family, make_user: Any, god: Any, analysis_rt: Any, rt: Any
) -> None:
    document = await ready(family, analysis_rt)
    aunt = await make_user()
    await make_grant(god, family.owner, family.member, aunt, "MANAGER", categories=["nutrition", "vitals"])
    announced = {"member_id": family.member, "content_type": PDF, "size": 9, "sha256": "a" * 64}

    await call(aunt, "GET", f"/members/{family.member}", 200)
    for method, path, body in (
        ("GET", f"/members/{family.member}/documents", None),
        ("GET", f"/members/{family.member}/documents?limit=many", None),
        ("GET", f"/documents/{document}", None),
        ("GET", f"/documents/{document}/link", None),
        ("PATCH", f"/documents/{document}", {"title": "Mine"}),
        ("DELETE", f"/documents/{document}", None),
        ("POST", "/uploads", announced),
        ("POST", "/uploads", {"member_id": family.member}),
        ("POST", f"/members/{family.member}/documents", {"key": "raw/x"}),
        ("POST", f"/members/{family.member}/documents", {}),
    ):
        await call(aunt, method, path, 403, json=body)
    async with transaction(rt.pool, owner=family.owner.id, actor=aunt.id) as conn:
        for table in ("documents", "document_texts"):
            assert await conn.fetchval(f"SELECT count(*) FROM {table}") == 0
        assert await conn.fetchval("SELECT count(*) FROM uploads WHERE program_id IS NULL") == 0


async def test_a_reader_looks_and_a_manager_keeps(
    family: Family, make_user: Any, god: Any, analysis_rt: Any
) -> None:
    doctor, son = await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY", categories=["documents"])
    await make_grant(god, family.owner, family.member, son, "MANAGER", categories=["documents"])

    document = (await make_document(son, family.member, pdfs.report(), title="From my son"))["id"]
    assert await process(analysis_rt, family.owner.id, document) == "READY"

    shown = await call(doctor, "GET", f"/documents/{document}", 200)
    assert shown["title"] == "From my son"
    await call(doctor, "GET", f"/documents/{document}/link", 200)
    await call(doctor, "DELETE", f"/documents/{document}", 403)
    await call(doctor, "PATCH", f"/documents/{document}", 403, json={"title": "x"})
    assert [row["actor_id"] for row in await god.fetch(DEEDS, f"documents/{document}")] == [
        son.id,
        None,
        doctor.id,
    ]
