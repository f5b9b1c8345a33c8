"""The main journey, end to end on running processes: the same steps as `make tour`."""

from __future__ import annotations

from praan.entry.tour import Tour


async def test_a_photo_becomes_a_scored_meal(live_stack: str) -> None:
    lines: list[str] = []

    log = await Tour(live_stack, lines.append).walk()

    assert log["status"] == "NEEDS_REVIEW"
    assert any("espresso" in candidate["name"] for candidate in log["candidates"])
    assert log["payload"]["calories"] > 0
    assert log["photo"]["thumb_url"].startswith("http://127.0.0.1:")
    assert any(line.startswith("Log the meal") and "-> 202" in line for line in lines)
