"""Time zones of people and the local day of a moment."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zone_names() -> frozenset[str]:
    """IANA names that a member may have; the pseudo zones that no place uses are left out."""
    return frozenset(
        name
        for name in available_timezones()
        if ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
        or name in ("UTC", "Etc/UTC", "GMT")
    )


def local_date(moment: dt.datetime, zone: str) -> dt.date:
    """The date on a wall calendar in `zone` at an aware moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def age_on(birth: dt.date, day: dt.date) -> int:
    """Whole years; a birthday on 29 February is kept on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
