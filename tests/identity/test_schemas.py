"""Bodies: every field bounded, strict and named when it is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from praan.identity.schemas import Credentials, ProfileIn, Registration, normal_email

GOOD = {"email": "asha@example.com", "password": "walnut-harbour-72", "name": "Asha"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("asha@example.com", "asha@example.com"),
        ("Asha.Rao+Praan@Example.COM", "asha.rao+praan@example.com"),
        ("asha@bücher.example.com", "asha@xn--bcher-kva.example.com"),
        ("asha@family.test", "asha@family.test"),
        ("a" * 64 + "@" + "b" * 60 + ".example.com", "a" * 64 + "@" + "b" * 60 + ".example.com"),
    ],
)
def test_addresses_are_kept_in_one_form(sent: str, kept: str) -> None:
    assert normal_email(sent) == kept
    assert normal_email(kept) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "asha",
        "asha@",
        "@example.com",
        "asha@example",
        "asha@@example.com",
        "asha @example.com",
        "asha@example.com\n",
        "asha@example.com,ravi@example.com",
        "Asha <asha@example.com>",
        "दादी@example.com",
        "asha@localhost",
        "asha@[127.0.0.1]",
        "a@" + ".".join(["b" * 60] * 5) + ".com",
    ],
)
def test_what_is_no_address_is_refused(sent: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        normal_email(sent)


@given(text=st.text(max_size=300) | st.emails())
def test_an_address_is_refused_or_fits_the_table(text: str) -> None:
    try:
        kept = normal_email(text)
    except ValueError:
        return
    assert kept.isascii()
    assert kept == kept.lower()
    assert 3 <= len(kept) <= 254


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", None),
        ("email", 7),
        ("email", ["asha@example.com"]),
        ("email", "asha@exam\0ple.com"),
        ("password", None),
        ("password", 12345678),
        ("password", True),
        ("password", "short-7"),
        ("password", "x" * 257),
        ("password", "walnut\0harbour"),
        ("password", "walnut\ud800harbour"),
        ("name", None),
        ("name", ""),
        ("name", " \t "),
        ("name", "A" * 121),
        ("name", "Asha\0"),
        ("name", {"first": "Asha"}),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        Registration.model_validate({**GOOD, field: value})

    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]


@pytest.mark.parametrize("field", ["role", "id", "email_verified", "is_admin"])
def test_nobody_chooses_what_is_not_asked(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Registration.model_validate({**GOOD, field: "FAMILY_MANAGER"})


def test_names_are_trimmed_and_may_be_in_any_script() -> None:
    assert Registration.model_validate({**GOOD, "name": "  दादी माँ "}).name == "दादी माँ"
    assert Registration.model_validate({**GOOD, "name": "A" * 120}).name == "A" * 120


def test_an_old_short_password_may_still_be_tried() -> None:
    assert Credentials.model_validate({"email": GOOD["email"], "password": "x"}).password == "x"


def test_a_profile_keeps_what_is_left_out() -> None:
    assert ProfileIn.model_validate({}).model_dump(exclude_none=True) == {}
    assert ProfileIn.model_validate_json(json.dumps({"language": "hi"})).language == "hi"
    for wrong in ({"language": "fr"}, {"name": " "}, {"email": "new@example.com"}):
        with pytest.raises(ValidationError):
            ProfileIn.model_validate(wrong)
