"""Weekly reports, and links that open one.

Revision ID: 0011
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_report_readers(bigint, bigint)
-- next
DROP FUNCTION praan_requeue_reports(integer, integer, integer)
-- next
DROP FUNCTION praan_weekly_members(date, bigint, bigint, integer)
-- next
DROP FUNCTION praan_shared_report(bytea)
-- next
DROP FUNCTION praan_report_access(bigint, bigint)
-- next
DROP TABLE report_shares
-- next
DROP TABLE reports
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0011_reports.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
