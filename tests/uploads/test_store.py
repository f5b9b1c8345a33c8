"""What the real S3 server refuses: everything but the announced bytes, in time, with an untouched signature."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
import pytest
from tests.factories import call, make_family

from praan.localstack.services import Services

PHOTO = b"\xff\xd8\xff\xe0" + secrets.token_bytes(6000)


@pytest.fixture(scope="module")
async def store() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=20) as client:
        yield client


@pytest.fixture
async def announced(make_user: Any) -> dict[str, Any]:
    """An upload of PHOTO that waits for its bytes."""
    family = await make_family(await make_user())
    body = {
        "program_id": family.program,
        "content_type": "image/jpeg",
        "size": len(PHOTO),
        "sha256": hashlib.sha256(PHOTO).hexdigest(),
    }
    made: dict[str, Any] = await call(family.owner, "POST", "/uploads", 201, json=body)
    return made


def changed(url: str, **query: str | None) -> str:
    """The URL with some of its parameters replaced, or left out where None."""
    parts = urlsplit(url)
    values = {**dict(parse_qsl(parts.query)), **query}
    kept = {name.replace("_", "-"): value for name, value in values.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


async def refused(store: httpx.AsyncClient, rt: Any, key: str, url: str, content: bytes, headers: Any) -> int:
    """The status of a PUT that must leave nothing behind."""
    answer = await store.put(url, content=content, headers=headers)
    assert answer.status_code in (400, 403, 411), f"{answer.status_code} {answer.text}"
    assert await rt.storage.head(key) is None
    return answer.status_code


async def test_the_announced_bytes_are_taken_once_announced(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any]
) -> None:
    put = await store.put(announced["url"], content=PHOTO, headers=announced["headers"])

    assert put.status_code == 200, put.text
    seen = await rt.storage.head(announced["key"])
    assert (seen.size, seen.content_type) == (len(PHOTO), "image/jpeg")
    assert await rt.storage.get(announced["key"], len(PHOTO)) == PHOTO


async def test_an_anonymous_put_and_get_are_refused(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any]
) -> None:
    bare = announced["url"].split("?")[0]

    assert await refused(store, rt, announced["key"], bare, PHOTO, announced["headers"]) == 403
    assert (await store.put(announced["url"], content=PHOTO, headers=announced["headers"])).status_code == 200
    for address in (bare, bare.rsplit("/", 2)[0] + "/", bare.rsplit("/", 2)[0] + "?list-type=2"):
        answer = await store.get(address)
        assert answer.status_code == 403
        assert PHOTO[:16] not in answer.content
    assert (await store.delete(bare)).status_code == 403
    assert await rt.storage.head(announced["key"]) is not None


@pytest.mark.parametrize(
    "query",
    [
        {"X-Amz-Signature": "0" * 64},
        {"X-Amz-Signature": None},
        {"X-Amz-Expires": "604800"},
        {"X-Amz-Credential": "AKIDNOBODY/20261122/us-east-1/s3/aws4_request"},
        {"X-Amz-SignedHeaders": "host"},
    ],
    ids=lambda query: next(iter(query)),
)
async def test_a_tampered_signature_is_refused(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any], query: dict[str, str | None]
) -> None:
    url = changed(announced["url"], **query)

    await refused(store, rt, announced["key"], url, PHOTO, announced["headers"])


async def test_a_signature_of_one_key_does_not_open_another(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any]
) -> None:
    other = announced["key"][:-4] + "abcd"
    url = announced["url"].replace(announced["key"], other)
    assert url != announced["url"]

    assert await refused(store, rt, other, url, PHOTO, announced["headers"]) == 403


@pytest.mark.parametrize(
    "content",
    [PHOTO + b"x", PHOTO[:-1], b"", PHOTO[:-1] + bytes([PHOTO[-1] ^ 1]), PHOTO * 3000],
    ids=["longer", "shorter", "empty", "other bytes", "18 MB"],
)
async def test_other_bytes_than_announced_are_refused(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any], content: bytes
) -> None:
    await refused(store, rt, announced["key"], announced["url"], content, announced["headers"])


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Type", "text/html"),
        ("Content-Type", "image/png"),
        ("x-amz-checksum-sha256", "A" * 43 + "="),
        ("x-amz-server-side-encryption", None),
    ],
)
async def test_other_headers_than_announced_are_refused(
    store: httpx.AsyncClient, rt: Any, announced: dict[str, Any], header: str, value: str | None
) -> None:
    headers = {name: text for name, text in announced["headers"].items() if name != header}
    if value is not None:
        headers[header] = value

    await refused(store, rt, announced["key"], announced["url"], PHOTO, headers)


async def test_links_end(store: httpx.AsyncClient, rt: Any) -> None:
    key = f"raw/{secrets.token_hex(8)}"
    params = {"Bucket": rt.settings.s3_bucket, "Key": key}
    put, get = [
        await rt.storage._quick.generate_presigned_url(name, Params=params, ExpiresIn=1)
        for name in ("put_object", "get_object")
    ]
    began = time.monotonic()
    statuses: list[tuple[int, int]] = []

    while time.monotonic() - began < 8 and (not statuses or statuses[-1] != (403, 403)):
        statuses.append(((await store.put(put, content=PHOTO)).status_code, (await store.get(get)).status_code))

    assert statuses[-1] == (403, 403)
    assert {name for pair in statuses for name in pair} <= {200, 403}


async def test_a_download_link_shows_its_one_object_only(store: httpx.AsyncClient, rt: Any) -> None:
    key = f"photos/{secrets.token_hex(8)}.jpg"
    await rt.storage.put(key, PHOTO, "image/jpeg")
    url = (await rt.storage.download_link(key)).url

    assert (await store.get(url)).content == PHOTO
    assert (await store.get(changed(url, **{"X-Amz-Signature": "f" * 64}))).status_code == 403
    assert (await store.get(url.replace(key, key.replace("photos", "thumbs")))).status_code == 403
    assert (await store.put(url, content=b"mine now")).status_code == 403
    assert await rt.storage.get(key, len(PHOTO)) == PHOTO


async def test_what_lies_on_the_disk_is_not_the_photo(services: Services, rt: Any) -> None:
    photo = secrets.token_bytes(40_000)
    await rt.storage.put(f"photos/{secrets.token_hex(8)}.jpg", photo, "image/jpeg")
    plain = secrets.token_bytes(40_000)
    inside = services.home.path / "plain.dat"
    inside.write_bytes(plain)

    def lies_on_disk(data: bytes) -> bool:
        return any(
            data[1000:1032] in file.read_bytes()
            for file in services.home.path.rglob("*")
            if file.is_file() and not file.is_symlink() and "postgres" not in file.parts
        )

    try:
        assert lies_on_disk(plain)  # the search finds what is there
        assert not lies_on_disk(photo)
    finally:
        inside.unlink()
