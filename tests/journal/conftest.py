"""What the journal's tests share: an owner with a guest who may write, and analyses without a photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from tests.factories import make_grant, make_member


@dataclass(frozen=True)
class Pair:
    """Two who write for one member."""

    owner: Any
    manager: Any
    member: int


@pytest.fixture(scope="session")
async def pair(make_user: Any, god: Any) -> Pair:
    """An owner and a granted MANAGER of the same member."""
    owner, manager = await make_user(), await make_user()
    member = await make_member(owner)
    await make_grant(god, owner, member, manager, "MANAGER")
    return Pair(owner, manager, member)
