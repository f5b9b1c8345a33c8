"""The house: accounts, families, programs, logs, scores, outbox, audit, and their walls.

Revision ID: 0001
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import drop_everything, run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for part in ("access", "care", "score", "functions", "journal", "reads", "walls", "partitions"):
        run_file(op.get_bind(), f"0001_{part}.sql")


def downgrade() -> None:
    drop_everything(op.get_bind())
