"""Episodes of alerts: each is told by itself, and what was not told yet is noted on the alert.

Revision ID: 0020
"""

from __future__ import annotations

from alembic import op

from praan.infra.migrating import run, run_file

revision = "0020"
down_revision = "0011"
branch_labels = None
depends_on = None

TAKE_BACK = """
DROP FUNCTION praan_requeue_alerts(integer, integer), praan_release_deliveries()
-- next
CREATE OR REPLACE FUNCTION praan_tell_alert(owner bigint, member bigint, alert bigint, change text, grade text)
RETURNS void
LANGUAGE sql AS $$
  INSERT INTO outbox (user_id, member_id, event, payload)
  SELECT owner, member, 'alert_' || lower(change), jsonb_build_object('alert_id', alert, 'severity', grade)
  WHERE change <> 'UPDATED'
$$
-- next
REVOKE UPDATE (asked_at) ON alerts FROM praan_definer
-- next
DROP POLICY definer_asks ON alerts
-- next
DROP POLICY family_read ON deliveries
-- next
CREATE POLICY family_read ON deliveries FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'vitals', 'write')))
-- next
DROP INDEX idx_deliveries_held
-- next
ALTER TABLE deliveries NO FORCE ROW LEVEL SECURITY
-- next
DELETE FROM deliveries d USING deliveries newer
WHERE newer.user_id = d.user_id AND newer.alert_id = d.alert_id AND newer.person_id = d.person_id
  AND newer.channel = d.channel AND newer.occasion = d.occasion AND newer.episode > d.episode
-- next
UPDATE deliveries SET reason = 'OVER' WHERE reason = 'OTHERS_OPEN'
-- next
ALTER TABLE deliveries FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE deliveries DROP CONSTRAINT deliveries_reason_check, ADD CONSTRAINT deliveries_reason_check
  CHECK (reason IN ('QUIET_HOURS', 'SWITCHED_OFF', 'NO_ADDRESS', 'NO_ACCESS', 'OVER'))
-- next
ALTER TABLE deliveries DROP COLUMN episode, ADD UNIQUE (user_id, alert_id, person_id, channel, occasion)
-- next
ALTER TABLE alerts DROP COLUMN asked_at, DROP COLUMN untold_grade, DROP COLUMN untold, DROP COLUMN episode
"""


def upgrade() -> None:
    run_file(op.get_bind(), "0020_episodes.sql")


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
