"""Shapes of the search."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel

from praan.kernel.paging import Pagination
from praan.logs.schemas import LogType

Source = Literal["log", "note", "document"]


class Hit(BaseModel):
    """Where the words were found. `id` is the log's (of a note: the log that it belongs to) or the document's;
    `log_type` is null for a document. `kind` is the meal (or ANY), the reading or the strength that the title
    names in the account's language; null where the title is somebody's own words. `snippet` holds at most 160
    letters around the first hit."""

    type: Source
    id: int
    member_id: int
    title: str
    snippet: str
    at: dt.datetime
    log_type: LogType | None
    kind: str | None


class SearchPage(BaseModel):
    """Hits, newest first."""

    data: list[Hit]
    pagination: Pagination
