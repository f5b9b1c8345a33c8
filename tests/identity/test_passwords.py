"""Which passwords are refused, and that the work of checking one is the same for everybody."""

from __future__ import annotations

import asyncio
import threading

import pytest

from praan.identity import passwords
from praan.kernel.errors import Invalid, Unavailable

GOOD = "walnut-harbour-72"
KEPT = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PASSWORD",
        "password123",
        "Password1!",
        "P@ssw0rd123",
        "12345678",
        "1234567890",
        "qwertyuiop",
        "1q2w3e4r5t",
        "iloveyou1",
        "sunshine1",
        "welcome123",
        "letmein123",
        "aaaaaaaaaaaa",
        "hunter2hunter2",
        "passwordpasswordpasswordpassword",
        "ｐａｓｓｗｏｒｄ１２３",
    ],
)
async def test_a_breached_or_guessable_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await passwords.refuse_weak(password)

    assert [error.field for error in refusal.value.errors] == ["password"]


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery staple",
        "Grandpa-2026-Walks",
        "दादाजी रोज़ चलते हैं",
        "passwordpassword " + GOOD,
        "€" * 3 + "xK9#qLw2",
    ],
)
async def test_a_good_password_is_taken(password: str) -> None:
    await passwords.refuse_weak(password, "asha@example.com", "asha", "Asha")


@pytest.mark.parametrize("password", ["asha.rao.1961@example.com", "ASHA.RAO.1961@example.com", "asha.rao.1961"])
async def test_the_persons_own_address_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="e-mail address or your name"):
        await passwords.refuse_weak(password, "asha.rao.1961@example.com", "asha.rao.1961")


async def test_letters_that_melt_together_do_not_count_twice() -> None:
    with pytest.raises(Invalid, match="at least 8"):
        await passwords.refuse_weak("e\u0301" * 7)


async def test_a_long_password_made_to_be_slow_is_judged_by_its_ends() -> None:
    async with asyncio.timeout(5):
        await passwords.refuse_weak("4@8({[<369&#!1|0$5+7%2" * 11)


async def test_the_hash_is_argon2id_of_19_mib() -> None:
    stored = await passwords.hashed(GOOD)

    assert stored.startswith(KEPT)
    assert await passwords.matches(stored, GOOD)
    assert not await passwords.matches(stored, GOOD + " ")
    assert await passwords.hashed(GOOD) != stored


async def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    composed, decomposed = "Zo\u00eb's walnut harbour", "Zoe\u0308's walnut harbour"

    assert await passwords.matches(await passwords.hashed(composed), decomposed)


async def test_nobodys_password_costs_the_same_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    verify = passwords._verify

    def watched(stored: str, password: str) -> bool:
        checked.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "_verify", watched)

    assert not await passwords.matches(None, GOOD)
    assert not await passwords.matches(None, "nobody has this password")
    assert [stored[: len(KEPT)] for stored in checked] == [KEPT, KEPT]


async def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not await passwords.matches("$argon2id$v=19$m=19456", GOOD)


async def test_hashes_are_made_by_two_threads_only() -> None:
    names = await asyncio.gather(
        *(passwords._threads.run(lambda: threading.current_thread().name) for _ in range(40))
    )

    assert 1 <= len(set(names)) <= passwords.THREADS == 2
    assert threading.current_thread().name not in names


async def test_a_flood_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MAX_WAITING", 3)
    go = threading.Event()
    waiting = [asyncio.ensure_future(passwords._threads.run(go.wait)) for _ in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(Unavailable) as refusal:
        await passwords.hashed(GOOD)
    go.set()

    assert refusal.value.retry_after == 2
    assert await asyncio.gather(*waiting) == [True, True, True]
    assert (await passwords.hashed(GOOD)).startswith(KEPT)
