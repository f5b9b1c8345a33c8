"""Links by e-mail: what they open, once, for half an hour, and what they leave behind."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from tests.identity.conftest import NewAccount, Serve
from tests.letters import Letterbox, link_in, token_in

from praan.identity import passwords
from praan.identity.recovery import FORGOT_S
from praan.identity.schemas import TokensOut

FORGOT, RESET = "/api/v1/auth/password/forgot", "/api/v1/auth/password/reset"
VERIFY, ASK, ME = "/api/v1/auth/email/verify", "/api/v1/auth/email/verification", "/api/v1/me"
NEW = "copper-lantern-41"
AUDIT = "SELECT action, fields FROM audit_logs WHERE user_id = $1 ORDER BY id"
STORED = """
SELECT (SELECT coalesce(string_agg(to_jsonb(l)::text, ''), '') FROM links l WHERE l.user_id = $1)
  || (SELECT coalesce(string_agg(to_jsonb(m)::text, ''), '') FROM mails m WHERE m.user_id = $1)
  || (SELECT coalesce(string_agg(to_jsonb(o)::text, ''), '') FROM outbox o WHERE o.user_id = $1)
"""
Reset = Callable[[TokensOut], Awaitable[str]]


def bearer(account: TokensOut) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.access_token}"}


@pytest.fixture
def reset_token(api: httpx.AsyncClient, letterbox: Letterbox) -> Reset:
    """Asks for a new password; the token of the letter."""

    async def ask(account: TokensOut) -> str:
        answer = await api.post(FORGOT, json={"email": account.user.email})
        assert (answer.status_code, answer.json()) == (202, {"expires_in": 1800})
        return token_in((await letterbox.of(account.user.email, account.user.id))[-1])

    return ask


def assert_spent(answer: httpx.Response) -> None:
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [each["field"] for each in answer.json()["errors"]] == ["token"]


async def test_registration_mails_a_link_that_confirms_the_address(
    api: httpx.AsyncClient, new_account: NewAccount, letterbox: Letterbox
) -> None:
    account = await new_account()
    (letter,) = await letterbox.of(account.user.email, account.user.id)
    assert letter.subject == "Confirm your e-mail address"
    assert link_in(letter).startswith("http://127.0.0.1:")
    assert "/links/verify#" in link_in(letter)
    assert (await api.get(ME, headers=bearer(account))).json()["email_verified"] is False

    answer = await api.post(VERIFY, json={"token": token_in(letter)})

    assert (answer.status_code, answer.json()["id"]) == (200, account.user.id)
    assert (await api.get(ME, headers=bearer(account))).json()["email_verified"] is True
    assert_spent(await api.post(VERIFY, json={"token": token_in(letter)}))


async def test_letters_come_in_the_persons_language(
    api: httpx.AsyncClient, new_email: Callable[[], str], letterbox: Letterbox
) -> None:
    body = {"email": new_email(), "password": "walnut-harbour-72", "name": "आशा", "language": "hi"}
    user = (await api.post("/api/v1/auth/register", json=body)).json()["user"]

    (letter,) = await letterbox.of(user["email"], user["id"])

    assert user["language"] == "hi"
    assert letter.subject == "अपना ई-मेल पता पक्का करें"
    assert token_in(letter)


async def test_a_newer_link_does_not_end_the_older_ones(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset
) -> None:
    """Whoever keeps asking for somebody else's new password does not make their letters useless."""
    account = await new_account()
    tokens = [await reset_token(account) for _ in range(4)]

    assert (await api.post(RESET, json={"token": tokens[0], "password": NEW})).status_code == 200

    for token in tokens:
        assert_spent(await api.post(RESET, json={"token": token, "password": "another-window-58"}))


async def test_the_first_link_that_is_used_ends_the_others(
    api: httpx.AsyncClient, new_account: NewAccount, letterbox: Letterbox
) -> None:
    account = await new_account()
    assert (await api.post(ASK, headers=bearer(account))).status_code == 202
    older, newer = await letterbox.of(account.user.email, account.user.id)

    assert (await api.post(VERIFY, json={"token": token_in(newer)})).status_code == 200
    assert_spent(await api.post(VERIFY, json={"token": token_in(older)}))

    assert (await api.post(ASK, headers=bearer(account))).status_code == 202
    assert len(await letterbox.of(account.user.email, account.user.id)) == 2, "a confirmed address needs no letter"


