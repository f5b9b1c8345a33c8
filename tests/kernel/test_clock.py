"""Ages by the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from praan.kernel.clock import age_on


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        ("2000-03-04", "2026-03-03", 25),
        ("2000-03-04", "2026-03-04", 26),
        ("2004-02-29", "2026-02-28", 21),
        ("2004-02-29", "2026-03-01", 22),
        ("2026-01-01", "2026-01-01", 0),
    ],
)
def test_age_is_told_in_whole_years(birth: str, today: str, age: int) -> None:
    assert age_on(dt.date.fromisoformat(birth), dt.date.fromisoformat(today)) == age
