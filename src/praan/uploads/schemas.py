"""Bodies of the upload route."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Field, Tag

from praan.kernel.fields import Body, Id, Text, Whole

HEX = r"^[0-9a-fA-F]{64}$"
MAX_BYTES = 15 * 1024 * 1024


class _UploadIn(Body):
    size: Annotated[Whole, Field(ge=1, le=MAX_BYTES)]
    # Said twice: after a validator of its own a pattern is checked, but no longer told in the schema.
    sha256: Annotated[Text, Field(pattern=HEX, json_schema_extra={"pattern": HEX})]


class PhotoUploadIn(_UploadIn):
    """The photo of a meal in a program, exactly: `size` in bytes, `sha256` in 64 hex digits."""

    program_id: Id
    content_type: Literal["image/jpeg", "image/png", "image/webp", "image/heic"]


class DocumentUploadIn(_UploadIn):
    """A member's document, exactly: `size` in bytes, `sha256` in 64 hex digits."""

    member_id: Id
    content_type: Literal["application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"]


def _purpose(value: Any) -> str:
    return "document" if isinstance(value, dict) and "member_id" in value else "photo"


# What will be uploaded: for a program or for a member, never for both.
UploadIn = Annotated[
    Annotated[PhotoUploadIn, Tag("photo")] | Annotated[DocumentUploadIn, Tag("document")], Discriminator(_purpose)
]


class UploadOut(BaseModel):
    """The PUT to make: to `url`, with exactly these headers, before `expires_at`."""

    key: str
    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: dt.datetime
