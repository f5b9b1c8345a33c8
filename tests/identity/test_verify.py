"""`praan verify`: the server's keeper vouches for an address."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping

import httpx
import pytest

from praan.identity.schemas import TokensOut
from praan.localstack.services import Services

NewAccount = Callable[[], Awaitable[TokensOut]]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PRAAN_")}


async def praan_verify(email: str, environment: Mapping[str, str]) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "praan.entry.cli", "verify", "--", email),
        env={**CLEAN, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode().strip()


@pytest.fixture(params=["a database of its own", "the local stack"])
def environment(request: pytest.FixtureRequest, services: Services) -> Mapping[str, str]:
    if request.param == "the local stack":
        return {"PRAAN_HOME": str(services.home.path)}
    return services.environment("worker")


async def test_a_verified_address_shows_at_once(
    api: httpx.AsyncClient, new_account: NewAccount, environment: Mapping[str, str]
) -> None:
    account = await new_account()
    headers = {"Authorization": f"Bearer {account.access_token}"}
    before = (await api.get("/api/v1/me", headers=headers)).json()

    code, said = await praan_verify(account.user.email.upper(), environment)

    assert (code, said) == (0, f"{account.user.email} is verified.")
    after = (await api.get("/api/v1/me", headers=headers)).json()
    assert (before["email_verified"], after) == (False, {**before, "email_verified": True})


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("nobody.at.all@example.com", "Nobody has registered with nobody.at.all@example.com."),
        ("-nobody", "'-nobody' is not an e-mail address"),
    ],
)
async def test_what_cannot_be_verified_is_said_in_words(services: Services, email: str, words: str) -> None:
    code, said = await praan_verify(email, services.environment("worker"))

    assert code == 1
    assert words in said
    assert "Traceback" not in said


async def test_a_database_that_does_not_answer_is_said_in_words() -> None:
    code, said = await praan_verify(
        "asha@example.com", {"PRAAN_DATABASE_URL": "postgresql://praan_worker:x@127.0.0.1:1/praan"}
    )

    assert code == 1
    assert "The database does not answer" in said
    assert "Traceback" not in said
