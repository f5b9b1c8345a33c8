"""Coming back to the live socket with the last number: nothing missing, nothing twice, or a resync."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import cookie_of, make_family, make_grant, make_log
from tests.notifications.sockets import add_member, message, opened, register
from websockets.asyncio.client import ClientConnection

from praan.infra.live import KEPT, Live, News, seq_of
from praan.infra.runtime import Runtime
from praan.infra.valkey import Valkey
from praan.kernel.principal import Principal
from praan.notifications import service


async def test_what_was_missed_comes_first_and_once(live_stack: str, live_rt: Runtime) -> None:
    user, client = await register(live_stack)
    member = await add_member(client)

    def news(log: int) -> list[News]:
        return [News((user,), "log.updated", member, log)]

    async with opened(live_stack, client) as socket:
        await live_rt.live.publish(news(1))
        first = await message(socket)
    await live_rt.live.publish(news(2) + news(3))

    async with opened(live_stack, client, since=first["seq"]) as socket:
        await live_rt.live.publish(news(4))
        told = [await message(socket) for _ in range(3)]

    assert [(each["seq"], each["id"]) for each in told] == [(first["seq"] + n, 1 + n) for n in (1, 2, 3)]


async def test_a_page_hears_of_what_happened_after_it_learnt_who_looks(live_stack: str, live_rt: Runtime) -> None:
    """Whatever it reads from then on, the socket that opens later tells its changes, and nothing from before."""
    account = {"email": f"web-{secrets.token_hex(5)}@example.com", "password": secrets.token_urlsafe(12)}
    async with httpx.AsyncClient(
        base_url=f"{live_stack}/api/v1", headers={"X-Praan-CSRF": "1"}, timeout=20
    ) as browser:
        user = (await browser.post("/auth/register", json={**account, "name": "Ravi"})).json()["user"]["id"]
        entered = await browser.post("/auth/session", json=account)
        browser.headers.update(cookie_of(entered))
        member = await add_member(browser)

        def news(log: int) -> list[News]:
            return [News((user,), "log.updated", member, log)]

        quiet = (await browser.get("/me")).headers["X-Praan-Since"]
        async with opened(live_stack, browser, quiet) as socket:
            await live_rt.live.publish(news(1))
            first = await message(socket)
        known = (await browser.get("/me")).headers["X-Praan-Since"]
        await live_rt.live.publish(news(2))
        async with opened(live_stack, browser, known) as socket:
            second = await message(socket)

    assert [(each["type"], each["id"]) for each in (first, second)] == [("log.updated", 1), ("log.updated", 2)]
    assert int(quiet) < int(known) == first["seq"] < second["seq"]


async def test_only_the_web_is_told_where_the_news_stand(live_stack: str) -> None:
    _, client = await register(live_stack)
    answer = await client.get("/me")

    assert answer.status_code == 200
    assert "X-Praan-Since" not in answer.headers


@pytest.mark.parametrize("since", ["0", "1", "9999999999999999", "99999999999999999999999", "-1", "x", ""])
async def test_a_number_that_is_not_known_brings_one_resync(live_stack: str, live_rt: Runtime, since: str) -> None:
    """Then the socket is live, and the resync's own number is one to come back with."""
    user, client = await register(live_stack)
    member = await add_member(client)
    async with opened(live_stack, client, since) as socket:
        resync = await message(socket)
        await live_rt.live.publish([News((user,), "log.updated", member, 5)])
        after = await message(socket)
    async with opened(live_stack, client, resync["seq"]) as socket:
        again = await message(socket)
    async with opened(live_stack, client, since) as socket:
        late = await message(socket)

    assert (resync["type"], resync["member_id"], resync["id"]) == ("resync", None, None)
    assert (after["type"], after["seq"]) == ("log.updated", resync["seq"] + 1)
    assert again == after
    assert (late["type"], late["seq"]) == ("resync", after["seq"])


async def test_only_the_last_messages_are_kept(rt: Runtime, make_user: Any) -> None:
    user = await make_user()
    await rt.live.publish([News((user.id,), "log.updated", 1, n) for n in range(3 * KEPT)])
    newest = seq_of((await rt.live.replay(user.id, 0))[0])

    kept = await rt.live.replay(user.id, newest - KEPT)
    older = await rt.live.replay(user.id, newest - KEPT - 1)

    assert [json.loads(each)["id"] for each in kept] == list(range(2 * KEPT, 3 * KEPT))
    assert [json.loads(each)["type"] for each in older] == ["resync"]
    keys = await rt.valkey.command("KEYS", f"live:log:*:{user.id}")
    assert [0 < await rt.valkey.command("TTL", key) <= 86_400 for key in keys] == [True]


