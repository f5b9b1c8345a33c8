"""MemberScope: the only door to a member's data. Only families.service makes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from praan.kernel.errors import Forbidden

Right = Literal["read", "write", "own"]
ROLES: dict[Right, frozenset[str]] = {
    "read": frozenset({"OWNER", "MANAGER", "READ_ONLY"}),
    "write": frozenset({"OWNER", "MANAGER"}),
    "own": frozenset({"OWNER"}),
}


@dataclass(frozen=True, slots=True)
class MemberScope:
    """A member, the family's owner (`user_id`), the caller (`actor_id`) and what the caller may do.

    `categories` is None for the owner, else what the grant covers. `time_zone` is the member's, an IANA name.
    """

    user_id: int
    member_id: int
    actor_id: int
    role: str
    categories: frozenset[str] | None
    time_zone: str

    def require(self, right: Right, category: str | None = None) -> MemberScope:
        """Itself; raises Forbidden when the caller's role or categories do not cover the right."""
        if self.role not in ROLES[right] or not self.covers(category):
            raise Forbidden("You may not do this for this person.")
        return self

    def covers(self, category: str | None) -> bool:
        """Whether the caller sees this category of data."""
        return category is None or self.categories is None or category in self.categories
