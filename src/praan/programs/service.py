"""Programs: admission by id, creation from a template, status, versioned goals."""

from __future__ import annotations

from praan.families import service as families
from praan.families.scope import Right
from praan.infra.db import Connection
from praan.programs import queries
from praan.programs.scope import ProgramScope


async def program_scope(conn: Connection, actor: int, program: int, right: Right) -> ProgramScope:
    """Admits the caller to a program and enters its family; raises Forbidden."""
    row = await conn.fetchrow(queries.PROGRAM_ACCESS, actor, program)
    member = (await families.admit(conn, actor, row)).require(right)
    assert row is not None
    return ProgramScope(member, row["program_id"], row["start_date"], row["end_date"], row["status"])
