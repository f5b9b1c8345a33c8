"""GET history: every row once whatever the pages, newest first, by the member's dates, with honest cursors."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clock import ZONE
from tests.factories import MEAL, READING, WORKOUT, Family, call, make_family, make_log, make_program

KINDS = (MEAL, WORKOUT, READING)
ROWS = """
SELECT id, timestamp, local_date, log_type FROM daily_logs
WHERE program_id = $1 AND deleted_at IS NULL AND superseded_by IS NULL ORDER BY timestamp DESC, id DESC
"""
PICTURE = (
    "UPDATE daily_logs SET thumb_key = 'thumbs/' || id, photo_key = 'photos/' || id WHERE id = ANY ($1::bigint[])"
)


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    """Sixty logs over ten days, many of the same microsecond, some corrected, some deleted."""
    family = await make_family(await make_user())
    start = dt.datetime.now(dt.UTC).replace(microsecond=123457) - dt.timedelta(days=8)
    for n in range(60):
        at = (start + dt.timedelta(hours=5 * (n // 4))).isoformat()
        log = await make_log(family.owner, family.program, KINDS[n % 3], timestamp=at)
        if n % 10 == 3:
            await call(family.owner, "DELETE", f"/logs/{log}", 204)
        if n % 10 == 6:
            await call(family.owner, "PATCH", f"/logs/{log}", 200, json={"timestamp": start.isoformat()})
    return family


async def page(family: Family, **query: Any) -> Any:
    return await call(family.owner, "GET", f"/programs/{family.program}/history", 200, params=query)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(limits=st.lists(st.one_of(st.integers(1, 12), st.just(100)), min_size=1, max_size=6))
async def test_any_pages_show_every_row_once_newest_first(family: Family, god: Any, limits: list[int]) -> None:
    expected = [row["id"] for row in await god.fetch(ROWS, family.program)]
    seen: list[int] = []
    cursor: str | None = None

    for n in range(len(expected)):
        limit = limits[n % len(limits)]
        shown = await page(family, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert len(shown["data"]) <= limit
        seen += [log["id"] for log in shown["data"]]
        cursor = shown["pagination"]["next_cursor"]
        assert shown["pagination"]["has_more"] == (cursor is not None)
        if cursor is None:
            break

    assert seen == expected


async def test_rows_that_arrive_while_pages_are_turned_move_nothing(make_user: Any) -> None:
    family = await make_family(await make_user())
    logs = [await make_log(family.owner, family.program) for _ in range(5)]
    first = await page(family, limit=2)
    await make_log(family.owner, family.program)

    second = await page(family, limit=10, cursor=first["pagination"]["next_cursor"])

    assert [log["id"] for log in first["data"] + second["data"]] == logs[::-1]


@pytest.mark.parametrize("text", ["nutrition", "WORKOUT", "Vitals", "vitals,Nutrition", " workout , VITALS "])
async def test_types_are_filtered_in_any_case(family: Family, god: Any, text: str) -> None:
    wanted = {part.strip().upper() for part in text.split(",")}

    shown = await page(family, limit=100, log_type=text)

    expected = [row["id"] for row in await god.fetch(ROWS, family.program) if row["log_type"] in wanted]
    assert [log["id"] for log in shown["data"]] == expected


async def test_the_photos_alone_page_by_page(make_user: Any, god: Any) -> None:
    """With every other filter, and across cursors; what was deleted or corrected since is not among them."""
    family = await make_family(await make_user())
    logs = [await make_log(family.owner, family.program, KINDS[n % 2]) for n in range(40)]
    pictured = logs[::4]
    await god.execute(PICTURE, pictured)
    await call(family.owner, "DELETE", f"/logs/{pictured.pop(3)}", 204)
    corrected = pictured.pop(5)
    await call(family.owner, "PATCH", f"/logs/{corrected}", 200, json={"payload": {"calories": 300}})
    pictured.append((await call(family.owner, "GET", f"/logs/{corrected}", 200))["superseded_by"])
    rows = await god.fetch(ROWS, family.program)
    expected = [row["id"] for row in rows if row["id"] in pictured]
    assert len(expected) == 9

    first = await page(family, photo=True, limit=4)
    cursor = first["pagination"]["next_cursor"]
    rest = await page(family, photo=True, limit=50, cursor=cursor)

    assert [log["id"] for log in first["data"] + rest["data"]] == expected
    assert all(log["photo"]["thumb_url"] for log in first["data"])
    assert (await page(family, photo=True, log_type="WORKOUT"))["data"] == []
    tomorrow = (rows[0]["local_date"] + dt.timedelta(days=1)).isoformat()
    assert (await page(family, **{"photo": True, "from": tomorrow}))["data"] == []
    assert len((await page(family, photo=False, limit=100))["data"]) == 39


async def test_from_and_to_are_the_members_dates_inclusive(family: Family, god: Any) -> None:
    rows = await god.fetch(ROWS, family.program)
    days = sorted({row["local_date"] for row in rows})
    assert days == sorted({row["timestamp"].astimezone(ZoneInfo(ZONE)).date() for row in rows})
    for first, last in ((days[1], days[-2]), (days[2], days[2]), (days[-1], days[0])):
        shown = await page(family, **{"limit": 100, "from": first.isoformat(), "to": last.isoformat()})
        expected = [row["id"] for row in rows if first <= row["local_date"] <= last]
        assert [log["id"] for log in shown["data"]] == expected


async def test_a_cursor_keeps_to_its_list(family: Family, make_user: Any) -> None:
    cursor = (await page(family, limit=1))["pagination"]["next_cursor"]
    other = await make_program(family.owner, family.member)
    stranger = await make_family(await make_user())
    # Other bytes; other text may decode to the same ones.
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[1] ^= 1
    tampered = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")

    for program, text in (
        (other, cursor),
        (family.program, tampered),
        (family.program, "MzAyMg=="),
        (family.program, "ü"),
        (family.program, cursor[:-4]),
        (family.program, "A" * 500),
    ):
        problem = await call(family.owner, "GET", f"/programs/{program}/history", 400, params={"cursor": text})
        assert [error["field"] for error in problem["errors"]] == ["cursor"]
    await call(stranger.owner, "GET", f"/programs/{stranger.program}/history", 400, params={"cursor": cursor})
    await call(stranger.owner, "GET", f"/programs/{family.program}/history", 403, params={"cursor": cursor})


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"log_type": "SLEEP"}, "log_type"),
        ({"log_type": "NUTRITION,"}, "log_type"),
        ({"from": "yesterday"}, "from"),
        ({"to": "2026-13-01"}, "to"),
        ({"photo": "perhaps"}, "photo"),
    ],
)
async def test_a_wrong_query_is_refused_by_name(family: Family, query: dict[str, Any], field: str) -> None:
    problem = await call(family.owner, "GET", f"/programs/{family.program}/history", 400, params=query)

    assert [error["field"] for error in problem["errors"]] == [field]
