"""ProgramScope: a program reached through its member's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from praan.families.scope import MemberScope


@dataclass(frozen=True, slots=True)
class ProgramScope:
    """A program and the admitted member it belongs to. Both dates are inclusive local dates."""

    member: MemberScope
    program_id: int
    start_date: dt.date
    end_date: dt.date
    status: str
