"""AlertScope: one alert reached through its member's scope."""

from __future__ import annotations

from dataclasses import dataclass

from praan.families.scope import MemberScope


@dataclass(frozen=True, slots=True)
class AlertScope:
    member: MemberScope
    alert_id: int
