"""Access tokens, refresh tokens and the cookie: only ours open, and only for what they were made for."""

from __future__ import annotations

import base64
import json

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.identity.tokens import ACCESS_S, AUDIENCE, Spent, Tokens
from praan.kernel.errors import Unauthorized
from praan.kernel.principal import Principal

SECRET = b"a secret of thirty-two bytes ...".ljust(32, b".")
IDS = st.integers(1, 2**63 - 1)
TOKENS = Tokens(SECRET)
READERS = (TOKENS.read_access, TOKENS.read_refresh, TOKENS.read_cookie)


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def claims(**changes: object) -> dict[str, object]:
    made: dict[str, object] = {"sub": "7", "sid": 8, "aud": AUDIENCE, "iat": 1, "exp": 4_000_000_000, **changes}
    return {name: value for name, value in made.items() if value is not None}


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(user=IDS, session=IDS, generation=st.integers(0, 2**31 - 1))
def test_each_token_says_what_it_was_made_with(user: int, session: int, generation: int) -> None:
    assert TOKENS.read_access(TOKENS.access(user, session)) == Principal(user, session, "TOKEN")
    assert TOKENS.read_refresh(TOKENS.refresh(user, session, generation)) == Spent(user, session, generation)
    assert TOKENS.read_cookie(TOKENS.cookie(user, session)) == Principal(user, session, "WEB")


def test_a_refresh_token_is_a_function_of_its_generation() -> None:
    assert TOKENS.refresh(1, 2, 3) == Tokens(SECRET).refresh(1, 2, 3)
    assert TOKENS.refresh(1, 2, 3) != TOKENS.refresh(1, 2, 4)


def test_an_access_token_ends_after_ten_minutes_also_when_it_is_remembered() -> None:
    clock = Clock()
    tokens = Tokens(SECRET, clock)
    token = tokens.access(7, 8)

    clock.now += ACCESS_S - 1
    assert tokens.read_access(token) == Principal(7, 8, "TOKEN")
    clock.now += 1
    with pytest.raises(Unauthorized, match="expired"):
        tokens.read_access(token)


@given(text=st.text(max_size=700) | st.text("abcDEF012-_.=", max_size=100))
def test_whatever_is_sent_only_unauthorized_comes_back(text: str) -> None:
    for read in READERS:
        with pytest.raises(Unauthorized):
            read(text)


@given(kind=st.integers(0, 2), data=st.data())
def test_one_changed_letter_opens_nothing(kind: int, data: st.DataObject) -> None:
    token = (TOKENS.access(7, 8), TOKENS.refresh(7, 8, 0), TOKENS.cookie(7, 8))[kind]
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_+/=. \n").filter(lambda new: new != token[place]))

    with pytest.raises(Unauthorized):
        READERS[kind](token[:place] + letter + token[place + 1 :])


@given(kind=st.integers(0, 2), extra=st.text("AZaz09-_=. ", min_size=1, max_size=4))
def test_nothing_may_be_added(kind: int, extra: str) -> None:
    token = (TOKENS.access(7, 8), TOKENS.refresh(7, 8, 0), TOKENS.cookie(7, 8))[kind]

    with pytest.raises(Unauthorized):
        READERS[kind](token + extra)


def test_no_kind_is_taken_for_another() -> None:
    made = (TOKENS.access(7, 8), TOKENS.refresh(7, 8, 0), TOKENS.cookie(7, 8))

    for wrong, token in (
        (read, token) for i, read in enumerate(READERS) for j, token in enumerate(made) if i != j
    ):
        with pytest.raises(Unauthorized):
            wrong(token)


def test_another_secret_opens_nothing() -> None:
    other = Tokens(b"x" * 32)

    for read, token in zip(READERS, (other.access(7, 8), other.refresh(7, 8, 0), other.cookie(7, 8)), strict=True):
        with pytest.raises(Unauthorized):
            read(token)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_with_our_secret_is_refused(algorithm: str) -> None:
    with pytest.raises(Unauthorized):
        TOKENS.read_access(jwt.encode(claims(), SECRET.ljust(64, b"."), algorithm=algorithm))


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_an_unsigned_token_is_refused(name: str) -> None:
    unsigned = segment({"alg": name, "typ": "JWT"}) + "." + segment(claims()) + "."

    with pytest.raises(Unauthorized):
        TOKENS.read_access(unsigned)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "praan:other"},
        {"aud": None},
        {"sub": None},
        {"sub": "seven"},
        {"sid": None},
        {"sid": "8"},
        {"sid": True},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 4e9 + 0.5},
        {"iat": None},
        {"exp": 1},
    ],
)
def test_signed_claims_of_another_shape_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Unauthorized):
        TOKENS.read_access(jwt.encode(claims(**changes), SECRET, algorithm="HS256"))


def test_the_shape_that_the_others_vary_is_accepted() -> None:
    assert TOKENS.read_access(jwt.encode(claims(), SECRET, algorithm="HS256")) == Principal(7, 8, "TOKEN")
