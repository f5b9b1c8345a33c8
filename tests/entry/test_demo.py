"""The demo family, made by the ordinary services."""

from __future__ import annotations

import httpx

from praan.entry import demo
from praan.infra.runtime import Runtime


async def test_the_demo_family_has_weeks_of_scored_days(rt: Runtime, api: httpx.AsyncClient) -> None:
    said: list[str] = []

    password = await demo.make(rt, said.append)

    signed_in = await api.post("/api/v1/auth/token", json={"email": demo.EMAIL, "password": password})
    headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    members = (await api.get("/api/v1/members", headers=headers)).json()["data"]
    assert {member["name"] for member in members} == {"Dadaji", "Asha", "Kabir"}
    for member in members:
        programs = (await api.get(f"/api/v1/members/{member['id']}/programs", headers=headers)).json()["data"]
        assert [program["day"] for program in programs] == [demo.DAYS]
        path = f"/api/v1/programs/{programs[0]['id']}/adherence/week"
        week = (await api.get(path, headers=headers)).json()
        assert week["mean"] > 30
        assert len(week["days"]) == 7
    alerts = (await api.get("/api/v1/alerts?limit=100", headers=headers)).json()["data"]
    assert alerts[0]["status"] == "OPEN"
    assert {alert["status"] for alert in alerts[1:]} == {"CLEARED"}
    assert {alert["severity"] for alert in alerts} == {"WARN", "URGENT"}
    assert 5 < len(alerts) < 40

    assert await demo.make(rt, said.append) == password
    assert said[-1] == "The demo family is already there."
