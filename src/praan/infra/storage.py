"""S3 through aiobotocore: presigned URLs (no network), HEAD, get, put, delete. Every call has a time-out."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from praan.infra.breaker import Breaker, BreakerOpen
from praan.infra.settings import Settings
from praan.kernel.errors import Unavailable

LINK_S = 300
FAILURES = (BotoCoreError, aiohttp.ClientError, TimeoutError, OSError)


@dataclass(frozen=True)
class Seen:
    """What HEAD tells of an object. `size` in bytes."""

    size: int
    content_type: str


@dataclass(frozen=True)
class Link:
    """A presigned request."""

    url: str
    headers: dict[str, str]
    expires_at: dt.datetime


class Storage:
    """One bucket. `quick` calls (HEAD in a request) give up after 1 s, the others after 10 s."""

    def __init__(self, bucket: str, quick: Any, slow: Any) -> None:
        self._bucket = bucket
        self._quick = quick
        self._slow = slow
        self._breaker = Breaker("s3", failures=5, rest_s=2.0)

    async def upload_link(self, key: str, content_type: str, size: int, sha256: bytes) -> Link:
        """A PUT for exactly these bytes: type, length and checksum are part of the signature."""
        checksum = base64.b64encode(sha256).decode()
        url = await self._quick.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ContentType": content_type,
                "ContentLength": size,
                "ChecksumSHA256": checksum,
                "ServerSideEncryption": "AES256",
            },
            ExpiresIn=LINK_S,
        )
        headers = {
            "Content-Type": content_type,
            "x-amz-checksum-sha256": checksum,
            "x-amz-server-side-encryption": "AES256",
        }
        return Link(url, headers, _expiry())

    async def download_link(self, key: str) -> Link:
        """A GET that works for 5 minutes."""
        return await self._link(key, {})

    async def viewing_link(self, key: str, content_type: str, file_name: str) -> Link:
        """The same for a tab of its own: what the browser is told the object is, is part of the signature."""
        said = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": f'inline; filename="{file_name}"',
            "ResponseCacheControl": "private, no-store",
        }
        return await self._link(key, said)

    async def _link(self, key: str, more: dict[str, str]) -> Link:
        url = await self._quick.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": key, **more}, ExpiresIn=LINK_S
        )
        return Link(url, {}, _expiry())

    async def head(self, key: str) -> Seen | None:
        """The object's facts, None when it is not there; raises Unavailable within about a second."""
        async with self._guard():
            try:
                answer = await self._quick.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if _status(error) == 404:
                    return None
                raise
            return Seen(answer["ContentLength"], answer["ContentType"])

    async def get(self, key: str, limit: int) -> bytes | None:
        """At most `limit` + 1 bytes of an object, None when it is not there."""
        async with self._guard():
            try:
                answer = await self._slow.get_object(Bucket=self._bucket, Key=key, Range=f"bytes=0-{limit}")
            except ClientError as error:
                if _status(error) == 404:
                    return None
                raise
            async with answer["Body"] as body:
                data: bytes = await body.read()
                return data

    async def put(self, key: str, data: bytes, content_type: str) -> None:
        """Stores an object, encrypted at rest (SSE-S3)."""
        async with self._guard():
            await self._slow.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=data,
                ContentType=content_type,
                ServerSideEncryption="AES256",
            )

    async def delete(self, key: str) -> None:
        """Deletes an object; one that is not there is fine."""
        async with self._guard():
            await self._slow.delete_object(Bucket=self._bucket, Key=key)

    async def ping(self) -> None:
        async with self._guard():
            await self._quick.head_bucket(Bucket=self._bucket)

    @asynccontextmanager
    async def _guard(self) -> AsyncIterator[None]:
        try:
            with self._breaker.watch(FAILURES):
                yield
        except (*FAILURES, ClientError, BreakerOpen) as error:
            raise Unavailable("The photo store does not answer. Try again.", retry_after=2) from error


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _expiry() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=LINK_S)


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Clients for the configured bucket, closed at the end of the block."""
    async with AsyncExitStack() as stack:
        clients = []
        for timeout, attempts in ((1, 1), (10, 3)):
            client = get_session().create_client(
                "s3",
                endpoint_url=settings.s3_endpoint,
                region_name=settings.s3_region,
                aws_access_key_id=settings.s3_access_key.get_secret_value(),
                aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
                config=AioConfig(
                    signature_version="s3v4",
                    connect_timeout=timeout,
                    read_timeout=timeout,
                    retries={"total_max_attempts": attempts, "mode": "standard"},
                    s3={"addressing_style": "path"},
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )
            clients.append(await stack.enter_async_context(client))
        yield Storage(settings.s3_bucket, *clients)
