"""Reports through the API: listed, asked for, shared by links, and what of them whom is shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
from tests.factories import API, Family, call, make_grant
from tests.reports.weeks import eat, made, make_home, monday, press

from praan.infra.runtime import Runtime
from praan.reports.shares import sweep

SHARES = "SELECT token_hash, revoked_at FROM report_shares WHERE report_id = $1 ORDER BY id"
OLD = "UPDATE report_shares SET expires_at = now() - interval '1 second' WHERE id = $1"
AN_HOUR_AGO = """
UPDATE reports SET asks = (SELECT array_agg(each - interval '1 hour') FROM unnest(asks) each) WHERE member_id = $1
"""
LONG_OVER = "UPDATE report_shares SET {} = now() - interval '31 days' WHERE id = $1"
OPENINGS = """
SELECT count(*) FROM audit_logs WHERE target_resource = $1 AND action = 'report.open_shared' AND actor_id IS NULL
"""
CRISIS = (186, 122)


@pytest.fixture(scope="module")
async def home(make_user: Any) -> Family:
    home = await make_home(await make_user())
    await eat(home, monday(), 900, 30)
    await press(home, monday(), *CRISIS)
    return home


@pytest.fixture(scope="module")
async def report(home: Family, worker_rt: Runtime) -> dict[str, Any]:
    return await made(home, worker_rt)


async def opened(api: httpx.AsyncClient, token: str) -> httpx.Response:
    return await api.post(f"{API}/shared/reports", json={"token": token})


async def test_the_list_is_by_week_and_by_pages(home: Family, worker_rt: Runtime, report: dict[str, Any]) -> None:
    others = [await made(home, worker_rt, week_start=monday(ago).isoformat()) for ago in (3, 2, 0)]
    path = f"/members/{home.member}/reports"

    first = await call(home.owner, "GET", f"{path}?limit=2", 200)
    cursor = first["pagination"]["next_cursor"]
    second = await call(home.owner, "GET", f"{path}?limit=2&cursor={cursor}", 200)

    assert [each["week_start"] for each in first["data"] + second["data"]] == [
        monday(ago).isoformat() for ago in (0, 1, 2, 3)
    ]
    assert second["pagination"] == {"next_cursor": None, "has_more": False}
    assert first["data"][0] == others[2]


@pytest.mark.parametrize(
    "wrong",
    [monday(1) + dt.timedelta(days=1), monday(-1), monday(60), "soon", 3],
    ids=["no monday", "ahead", "long ago", "no date", "number"],
)
async def test_a_week_that_cannot_be_told_is_refused(home: Family, wrong: Any) -> None:
    said = wrong.isoformat() if isinstance(wrong, dt.date) else wrong
    refused = await call(home.owner, "POST", f"/members/{home.member}/reports", 400, json={"week_start": said})

    assert [error["field"] for error in refused["errors"]] == ["week_start"]


async def test_the_same_key_asks_once(home: Family, god: Any) -> None:
    path, key = f"/members/{home.member}/reports", {"Idempotency-Key": "reports-1"}
    body = {"week_start": monday(4).isoformat()}

    first = await call(home.owner, "POST", path, 202, json=body, headers=key)
    assert await call(home.owner, "POST", path, 202, json=body, headers=key) == first
    events = "SELECT count(*) FROM outbox WHERE payload ->> 'report_id' = $1"
    assert await god.fetchval(events, str(first["id"])) == 1


async def test_it_speaks_the_language_that_is_asked_for_or_the_readers_own(
    make_user: Any, worker_rt: Runtime
) -> None:
    home = await make_home(await make_user())
    report = await made(home, worker_rt)
    path = f"/reports/{report['id']}"

    hindi = await call(home.owner, "GET", f"{path}?language=hi", 200)
    assert "हफ़्ता" in hindi["summary"][0]
    assert {**hindi, "summary": report["summary"], "focus": report["focus"]} == report
    await call(home.owner, "PATCH", "/me", 200, json={"language": "hi"})
    assert await call(home.owner, "GET", path, 200) == hindi
    await call(home.owner, "GET", f"{path}?language=fr", 400)


@pytest.mark.parametrize(
    ("categories", "hidden"),
    [
        (["vitals"], {"macros", "workouts", "photos"}),
        (["nutrition", "workout"], {"blood_pressure", "readings", "alerts"}),
        (["documents"], {"macros", "workouts", "photos", "blood_pressure", "readings", "alerts"}),
    ],
    ids=["vitals only", "no vitals", "nothing of it"],
)
async def test_parts_that_are_not_shared_are_not_shown(
    home: Family, report: dict[str, Any], make_user: Any, god: Any, categories: list[str], hidden: set[str]
) -> None:
    guest = await make_user()
    await make_grant(god, home.owner, home.member, guest, "MANAGER", categories=categories)
    seen = await call(guest, "GET", f"/reports/{report['id']}", 200)

    parts = {"macros", "workouts", "photos", "blood_pressure", "readings", "alerts"}
    assert {name for name in parts if seen[name] is None} == hidden
    assert seen["score"] == report["score"]
    assert seen["has_pdf"] is False
    # Logs are counted of every kind: their number would tell of those that are hidden.
    assert {day["logs"] for day in seen["days"]} == {None}
    assert ({day["minutes"] for day in seen["days"]} == {None}) == ("workouts" in hidden)
    words = " ".join([*seen["summary"], seen["focus"]["kind"]])
    if "blood_pressure" in hidden:
        assert not any(figure in words for figure in ("186", "122", "alerts"))
    if "macros" in hidden:
        assert "1 of 7" not in words
    await call(guest, "GET", f"/reports/{report['id']}/pdf", 403)
    await call(guest, "POST", f"/reports/{report['id']}/share", 403, json={})


async def test_a_doctor_reads_and_neither_asks_nor_shares(
    home: Family, report: dict[str, Any], make_user: Any, god: Any
) -> None:
    doctor = await make_user()
    await make_grant(god, home.owner, home.member, doctor, "READ_ONLY")

    assert await call(doctor, "GET", f"/reports/{report['id']}", 200) == report
    await call(doctor, "GET", f"/reports/{report['id']}/pdf", 200)
    await call(doctor, "POST", f"/members/{home.member}/reports", 403)
    await call(doctor, "POST", f"/reports/{report['id']}/share", 403, json={})
    await call(doctor, "DELETE", f"/reports/{report['id']}/share", 403)


async def test_a_link_opens_the_report_until_it_is_taken_back(
    home: Family, report: dict[str, Any], api: httpx.AsyncClient, god: Any
) -> None:
    path = f"/reports/{report['id']}/share"
    shared = await call(home.owner, "POST", path, 201, json={"days": 2, "language": "hi"})
    page, _, token = shared["url"].partition("#")
    assert page.endswith("/shared/report")
    left = dt.datetime.fromisoformat(shared["expires_at"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=1, hours=23) < left <= dt.timedelta(days=2)

    answer = await opened(api, token)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    seen = answer.json()
    assert (seen["member_name"], seen["expires_at"]) == ("Dadaji रमेश", shared["expires_at"])
    assert seen["report"] == await call(home.owner, "GET", f"/reports/{report['id']}?language=hi", 200)
    async with httpx.AsyncClient() as store:
        assert (await store.get(seen["pdf_url"])).content.startswith(b"%PDF-")
    assert await god.fetchval(OPENINGS, f"reports/{report['id']}") == 1
    rows = await god.fetch(SHARES, report["id"])
    assert token.encode() not in rows[-1]["token_hash"]

    await call(home.owner, "DELETE", path, 204)
    assert (await opened(api, token)).status_code == 400
    assert await god.fetchval(OPENINGS, f"reports/{report['id']}") == 1


async def test_a_link_ends_by_its_time_and_with_the_rights_of_who_made_it(
    home: Family, report: dict[str, Any], make_user: Any, api: httpx.AsyncClient, god: Any
) -> None:
    path = f"/reports/{report['id']}/share"
    old = await call(home.owner, "POST", path, 201)
    await god.execute(OLD, old["id"])
    assert (await opened(api, old["url"].partition("#")[2])).status_code == 400

    manager = await make_user()
    grant = await make_grant(god, home.owner, home.member, manager, "MANAGER")
    token = (await call(manager, "POST", path, 201))["url"].partition("#")[2]
    assert (await opened(api, token)).status_code == 200
    await call(home.owner, "DELETE", f"/grants/{grant}", 204)
    assert (await opened(api, token)).status_code == 400
    assert (await opened(api, "x" * 43)).status_code == 400


async def test_a_member_has_ten_reports_an_hour(make_user: Any, god: Any) -> None:
    """By everybody together, over all weeks; the same key again counts once."""
    home = await make_home(await make_user())
    other = await make_home(home.owner)
    path = f"/members/{home.member}/reports"
    for place in range(10):
        body = {"week_start": monday(place % 4).isoformat()}
        for _ in range(2):
            await call(home.owner, "POST", path, 202, json=body, headers={"Idempotency-Key": f"ask-{place}"})

    told = await home.owner.client.post(f"{API}{path}")
    assert told.status_code == 429
    assert 3500 < int(told.headers["retry-after"]) <= 3600
    await call(home.owner, "POST", f"/members/{other.member}/reports", 202)
    await god.execute(AN_HOUR_AGO, home.member)
    await call(home.owner, "POST", path, 202)


async def test_twenty_links_open_a_report_at_most(home: Family, report: dict[str, Any]) -> None:
    path = f"/reports/{report['id']}/share"
    await call(home.owner, "DELETE", path, 204)
    for _ in range(20):
        await call(home.owner, "POST", path, 201)

    await call(home.owner, "POST", path, 409)
    await call(home.owner, "DELETE", path, 204)
    await call(home.owner, "POST", path, 201)


async def test_links_that_are_long_over_are_deleted(
    home: Family, report: dict[str, Any], worker_rt: Runtime, god: Any
) -> None:
    path = f"/reports/{report['id']}/share"
    await call(home.owner, "DELETE", path, 204)
    ended, run_out, lives = [(await call(home.owner, "POST", path, 201))["id"] for _ in range(3)]
    await god.execute(LONG_OVER.format("revoked_at"), ended)
    await god.execute(LONG_OVER.format("expires_at"), run_out)

    await sweep(worker_rt)
    left = "SELECT id FROM report_shares WHERE id = ANY($1)"
    assert [row["id"] for row in await god.fetch(left, [ended, run_out, lives])] == [lives]
