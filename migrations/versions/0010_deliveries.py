"""Deliveries: who is told of an alert by which channel, what each person wants, and where browsers are pushed to.

Revision ID: 0010
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0010"
down_revision = "0005"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_reach(bigint, bigint, text, text), praan_subscribe(bigint, bytea, bytea, integer),
  praan_subscriptions(bigint), praan_requeue_deliveries(integer, integer), praan_dead_deliveries(integer),
  praan_retry_deliveries(bigint[])
-- next
REVOKE USAGE ON SEQUENCE praan_ids FROM praan_definer
-- next
DROP TABLE push_subscriptions, deliveries
-- next
ALTER TABLE users DROP COLUMN notifications
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0010_deliveries.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
