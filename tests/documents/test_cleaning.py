"""Files through the whole way: uploaded, cleaned, stored; a refused one keeps its file and says why."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import orjson
import pytest
import pyvips
from tests import pdfs
from tests.conftest import settings_for
from tests.factories import Family, call, make_document, make_family, make_grant

from praan.documents import service
from praan.documents.cleaning import IMAGE_SIDE, MAX_ATTEMPTS, process, read_words
from praan.infra.db import transaction
from praan.infra.runtime import open_runtime
from praan.kernel.errors import Unavailable
from praan.localstack.services import Services
from praan.uploads import service as uploads

PHOTOS = Path(__file__).parents[1] / "photos"
COFFEE = (PHOTOS / "coffee.jpg").read_bytes()
ROW = "SELECT upload_key, object_key, attempts, content_type, size, pages FROM documents WHERE id = $1"
TEXTS = "SELECT sealed FROM document_texts WHERE document_id = $1"


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    return await make_family(await make_user())


async def words(rt: Any, family: Family, document: int) -> service.Words | None:
    owner = family.owner.id
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        return (await service.texts_of(conn, rt.vault, owner, [document])).get(document)


async def test_a_report_becomes_clean_and_can_be_found_by_its_words(
    family: Family, rt: Any, analysis_rt: Any, worker_rt: Any, god: Any
) -> None:
    made = await make_document(family.owner, family.member, pdfs.alive(), title="Sugar", date="2026-03-04")
    document = made["id"]
    assert await words(worker_rt, family, document) is None

    assert await process(analysis_rt, family.owner.id, document) == "READY"

    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert (shown["status"], shown["pages"], shown["kind"]) == ("READY", 2, "PDF")
    row = await god.fetchrow(ROW, document)
    stored = await rt.storage.get(row["object_key"], 10_000_000)
    assert len(stored) == shown["size"]
    assert pdfs.SECRET not in stored
    assert await rt.storage.head(row["upload_key"]) is None
    ends = await asyncio.gather(*(read_words(worker_rt, family.owner.id, document) for _ in range(3)))
    assert sorted(ends) == [False, False, True]
    sealed = await god.fetchval(TEXTS, document)
    assert b"Glucose" not in sealed
    found = await words(worker_rt, family, document)
    assert found is not None
    assert (found.member_id, found.title, found.date) == (family.member, "Sugar", dt.date(2026, 3, 4))
    assert found.text == "Glucose 104 mg/dL\nPage two"
    await call(family.owner, "DELETE", f"/documents/{document}", 204)
    assert await words(worker_rt, family, document) is None


async def test_a_picture_is_drawn_anew_without_its_secrets(
    family: Family, rt: Any, analysis_rt: Any, worker_rt: Any, god: Any
) -> None:
    picture: Any = pyvips.Image.thumbnail_buffer(COFFEE, 3000, height=2000, size="force").copy()
    picture.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "28/1 36/1 50/1")
    picture.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Model", "SecretPhone 9")
    picture.set_type(pyvips.GValue.gint_type, "orientation", 6)
    document = (await make_document(family.owner, family.member, picture.jpegsave_buffer(), "image/jpeg"))["id"]

    assert await process(analysis_rt, family.owner.id, document) == "READY"

    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert (shown["kind"], shown["content_type"], shown["pages"]) == ("IMAGE", "image/jpeg", 1)
    stored = await rt.storage.get((await god.fetchrow(ROW, document))["object_key"], 20_000_000)
    plain: Any = pyvips.Image.new_from_buffer(stored, "")
    assert (plain.height, plain.width) == (IMAGE_SIDE, IMAGE_SIDE * 2 // 3)
    assert b"Secret" not in stored
    assert not any(field.startswith("exif-") for field in plain.get_fields())
    link = await call(family.owner, "GET", f"/documents/{document}/link", 200)
    assert "image%2Fjpeg" in link["url"]
    assert await read_words(worker_rt, family.owner.id, document)
    found = await words(worker_rt, family, document)
    assert found is not None
    assert found.text == ""


async def test_a_photo_of_an_iphone_is_taken(family: Family, analysis_rt: Any) -> None:
    heic = (PHOTOS / "coffee.heic").read_bytes()
    document = (await make_document(family.owner, family.member, heic, "image/heic"))["id"]

    assert await process(analysis_rt, family.owner.id, document) == "READY"


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (pdfs.locked(owner_only=False), "application/pdf", "PDF_ENCRYPTED"),
        (pdfs.report()[:-300], "application/pdf", "PDF_BROKEN"),
        (pdfs.many(201), "application/pdf", "PDF_TOO_MANY_PAGES"),
        (COFFEE, "application/pdf", "PDF_NOT_A_PDF"),
        (pdfs.report(), "image/jpeg", "PHOTO_NOT_AN_IMAGE"),
        (COFFEE, "image/png", "PHOTO_TYPE_DIFFERS"),
    ],
    ids=["locked", "cut off", "too many pages", "photo as pdf", "pdf as photo", "jpeg as png"],
)
async def test_a_refused_file_says_why_and_is_kept_for_another_try(
    family: Family, rt: Any, analysis_rt: Any, god: Any, data: bytes, content_type: str, code: str
) -> None:
    document = (await make_document(family.owner, family.member, data, content_type))["id"]

    assert await process(analysis_rt, family.owner.id, document) == "FAILED"

    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert (shown["status"], shown["failure"]["code"], shown["pages"]) == ("FAILED", code, None)
    assert shown["failure"]["message"].endswith(".")
    row = await god.fetchrow(ROW, document)
    assert await rt.storage.head(row["upload_key"]) is not None
    await call(family.owner, "GET", f"/documents/{document}/link", 409)
    again = await call(family.owner, "POST", f"/documents/{document}/retry", 202)
    assert (again["status"], again["failure"]) == ("PROCESSING", None)
    assert await process(analysis_rt, family.owner.id, document) == "FAILED"


async def test_a_file_that_vanished_fails_with_words(family: Family, rt: Any, analysis_rt: Any, god: Any) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    await rt.storage.delete((await god.fetchrow(ROW, document))["upload_key"])

    assert await process(analysis_rt, family.owner.id, document) == "FAILED"

    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert shown["failure"]["code"] == "FILE_GONE"


async def test_a_file_that_ends_every_worker_is_given_up(family: Family, analysis_rt: Any, god: Any) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    await god.execute("UPDATE documents SET attempts = $2 WHERE id = $1", document, MAX_ATTEMPTS)

    assert await process(analysis_rt, family.owner.id, document) == "GONE"

    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert (shown["status"], shown["failure"]["code"]) == ("FAILED", "GAVE_UP")
    await call(family.owner, "POST", f"/documents/{document}/retry", 202)
    assert await process(analysis_rt, family.owner.id, document) == "READY"


async def test_a_store_that_does_not_answer_costs_the_file_nothing(
    family: Family, services: Services, god: Any
) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    # Port 9 (discard) has no server here.
    async with open_runtime(settings_for(services, "analysis", PRAAN_S3_ENDPOINT="http://127.0.0.1:9")) as cut_off:
        with pytest.raises(Unavailable):
            await process(cut_off, family.owner.id, document)

    assert (await call(family.owner, "GET", f"/documents/{document}", 200))["status"] == "PROCESSING"
    assert (await god.fetchrow(ROW, document))["attempts"] == 0


async def test_four_cleanings_at_once_settle_once(family: Family, analysis_rt: Any, god: Any) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]

    ends = await asyncio.gather(*(process(analysis_rt, family.owner.id, document) for _ in range(4)))

    # Who comes last may find the file gone already: then the document has been settled before.
    assert sorted(ends).count("READY") == 1
    shown = await call(family.owner, "GET", f"/documents/{document}", 200)
    assert shown["status"] == "READY"
    deeds = "SELECT count(*) FROM audit_logs WHERE target_resource = $1 AND action <> 'document.create'"
    assert await god.fetchval(deeds, f"documents/{document}") == 1


async def test_only_those_who_see_documents_are_told_that_one_has_turned(
    family: Family, make_user: Any, god: Any, analysis_rt: Any, rt: Any
) -> None:
    doctor, cook = await make_user(), await make_user()
    await make_grant(god, family.owner, family.member, doctor, "READ_ONLY", categories=["documents"])
    await make_grant(god, family.owner, family.member, cook, "MANAGER", categories=["nutrition"])
    people = (family.owner, doctor, cook)
    begins = [orjson.loads((await rt.live.replay(each.id, 0))[-1])["seq"] for each in people]

    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    await process(analysis_rt, family.owner.id, document)

    told = []
    for each, since in zip(people, begins, strict=True):
        news = [orjson.loads(one) for one in await rt.live.replay(each.id, since)]
        told.append([(one["type"], one["member_id"]) for one in news if one["id"] == document])
    assert told == [[("document.updated", family.member)] * 2] * 2 + [[]]


async def test_the_sweep_takes_what_nobody_needs_and_nothing_else(
    make_user: Any, rt: Any, analysis_rt: Any, worker_rt: Any, god: Any
) -> None:
    family = await make_family(await make_user())
    who, member = family.owner, family.member
    names = ("waiting", "failed_now", "failed_long_ago", "deleted_long_ago")
    made = {name: (await make_document(who, member, b"%PDF-1.7 no"))["id"] for name in names}
    for name in ("failed_now", "failed_long_ago"):
        assert await process(analysis_rt, who.id, made[name]) == "FAILED"
    await god.execute(
        "UPDATE documents SET deleted_at = now() - interval '31 days' WHERE id = $1", made["deleted_long_ago"]
    )
    past = "UPDATE uploads SET expires_at = now() - $2::interval, used_at = used_at - $2::interval WHERE key = $1"
    keys = {}
    for name, days in zip(names, (9, 6, 8, 31), strict=True):
        keys[name] = (await god.fetchrow(ROW, made[name]))["upload_key"]
        await god.execute(past, keys[name], dt.timedelta(days=days))

    while await uploads.sweep(worker_rt):
        pass

    there = {name: await rt.storage.head(key) is not None for name, key in keys.items()}
    assert there == {"waiting": True, "failed_now": True, "failed_long_ago": False, "deleted_long_ago": False}


async def test_what_the_broker_lost_is_asked_for_again(family: Family, worker_rt: Any, god: Any) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    await god.execute("UPDATE documents SET queued_at = now() - interval '11 seconds' WHERE id = $1", document)
    waiting = "SELECT count(*) FROM outbox WHERE event = 'document_added' AND payload ->> 'document_id' = $1::text"
    assert await god.fetchval(waiting, str(document)) == 1

    assert await service.requeue(worker_rt, queue_is_empty=False) == 0
    assert await service.requeue(worker_rt, queue_is_empty=True) >= 1

    assert await god.fetchval(waiting, str(document)) == 2


async def test_words_that_were_never_read_are_asked_for_again(
    family: Family, analysis_rt: Any, worker_rt: Any, god: Any
) -> None:
    document = (await make_document(family.owner, family.member, pdfs.report()))["id"]
    assert await process(analysis_rt, family.owner.id, document) == "READY"
    events = "SELECT event FROM outbox WHERE payload ->> 'document_id' = $1::text ORDER BY id"

    for _ in range(2):
        await god.execute("UPDATE documents SET queued_at = now() - interval '11 seconds' WHERE id = $1", document)
        await service.requeue(worker_rt, queue_is_empty=True)
        await read_words(worker_rt, family.owner.id, document)

    told = [row["event"] for row in await god.fetch(events, str(document))]
    assert told == ["document_added", "document_cleaned", "document_cleaned", "document_ready"]
