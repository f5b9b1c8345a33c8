"""FastAPI dependencies shared by every domain: the runtime, the person, one transaction a request.

All are function-scoped: the transaction commits before the answer is sent, so a 2xx is never a promise. All are
async, also those that await nothing: FastAPI sends a sync one through its thread pool, for 0.2 ms each.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from praan.infra.after import After
from praan.infra.db import Connection, transaction
from praan.infra.deed import Deed
from praan.infra.runtime import Runtime
from praan.kernel.errors import Unavailable
from praan.kernel.fields import Day
from praan.kernel.paging import DEFAULT_LIMIT, MAX_LIMIT
from praan.kernel.principal import Origin, Principal


async def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


async def _principal(request: Request) -> Principal:
    return cast(Principal, request.scope["state"]["principal"])


async def _origin(request: Request) -> Origin:
    address = request.client.host if request.client else None
    return Origin(address, request.scope["state"]["request_id"])


Rt = Annotated[Runtime, Depends(_runtime, scope="function")]
Who = Annotated[Principal, Depends(_principal, scope="function")]
From = Annotated[Origin, Depends(_origin, scope="function")]


async def _after(rt: Rt) -> AsyncIterator[After]:
    after = After()
    yield after
    await after.run(rt)


# Entered before the transaction, so left after its commit and before the answer.
AfterCommit = Annotated[After, Depends(_after, scope="function")]


async def _conn(rt: Rt, who: Who, _: AfterCommit) -> AsyncIterator[Connection]:
    async with transaction(rt.pool, owner=who.user_id, actor=who.user_id) as conn:
        yield conn


Conn = Annotated[Connection, Depends(_conn, scope="function")]


async def _deed(rt: Rt, conn: Conn, origin: From, after: AfterCommit) -> Deed:
    return Deed(conn, rt.vault, origin, after)


Doing = Annotated[Deed, Depends(_deed, scope="function")]


def empty_is_absent(value: Any) -> Any:
    """`?cursor=&from=` says nothing of either."""
    return None if value == "" else value


Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
CursorText = Annotated[str | None, Query(max_length=500)]
DayText = Annotated[Day | None, BeforeValidator(empty_is_absent)]
PAGE = DEFAULT_LIMIT


async def _limits_hold(request: Request) -> None:
    if request.scope["state"].get("degraded"):
        raise Unavailable("Rate limits cannot be checked at the moment. Try again.", retry_after=2)


# For what must not go on unlimited: it fails closed while Valkey is down.
LimitsHold = Depends(_limits_hold, scope="function")
