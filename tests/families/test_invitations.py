"""Invitations by e-mail: from the letter to the member in one's list."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import httpx
import pytest
from tests.families.people import VERIFY, MakePerson, Person
from tests.identity.conftest import Serve
from tests.letters import Letterbox, link_in, token_in

from praan.families import sharing
from praan.identity import service as accounts
from praan.infra.runtime import Runtime

LOOK = "/api/v1/invitations/look"
CONFIRMED = "SELECT count(*) FROM outbox WHERE user_id = $1 AND event = 'email_confirmed'"
LOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM users%'"
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))"


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


async def first_letters(asha: Person, letterbox: Letterbox) -> None:
    """The few invitations that somebody new may send before their own address is confirmed."""
    for _ in range(sharing.FIRST_LETTERS):
        email = f"{secrets.token_hex(8)}@example.com"
        _, grant = await invite(asha, email)
        assert (grant["mailed"], len(await letterbox.of(email, asha.id))) == (True, 1)


async def by_link(asha: Person, api: httpx.AsyncClient, letterbox: Letterbox, worker_rt: Runtime) -> None:
    token = token_in((await letterbox.of(asha.email, asha.id))[0])
    assert (await api.post("/api/v1/auth/email/verify", json={"token": token})).status_code == 200


async def by_new_password(asha: Person, api: httpx.AsyncClient, letterbox: Letterbox, worker_rt: Runtime) -> None:
    await api.post("/api/v1/auth/password/forgot", json={"email": asha.email})
    body = {"token": token_in((await letterbox.of(asha.email, asha.id))[-1]), "password": "copper-lantern-41"}
    assert (await api.post("/api/v1/auth/password/reset", json=body)).status_code == 200


async def by_command(asha: Person, api: httpx.AsyncClient, letterbox: Letterbox, worker_rt: Runtime) -> None:
    async with worker_rt.pool.acquire() as conn:
        assert await accounts.verify_email(conn, asha.email) == asha.id


@pytest.mark.parametrize("confirm", [by_link, by_new_password, by_command])
async def test_the_letter_waits_until_who_invites_has_confirmed_their_own_address(
    confirm: Any, person: MakePerson, api: httpx.AsyncClient, letterbox: Letterbox, worker_rt: Runtime, god: Any
) -> None:
    asha, ravi = await person(verified=False), await person()
    email = f"{secrets.token_hex(8)}@example.com"
    await first_letters(asha, letterbox)
    _, held = await invite(asha, email)
    assert held["mailed"] is False
    await invite(asha, ravi.email)
    _, withdrawn = await invite(asha, f"not.{email}")
    assert (await asha.delete(f"/grants/{withdrawn['id']}")).status_code == 204

    assert await letterbox.of(email, asha.id) == []
    waiting = (await ravi.get("/me/invitations")).json()["data"]
    assert [each["member_name"] for each in waiting] == ["Grandpa"]
    assert await sharing.mail_held(worker_rt, asha.id) == 0, "not before the address is confirmed"

    await confirm(asha, api, letterbox, worker_rt)
    assert await god.fetchval(CONFIRMED, asha.id) == 1
    assert await sharing.mail_held(worker_rt, asha.id) == 2
    assert await sharing.mail_held(worker_rt, asha.id) == 0

    (letter,) = await letterbox.of(email, asha.id)
    shown = (await api.post(LOOK, json={"token": token_in(letter)})).json()
    assert (shown["from"], shown["member_name"]) == ("Asha", "Grandpa")
    assert len(await letterbox.of(ravi.email, asha.id)) == 1
    assert await letterbox.of(f"not.{email}", asha.id) == []


async def test_of_many_invitations_at_once_no_more_than_the_first_letters_are_mailed(
    person: MakePerson, god: Any
) -> None:
    asha = await person(verified=False)
    member, _ = await invite(asha, "first@example.com")
    async with god.acquire() as conn, conn.transaction():
        # All of them have begun before the first one can go on.
        await conn.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", asha.id)
        paths = [(f"/members/{member}/grants", f"aunt{number}@example.com") for number in range(6)]
        inviting = asyncio.gather(
            *(asha.post(path, json={"email": email, "role": "READ_ONLY"}) for path, email in paths)
        )
        while await god.fetchval(LOCKED) < len(paths):
            assert not inviting.done()
    grants = [answer.json() for answer in await inviting]

    assert sum(grant["mailed"] for grant in grants) == sharing.FIRST_LETTERS - 1


async def test_an_invitation_while_the_address_is_being_confirmed_is_mailed(
    person: MakePerson, letterbox: Letterbox, god: Any
) -> None:
    asha = await person(verified=False)
    email = f"{secrets.token_hex(8)}@example.com"
    await first_letters(asha, letterbox)
    async with god.acquire() as conn, conn.transaction():
        await conn.execute(VERIFY, asha.id)
        inviting = asyncio.create_task(invite(asha, email))
        while not await god.fetchval(WAITS, conn.get_server_pid()):
            assert not inviting.done(), "it should wait for the confirmation's commit"
    await inviting

    assert len(await letterbox.of(email, asha.id)) == 1


@pytest.mark.parametrize("verified", [True, False])
async def test_one_person_invites_so_many_a_day(serve: Serve, person: MakePerson, verified: bool) -> None:
    asha = await person(verified)
    member, _ = await invite(asha, "ravi@example.com")
    async with serve(rate_limit_invitations=2) as client:
        client.headers["Authorization"] = asha.authorization
        limited = Person(asha.id, asha.email, client)
        answers = [
            await limited.post(
                f"/members/{member}/grants", json={"email": f"aunt{number}@example.com", "role": "READ_ONLY"}
            )
            for number in range(3)
        ]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].headers["RateLimit-Policy"] == '"invitations";q=2;w=86400'
    listed = (await asha.get(f"/members/{member}/grants")).json()["data"]
    assert [grant["email"] for grant in listed] == ["ravi@example.com", "aunt0@example.com", "aunt1@example.com"]


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