async def test_a_link_is_too_old_after_half_an_hour(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, god: Any
) -> None:
    account = await new_account()
    token = await reset_token(account)
    age = "UPDATE links SET expires_at = expires_at - make_interval(secs => $2) WHERE user_id = $1"
    await god.execute(age, account.user.id, 1740)
    weak = await api.post(RESET, json={"token": token, "password": "password1"})
    assert [each["field"] for each in weak.json()["errors"]] == ["password"], "it should hold for a minute yet"

    await god.execute(age, account.user.id, 60)

    assert_spent(await api.post(RESET, json={"token": token, "password": NEW}))


async def test_a_new_password_ends_every_session(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, letterbox: Letterbox
) -> None:
    account = await new_account()
    old = {"email": account.user.email, "password": "walnut-harbour-72"}
    other = (await api.post("/api/v1/auth/token", json=old)).json()
    assert (await api.get(ME, headers=bearer(account))).status_code == 200
    token = await reset_token(account)

    answer = await api.post(RESET, json={"token": token, "password": NEW})

    assert (answer.status_code, answer.json()["email_verified"]) == (200, True)
    for access in (account.access_token, other["access_token"]):
        assert (await api.get(ME, headers={"Authorization": f"Bearer {access}"})).status_code == 401
    refreshed = await api.post("/api/v1/auth/refresh", json={"refresh_token": account.refresh_token})
    assert refreshed.status_code == 401
    assert (await api.post("/api/v1/auth/token", json=old)).status_code == 401
    assert (await api.post("/api/v1/auth/token", json={**old, "password": NEW})).status_code == 200
    assert_spent(await api.post(RESET, json={"token": token, "password": "another-window-58"}))
    letters = await letterbox.of(account.user.email, account.user.id)
    assert letters[-1].subject == "Your password was changed"


