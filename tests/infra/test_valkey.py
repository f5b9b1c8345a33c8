"""The pipelined connection: answers in order, fails fast, comes back."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Any

import hiredis
import pytest

from praan.infra.runtime import Runtime
from praan.infra.settings import Settings
from praan.infra.valkey import RETRY_S, TIMEOUT_S, Down, Script, Valkey


@pytest.fixture
async def valkey(settings: Settings) -> AsyncIterator[Valkey]:
    client = Valkey(settings.redis_url.get_secret_value())
    yield client
    await client.close()


async def test_each_caller_gets_their_own_answer(valkey: Valkey) -> None:
    answers = await asyncio.gather(*(valkey.command("ECHO", str(n)) for n in range(2000)))

    assert answers == [str(n).encode() for n in range(2000)]


async def test_an_error_is_the_callers_alone(valkey: Valkey) -> None:
    answers: Sequence[Any] = await asyncio.gather(
        valkey.command("PING"), valkey.command("GET"), valkey.command("ECHO", "x"), return_exceptions=True
    )

    assert answers[0] == b"PONG"
    assert isinstance(answers[1], hiredis.ReplyError)
    assert answers[2] == b"x"


async def test_a_cancelled_caller_does_not_shift_the_others(valkey: Valkey) -> None:
    await valkey.command("PING")
    doomed = asyncio.create_task(valkey.command("ECHO", "doomed"))
    kept = asyncio.create_task(valkey.command("ECHO", "kept"))
    await asyncio.sleep(0)
    doomed.cancel()

    assert await kept == b"kept"


async def test_a_script_is_loaded_once(valkey: Valkey) -> None:
    script = Script(f"return ARGV[1] .. '{secrets.token_hex(4)}'")

    first, second = await valkey.script(script, [], ["a"]), await valkey.script(script, [], ["a"])

    assert first == second
    assert await valkey.command("SCRIPT", "EXISTS", script.sha) == [1]


async def test_a_killed_connection_comes_back(valkey: Valkey, rt: Runtime) -> None:
    number = await valkey.command("CLIENT", "ID")
    await rt.valkey.command("CLIENT", "KILL", "ID", number)

    async with asyncio.timeout(5):
        while True:
            try:
                assert await valkey.command("ECHO", "again") == b"again"
            except Down:
                await asyncio.sleep(RETRY_S / 10)
            else:
                break


async def test_a_server_that_does_not_answer_costs_one_time_out(settings: Settings) -> None:
    held: list[asyncio.StreamWriter] = []

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Valkey(f"redis://127.0.0.1:{port}")
    loop = asyncio.get_running_loop()
    began = loop.time()

    results = await asyncio.gather(*(client.command("PING") for _ in range(50)), return_exceptions=True)

    assert all(isinstance(result, Down) for result in results)
    assert loop.time() - began < TIMEOUT_S * 4
    await client.close()
    server.close()
    for writer in held:
        writer.close()


async def test_nobody_at_the_address_is_down_at_once() -> None:
    client = Valkey("redis://127.0.0.1:1")

    with pytest.raises(Down):
        await client.command("PING")
    with pytest.raises(Down):
        await client.command("PING")


async def test_a_server_that_is_still_loading_counts_as_away() -> None:
    async def loading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            writer.write(b"-LOADING Valkey is loading the dataset in memory\r\n")
        writer.close()

    server = await asyncio.start_server(loading, "127.0.0.1", 0)
    client = Valkey(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")

    with pytest.raises(Down, match="LOADING"):
        await client.command("GET", "x")
    await client.close()
    server.close()
