"""Trends as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from praan.infra.http.deps import Conn
from praan.infra.http.routing import api_router
from praan.kernel.fields import Day
from praan.programs.deps import ProgramReadable
from praan.trends import service

router = api_router(tags=["trends"])
CSV = "text/csv; charset=utf-8; header=present"


@router.get(
    "/programs/{program_id}/trends.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def download_trends(
    scope: ProgramReadable,
    conn: Conn,
    from_: Annotated[Day, Query(alias="from")],
    to: Annotated[Day, Query()],
) -> Response:
    """A range of local dates as CSV, both inclusive, at most a year: the columns that you may see, a row a day."""
    text = await service.table(conn, scope, from_, to)
    name = f'attachment; filename="praan-{from_}-{to}.csv"'
    return Response(text, media_type=CSV, headers={"Content-Disposition": name})
