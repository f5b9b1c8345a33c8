"""What can go wrong, as one family of exceptions that the HTTP edge turns into problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_ERRORS = 20


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong. `field` is a dotted path into the body, query or header."""

    field: str
    message: str


def wrong_fields(errors: Sequence[Mapping[str, Any]], given: Any) -> tuple[FieldError, ...]:
    """Pydantic's errors by the fields of what was `given`, at most MAX_ERRORS.

    The tags of unions, which pydantic puts into its paths, are no fields of the caller's and left out.
    """
    return tuple(
        FieldError(_path(error, given), str(error["msg"]).removeprefix("Value error, "))
        for error in errors[:MAX_ERRORS]
    )


def _path(error: Mapping[str, Any], given: Any) -> str:
    parts: list[str] = []
    where = error["loc"]
    for place, part in enumerate(where, 1):
        known = (isinstance(given, dict) and part in given) or (
            isinstance(given, list) and isinstance(part, int) and part < len(given)
        )
        if known:
            given = given[part]
        if known or (error["type"] == "missing" and place == len(where)):
            parts.append(str(part))
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        parts.append(error["ctx"]["discriminator"].strip("'"))
    return ".".join(parts) or "body"


class Problem(Exception):
    """A failure with a public explanation. `detail` is a sentence that says what to do."""

    status = 500
    title = "Something went wrong"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: tuple[FieldError, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors
        self.retry_after = retry_after


class Invalid(Problem):
    """The input breaks a rule; every broken field is named."""

    status = 400
    title = "The request is not valid"

    @classmethod
    def field(cls, field: str, message: str) -> Invalid:
        return cls(f"{field}: {message}", errors=(FieldError(field, message),))


class Unauthorized(Problem):
    """Nobody is signed in: the token is missing, expired or revoked."""

    status = 401
    title = "Sign in first"


class Forbidden(Problem):
    """Not yours, or not there: the two look the same, so that no answer tells which ids exist."""

    status = 403
    title = "This is not yours to see or change"


class NotFound(Problem):
    """No such path."""

    status = 404
    title = "There is nothing at this address"


class MethodNotAllowed(Problem):
    status = 405
    title = "This address does not take that method"


class Conflict(Problem):
    """The thing is in another state than the request expects."""

    status = 409
    title = "This does not fit the present state"


class TooLarge(Problem):
    status = 413
    title = "The request is too large"


class UnsupportedMedia(Problem):
    status = 415
    title = "The request body must be JSON"


class KeyReused(Problem):
    """An Idempotency-Key came again with another body."""

    status = 422
    title = "This Idempotency-Key was used with another body"


class TooMany(Problem):
    status = 429
    title = "Too many requests"


class Unavailable(Problem):
    """A part that this request needs does not answer now; `retry_after` says when to try again (seconds)."""

    status = 503
    title = "A part of Praan does not answer at the moment"


class Unusable(Exception):
    """What somebody sent cannot become what it was sent for: `code` is stable, `message` is for who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
