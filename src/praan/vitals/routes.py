"""Thresholds, readings and alerts over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Query

from praan.infra.http.deps import PAGE, AfterCommit, Conn, CursorText, From, Limit, Rt, Who
from praan.infra.http.routing import api_router
from praan.kernel.fields import Day
from praan.vitals import alerts, daily, readings, thresholds
from praan.vitals.deps import AlertReadable, AlertWritable, VitalsAsked, VitalsReadable, VitalsWritable
from praan.vitals.schemas import (
    Acknowledge,
    AlertList,
    AlertOut,
    DailyReadings,
    ReadingList,
    Snooze,
    Thresholds,
    ThresholdsIn,
)

router = api_router(tags=["vitals"])
Filter = Annotated[str | None, Query(max_length=100)]


@router.get("/members/{member_id}/thresholds")
async def read_thresholds(scope: VitalsReadable, rt: Rt, conn: Conn) -> Thresholds:
    """The bounds that a member's readings are judged by, by their age, each with its source."""
    return await thresholds.show(conn, rt.vault, scope)


@router.put("/members/{member_id}/thresholds")
async def set_thresholds(
    scope: VitalsWritable, rt: Rt, origin: From, conn: Conn, body: ThresholdsIn
) -> Thresholds:
    """Tighten bounds for a member, for readings from now on. A bound looser than the general one is refused."""
    return await thresholds.tighten(conn, rt.vault, scope, origin, body)


@router.get("/members/{member_id}/readings")
async def list_readings(
    scope: VitalsReadable,
    rt: Rt,
    conn: Conn,
    limit: Limit = PAGE,
    cursor: CursorText = None,
    rule: Filter = None,
    from_: Annotated[Day | None, Query(alias="from")] = None,
    to: Annotated[Day | None, Query()] = None,
) -> ReadingList:
    """A member's readings with their bands, newest first; from and to are the member's dates, inclusive."""
    return await readings.page(conn, rt.cursors, scope, limit, cursor, rules=rule, first=from_, last=to)


@router.get("/members/{member_id}/readings/days")
async def read_daily_readings(
    scope: VitalsReadable,
    conn: Conn,
    from_: Annotated[Day, Query(alias="from")],
    to: Annotated[Day, Query()],
) -> DailyReadings:
    """A member's readings put together by day, for a range of their dates, both inclusive, at most a year."""
    return await daily.days(conn, scope, from_, to)


@router.get("/alerts")
async def list_alerts(
    rt: Rt,
    who: Who,
    conn: Conn,
    member: VitalsAsked,
    limit: Limit = PAGE,
    cursor: CursorText = None,
    status: Filter = None,
) -> AlertList:
    """Alerts of everybody whose readings you may see, newest first. `status`: one or several with commas."""
    asked = None if member is None else member.member_id
    return await alerts.page(conn, rt.vault, rt.cursors, who.user_id, limit, cursor, statuses=status, member=asked)


@router.get("/alerts/{alert_id}")
async def read_alert(scope: AlertReadable, rt: Rt, conn: Conn) -> AlertOut:
    """One alert as it stands now."""
    return await alerts.show(conn, rt.vault, scope)


@router.post("/alerts/{alert_id}/acknowledge")
async def acknowledge_alert(
    scope: AlertWritable,
    rt: Rt,
    after: AfterCommit,
    origin: From,
    conn: Conn,
    body: Annotated[Acknowledge | None, Body()] = None,
) -> AlertOut:
    """Say that you have seen to it, with a note if you like. It stays until a reading is back in range."""
    return await alerts.acknowledge(conn, rt.vault, after, scope, origin, body or Acknowledge())


@router.post("/alerts/{alert_id}/snooze")
async def snooze_alert(
    scope: AlertWritable, rt: Rt, after: AfterCommit, origin: From, conn: Conn, body: Snooze
) -> AlertOut:
    """Let an alert rest for 30, 60 or 120 minutes; an urgent one for 30 at most."""
    return await alerts.snooze(conn, rt.vault, after, scope, origin, body)
