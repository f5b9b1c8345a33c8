"""History of the logs that have a photo.

Revision ID: 0003
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOWN = "DROP INDEX idx_logs_photos"


def upgrade() -> None:
    run_file(op.get_bind(), "0003_photos.sql")


def downgrade() -> None:
    run(op.get_bind(), DOWN)
