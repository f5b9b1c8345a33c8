"""People for the tests of families and of what lies above: somebody signed in, a grant between two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx

VERIFY = "UPDATE users SET email_verified_at = now() WHERE id = $1"
DEEDS = "SELECT action, actor_id, fields FROM audit_logs WHERE member_id = $1 ORDER BY id"


class Person:
    """A signed-in user; paths are below /api/v1."""

    def __init__(self, id: int, email: str, client: httpx.AsyncClient) -> None:
        self.id = id
        self.email = email
        self._client = client

    @property
    def authorization(self) -> str:
        """What their client says in this header."""
        return self._client.headers["Authorization"]

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self._client.request(method, "/api/v1" + path, **more)

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.request("GET", path, **more)

    async def post(self, path: str, **more: Any) -> httpx.Response:
        return await self.request("POST", path, **more)

    async def put(self, path: str, **more: Any) -> httpx.Response:
        return await self.request("PUT", path, **more)

    async def patch(self, path: str, **more: Any) -> httpx.Response:
        return await self.request("PATCH", path, **more)

    async def delete(self, path: str, **more: Any) -> httpx.Response:
        return await self.request("DELETE", path, **more)


MakePerson: TypeAlias = Callable[..., Awaitable[Person]]
Share: TypeAlias = Callable[..., Awaitable[int]]
Verify: TypeAlias = Callable[[Person], Awaitable[None]]
Audit: TypeAlias = Callable[[int], Awaitable[list[tuple[str, int, list[str]]]]]


async def share(owner: Person, member: int, guest: Person, role: str, **more: Any) -> int:
    """Invites and accepts through the API; the grant's id."""
    body = {"email": guest.email, "role": role, **more}
    invited = await owner.post(f"/members/{member}/grants", json=body)
    assert invited.status_code == 201, invited.text
    waiting = (await guest.get("/me/invitations", params={"limit": 100})).json()["data"]
    accepted = await guest.post(f"/invitations/{waiting[-1]['token']}/accept")
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["id"] == member
    grant: int = invited.json()["id"]
    return grant
