"""ReportScope: one report reached through its member's scope."""

from __future__ import annotations

from dataclasses import dataclass

from praan.families.scope import MemberScope

# What a report is made of; its PDF and its links show all of it.
CATEGORIES = ("nutrition", "workout", "vitals")


@dataclass(frozen=True, slots=True)
class ReportScope:
    """A report that the caller may reach."""

    member: MemberScope
    report_id: int

    def whole(self) -> ReportScope:
        """Itself; raises Forbidden when a part of the report is not shared with the caller."""
        for category in CATEGORIES:
            self.member.require("read", category)
        return self
