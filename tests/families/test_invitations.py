"""Invitations by e-mail: from the letter to the member in one's list."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest
from tests.families.people import MakePerson, Person
from tests.letters import Letterbox, link_in, token_in

LOOK = "/api/v1/invitations/look"


@pytest.fixture
async def asha(person: MakePerson) -> Person:
    return await person()


async def invite(owner: Person, email: str, role: str = "MANAGER") -> tuple[int, dict[str, Any]]:
    """A new member, and the answer to inviting somebody to them."""
    body = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1948-03-21", "time_zone": "Asia/Kolkata"}
    member: int = (await owner.post("/members", json=body)).json()["id"]
    answer = await owner.post(f"/members/{member}/grants", json={"email": email, "role": role})
    assert answer.status_code == 201, answer.text
    return member, answer.json()


async def test_a_new_person_comes_by_the_letter(
    asha: Person, api: httpx.AsyncClient, app: Any, letterbox: Letterbox
) -> None:
    email = f"{secrets.token_hex(8)}@example.com"
    member, _ = await invite(asha, email)
    (letter,) = await letterbox.of(email, asha.id)
    token = token_in(letter)
    assert letter.subject == "Asha invites you to Praan"
    assert "Grandpa" in letter.text
    assert "/invitations#" in link_in(letter)

    shown = await api.post(LOOK, json={"token": token})
    assert shown.json() == {"token": token, "member_name": "Grandpa", "role": "MANAGER", "from": "Asha"}

    body = {"email": email, "password": "walnut-harbour-72", "name": "Ravi"}
    account = (await api.post("/api/v1/auth/register", json=body)).json()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://127.0.0.1:8000",
        headers={"Authorization": f"Bearer {account['access_token']}"},
    ) as client:
        ravi = Person(account["user"]["id"], email, client)
        assert (await ravi.post(f"/invitations/{token}/accept")).status_code == 403
        confirm = token_in((await letterbox.of(email, ravi.id))[-1])
        assert (await api.post("/api/v1/auth/email/verify", json={"token": confirm})).status_code == 200

        accepted = await ravi.post(f"/invitations/{token}/accept")

        assert (accepted.status_code, accepted.json()["id"]) == (200, member)
        assert [each["id"] for each in (await ravi.get("/members")).json()["data"]] == [member]
        assert (await ravi.post(f"/invitations/{token}/accept")).status_code == 403
    assert (await api.post(LOOK, json={"token": token})).status_code == 400


async def test_inviting_looks_the_same_whether_there_is_an_account(
    asha: Person, person: MakePerson, letterbox: Letterbox
) -> None:
    known, unknown = (await person()).email, f"{secrets.token_hex(8)}@example.com"
    answers = []
    for email in (known, unknown):
        _, grant = await invite(asha, email)
        answers.append(
            {key: value for key, value in grant.items() if key not in ("id", "member_id", "created_at")}
        )
        assert [letter.subject for letter in await letterbox.of(email, asha.id)] == ["Asha invites you to Praan"]

    assert {**answers[0], "email": ""} == {**answers[1], "email": ""}


async def test_a_letter_speaks_the_language_of_who_gets_it(
    asha: Person, person: MakePerson, letterbox: Letterbox
) -> None:
    ravi = await person()
    assert (await ravi.patch("/me", json={"language": "hi"})).status_code == 200
    await invite(asha, ravi.email)

    (letter,) = await letterbox.of(ravi.email, asha.id)

    assert letter.subject == "Asha आपको प्राण पर बुला रहे हैं"


async def test_a_withdrawn_invitation_shows_nothing_more(
    asha: Person, api: httpx.AsyncClient, letterbox: Letterbox
) -> None:
    email = f"{secrets.token_hex(8)}@example.com"
    _, grant = await invite(asha, email)
    token = token_in((await letterbox.of(email, asha.id))[-1])
    assert (await asha.delete(f"/grants/{grant['id']}")).status_code == 204

    answer = await api.post(LOOK, json={"token": token})

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["token"]
    assert "Grandpa" not in answer.text


@pytest.mark.parametrize("token", ["x", "MzAyMg==", "é", "W10"])
async def test_a_made_up_invitation_is_refused(api: httpx.AsyncClient, token: str) -> None:
    answer = await api.post(LOOK, json={"token": token})

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["token"]


async def test_the_same_key_invites_once(asha: Person, letterbox: Letterbox) -> None:
    email = f"{secrets.token_hex(8)}@example.com"
    body = {"name": "Grandpa", "relation_type": "GRANDPARENT", "dob": "1948-03-21", "time_zone": "Asia/Kolkata"}
    member = (await asha.post("/members", json=body)).json()["id"]
    for _ in range(2):
        answer = await asha.post(
            f"/members/{member}/grants",
            json={"email": email, "role": "MANAGER"},
            headers={"Idempotency-Key": f"invite-{email}"},
        )
        assert answer.status_code == 201

    assert len(await letterbox.of(email, asha.id)) == 1
