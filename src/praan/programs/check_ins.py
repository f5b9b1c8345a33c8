"""Check-ins: one kind question when a program enters a phase, and what was answered."""

from __future__ import annotations

from praan.families import service as families
from praan.infra.crypto import Vault
from praan.infra.db import Connection, Row
from praan.infra.runtime import Runtime
from praan.kernel.errors import Forbidden
from praan.kernel.fields import MAX_ID
from praan.kernel.principal import Origin
from praan.programs import queries
from praan.programs.schemas import CheckInAnswer, CheckInList, CheckInOut
from praan.programs.scope import ProgramScope


async def page(conn: Connection, rt: Runtime, scope: ProgramScope, limit: int, cursor: str | None) -> CheckInList:
    """A program's check-ins, newest first; raises Invalid for a foreign cursor."""
    place = f"check-ins:{scope.member.actor_id}:{scope.program_id}"
    before = rt.cursors.read(place, cursor, (int,))[0] if cursor else MAX_ID
    rows = await conn.fetch(queries.CHECK_INS, scope.member.user_id, scope.program_id, before, limit + 1)
    shown, pagination = rt.cursors.page(place, rows, limit, lambda row: [row["id"]])
    return CheckInList(data=[_shown(row, rt.vault, scope) for row in shown], pagination=pagination)


async def answer(
    conn: Connection, vault: Vault, scope: ProgramScope, origin: Origin, check_in: int, body: CheckInAnswer
) -> CheckInOut:
    """Keeps an answer in the place of an earlier one; raises Forbidden (not this program's; notes not shared)."""
    member = scope.member
    reads_notes = member.covers("notes")
    if body.note and not reads_notes:
        raise Forbidden("You may not write notes for this person.")
    row = await conn.fetchrow(
        queries.ANSWER,
        member.user_id,
        scope.program_id,
        check_in,
        member.actor_id,
        body.effort,
        reads_notes,
        vault.seal(body.note, _place(member.user_id, check_in)) if body.note else None,
    )
    if row is None:
        raise Forbidden("This check-in is not yours, or does not exist.")
    await families.record(
        conn,
        origin,
        member,
        f"check-ins/{check_in}",
        "check_in.answer",
        ("effort", "note") if body.note else ("effort",),
    )
    return _shown(row, vault, scope)


def _shown(row: Row, vault: Vault, scope: ProgramScope) -> CheckInOut:
    sealed = row["note"] if scope.member.covers("notes") else None
    note = None if sealed is None else vault.open(sealed, _place(scope.member.user_id, row["id"]))
    return CheckInOut.model_validate({**dict(row), "note": note})


def _place(owner: int, check_in: int) -> str:
    return f"check_ins.note:{owner}:{check_in}"