async def test_what_was_taken_away_is_not_replayed(rt: Runtime, make_user: Any, god: Any) -> None:
    """After a grant is revoked or a member deleted, not even that something happened is told again."""
    owner, guest = await make_user(), await make_user()
    family, other = await make_family(owner), await make_family(owner)
    grants = [await make_grant(god, owner, each.member, guest, "READ_ONLY") for each in (family, other)]
    who = Principal(guest.id, 0, "TOKEN")
    begin = (await service.replay(rt, who, "0")).until
    owners_begin = (await service.replay(rt, Principal(owner.id, 0, "TOKEN"), "0")).until
    first, second = await make_log(owner, family.program), await make_log(owner, other.program)

    before = await replayed(rt, who, begin)
    answer = await owner.client.delete(f"/api/v1/grants/{grants[0]}")
    revoked = await replayed(rt, who, begin)
    owners = await replayed(rt, Principal(owner.id, 0, "TOKEN"), owners_begin)
    await owner.client.delete(f"/api/v1/members/{other.member}")
    deleted = await replayed(rt, who, begin)

    assert answer.status_code == 204
    assert before == {first, second}
    assert revoked == {second}
    assert owners == {first, second}
    assert deleted == set()


async def replayed(rt: Runtime, who: Principal, since: int) -> set[int]:
    """The logs that are told again."""
    found = [json.loads(each) for each in (await service.replay(rt, who, str(since))).messages]
    assert all(each["type"] != "resync" for each in found)
    return {each["id"] for each in found if each["type"] == "log.updated"}


# ---- any history -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Publish:
    """News of two processes at once."""

    counts: tuple[int, int]


@dataclass(frozen=True)
class Drop:
    """The connection breaks."""


@dataclass(frozen=True)
class Return:
    """The client comes back, while both processes go on publishing."""

    counts: tuple[int, int]


@dataclass(frozen=True)
class Lose:
    """Valkey loses the newest of what it keeps and starts again, as after a crash."""

    newest: int


COUNTS = st.tuples(st.integers(0, 4), st.integers(0, 4))
STEPS = st.one_of(
    COUNTS.map(Publish),
    st.tuples(st.integers(KEPT // 3, KEPT), st.integers(KEPT // 3, KEPT)).map(Publish),
    st.just(Drop()),
    COUNTS.map(Return),
    COUNTS.map(Return),
    st.integers(0, 9).map(Lose),
)


@dataclass
class Story:
    """A person, two publishing processes, one client, and a witness that is never cut off."""

    base_url: str
    client: httpx.AsyncClient
    user: int
    member: int
    processes: tuple[Live, Live]
    rt: Runtime
    published: int = 0
    truth: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    stack: AsyncExitStack | None = None
    socket: ClientConnection | None = None

    async def publish(self, counts: tuple[int, int]) -> None:
        async def some(process: Live, count: int) -> None:
            for _ in range(count):
                self.published += 1
                await process.publish([News((self.user,), "log.updated", self.member, self.published)])

        await asyncio.gather(*map(some, self.processes, counts))

    async def drop(self) -> None:
        if self.stack is not None:
            await self.stack.aclose()
        self.stack = self.socket = None

    async def open(self) -> None:
        if self.socket is None:
            since = self.told[-1]["seq"] if self.told else 0
            self.stack = AsyncExitStack()
            self.socket = await self.stack.enter_async_context(opened(self.base_url, self.client, since))

    async def do(self, step: Publish | Drop | Return | Lose, witness: ClientConnection) -> None:
        match step:
            case Publish(counts):
                await self.publish(counts)
            case Drop():
                await self.drop()
            case Return(counts):
                await asyncio.gather(self.open(), self.publish(counts))
            case Lose(newest):
                # The connections break with the server.
                await self.drop()
                for key in await self.rt.valkey.command("KEYS", f"live:log:*:{self.user}"):
                    await self.rt.valkey.command("LTRIM", key, 0, -newest - 1)
                await self.rt.valkey.command("SET", "live:run", "another")
                await self.rt.live.begin_run()
        await self.settle(witness)

    async def settle(self, witness: ClientConnection) -> None:
        """Reads until the witness has seen all that was published, and the client as much as it should."""
        while sum(each["type"] == "log.updated" for each in self.truth) < self.published:
            self.truth.append(await message(witness))
        while self.socket is not None and (
            not self.told or (self.truth and self.told[-1]["seq"] < self.truth[-1]["seq"])
        ):
            self.told.append(await message(self.socket))

    def judge(self) -> None:
        """Each message is what truly came next after the last known number; a resync may follow anything."""
        known = 0
        for each in self.told:
            assert each["seq"] > known or (each["type"] == "resync" and each["seq"] >= known)
            if each["type"] != "resync":
                assert each == next(true for true in self.truth if true["seq"] > known)
            known = each["seq"]


@asynccontextmanager
async def another_process(rt: Runtime) -> AsyncIterator[Live]:
    valkey = Valkey(rt.settings.redis_url.get_secret_value())
    yield Live(valkey)
    await valkey.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
async def test_any_history_is_told_whole_or_resynced(live_stack: str, live_rt: Runtime, steps: list[Any]) -> None:
    user, client = await register(live_stack)
    member = await add_member(client)
    async with another_process(live_rt) as second, opened(live_stack, client) as witness:
        story = Story(live_stack, client, user, member, (live_rt.live, second), live_rt)
        for step in [*steps, Return((1, 1))]:
            await story.do(step, witness)
        await story.drop()
    story.judge()
    assert story.told[-1]["seq"] == story.truth[-1]["seq"]
    await client.aclose()
