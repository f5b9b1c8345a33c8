"""Vitals: thresholds, readings by their band, alerts.

Revision ID: 0005
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file, run_one

revision = "0005"
down_revision = "0008"
branch_labels = None
depends_on = None

HISTORY = "praan_history(bigint, bigint, text[], date, date, timestamptz, bigint, integer, boolean)"
TAKE_BACK = """
DROP FUNCTION praan_alerts(bigint, bigint, text[], timestamptz, bigint, integer),
  praan_alert_access(bigint, bigint),
  praan_add_reading(bigint, bigint, jsonb, timestamptz, text, inet, uuid, jsonb, integer),
  praan_judge(bigint, bigint, bigint, bigint, bigint, timestamptz, date, jsonb, integer),
  praan_rejudge(bigint, bigint, jsonb, integer), praan_stale(bigint[], bigint[], timestamptz),
  praan_open_stale(bigint, bigint, date, text[]), praan_stale_over(bigint, bigint, date),
  praan_fold(bigint, bigint, text, timestamptz, bigint, timestamptz, bigint, bigint[]),
  praan_tell_alert(bigint, bigint, bigint, text, text), praan_category_followers(bigint, bigint, text),
  praan_reading_context(bigint, bigint, timestamptz), praan_own_thresholds(bigint, bigint, timestamptz),
  praan_lock_rule(bigint, bigint, text), praan_log_band(bigint, bigint)
-- next
DROP TABLE alerts, readings, reading_locks, member_thresholds, thresholds
-- next
DROP DOMAIN alert_end, alert_status, reading_context, band_name, severity_name, rule_name
-- next
REVOKE SELECT ON program_configs FROM praan_definer
-- next
DROP POLICY definer ON program_configs
"""
# As 0001 gave them.
RIGHTS = f"""
REVOKE ALL ON FUNCTION {HISTORY} FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION {HISTORY} TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION {HISTORY} TO praan_app
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0005_vitals.sql")
    run_file(op.get_bind(), "0005_judging.sql")


def downgrade() -> None:
    connection = op.get_bind()
    run(connection, f"DROP FUNCTION {HISTORY}")
    run_one(connection, "0001_reads.sql", "CREATE FUNCTION praan_history(")
    run(connection, RIGHTS)
    run(connection, TAKE_BACK)
