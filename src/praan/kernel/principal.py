"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person: `kind` is how they proved it (bearer token or the web's cookie)."""

    user_id: int
    session_id: int
    kind: Literal["TOKEN", "WEB"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, for audit rows. `address` is an IP address or None."""

    address: str | None
    request_id: str | None
