"""Cursors: opaque, bound to one list, refused when made up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praan.kernel.errors import Invalid
from praan.kernel.paging import END_OF_TIME, Cursors, key_of, moment_of

CURSORS = Cursors(b"k" * 32)
KEYS = st.tuples(st.integers(-(2**63), 2**63 - 1), st.text(max_size=30))


@given(KEYS, st.text(max_size=20))
def test_a_cursor_reads_back(keys: tuple[int, str], name: str) -> None:
    assert CURSORS.read(name, CURSORS.write(name, keys), (int, str)) == keys


@given(KEYS)
def test_a_cursor_of_another_list_is_refused(keys: tuple[int, str]) -> None:
    with pytest.raises(Invalid):
        CURSORS.read("history:2", CURSORS.write("history:1", keys), (int, str))


@given(st.text(max_size=60))
def test_a_made_up_cursor_is_invalid_and_nothing_else(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        CURSORS.read("history:1", text, (int, int))
    assert caught.value.errors[0].field == "cursor"


@pytest.mark.parametrize("text", ["MzAyMg==", "", "=", "AAAA", "[1,2]"])
def test_samples_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        CURSORS.read("history:1", text, (int, int))


@given(KEYS, st.data())
def test_a_changed_cursor_is_refused(keys: tuple[int, str], data: st.DataObject) -> None:
    cursor = CURSORS.write("list", keys)
    place = data.draw(st.integers(0, len(cursor) - 2))
    other = "A" if cursor[place] != "A" else "B"

    with pytest.raises(Invalid):
        CURSORS.read("list", cursor[:place] + other + cursor[place + 1 :], (int, str))


@given(KEYS, st.sampled_from("!.~ \n"))
def test_a_cursor_has_one_spelling(keys: tuple[int, str], stray: str) -> None:
    with pytest.raises(Invalid):
        CURSORS.read("list", CURSORS.write("list", keys) + stray, (int, str))


@given(st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=146_000)))
def test_a_moment_is_a_key_to_the_microsecond(before: dt.timedelta) -> None:
    moment = END_OF_TIME - before
    assert moment_of(key_of(moment)) == moment
    assert key_of(moment + dt.timedelta(microseconds=1)) == key_of(moment) + 1
