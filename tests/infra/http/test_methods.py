"""A wrong method is 405 and names every right one."""

from __future__ import annotations

import pytest
from tests.conftest import MakeUser


@pytest.mark.parametrize(("path", "allow"), [("/api/v1/me", "GET, PATCH"), ("/api/v1/members", "GET, POST")])
async def test_allow_names_every_method_of_the_path(make_user: MakeUser, path: str, allow: str) -> None:
    answer = await (await make_user()).client.put(path, json={})

    assert answer.status_code == 405
    assert answer.headers["Allow"] == allow
    assert answer.headers["Content-Type"] == "application/problem+json"
