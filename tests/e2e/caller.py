"""Somebody's calls of the API, as the same person who then looks at the pages."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import BrowserContext
from tests.e2e.journey import Person


class Caller:
    """One person over the API; a refusal fails the test with the API's own words."""

    def __init__(self, base_url: str, person: Person) -> None:
        self.base_url = base_url
        self.person = person
        self.credentials = {"email": person.email, "password": person.password}
        self.api = httpx.Client(
            base_url=f"{base_url}/api/v1", timeout=30, headers={"X-Praan-CSRF": "1", "Origin": base_url}
        )

    def register(self) -> None:
        """Makes the account and goes on with its token."""
        self._use(self.ask("POST", "/auth/register", {**self.credentials, "name": self.person.name}))

    def sign_in(self) -> None:
        """Goes on with a token of the account that is there."""
        self._use(self.ask("POST", "/auth/token", self.credentials))

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of one call."""
        answer = self.api.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def upload(self, program: int, photo: Path) -> str:
        """Puts a JPEG where a log of the program can name it; its key."""
        return self._put({"program_id": program}, photo.read_bytes(), "image/jpeg")

    def document(self, member: int, data: bytes, title: str, content_type: str = "application/pdf") -> int:
        """A report of the member that waits to be checked; its id."""
        body = {"key": self._put({"member_id": member}, data, content_type), "title": title}
        made: int = self.ask("POST", f"/members/{member}/documents", body)["id"]
        return made

    def _put(self, place: dict[str, int], data: bytes, content_type: str) -> str:
        digest = hashlib.sha256(data).hexdigest()
        body = {**place, "content_type": content_type, "size": len(data), "sha256": digest}
        announced = self.ask("POST", "/uploads", body)
        httpx.put(announced["url"], content=data, headers=announced["headers"]).raise_for_status()
        return str(announced["key"])

    def open(self, context: BrowserContext) -> None:
        """Gives the browser a session of its own."""
        answer = context.request.post(
            f"{self.base_url}/api/v1/auth/session",
            data=self.credentials,
            headers={"X-Praan-CSRF": "1", "Origin": self.base_url},
        )
        assert answer.ok, answer.text()

    def _use(self, tokens: dict[str, Any]) -> None:
        self.api.headers["Authorization"] = f"Bearer {tokens['access_token']}"
