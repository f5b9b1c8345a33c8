"""Filters of lists, as they stand in a query."""

from __future__ import annotations

from collections.abc import Callable, Collection

from praan.kernel.errors import Invalid


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
