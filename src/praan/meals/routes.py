"""Foods over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from praan.infra.http.deps import PAGE, Conn, CursorText, Limit, Rt
from praan.infra.http.routing import api_router
from praan.kernel.fields import PathId
from praan.meals import service
from praan.meals.schemas import FoodList

router = api_router(tags=["foods"])


@router.get("/foods")
async def search_foods(
    rt: Rt,
    conn: Conn,
    q: Annotated[str, Query(min_length=1, max_length=100, description="Words of a food's name")],
    limit: Limit = PAGE,
    cursor: CursorText = None,
) -> FoodList:
    """Find foods of the table by words or their beginnings; everyday foods come first."""
    return await service.search_foods(conn, rt.cursors, q, limit, cursor)


@router.get("/foods/by-id")
async def read_foods(
    rt: Rt, conn: Conn, id_: Annotated[list[PathId], Query(alias="id", min_length=1, max_length=50)]
) -> FoodList:
    """The foods with these ids, such as those of a logged meal; an id that the table lacks is left out."""
    return await service.foods_of(conn, id_)
