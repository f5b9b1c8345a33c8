"""Passwords: which are refused, and how they are kept (argon2id).

A password is compared after NFKC, so that the same letters typed on another keyboard are the same password.
Hashing takes 19 MiB and some 20 ms, so it runs in two threads of its own with a bounded queue: a flood of
sign-ins can neither take the memory nor stop the event loop.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from praan.identity.schemas import MIN_PASSWORD
from praan.kernel.errors import Invalid, Unavailable

THREADS = 2
MAX_WAITING = 200
# An attacker who guesses by lists of breached passwords, words and keyboard walks finds it in a million tries.
WEAK_GUESSES = 1_000_000
# The estimate takes more than a second on long passwords made for it, and 20 ms at most on this many letters.
JUDGED_LETTERS = 16

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
Result = TypeVar("Result")


class _Threads:
    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= MAX_WAITING:
            raise Unavailable("Too many people are signing in at this moment.", retry_after=2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1


_threads = _Threads()


async def refuse_weak(password: str, *personal: str) -> None:
    """Raises Invalid for a password that is short, known from breaches, easy to guess, or in `personal`."""
    plain = _plain(password)
    if len(plain) < MIN_PASSWORD:
        raise Invalid.field("password", f"must have at least {MIN_PASSWORD} characters")
    if plain.casefold() in {_plain(text).casefold() for text in personal}:
        raise Invalid.field("password", "must not be your e-mail address or your name")
    if await _threads.run(lambda: _is_weak(plain)):
        raise Invalid.field("password", "is known from breaches or easy to guess; choose another one")


async def hashed(password: str) -> str:
    """The argon2id hash to store."""
    plain = _plain(password)
    return await _threads.run(lambda: HASHER.hash(plain))


async def matches(stored: str | None, password: str) -> bool:
    """Whether it is the password. Without a stored hash the same work is done, and the answer is no."""
    plain = _plain(password)
    return await _threads.run(lambda: _verify(stored or _nobodys_hash(), plain)) and stored is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_weak(password: str) -> bool:
    # A long password is weak only if it both begins and ends weakly.
    ends = {password[:JUDGED_LETTERS], password[-JUDGED_LETTERS:]}
    return all(float(zxcvbn(end)["guesses"]) < WEAK_GUESSES for end in ends)


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody has this password")
