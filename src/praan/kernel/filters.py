"""Filters of lists, as they stand in a query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from praan.kernel.errors import Invalid

MAX_DAYS = 366
"""The longest range of days that is told at once."""


def chosen(
    field: str, text: str | None, known: Collection[str], fold: Callable[[str], str] = str.upper
) -> list[str] | None:
    """One or several of the known values with commas, in any case (`status=open,cleared`); None without a filter.

    `fold` puts a value into the case of the known ones. Raises Invalid naming the field.
    """
    if not text:
        return None
    wanted = [fold(part.strip()) for part in text.split(",")]
    if any(part not in known for part in wanted):
        raise Invalid.field(field, f"must be one of {', '.join(known)}")
    return wanted


def check_range(first: dt.date, last: dt.date) -> None:
    """Raises Invalid for inclusive days that are no range, or more than MAX_DAYS."""
    if first > last:
        raise Invalid.field("from", "must not be after to")
    if (last - first).days >= MAX_DAYS:
        raise Invalid.field("to", f"may be at most {MAX_DAYS} days from from")
