"""Documents: clinical reports of a member, uploaded for the member alone, and their words.

Revision ID: 0008
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run_file

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_file(op.get_bind(), "0008_documents.sql")


def downgrade() -> None:
    run_file(op.get_bind(), "0008_documents_back.sql")
