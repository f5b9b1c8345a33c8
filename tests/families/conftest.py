"""Signed-in people, and what only the database's superuser sees of their deeds."""

from __future__ import annotations

from typing import Any

import pytest
from tests.families import people
from tests.families.people import Audit, MakePerson, Person, Share, Verify
from tests.identity.conftest import serve

__all__ = ["serve"]


@pytest.fixture(scope="session")
def verify(god: Any) -> Verify:
    """Marks a person's address as verified."""

    async def mark(who: Person) -> None:
        await god.execute(people.VERIFY, who.id)

    return mark


@pytest.fixture(scope="session")
def person(make_user: Any, verify: Verify) -> MakePerson:
    """Registers somebody new, by default with a verified address."""

    async def make(verified: bool = True) -> Person:
        user = await make_user()
        who = Person(user.id, user.email, user.client)
        if verified:
            await verify(who)
        return who

    return make


@pytest.fixture(scope="session")
def share() -> Share:
    """Grants a person a role on a member, through the API: share(owner, member, guest, role)."""
    return people.share


@pytest.fixture(scope="session")
def audit(god: Any) -> Audit:
    """The audit rows of a member, oldest first: (action, actor, fields)."""

    async def rows(member: int) -> list[tuple[str, int, list[str]]]:
        return [tuple(row) for row in await god.fetch(people.DEEDS, member)]

    return rows
