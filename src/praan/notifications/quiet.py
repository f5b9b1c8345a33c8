"""Quiet hours by the clock on somebody's wall."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` (inclusive) to `ends` (exclusive), over midnight when it ends earlier than it begins.

    The two are whole minutes and differ; `zone` is an IANA name.
    """

    begins: dt.time
    ends: dt.time
    zone: str

    def holds(self, moment: dt.datetime) -> bool:
        """Whether the wall clock is within them at an aware moment."""
        at = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def over(self, moment: dt.datetime) -> dt.datetime | None:
        """The first whole minute after `moment` that is not quiet, in UTC; None when `moment` is not.

        It walks, since a clock that is put forward or back may skip the end or reach it twice.
        """
        if not self.holds(moment):
            return None
        at = moment.astimezone(dt.UTC).replace(second=0, microsecond=0)
        while self.holds(at):
            at += MINUTE
        return at
