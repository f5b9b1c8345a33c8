"""Filters of lists: several values, any case, nothing made up."""

from __future__ import annotations

import pytest

from praan.kernel.errors import Invalid
from praan.kernel.filters import chosen

KNOWN = ("OPEN", "CLEARED")


@pytest.mark.parametrize(
    ("text", "values"),
    [(None, None), ("", None), ("open", ["OPEN"]), (" Cleared , oPEN", ["CLEARED", "OPEN"])],
)
def test_one_or_several_in_any_case(text: str | None, values: list[str] | None) -> None:
    assert chosen("status", text, KNOWN) == values


def test_into_the_case_of_the_known() -> None:
    assert chosen("rule", "PULSE", ("pulse", "spo2"), str.lower) == ["pulse"]


@pytest.mark.parametrize("text", ["gone", "open,", "open;cleared"])
def test_any_other_is_refused_by_name(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        chosen("status", text, KNOWN)

    assert refusal.value.errors[0].field == "status"
    assert refusal.value.errors[0].message == "must be one of OPEN, CLEARED"
