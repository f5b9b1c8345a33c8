"""Who takes part in a family's weekly board.

Revision ID: 0007
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_families(bigint, integer)
-- next
ALTER TABLE members DROP COLUMN leaderboard
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0007_leaderboard.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
