"""DocumentScope: one document reached through its member's scope."""

from __future__ import annotations

from dataclasses import dataclass

from praan.families.scope import MemberScope

CATEGORY = "documents"


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """A document that the caller may reach."""

    member: MemberScope
    document_id: int
