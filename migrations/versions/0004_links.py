"""Links by e-mail: single-use tokens, and the letters that wait to be sent.

Revision ID: 0004
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_requeue_mails(integer, integer), praan_language(text), praan_invitation(bigint, bigint)
-- next
DROP TABLE mails, links
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0004_links.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