async def test_a_sign_in_under_way_does_not_outlive_the_old_password(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await new_account()
    token = await reset_token(account)
    compare = passwords.matches

    async def compare_and_be_overtaken(stored: str | None, password: str) -> bool:
        right = await compare(stored, password)
        assert right
        assert (await api.post(RESET, json={"token": token, "password": NEW})).status_code == 200
        return right

    monkeypatch.setattr(passwords, "matches", compare_and_be_overtaken)
    credentials = {"email": account.user.email, "password": "walnut-harbour-72"}

    assert (await api.post("/api/v1/auth/token", json=credentials)).status_code == 401


@pytest.mark.parametrize("weak", ["password1", "12345678", "the address"])
async def test_a_weak_password_leaves_the_link_as_it_is(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, weak: str
) -> None:
    account = await new_account()
    token = await reset_token(account)
    password = account.user.email if weak == "the address" else weak

    refused = await api.post(RESET, json={"token": token, "password": password})

    assert [each["field"] for each in refused.json()["errors"]] == ["password"]
    assert (await api.post(RESET, json={"token": token, "password": NEW})).status_code == 200


@pytest.mark.parametrize("letters", [1, 2, 4])
async def test_of_several_at_once_one_wins(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, letters: int
) -> None:
    account = await new_account()
    tokens = [await reset_token(account) for _ in range(letters)]
    passwords = [f"copper-lantern-{number}" for number in range(41, 45)]

    answers = await asyncio.gather(
        *(
            api.post(RESET, json={"token": tokens[number % letters], "password": password})
            for number, password in enumerate(passwords)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]


async def test_a_link_opens_only_what_it_was_made_for(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, letterbox: Letterbox
) -> None:
    account = await new_account()
    reset = await reset_token(account)
    confirm = token_in((await letterbox.of(account.user.email, account.user.id))[0])

    assert_spent(await api.post(VERIFY, json={"token": reset}))
    assert_spent(await api.post(RESET, json={"token": confirm, "password": NEW}))
    assert (await api.post(VERIFY, json={"token": confirm})).status_code == 200


@pytest.mark.parametrize("made", ["x", "a" * 54, "é", "=", base64.urlsafe_b64encode(bytes(40)).decode()[:54]])
async def test_made_up_tokens_are_refused(api: httpx.AsyncClient, made: str) -> None:
    assert_spent(await api.post(VERIFY, json={"token": made}))
    assert_spent(await api.post(RESET, json={"token": made, "password": NEW}))


async def test_somebody_elses_token_with_another_id_is_refused(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset
) -> None:
    victim, thief = await new_account(), await new_account()
    await reset_token(victim)
    raw = base64.urlsafe_b64decode(await reset_token(thief) + "==")
    forged = base64.urlsafe_b64encode(raw[:32] + victim.user.id.to_bytes(8, "big")).decode().rstrip("=")

    assert_spent(await api.post(RESET, json={"token": forged, "password": NEW}))


async def test_nobody_learns_whether_an_address_has_an_account(
    api: httpx.AsyncClient, new_account: NewAccount, new_email: Callable[[], str]
) -> None:
    """The same answer in the same time, measured in turns."""
    known = (await new_account()).user.email
    took: dict[bool, list[float]] = {True: [], False: []}
    bodies = set()
    for _ in range(10):
        for exists in (True, False):
            began = time.perf_counter()
            answer = await api.post(FORGOT, json={"email": known if exists else new_email()})
            took[exists].append(time.perf_counter() - began)
            bodies.add((answer.status_code, answer.text))

    assert bodies == {(202, '{"expires_in":1800}')}
    assert min(took[True] + took[False]) >= FORGOT_S
    # The quickest of each: what the machine does besides only adds.
    assert abs(min(took[True]) - min(took[False])) < 0.02, took


async def test_the_token_lies_nowhere_in_the_clear(
    api: httpx.AsyncClient, new_account: NewAccount, letterbox: Letterbox, god: Any
) -> None:
    account = await new_account()
    with capture_logs() as logs:
        await api.post(FORGOT, json={"email": account.user.email})
        before = await god.fetchval(STORED, account.user.id)
        token = token_in((await letterbox.of(account.user.email, account.user.id))[-1])
        await api.post(RESET, json={"token": token, "password": NEW})
    after = await god.fetchval(STORED, account.user.id)

    assert "mail_asked" in before
    for stored in (before, after):
        for secret in (token, token[:40], account.user.email):
            assert secret not in stored
            assert secret.encode().hex() not in stored
    assert not any(token[:20] in str(line) or account.user.email in str(line) for line in logs)


async def test_every_deed_is_recorded_once(
    api: httpx.AsyncClient, new_account: NewAccount, reset_token: Reset, letterbox: Letterbox, god: Any
) -> None:
    account = await new_account()
    await api.post(ASK, headers=bearer(account))
    letters = await letterbox.of(account.user.email, account.user.id)
    await api.post(VERIFY, json={"token": token_in(letters[-1])})
    await api.post(RESET, json={"token": await reset_token(account), "password": NEW})

    assert [tuple(row) for row in await god.fetch(AUDIT, account.user.id)] == [
        ("user.register", ["email", "name", "password"]),
        ("user.ask_verification", []),
        ("user.verify", []),
        ("user.forgot_password", []),
        ("user.reset_password", ["password"]),
    ]


async def test_letters_to_one_address_are_limited_whoever_asks(
    serve: Serve, new_account: NewAccount, new_email: Callable[[], str], god: Any
) -> None:
    account = await new_account()
    async with serve(rate_limit_mail=2) as client:
        for email in (account.user.email, new_email()):
            answers = [await client.post(FORGOT, json={"email": email}) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [202, 202, 429]
            assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        asked = await client.post(ASK, headers=bearer(account))
        assert asked.status_code == 429, "the signed-in share the limit of their address"


async def test_letters_to_one_address_are_limited_a_day_too(serve: Serve, new_account: NewAccount) -> None:
    account = await new_account()
    async with serve(rate_limit_mail_day=2) as client:
        answers = [await client.post(FORGOT, json={"email": account.user.email}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 43_000 <= int(answers[-1].headers["Retry-After"]) <= 43_200
    assert answers[-1].headers["RateLimit-Policy"] == '"mail-day";q=2;w=86400'


async def test_anonymous_calls_are_limited_by_address(serve: Serve) -> None:
    async with serve(rate_limit_address=2) as client:
        answers = [await client.post(VERIFY, json={"token": "x"}) for _ in range(3)]

    assert [answer.status_code for answer in answers][-1] == 429
