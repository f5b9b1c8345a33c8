"""Quiet hours on every wall clock: they end at the first minute that is not quiet, whatever the clock does."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.kernel.clock import zone_names
from praan.notifications.quiet import QuietHours

MINUTES = st.integers(0, 1439)
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


def at(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)


def quiet(moment: dt.datetime, begins: int, ends: int, zone: str) -> bool:
    """Counted in minutes around the dial from the beginning."""
    local = moment.astimezone(ZoneInfo(zone))
    since = (local.hour * 60 + local.minute - begins) % 1440
    return since < (ends - begins) % 1440


@given(MOMENTS, MINUTES, MINUTES, st.sampled_from(sorted(zone_names())))
def test_the_end_is_the_first_minute_that_is_not_quiet(
    moment: dt.datetime, begins: int, ends: int, zone: str
) -> None:
    if begins == ends:
        return
    over = QuietHours(at(begins), at(ends), zone).over(moment)

    assert (over is not None) == quiet(moment, begins, ends, zone)
    if over is not None:
        assert moment < over <= moment + dt.timedelta(hours=26)
        assert not quiet(over, begins, ends, zone)
        assert quiet(over - dt.timedelta(seconds=1), begins, ends, zone)


@given(MOMENTS, MINUTES, MINUTES)
def test_without_a_changing_clock_it_is_the_time_that_was_said(
    moment: dt.datetime, begins: int, ends: int
) -> None:
    over = QuietHours(at(begins), at(ends), "Asia/Kolkata").over(moment) if begins != ends else None

    assert over is None or over.astimezone(ZoneInfo("Asia/Kolkata")).time() == at(ends)


@pytest.mark.parametrize(
    ("zone", "hours", "moment", "over"),
    [
        # The clock jumps from 2:00 to 3:00, over the end at 2:30.
        ("America/New_York", ("22:00", "02:30"), "2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z"),
        # It falls back from 2:00 to 1:00: the hours are over at 1:30, and again from the second 1:00 to 1:30.
        ("America/New_York", ("22:00", "01:30"), "2026-11-01T05:10:00Z", "2026-11-01T05:30:00Z"),
        ("America/New_York", ("22:00", "01:30"), "2026-11-01T06:10:00Z", "2026-11-01T06:30:00Z"),
        ("Europe/London", ("22:00", "07:00"), "2026-03-28T23:00:00Z", "2026-03-29T06:00:00Z"),
        ("Europe/London", ("22:00", "07:00"), "2026-10-24T22:00:00Z", "2026-10-25T07:00:00Z"),
        # Half an hour at Lord Howe: 2:00 becomes 2:30.
        ("Australia/Lord_Howe", ("22:00", "02:15"), "2026-10-03T15:20:00Z", "2026-10-03T15:30:00Z"),
        ("Asia/Kolkata", ("22:00", "07:00"), "2026-11-23T20:00:00Z", "2026-11-24T01:30:00Z"),
    ],
)
def test_weekends_on_which_clocks_change(zone: str, hours: tuple[str, str], moment: str, over: str) -> None:
    begins, ends = map(dt.time.fromisoformat, hours)

    assert QuietHours(begins, ends, zone).over(dt.datetime.fromisoformat(moment)) == dt.datetime.fromisoformat(
        over
    )
