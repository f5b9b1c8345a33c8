"""The factories make what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests import factories


async def test_a_family_shared_with_a_reader_who_sees_its_logs(make_user: Any, god: Any, photos: Path) -> None:
    owner, guest = await make_user(), await make_user()
    family = await factories.make_family(owner)
    log = await factories.make_log(owner, family.program)
    photo = await factories.make_photo_log(owner, family.program, (photos / "coffee.jpg").read_bytes())
    await factories.make_grant(god, owner, family.member, guest, "READ_ONLY")

    seen = await factories.call(guest, "GET", f"/programs/{family.program}/history", 200)

    assert {entry["id"] for entry in seen["data"]} == {log, photo}
