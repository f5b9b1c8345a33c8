"""The board and the family at a glance over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from praan.infra.http.deps import PAGE, Conn, CursorText, Limit, Rt, Who, empty_is_absent
from praan.infra.http.routing import api_router
from praan.leaderboards import overview, service
from praan.leaderboards.schemas import FamilyAtAGlance, Leaderboard, WeekText

router = api_router(tags=["leaderboards"])


@router.get("/leaderboard")
async def read_leaderboard(
    rt: Rt,
    who: Who,
    week: Annotated[WeekText | None, BeforeValidator(empty_is_absent), Query()] = None,
) -> Leaderboard:
    """How well everybody you own or manage kept to their program in a week, by adherence alone.

    Left out are those with nothing due and those who do not take part, which is said of a member; who is under 18
    does not unless it is said. At most 5 minutes old.
    """
    return await service.board(rt, who.user_id, week)


@router.get("/family/overview")
async def read_overview(
    rt: Rt, who: Who, conn: Conn, limit: Limit = PAGE, cursor: CursorText = None
) -> FamilyAtAGlance:
    """Everybody you may look after with what concerns them today, and the last seven days in short."""
    return await overview.page(conn, rt.vault, rt.cursors, who.user_id, limit, cursor)
