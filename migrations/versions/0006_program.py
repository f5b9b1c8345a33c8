"""Programs turn by night: when each does, when it was complete, and the check-ins of its phases.

Revision ID: 0006
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_turning_programs(date, bigint, bigint, integer)
-- next
DROP TABLE check_ins
-- next
REVOKE UPDATE (status, phase, completed_on, updated_at) ON care_programs FROM praan_worker
-- next
ALTER TABLE care_programs DROP COLUMN turns_on, DROP COLUMN completed_on
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0006_program.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
