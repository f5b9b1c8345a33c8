"""How often reports may be asked for, whose are due, and the end of links that are over.

Revision ID: 0021
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TAKE_BACK = """
REVOKE DELETE ON report_shares FROM praan_definer
-- next
DROP FUNCTION praan_sweep_report_shares()
-- next
DROP FUNCTION praan_due_reports(timestamptz, bigint, bigint, integer)
-- next
DROP FUNCTION praan_due_week(timestamptz, text)
-- next
ALTER TABLE reports DROP COLUMN asks
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0021_bounded_reports.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
