-- A member's week in numbers, and its PDF (docs/reports.md). `asked` counts how often it was asked for and `made` which
-- of these was made last, so that a report that is being made again keeps its numbers until then. `weekly`: the clock
-- has asked for it. `numbers` is sealed JSON.
CREATE TABLE reports (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  asked integer NOT NULL DEFAULT 1 CHECK (asked >= 1),
  made integer NOT NULL DEFAULT 0 CHECK (made BETWEEN 0 AND asked),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  weekly boolean NOT NULL DEFAULT false,
  object_name text NOT NULL CHECK (length(object_name) BETWEEN 20 AND 60),
  numbers bytea CHECK (octet_length(numbers) <= 60000),
  generator smallint,
  queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  made_at timestamptz,
  mailed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, member_id, id),
  UNIQUE (user_id, member_id, week_start),
  CHECK ((made > 0) = (numbers IS NOT NULL AND generator IS NOT NULL AND made_at IS NOT NULL)),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_reports_waiting ON reports (queued_at) WHERE made < asked
-- next
-- Links that open one report for whoever holds them. The table keeps the SHA-256 of a token.
CREATE TABLE report_shares (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  report_id bigint NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  language text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, member_id, report_id) REFERENCES reports (user_id, member_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_report_shares_token ON report_shares (token_hash)
-- next
CREATE INDEX idx_report_shares_report ON report_shares (user_id, report_id)
-- next
ALTER TABLE reports ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE reports FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE report_shares ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE report_shares FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY family_read ON reports FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'read')))
-- next
CREATE POLICY family_insert ON reports FOR INSERT WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_update ON reports FOR UPDATE USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_read ON report_shares FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_insert ON report_shares FOR INSERT WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_update ON report_shares FOR UPDATE USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY definer ON reports TO praan_definer USING (true) WITH CHECK (true)
-- next
CREATE POLICY definer ON report_shares TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT SELECT, UPDATE ON reports TO praan_definer
-- next
GRANT SELECT ON report_shares TO praan_definer
-- next
GRANT SELECT, INSERT ON reports, report_shares TO praan_app
-- next
GRANT UPDATE (asked, attempts, queued_at) ON reports TO praan_app
-- next
GRANT UPDATE (revoked_at) ON report_shares TO praan_app
-- next
GRANT SELECT, INSERT, UPDATE ON reports TO praan_worker
-- next
CREATE FUNCTION praan_report_access(actor bigint, report bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT report_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.user_id, a.member_id, a.role, a.categories, a.time_zone, r.id
  FROM (
    SELECT actor AS owner, NULL::bigint AS only_member
    UNION ALL
    SELECT g.user_id, g.member_id FROM grants g
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
  ) reach
  JOIN reports r ON r.user_id = reach.owner AND r.id = report
    AND (reach.only_member IS NULL OR r.member_id = reach.only_member)
  CROSS JOIN LATERAL praan_member_access(actor, r.member_id, false) a
  WHERE a.user_id = r.user_id
  LIMIT 1
$$
-- next
-- The report that a link opens, as long as it lives and who made it may still share all that is in it.
CREATE FUNCTION praan_shared_report(token bytea)
RETURNS TABLE (user_id bigint, member_id bigint, report_id bigint, language text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.user_id, s.member_id, s.report_id, s.language, s.expires_at
  FROM report_shares s, LATERAL praan_member_access(s.created_by, s.member_id, false) a
  WHERE s.token_hash = token AND s.revoked_at IS NULL AND s.expires_at > now()
    AND a.user_id = s.user_id AND a.role IN ('OWNER', 'MANAGER')
    AND (a.categories IS NULL OR a.categories @> '{nutrition,workout,vitals}'::text[])
$$
-- next
-- Members of all families with a program that ran in this week or the one before, for whom the clock has not asked for
-- this week's report; whether their Monday has come is for the caller. `newest` is the last week it asked for.
CREATE FUNCTION praan_weekly_members(week date, after_user bigint, after_member bigint, most integer)
RETURNS TABLE (user_id bigint, member_id bigint, time_zone text, newest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.user_id, m.id, m.time_zone,
    (SELECT max(r.week_start) FROM reports r WHERE r.user_id = m.user_id AND r.member_id = m.id AND r.weekly)
  FROM members m
  WHERE (m.user_id, m.id) > (after_user, after_member) AND m.deleted_at IS NULL
    AND EXISTS (
      SELECT FROM care_programs p WHERE p.user_id = m.user_id AND p.member_id = m.id AND p.deleted_at IS NULL
        AND p.start_date <= week + 6 AND coalesce(p.completed_on, p.end_date) >= week - 7)
    AND NOT EXISTS (
      SELECT FROM reports r
      WHERE r.user_id = m.user_id AND r.member_id = m.id AND r.weekly AND r.week_start >= week)
  ORDER BY m.user_id, m.id LIMIT most
$$
-- next
-- Reports that were handed to the queue and never came back (a lost broker): asked for again, a few at a time.
CREATE FUNCTION praan_requeue_reports(older_than_s integer, tries integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked_again integer;
BEGIN
  WITH stuck AS (
    SELECT r.user_id, r.id FROM reports r
    WHERE r.made < r.asked AND r.attempts < tries
      AND r.queued_at < clock_timestamp() - make_interval(secs => older_than_s)
    ORDER BY r.queued_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE reports r SET queued_at = clock_timestamp() FROM stuck s
    WHERE r.user_id = s.user_id AND r.id = s.id
    RETURNING r.user_id, r.member_id, r.id
  )
  INSERT INTO outbox (user_id, member_id, event, payload)
    SELECT t.user_id, t.member_id, 'report_asked', jsonb_build_object('report_id', t.id) FROM touched t;
  GET DIAGNOSTICS asked_again = ROW_COUNT;
  RETURN asked_again;
END $$
-- next
-- Who gets a letter about a member's weekly report: the owner and those who manage, at addresses that are confirmed,
-- unless they want no letters about reports.
CREATE FUNCTION praan_report_readers(owner bigint, member bigint) RETURNS TABLE (email text, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.email, u.language
  FROM (
    SELECT owner AS id
    UNION
    SELECT g.grantee_id FROM grants g
      WHERE g.user_id = owner AND g.member_id = member AND g.status = 'ACCEPTED' AND g.role = 'MANAGER'
        AND (g.expires_at IS NULL OR g.expires_at > now())
  ) reader JOIN users u ON u.id = reader.id
  WHERE u.email_verified_at IS NOT NULL AND u.deleted_at IS NULL
    AND coalesce((u.notifications -> 'kinds' -> 'reports' -> 'email')::boolean, true)
  ORDER BY u.id
$$
-- next
REVOKE ALL ON FUNCTION praan_report_access(bigint, bigint), praan_shared_report(bytea),
  praan_weekly_members(date, bigint, bigint, integer), praan_requeue_reports(integer, integer, integer),
  praan_report_readers(bigint, bigint) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_report_access(bigint, bigint), praan_shared_report(bytea),
  praan_weekly_members(date, bigint, bigint, integer), praan_requeue_reports(integer, integer, integer),
  praan_report_readers(bigint, bigint) TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_report_access(bigint, bigint), praan_shared_report(bytea) TO praan_app
-- next
GRANT EXECUTE ON FUNCTION praan_weekly_members(date, bigint, bigint, integer),
  praan_requeue_reports(integer, integer, integer), praan_report_readers(bigint, bigint) TO praan_worker
-- next
ALTER FUNCTION praan_report_access(bigint, bigint) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_shared_report(bytea) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_weekly_members(date, bigint, bigint, integer) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_requeue_reports(integer, integer, integer) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_report_readers(bigint, bigint) OWNER TO praan_definer
