"""Who is shown which board: owners all of theirs, managers whom they manage, doctors and strangers nobody."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import call, make_grant
from tests.leaderboards.boards import board, last_week, make_player


@pytest.fixture
async def family(make_user: Any) -> tuple[Any, int, int]:
    """An owner with two members on the board."""
    owner = await make_user()
    return owner, await make_player(owner, [2, 2]), await make_player(owner, [2])


@pytest.mark.parametrize("kept", [True, False])
async def test_a_manager_sees_whom_they_manage(make_user: Any, god: Any, family: Any, kept: bool) -> None:
    owner, first, second = family
    guest = await make_user()
    await make_grant(god, owner, second, guest, "MANAGER")
    own = await make_player(guest, [2, 2, 2], relation_type="SELF")
    if kept:
        await board(owner)

    assert await board(guest) == [(1, own, 42.9), (2, second, 14.3)]
    # What a guest derived is not what the owner sees.
    assert await board(owner) == [(1, first, 28.6), (2, second, 14.3)]


async def test_a_doctor_sees_no_board_of_the_family(make_user: Any, god: Any, family: Any) -> None:
    owner, first, _ = family
    doctor = await make_user()
    await make_grant(god, owner, first, doctor, "READ_ONLY")
    await board(owner)

    assert await board(doctor) == []
    await call(doctor, "PATCH", f"/members/{first}", 403, json={"leaderboard": False})


async def test_a_stranger_sees_nothing(make_user: Any, family: Any) -> None:
    stranger = await make_user()
    await board(family[0])

    assert await board(stranger) == []


async def test_a_revoked_manager_sees_nothing_any_more(make_user: Any, god: Any, family: Any) -> None:
    owner, first, _ = family
    guest = await make_user()
    grant = await make_grant(god, owner, first, guest, "MANAGER")
    assert await board(guest) == [(1, first, 28.6)]

    await call(owner, "DELETE", f"/grants/{grant}", 204)

    assert await board(guest) == []


async def test_a_manager_may_take_somebody_off(make_user: Any, god: Any, family: Any) -> None:
    owner, first, second = family
    guest = await make_user()
    await make_grant(god, owner, first, guest, "MANAGER")

    await call(guest, "PATCH", f"/members/{first}", 200, json={"leaderboard": False})

    assert await board(owner) == [(1, second, 14.3)]
    assert await board(guest) == []


async def test_the_answer_is_kept_by_nobody(family: Any) -> None:
    owner = family[0]

    answer = await owner.client.get(f"/api/v1/leaderboard?week={last_week()}")

    assert "no-store" in answer.headers["Cache-Control"]
