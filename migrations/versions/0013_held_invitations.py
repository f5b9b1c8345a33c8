"""Invitations of somebody whose own address is not confirmed yet: their letters wait for that.

Revision ID: 0013
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TAKE_BACK = """
REVOKE INSERT ON mails FROM praan_worker
-- next
DROP FUNCTION praan_take_held_invitations(bigint, integer)
-- next
ALTER TABLE grants DROP COLUMN mailed_at
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0013_held_invitations.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
