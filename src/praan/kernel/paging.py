"""Keyset cursors: opaque, bound to one list, and refused when made up.

A cursor is base64url(JSON of the last row's keys + 8 bytes of HMAC over list name and keys), so that a
cursor of another list, of another person's list or of somebody's own making is told apart from a real one.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from praan.kernel.errors import Invalid

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
TAG_BYTES = 8
# Later than every moment that a list may hold: where the newest-first lists begin.
END_OF_TIME = dt.datetime(2300, 1, 1, tzinfo=dt.UTC)
_EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


Row = TypeVar("Row")


def key_of(moment: dt.datetime) -> int:
    """A moment as a key of a cursor, exact to the microsecond."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(key: int) -> dt.datetime:
    """The moment that `key_of` made a key of."""
    return _EPOCH + key * _MICROSECOND


class Pagination(BaseModel):
    """Where the next page begins; null at the end."""

    next_cursor: str | None
    has_more: bool


@dataclass(frozen=True)
class Cursors:
    """Signs and reads cursors with one secret."""

    secret: bytes

    def write(self, name: str, keys: Sequence[str | int]) -> str:
        """Cursor after a row. `name` says which list (with what belongs to it: 'history:1001')."""
        body = json.dumps(list(keys), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(body + self._tag(name, body)).decode().rstrip("=")

    def page(
        self, name: str, rows: Sequence[Row], limit: int, keys: Callable[[Row], Sequence[str | int]]
    ) -> tuple[Sequence[Row], Pagination]:
        """The rows to show of `limit` + 1 that were asked for, and where the next page begins.

        `keys` gives the keys of a row that the next page starts after.
        """
        shown, more = rows[:limit], len(rows) > limit
        following = self.write(name, keys(shown[-1])) if more else None
        return shown, Pagination(next_cursor=following, has_more=more)

    def read(self, name: str, cursor: str, kinds: tuple[type, ...]) -> tuple[Any, ...]:
        """Keys of a cursor that `write` made for the same list; raises Invalid for any other."""
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            body, tag = raw[:-TAG_BYTES], raw[-TAG_BYTES:]
            if not hmac.compare_digest(tag, self._tag(name, body)):
                raise ValueError
            keys = json.loads(body)
        except (ValueError, binascii.Error):
            raise Invalid.field("cursor", "is not a cursor of this list; leave it out to start again") from None
        if len(keys) != len(kinds) or any(type(key) is not kind for key, kind in zip(keys, kinds, strict=True)):
            raise Invalid.field("cursor", "is not a cursor of this list; leave it out to start again")
        return tuple(keys)

    def _tag(self, name: str, body: bytes) -> bytes:
        return hmac.new(self.secret, name.encode() + b"\0" + body, hashlib.sha256).digest()[:TAG_BYTES]
