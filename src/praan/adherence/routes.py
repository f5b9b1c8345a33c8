"""Reads of adherence."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from praan.adherence import nutrition, service
from praan.adherence.deps import NutritionReadable
from praan.adherence.schemas import Nutrition, Range, Today
from praan.infra.db import connection
from praan.infra.http.deps import Conn, DayText, Rt, Who
from praan.infra.http.handlers import judged_by
from praan.infra.http.routing import api_router
from praan.kernel.fields import Day, PathId
from praan.programs.deps import program_in_path

router = api_router(tags=["adherence"])


@router.get("/programs/{program_id}/adherence/today", response_model=Today)
async def read_today(program_id: PathId, rt: Rt, who: Who) -> Response:
    """The score of the member's local day, by component. Exact after any write."""
    return Response(await service.today(rt, who.user_id, program_id), media_type="application/json")


@router.get("/programs/{program_id}/adherence/week")
@judged_by(program_in_path)
async def read_week(program_id: PathId, rt: Rt, who: Who, ending: Annotated[DayText, Query()] = None) -> Range:
    """The seven days to `ending`, by default to the member's today."""
    return await service.week(rt, who.user_id, program_id, ending)


@router.get("/programs/{program_id}/adherence")
@judged_by(program_in_path)
async def read_range(
    program_id: PathId,
    rt: Rt,
    who: Who,
    from_: Annotated[Day, Query(alias="from")],
    to: Annotated[Day, Query()],
) -> Range:
    """The scores of a range of local dates, both inclusive, at most a year."""
    async with connection(rt.pool) as conn:
        return await service.between(conn, who.user_id, program_id, from_, to)


@router.get("/programs/{program_id}/nutrition")
async def read_nutrition(
    scope: NutritionReadable,
    conn: Conn,
    from_: Annotated[Day, Query(alias="from")],
    to: Annotated[Day, Query()],
) -> Nutrition:
    """What was eaten on each of a range of local dates, both inclusive, at most a year, with that day's goals."""
    return await nutrition.days(conn, scope, from_, to)
