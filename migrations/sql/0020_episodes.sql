-- Each time that an alert opens or becomes urgent is an episode of its own, with deliveries of its own. Alerts that are
-- there have had one.
ALTER TABLE alerts ADD COLUMN episode integer NOT NULL DEFAULT 1 CHECK (episode >= 0)
-- next
ALTER TABLE alerts ALTER COLUMN episode SET DEFAULT 0
-- next
-- What people have not been told of yet (NULL = nothing), with the severity of that moment, and when it was last asked for.
ALTER TABLE alerts ADD COLUMN untold text CHECK (untold IN ('OPENED', 'ESCALATED', 'CLEARED')),
  ADD COLUMN untold_grade text,
  ADD COLUMN asked_at timestamptz,
  ADD CHECK ((untold IS NULL) = (untold_grade IS NULL) AND (untold IS NULL OR asked_at IS NOT NULL))
-- next
CREATE INDEX idx_alerts_untold ON alerts (asked_at) WHERE untold IS NOT NULL
-- next
ALTER TABLE deliveries ADD COLUMN episode integer NOT NULL DEFAULT 1
-- next
ALTER TABLE deliveries ALTER COLUMN episode DROP DEFAULT
-- next
ALTER TABLE deliveries DROP CONSTRAINT deliveries_user_id_alert_id_person_id_channel_occasion_key,
  ADD UNIQUE (user_id, alert_id, person_id, channel, episode, occasion)
-- next
ALTER TABLE deliveries DROP CONSTRAINT deliveries_reason_check, ADD CONSTRAINT deliveries_reason_check
  CHECK (reason IN ('QUIET_HOURS', 'SWITCHED_OFF', 'NO_ADDRESS', 'NO_ACCESS', 'OVER', 'OTHERS_OPEN'))
-- next
CREATE INDEX idx_deliveries_held ON deliveries (person_id) WHERE status = 'WAITING' AND reason = 'QUIET_HOURS'
-- next
-- Who else has a share, and how they were reached, is the owner's to know; a MANAGER sees what became of their own.
DROP POLICY family_read ON deliveries
-- next
CREATE POLICY family_read ON deliveries FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR (person_id = praan_actor_id() AND praan_may(member_id, 'vitals', 'write'))))
-- next
CREATE POLICY definer_asks ON alerts FOR UPDATE TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT UPDATE (asked_at) ON alerts TO praan_definer
-- next
-- Events on their way are of the one episode that there has been.
ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY
-- next
UPDATE outbox SET payload = payload || '{"episode": 1}' WHERE event IN ('alert_opened', 'alert_escalated', 'alert_cleared')
-- next
ALTER TABLE outbox FORCE ROW LEVEL SECURITY
-- next
-- An event for whoever tells people, noted on the alert until they are told; UPDATED is none.
CREATE OR REPLACE FUNCTION praan_tell_alert(owner bigint, member bigint, alert bigint, change text, grade text) RETURNS void
LANGUAGE sql AS $$
  WITH told AS (
    UPDATE alerts a SET episode = a.episode + (change <> 'CLEARED')::integer, untold = change, untold_grade = grade,
      asked_at = clock_timestamp()
    WHERE a.user_id = owner AND a.id = alert AND change <> 'UPDATED'
    RETURNING a.episode
  )
  INSERT INTO outbox (user_id, member_id, event, payload)
  SELECT owner, member, 'alert_' || lower(change),
    jsonb_build_object('alert_id', alert, 'severity', grade, 'episode', t.episode) FROM told t
$$
-- next
-- Alerts whose event was lost on the way: what was last to be told of them is asked for again.
CREATE FUNCTION praan_requeue_alerts(older_than_s integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH lost AS (
    SELECT a.user_id, a.id FROM alerts a
    WHERE a.untold IS NOT NULL AND a.asked_at < clock_timestamp() - make_interval(secs => older_than_s)
    ORDER BY a.asked_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE alerts a SET asked_at = clock_timestamp() FROM lost l WHERE a.user_id = l.user_id AND a.id = l.id
    RETURNING a.user_id, a.member_id, a.id, a.untold, a.untold_grade, a.episode
  )
  INSERT INTO outbox (user_id, member_id, event, payload)
    SELECT t.user_id, t.member_id, 'alert_' || lower(t.untold),
      jsonb_build_object('alert_id', t.id, 'severity', t.untold_grade, 'episode', t.episode) FROM touched t;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
-- What the caller's quiet hours hold is due now, to be decided anew by those that they have by now; how much.
CREATE FUNCTION praan_release_deliveries() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  released integer;
BEGIN
  UPDATE deliveries d SET due_at = clock_timestamp()
    WHERE d.person_id = praan_actor_id() AND d.status = 'WAITING' AND d.reason = 'QUIET_HOURS';
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END $$
-- next
REVOKE ALL ON FUNCTION praan_requeue_alerts(integer, integer), praan_release_deliveries() FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_requeue_alerts(integer, integer), praan_release_deliveries() TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_requeue_alerts(integer, integer) TO praan_worker
-- next
GRANT EXECUTE ON FUNCTION praan_release_deliveries() TO praan_app
-- next
ALTER FUNCTION praan_requeue_alerts(integer, integer) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_release_deliveries() OWNER TO praan_definer
