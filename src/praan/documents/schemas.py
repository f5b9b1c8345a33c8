"""Bodies of the document routes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from praan.kernel.fields import Body, Day, Text
from praan.kernel.paging import Pagination
from praan.programs.schemas import Title

Kind = Literal["PDF", "IMAGE"]
Status = Literal["PROCESSING", "READY", "FAILED"]


class DocumentIn(Body):
    """An uploaded file as a document. `date` is the day of the report itself, not in the member's future."""

    key: Annotated[Text, Field(min_length=1, max_length=200)]
    title: Title | None = None
    date: Day | None = None


class DocumentPatch(Body):
    """What to change; what is left out stays, null takes it away."""

    title: Title | None = None
    date: Day | None = None


class DocumentFailure(BaseModel):
    """Why a file could not become a document: `code` for programs, the message for the person."""

    code: str
    message: str


class DocumentOut(BaseModel):
    """One document. `size` in bytes and `content_type` are those of what can be looked at once it is READY."""

    id: int
    member_id: int
    title: str | None
    kind: Kind
    status: Status
    content_type: str
    size: int
    pages: int | None
    date: dt.date | None
    failure: DocumentFailure | None
    created_at: dt.datetime


class DocumentList(BaseModel):
    data: list[DocumentOut]
    pagination: Pagination


class DocumentLink(BaseModel):
    """Where to look at the document until `expires_at`."""

    url: str
    expires_at: dt.datetime
