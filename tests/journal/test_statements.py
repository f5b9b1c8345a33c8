"""How many SQL statements the hot requests cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.counting import Counter, counting
from tests.factories import MEAL, READING, WORKOUT, Family, make_family, make_log

from praan.localstack.services import Services


@pytest.fixture(scope="module")
async def family(make_user: Any) -> Family:
    made = await make_family(await make_user())
    for log in (MEAL, WORKOUT, READING):
        await make_log(made.owner, made.program, log)
    return made


@pytest.fixture(scope="module")
async def counter(services: Services, family: Any) -> AsyncIterator[Counter]:
    async with counting(services, family.owner.token) as counting_one:
        # The first use of a statement on a connection asks for its types, too.
        await counting_one.cost("POST", "/logs", 201, json={**MEAL, "program_id": family.program})
        await counting_one.cost("GET", f"/programs/{family.program}/history", 200)
        yield counting_one


@pytest.mark.parametrize("log", [MEAL, WORKOUT], ids=["meal", "workout"])
async def test_a_log_is_one_statement(counter: Counter, family: Family, log: dict[str, Any]) -> None:
    assert await counter.cost("POST", "/logs", 201, json={**log, "program_id": family.program}) == 1


async def test_a_reading_asks_first_what_it_is_judged_by(counter: Counter, family: Family) -> None:
    body = {**READING, "program_id": family.program}
    assert await counter.cost("POST", "/logs", 201, json=body) == 2


@pytest.mark.parametrize(
    "query",
    ["", "?limit=2", "?log_type=vitals,WORKOUT&limit=100", "?from=2026-01-01&to=2199-01-01", "?photo=true"],
)
async def test_a_page_of_history_is_one_statement(counter: Counter, family: Family, query: str) -> None:
    assert await counter.cost("GET", f"/programs/{family.program}/history{query}", 200) == 1


async def test_today_is_one_statement_once_and_none_after(counter: Counter, family: Family) -> None:
    path = f"/programs/{family.program}/adherence/today"
    await counter.cost("POST", "/logs", 201, json={**MEAL, "program_id": family.program})

    assert await counter.cost("GET", path, 200) == 1
    assert await counter.cost("GET", path, 200) == 0
    assert await counter.cost("GET", path, 200) == 0


async def test_a_week_is_cached_too(counter: Counter, family: Family) -> None:
    path = f"/programs/{family.program}/adherence/week"

    assert await counter.cost("GET", path, 200) > 0
    assert await counter.cost("GET", path, 200) == 0


async def test_a_refused_log_costs_one_statement_and_writes_nothing(
    counter: Counter, family: Family, god: Any
) -> None:
    count = "SELECT count(*) FROM daily_logs WHERE program_id = $1"
    before = await god.fetchval(count, family.program)

    early = {**MEAL, "program_id": family.program, "timestamp": "2001-01-01T00:00:00Z"}
    assert await counter.cost("POST", "/logs", 400, json=early) == 1
    assert await counter.cost("POST", "/logs", 403, json={**MEAL, "program_id": 1}) == 1
    assert await god.fetchval(count, family.program) == before
