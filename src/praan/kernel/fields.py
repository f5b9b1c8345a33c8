"""Field types of the public contract: bounded, strict, and the same everywhere.

JSON numbers are numbers (a bool is not one), texts carry no NUL, moments carry an offset, ids fit int64.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict

MAX_ID = 2**63 - 1


class Body(BaseModel):
    """A request body: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain a NUL character")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("must be whole Unicode characters")
    return text


def _is_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def _moment_text(value: Any) -> Any:
    text = _is_text(value)
    if "T" not in text.upper():
        raise ValueError("must be an RFC 3339 time with offset, like 2026-11-22T08:30:00+05:30")
    return text


def _sane_year(moment: dt.datetime) -> dt.datetime:
    if not 1900 <= moment.year <= 2200:
        raise ValueError("is too far away")
    return moment


def _sane_day(day: dt.date) -> dt.date:
    if not 1900 <= day.year <= 2200:
        raise ValueError("is too far away")
    return day


def _day_text(value: Any) -> Any:
    text = _is_text(value)
    if len(text) != 10:
        raise ValueError("must be a date like 2026-11-22")
    return text


Id = Annotated[int, Strict(), Field(ge=1, le=MAX_ID)]
PathId = Annotated[int, Field(ge=1, le=MAX_ID)]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Text = Annotated[str, Strict(), AfterValidator(_storable)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment_text), AfterValidator(_sane_year)]
Day = Annotated[dt.date, BeforeValidator(_day_text), AfterValidator(_sane_day)]
