-- When people asked for a report, the latest eleven times: more than ten an hour over a member's reports are refused.
ALTER TABLE reports ADD COLUMN asks timestamptz[] NOT NULL DEFAULT '{}' CHECK (cardinality(asks) <= 11)
-- next
GRANT UPDATE (asks) ON reports TO praan_app
-- next
-- The Monday of the last week whose report is due: from 06:00 of the next Monday, where the member lives.
CREATE FUNCTION praan_due_week(moment timestamptz, zone text) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT date_trunc('week', (moment AT TIME ZONE zone) - interval '6 hours')::date - 7
$$
-- next
-- Members of all families whose report the clock has to ask for, and of which week: the last one that is due where they
-- live, if a program of theirs ran in it. praan_weekly_members, which this one stands in for, stays for workers of the
-- version before.
CREATE FUNCTION praan_due_reports(moment timestamptz, after_user bigint, after_member bigint, most integer)
RETURNS TABLE (user_id bigint, member_id bigint, week_start date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.user_id, m.id, d.week
  FROM members m CROSS JOIN LATERAL (SELECT praan_due_week(moment, m.time_zone) AS week) d
  WHERE (m.user_id, m.id) > (after_user, after_member) AND m.deleted_at IS NULL
    AND EXISTS (
      SELECT FROM care_programs p WHERE p.user_id = m.user_id AND p.member_id = m.id AND p.deleted_at IS NULL
        AND p.start_date <= d.week + 6 AND coalesce(p.completed_on, p.end_date) >= d.week)
    AND NOT EXISTS (
      SELECT FROM reports r
      WHERE r.user_id = m.user_id AND r.member_id = m.id AND r.weekly AND r.week_start >= d.week)
  ORDER BY m.user_id, m.id LIMIT most
$$
-- next
-- Deletes links that have been over for thirty days; how many.
CREATE FUNCTION praan_sweep_report_shares() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM report_shares s WHERE coalesce(s.revoked_at, s.expires_at) < now() - interval '30 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$
-- next
GRANT DELETE ON report_shares TO praan_definer
-- next
REVOKE ALL ON FUNCTION praan_due_week(timestamptz, text), praan_due_reports(timestamptz, bigint, bigint, integer),
  praan_sweep_report_shares() FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_due_week(timestamptz, text) TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_due_reports(timestamptz, bigint, bigint, integer), praan_sweep_report_shares()
  TO praan_definer, praan_worker
-- next
ALTER FUNCTION praan_due_reports(timestamptz, bigint, bigint, integer) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_sweep_report_shares() OWNER TO praan_definer
