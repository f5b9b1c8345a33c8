"""Several links of a kind and person, so that asking for one ends no other.

Revision ID: 0012
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None

# Links live for half an hour: whoever waits for one asks again.
TAKE_BACK = """
TRUNCATE links
-- next
ALTER TABLE links DROP CONSTRAINT links_pkey
-- next
ALTER TABLE links ADD PRIMARY KEY (user_id, purpose)
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0012_several_links.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
