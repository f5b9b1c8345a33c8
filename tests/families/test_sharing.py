"""Invitations and grants: who may do what, from the first mail to the revocation."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.clock import ZONE
from tests.families.people import Audit, MakePerson, Person, Share, Verify

from praan.infra.db import transaction
from praan.infra.runtime import Runtime

GRANDPA: dict[str, Any] = {
    "name": "Grandpa",
    "relation_type": "GRANDPARENT",
    "dob": "1948-05-17",
    "time_zone": ZONE,
}
ALL = ["nutrition", "workout", "vitals", "documents", "notes"]
ROLES = ("OWNER", "MANAGER", "READ_ONLY", "SIBLING", "STRANGER")
# What each role gets: SIBLING is a MANAGER of another member of the same family.
ROUTES: list[tuple[str, str, dict[str, Any] | None, tuple[int, int, int, int, int]]] = [
    ("GET", "/members/{member}", None, (200, 200, 200, 403, 403)),
    ("PATCH", "/members/{member}", {"avatar_colour": 3}, (200, 200, 403, 403, 403)),
    ("GET", "/members/{member}/grants", None, (200, 403, 403, 403, 403)),
    ("POST", "/members/{member}/grants", {"email": "x@example.com", "role": "MANAGER"}, (201, 403, 403, 403, 403)),
    ("DELETE", "/grants/{grant}", None, (204, 403, 403, 403, 403)),
    ("GET", "/members/{member}/programs", None, (200, 200, 200, 403, 403)),
    (
        "POST",
        "/members/{member}/programs",
        {"title": "New {role}", "start_date": "{today}"},
        (201, 201, 403, 403, 403),
    ),
    ("GET", "/programs/{program}", None, (200, 200, 200, 403, 403)),
    ("PATCH", "/programs/{program}", {"title": "Renamed"}, (200, 200, 403, 403, 403)),
    ("GET", "/programs/{program}/config", None, (200, 200, 200, 403, 403)),
    (
        "PUT",
        "/programs/{program}/config",
        {"nutrition_goals": {"calories": 1500}, "strength_goals": {}},
        (200, 200, 403, 403, 403),
    ),
    ("DELETE", "/members/{member}", None, (204, 403, 403, 403, 403)),
    ("POST", "/members/{member}/restore", None, (200, 403, 403, 403, 403)),
]


async def add_member(owner: Person, name: str = "Grandpa") -> int:
    made = await owner.post("/members", json={**GRANDPA, "name": name})
    member: int = made.json()["id"]
    return member


async def invite(owner: Person, member: int, email: str, **more: Any) -> Any:
    return await owner.post(f"/members/{member}/grants", json={"email": email, "role": "READ_ONLY", **more})


async def token_for(guest: Person) -> str:
    waiting = (await guest.get("/me/invitations")).json()["data"]
    token: str = waiting[0]["token"]
    return token


@pytest.mark.parametrize(("method", "path", "body", "expected"), ROUTES, ids=[f"{r[0]} {r[1]}" for r in ROUTES])
async def test_each_role_may_do_exactly_this(
    person: MakePerson,
    share: Share,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    expected: tuple[int, ...],
) -> None:
    today = dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()
    owner, manager, doctor, sibling, stranger = [await person() for _ in ROLES]
    member, other = await add_member(owner), await add_member(owner, "Grandma")
    start = {"title": "Heart", "start_date": today}
    program = (await owner.post(f"/members/{member}/programs", json=start)).json()["id"]
    grant = (await invite(owner, member, "later@example.com")).json()["id"]
    await share(owner, member, manager, "MANAGER")
    await share(owner, member, doctor, "READ_ONLY")
    await share(owner, other, sibling, "MANAGER")
    where = path.format(member=member, program=program, grant=grant)

    async def state() -> list[Any]:
        views = (f"/members/{member}", f"/members/{member}/grants", f"/members/{member}/programs")
        return [(await owner.get(view)).json() for view in (*views, f"/programs/{program}/config")]

    people = dict(zip(ROLES, (owner, manager, doctor, sibling, stranger), strict=True))
    before = await state()
    # From the least to the most powerful, so that what is allowed cannot hide what is not.
    for role, status in reversed(list(zip(ROLES, expected, strict=True))):
        sent = body and {k: v.format(today=today, role=role) if isinstance(v, str) else v for k, v in body.items()}
        answer = await people[role].request(method, where, json=sent)
        assert answer.status_code == status, role
        if status == 403:
            if method in ("POST", "PATCH", "PUT"):
                # A stranger's broken body is still a stranger's.
                json_type = {"Content-Type": "application/json"}
                broken = await people[role].request(method, where, content=b"{", headers=json_type)
                assert broken.status_code == 403, role
            assert await state() == before, role
        elif role != "OWNER":
            before = await state()


async def test_the_answer_does_not_tell_whether_the_address_has_an_account(person: MakePerson) -> None:
    asha, bina = await person(), await person()
    member = await add_member(asha)

    known = (await invite(asha, member, bina.email)).json()
    unknown = (await invite(asha, member, "nobody@example.com")).json()

    for grant in (known, unknown):
        for mine in ("id", "email", "created_at"):
            del grant[mine]
    assert known == unknown
    assert known == {
        "member_id": member,
        "role": "READ_ONLY",
        "categories": ALL,
        "status": "INVITED",
        "mailed": True,
        "accepted_at": None,
        "expires_at": None,
    }


async def test_an_invitation_is_seen_accepted_and_listed(person: MakePerson, audit: Audit) -> None:
    asha, bina = await person(), await person()
    member = await add_member(asha)
    grant = (await invite(asha, member, bina.email.upper(), role="MANAGER")).json()

    waiting = (await bina.get("/me/invitations")).json()

    assert waiting["pagination"] == {"next_cursor": None, "has_more": False}
    assert [{**invitation, "token": ""} for invitation in waiting["data"]] == [
        {"token": "", "member_name": "Grandpa", "role": "MANAGER", "from": "Asha"}
    ]
    accepted = await bina.post(f"/invitations/{waiting['data'][0]['token']}/accept")
    assert accepted.status_code == 200
    assert accepted.json() == {**(await asha.get(f"/members/{member}")).json(), "role": "MANAGER"}
    assert (await bina.get("/members")).json()["data"] == [accepted.json()]
    assert (await bina.get("/me/invitations")).json()["data"] == []
    listed = (await asha.get(f"/members/{member}/grants")).json()["data"]
    assert [(g["id"], g["email"], g["status"]) for g in listed] == [(grant["id"], bina.email, "ACCEPTED")]
    assert listed[0]["accepted_at"] is not None
    assert (await audit(member))[1:] == [("grant.create", asha.id, []), ("grant.accept", bina.id, [])]


async def test_a_token_opens_nothing_for_anybody_else_nor_twice(person: MakePerson) -> None:
    asha, bina, chitra = await person(), await person(), await person()
    member = await add_member(asha)
    grant = (await invite(asha, member, bina.email)).json()["id"]
    token = await token_for(bina)

    for somebody in (chitra, asha):
        assert (await somebody.post(f"/invitations/{token}/accept")).status_code == 403
    for made_up in ("x", token[:-1], token + "A", "WzEsMV0", "%20"):
        assert (await bina.post(f"/invitations/{made_up}/accept")).status_code == 403
    assert (await bina.post(f"/invitations/{token}/accept")).status_code == 200
    assert (await bina.post(f"/invitations/{token}/accept")).status_code == 403

    await asha.delete(f"/grants/{grant}")
    assert (await bina.post(f"/invitations/{token}/accept")).status_code == 403
    assert (await bina.get("/members")).json()["data"] == []


async def test_an_unverified_address_sees_and_accepts_nothing(person: MakePerson, verify: Verify) -> None:
    asha, bina = await person(), await person(verified=False)
    member = await add_member(asha)
    await invite(asha, member, bina.email)

    assert (await bina.get("/me/invitations")).json()["data"] == []
    await verify(bina)
    token = await token_for(bina)
    assert (await bina.post(f"/invitations/{token}/accept")).status_code == 200


async def test_a_token_waits_until_its_address_is_verified(
    person: MakePerson, verify: Verify, rt: Runtime
) -> None:
    asha, bina = await person(), await person(verified=False)
    member = await add_member(asha)
    grant = (await invite(asha, member, bina.email)).json()["id"]
    token = rt.cursors.write("invitation", [asha.id, grant])

    refused = await bina.post(f"/invitations/{token}/accept")

    assert refused.status_code == 403
    assert "erify" in refused.json()["detail"]
    await verify(bina)
    assert (await bina.post(f"/invitations/{token}/accept")).status_code == 200


async def test_revoking_shuts_every_door_at_once(person: MakePerson, share: Share, audit: Audit) -> None:
    asha, bina = await person(), await person()
    member = await add_member(asha)
    today = dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()
    start = {"title": "Heart", "start_date": today}
    program = (await asha.post(f"/members/{member}/programs", json=start)).json()["id"]
    grant = await share(asha, member, bina, "MANAGER")
    doors = (
        f"/members/{member}",
        f"/members/{member}/programs",
        f"/programs/{program}",
        f"/programs/{program}/config",
    )
    for door in doors:
        assert (await asha.get(door)).status_code == 200
        assert (await bina.get(door)).status_code == 200

    assert (await asha.delete(f"/grants/{grant}")).status_code == 204

    for door in doors:
        assert (await bina.get(door)).status_code == 403
    assert (await bina.patch(f"/members/{member}", json={"name": "Mine"})).status_code == 403
    assert (await bina.get("/members")).json()["data"] == []
    assert (await asha.get(f"/members/{member}/grants")).json()["data"] == []
    assert (await asha.delete(f"/grants/{grant}")).status_code == 403
    assert (await audit(member))[-1] == ("grant.revoke", asha.id, [])


async def test_nobody_follows_a_member_live_after_revocation(person: MakePerson, share: Share, god: Any) -> None:
    asha, bina = await person(), await person()
    member = await add_member(asha)
    grant = await share(asha, member, bina, "READ_ONLY")
    followers = "SELECT praan_followers($1, $2)"
    assert await god.fetchval(followers, asha.id, member) == [asha.id, bina.id]

    await asha.delete(f"/grants/{grant}")

    assert await god.fetchval(followers, asha.id, member) == [asha.id]


async def test_an_address_is_invited_once_until_revoked_or_expired(person: MakePerson, god: Any) -> None:
    asha, bina = await person(), await person()
    member, other = await add_member(asha), await add_member(asha, "Grandma")
    first = (await invite(asha, member, bina.email)).json()["id"]

    assert (await invite(asha, member, bina.email, role="MANAGER")).status_code == 409
    assert (await invite(asha, other, bina.email)).status_code == 201
    await asha.delete(f"/grants/{first}")
    second = (await invite(asha, member, bina.email)).json()["id"]
    await god.execute("UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1", second)
    third = await invite(asha, member, bina.email)

    assert third.status_code == 201
    listed = (await asha.get(f"/members/{member}/grants")).json()["data"]
    assert [grant["id"] for grant in listed] == [third.json()["id"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b@c.com"),
        ("email", None),
        ("role", "OWNER"),
        ("role", "manager"),
        ("categories", []),
        ("categories", ["vitals", "vitals"]),
        ("categories", "vitals"),
        ("expires_at", "2020-01-01T00:00:00Z"),
        ("expires_at", "2030-01-01T00:00:00"),
        ("expires_at", "2030-01-01"),
        ("expires_at", 1893456000),
        ("note", "hello"),
    ],
)
async def test_a_wrong_invitation_is_refused_by_name(person: MakePerson, field: str, value: Any) -> None:
    asha = await person()
    member = await add_member(asha)

    body = {"email": "b@example.com", "role": "MANAGER", field: value}
    refused = await asha.post(f"/members/{member}/grants", json=body)

    assert refused.status_code == 400
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert (await asha.get(f"/members/{member}/grants")).json()["data"] == []


async def test_inviting_oneself_is_refused(person: MakePerson) -> None:
    asha = await person()
    member = await add_member(asha)

    refused = await invite(asha, member, asha.email.upper())

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "email"


async def test_a_grant_ends_by_itself(person: MakePerson, share: Share, god: Any) -> None:
    asha, bina = await person(), await person()
    member = await add_member(asha)
    soon = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    grant = await share(asha, member, bina, "MANAGER", expires_at=soon)
    assert (await bina.get(f"/members/{member}")).status_code == 200

    await god.execute("UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1", grant)

    assert (await bina.get(f"/members/{member}")).status_code == 403
    assert (await bina.get("/members")).json()["data"] == []


async def test_grants_are_listed_page_by_page(person: MakePerson) -> None:
    asha = await person()
    member, other = await add_member(asha), await add_member(asha, "Grandma")
    made = [(await invite(asha, member, f"guest{n}@example.com")).json()["id"] for n in range(5)]

    first = (await asha.get(f"/members/{member}/grants?limit=3")).json()
    cursor = first["pagination"]["next_cursor"]
    second = (await asha.get(f"/members/{member}/grants", params={"cursor": cursor})).json()

    assert [grant["id"] for grant in first["data"] + second["data"]] == made
    assert second["pagination"] == {"next_cursor": None, "has_more": False}
    assert (await asha.get(f"/members/{other}/grants", params={"cursor": cursor})).status_code == 400


async def test_the_wall_alone_stops_a_grantee_who_reaches_for_another_member(
    person: MakePerson, share: Share, rt: Runtime
) -> None:
    """No service and no route: only row-level security stands between the two."""
    asha, bina = await person(), await person()
    shared, other = await add_member(asha), await add_member(asha, "Grandma")
    await share(asha, shared, bina, "MANAGER")

    async with transaction(rt.pool, owner=asha.id, actor=bina.id) as conn:
        seen = [row["id"] for row in await conn.fetch("SELECT id FROM members WHERE user_id = $1", asha.id)]
        changed = await conn.execute("UPDATE members SET avatar_colour = 9 WHERE id = $1", other)
        grants = await conn.fetch("SELECT id FROM grants")

    assert seen == [shared]
    assert changed == "UPDATE 0"
    assert grants == []
