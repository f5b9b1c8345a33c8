"""What people choose to be told, and the browsers that they let us push to."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.conftest import MakeUser, User
from tests.factories import call

from praan.infra.runtime import Runtime
from praan.notifications import subscriptions

CHOICES: dict[str, Any] = {
    "kinds": {
        "alerts": {"email": True, "push": False},
        "reports": {"email": False, "push": False},
        "programs": {"email": True, "push": True},
    },
    "quiet_hours": {"from": "22:00", "to": "07:00"},
    "time_zone": "Asia/Kolkata",
}
ROWS = "SELECT user_id, id, session_id FROM push_subscriptions WHERE endpoint_hash = sha256($1::bytea)"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def subscription(endpoint: str = "") -> dict[str, Any]:
    """As a browser would send it."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "endpoint": endpoint or f"https://push.example.com/send/{secrets.token_hex(8)}",
        "keys": {"p256dh": b64(point), "auth": b64(secrets.token_bytes(16))},
    }


@pytest.fixture(scope="module")
async def asha(make_user: MakeUser) -> User:
    return await make_user()


async def test_everything_comes_until_somebody_chooses(asha: User) -> None:
    found = await call(asha, "GET", "/me/notifications", 200)
    every = {"email": True, "push": True}

    assert found["kinds"] == {"alerts": every, "reports": every, "programs": every}
    assert (found["quiet_hours"], found["time_zone"]) == (None, "UTC")
    assert len(base64.urlsafe_b64decode(found["push_key"] + "=")) == 65


async def test_choices_are_kept(asha: User, god: Any) -> None:
    saved = await call(asha, "PUT", "/me/notifications", 200, json=CHOICES)

    assert saved == await call(asha, "GET", "/me/notifications", 200)
    assert {name: saved[name] for name in CHOICES} == CHOICES
    deed = "SELECT count(*) FROM audit_logs WHERE user_id = $1 AND action = 'user.notifications'"
    assert await god.fetchval(deed, asha.id) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quiet_hours": {"from": "22:00", "to": "22:00"}}, "quiet_hours"),
        ({"quiet_hours": {"from": "24:00", "to": "07:00"}}, "quiet_hours.from"),
        ({"quiet_hours": {"from": "22:00"}}, "quiet_hours.to"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"kinds": {**CHOICES["kinds"], "alerts": {"email": 1, "push": True}}}, "kinds.alerts.email"),
        ({"kinds": {**CHOICES["kinds"], "songs": {"email": True, "push": True}}}, "kinds.songs"),
        ({"push_key": "x"}, "push_key"),
    ],
)
async def test_what_cannot_be_chosen_is_named(asha: User, change: dict[str, Any], field: str) -> None:
    answer = await call(asha, "PUT", "/me/notifications", 400, json={**CHOICES, **change})

    assert field in [error["field"] for error in answer["errors"]]


async def test_a_browser_belongs_to_whoever_signed_in_last(make_user: MakeUser, asha: User, god: Any) -> None:
    ravi, browser = await make_user(), subscription()
    first = await call(asha, "POST", "/me/push", 201, json=browser)
    again = await call(asha, "POST", "/me/push", 201, json=browser)
    taken = await call(ravi, "POST", "/me/push", 201, json={**subscription(), "endpoint": browser["endpoint"]})
    rows = await god.fetch(ROWS, browser["endpoint"].encode())

    assert first == again == taken
    assert [(row["user_id"], row["id"]) for row in rows] == [(ravi.id, first["id"])]
    key = {"Idempotency-Key": secrets.token_hex(8)}
    once = [await call(ravi, "POST", "/me/push", 201, json=browser, headers=key) for _ in range(2)]
    assert once[0] == once[1]
    await call(ravi, "POST", "/me/push", 422, json=subscription(), headers=key)
    # What is another's by now cannot be ended.
    await call(asha, "DELETE", "/me/push", 204, json={"endpoint": browser["endpoint"]})
    assert await god.fetch(ROWS, browser["endpoint"].encode()) == rows
    await call(ravi, "DELETE", "/me/push", 204, json={"endpoint": browser["endpoint"]})
    assert await god.fetch(ROWS, browser["endpoint"].encode()) == []


async def test_signing_out_ends_a_subscription(make_user: MakeUser, worker_rt: Runtime, rt: Runtime) -> None:
    ravi, browser = await make_user(), subscription()
    await call(ravi, "POST", "/me/push", 201, json=browser)
    key = (await call(ravi, "GET", "/me/notifications", 200))["push_key"]
    async with worker_rt.pool.acquire() as conn:
        (found,) = await subscriptions.browsers(conn, worker_rt.vault, ravi.id, key)
        other = await subscriptions.browsers(conn, worker_rt.vault, ravi.id, "another key")
        await call(ravi, "POST", "/auth/logout", 204)
        left = await subscriptions.browsers(conn, worker_rt.vault, ravi.id, key)

    assert found.subscription.endpoint == browser["endpoint"]
    # What was subscribed to another key of ours would be refused.
    assert (left, other) == ([], [])


async def test_the_oldest_browser_makes_room(make_user: MakeUser, god: Any) -> None:
    ravi = await make_user()
    made = [
        (await call(ravi, "POST", "/me/push", 201, json=subscription()))["id"]
        for _ in range(subscriptions.MOST + 1)
    ]
    kept = await god.fetch("SELECT id FROM push_subscriptions WHERE user_id = $1 ORDER BY id", ravi.id)

    assert [row["id"] for row in kept] == made[1:]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x",
        "https://push.example.com:8443/x",
        "https://asha:secret@push.example.com/x",
        "https://push.example.com/x#y",
        "https:///x",
        "https://push.example.com/a b",
        "ftp://push.example.com/x",
        "file:///etc/passwd",
        "https://[::1/x",
    ],
)
async def test_no_endpoint_but_a_push_services(asha: User, endpoint: str) -> None:
    answer = await call(asha, "POST", "/me/push", 400, json=subscription(endpoint))

    assert [error["field"] for error in answer["errors"]] == ["endpoint"]


@pytest.mark.parametrize(
    "keys", [{"p256dh": b64(b"\4" + bytes(64))}, {"auth": b64(bytes(15))}, {"p256dh": b64(b"\2" + bytes(32))}]
)
async def test_no_keys_but_a_browsers(asha: User, keys: dict[str, str]) -> None:
    made = subscription()
    answer = await call(asha, "POST", "/me/push", 400, json={**made, "keys": {**made["keys"], **keys}})

    assert [error["field"] for error in answer["errors"]] == [f"keys.{next(iter(keys))}"]
