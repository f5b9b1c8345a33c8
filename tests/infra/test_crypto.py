"""Sealed fields open only where they belong, with a key that is known."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.infra.crypto import BrokenSeal, Vault

OLD = Vault.parse("1:" + base64.b64encode(b"a" * 32).decode())
NEW = Vault.parse(f"1:{base64.b64encode(b'a' * 32).decode()},2:{base64.b64encode(b'b' * 32).decode()}")


@given(st.text(), st.text())
def test_what_is_sealed_opens_in_its_place(text: str, where: str) -> None:
    assert OLD.open(OLD.seal(text, where), where) == text


def test_the_same_text_never_looks_the_same() -> None:
    assert OLD.seal("Grandpa", "members.name:1") != OLD.seal("Grandpa", "members.name:1")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(BrokenSeal):
        OLD.open(OLD.seal("Grandpa", "members.name:1"), "members.name:2")


@given(st.integers(0, 40))
def test_a_changed_byte_does_not_open(place: int) -> None:
    sealed = bytearray(OLD.seal("Grandpa has a name", "x"))
    sealed[place % len(sealed)] ^= 1

    with pytest.raises(BrokenSeal):
        OLD.open(bytes(sealed), "x")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = OLD.seal("Grandpa", "x")

    assert NEW.open(before, "x") == "Grandpa"
    assert NEW.seal("Grandpa", "x")[0] == 2
    with pytest.raises(BrokenSeal):
        OLD.open(NEW.seal("Grandpa", "x"), "x")


def test_derived_keys_survive_rotation_and_differ_by_purpose() -> None:
    assert OLD.derive("cursors") == NEW.derive("cursors")
    assert OLD.derive("cursors") != OLD.derive("invitations")


@pytest.mark.parametrize("text", ["1:short", "0:" + "A" * 43 + "=", "1:" + "A" * 40, "x:" + "A" * 44, ""])
def test_keys_of_the_wrong_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="encryption keys"):
        Vault.parse(text)
