"""LogScope: one log reached through its member's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from praan.families.scope import MemberScope


@dataclass(frozen=True, slots=True)
class LogScope:
    """A log's place: `at` is its timestamp, which names its partition."""

    member: MemberScope
    program_id: int
    log_id: int
    at: dt.datetime
    log_type: str
