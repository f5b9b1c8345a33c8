"""Bodies of the account and session routes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, Field

from praan.kernel.fields import Body, Text
from praan.kernel.paging import Pagination

MAX_EMAIL = 254
MAX_NAME = 120
MIN_PASSWORD = 8
MAX_PASSWORD = 256
MAX_TOKEN = 600


def normal_email(text: str) -> str:
    """The address as accounts are compared: ASCII, lower-case. Raises ValueError for what is not one."""
    try:
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, test_environment=True
        ).ascii_email
    except EmailNotValidError as error:
        raise ValueError(f"is not an e-mail address: {error}") from None
    if found is None or len(found) > MAX_EMAIL:
        raise ValueError(f"must have at most {MAX_EMAIL} characters")
    return found.lower()


def _trimmed(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text.strip()


Email = Annotated[
    Text,
    Field(min_length=3, max_length=MAX_EMAIL, json_schema_extra={"format": "email"}),
    AfterValidator(normal_email),
]
Name = Annotated[
    Text,
    Field(min_length=1, max_length=MAX_NAME, json_schema_extra={"pattern": r"\S"}),
    AfterValidator(_trimmed),
]
NewPassword = Annotated[Text, Field(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD)]
AnyPassword = Annotated[Text, Field(min_length=1, max_length=MAX_PASSWORD)]


Language = Literal["en", "hi"]
LinkToken = Annotated[Text, Field(min_length=1, max_length=MAX_TOKEN)]


class Registration(Body):
    """A new account. `language` is the one that Praan writes in; English unless said."""

    email: Email
    password: NewPassword
    name: Name
    language: Language | None = None


class Credentials(Body):
    """Who says they are whom. `otp` is for accounts with a second factor, which none has yet."""

    email: Email
    password: AnyPassword
    otp: Annotated[Text, Field(max_length=20)] | None = None


class RefreshIn(Body):
    """The newest refresh token of a session."""

    refresh_token: Annotated[Text, Field(min_length=1, max_length=MAX_TOKEN)]


class ProfileIn(Body):
    """What a person may change about themselves; what is left out (or null) stays."""

    name: Name | None = None
    language: Language | None = None


class ForgotIn(Body):
    """Whose password is forgotten."""

    email: Email


class ResetIn(Body):
    """A mailed link's token, and the password to have from now on."""

    token: LinkToken
    password: NewPassword


class LinkIn(Body):
    """A mailed link's token."""

    token: LinkToken


class LinkAsked(BaseModel):
    """What is known when a link has been asked for: how many seconds it will work, should a letter come."""

    expires_in: int


class User(BaseModel):
    """A signed-in person."""

    id: int
    email: str
    name: str
    role: Literal["FAMILY_MANAGER", "READ_ONLY"]
    language: str
    email_verified: bool
    created_at: dt.datetime


class TokensOut(BaseModel):
    """A session's tokens; `expires_in` is the access token's life in seconds."""

    user: User
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class WebSessionOut(BaseModel):
    """The web's session; its proof is the cookie."""

    user: User


class SessionOut(BaseModel):
    """One place where the person is signed in."""

    id: int
    current: bool
    device: str
    ip_address: str | None
    created_at: dt.datetime
    last_seen_at: dt.datetime


class SessionList(BaseModel):
    """Live sessions, newest first."""

    data: list[SessionOut]
    pagination: Pagination
