-- What must be known before the owner is: each a narrow SECURITY DEFINER function of praan_definer.
-- Nobody's, deleted and missing look the same: no row.
CREATE FUNCTION praan_may(member bigint, category text, need text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM grants g
    WHERE g.grantee_id = praan_actor_id() AND g.user_id = praan_owner_id() AND g.member_id = member
      AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
      AND (need = 'read' OR g.role = 'MANAGER')
      AND (category IS NULL OR category = ANY (g.categories)));
END $$
-- next
CREATE FUNCTION praan_member_access(actor bigint, member bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT m.user_id, m.id, 'OWNER', NULL, m.time_zone INTO user_id, member_id, role, categories, time_zone
    FROM members m WHERE m.user_id = actor AND m.id = member AND (m.deleted_at IS NULL OR (deleted_too AND m.deleted_at > now() - interval '30 days'));
  IF user_id IS NULL THEN
    SELECT m.user_id, m.id, g.role, g.categories, m.time_zone
      INTO user_id, member_id, role, categories, time_zone
      FROM grants g JOIN members m ON m.user_id = g.user_id AND m.id = g.member_id
      WHERE g.grantee_id = actor AND g.member_id = member AND g.status = 'ACCEPTED'
        AND (g.expires_at IS NULL OR g.expires_at > now()) AND m.deleted_at IS NULL;
  END IF;
END $$
-- next
CREATE FUNCTION praan_program_access(actor bigint, program bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT program_id bigint, OUT start_date date, OUT end_date date, OUT status text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT p.user_id, p.member_id, 'OWNER', NULL, m.time_zone, p.id, p.start_date, p.end_date, p.status
    INTO user_id, member_id, role, categories, time_zone, program_id, start_date, end_date, status
    FROM care_programs p JOIN members m ON m.user_id = p.user_id AND m.id = p.member_id
    WHERE p.user_id = actor AND p.id = program AND p.deleted_at IS NULL AND m.deleted_at IS NULL;
  IF user_id IS NULL THEN
    SELECT p.user_id, p.member_id, g.role, g.categories, m.time_zone, p.id, p.start_date, p.end_date, p.status
      INTO user_id, member_id, role, categories, time_zone, program_id, start_date, end_date, status
      FROM grants g
      JOIN care_programs p ON p.user_id = g.user_id AND p.member_id = g.member_id AND p.id = program
      JOIN members m ON m.user_id = p.user_id AND m.id = p.member_id
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
        AND p.deleted_at IS NULL AND m.deleted_at IS NULL;
  END IF;
END $$
-- next
-- A superseded revision is as alive as the newest of its chain.
CREATE FUNCTION praan_log_access(actor bigint, log bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT program_id bigint, OUT log_id bigint, OUT at timestamptz, OUT log_type text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  candidate record;
  newest bigint;
  gone timestamptz;
BEGIN
  FOR candidate IN
    SELECT actor AS owner, NULL::bigint AS only_member
    UNION ALL
    SELECT g.user_id, g.member_id FROM grants g
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
  LOOP
    SELECT a.user_id, a.member_id, a.role, a.categories, a.time_zone, a.program_id, l.id, l.timestamp, l.log_type,
        l.superseded_by, l.deleted_at
      INTO user_id, member_id, role, categories, time_zone, program_id, log_id, at, log_type, newest, gone
      FROM daily_logs l, LATERAL praan_program_access(actor, l.program_id) a
      WHERE l.user_id = candidate.owner AND l.id = log AND a.user_id = l.user_id
        AND (candidate.only_member IS NULL OR l.member_id = candidate.only_member);
    WHILE newest IS NOT NULL LOOP
      SELECT l.superseded_by, l.deleted_at INTO newest, gone
        FROM daily_logs l WHERE l.user_id = praan_log_access.user_id AND l.id = newest;
    END LOOP;
    IF log_id IS NOT NULL THEN
      IF gone IS NOT NULL AND (NOT deleted_too OR gone < now() - interval '30 days') THEN
        log_id := NULL;
      END IF;
      RETURN;
    END IF;
  END LOOP;
END $$
-- next
CREATE FUNCTION praan_upload_owner(object_key text, OUT user_id bigint, OUT member_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.user_id, u.member_id FROM uploads u WHERE u.key = object_key
$$
-- next
-- Everybody who follows a member live: the owner and those with an accepted grant.
CREATE FUNCTION praan_followers(owner bigint, member bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT owner || coalesce(array_agg(g.grantee_id ORDER BY g.id), '{}') FROM grants g
  WHERE g.user_id = owner AND g.member_id = member AND g.status = 'ACCEPTED'
    AND (g.expires_at IS NULL OR g.expires_at > now())
$$
-- next
-- The members shared with somebody: (owner, member, role), oldest grant first.
CREATE FUNCTION praan_shared_members(actor bigint)
RETURNS TABLE (user_id bigint, member_id bigint, role text, categories text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT g.user_id, g.member_id, g.role, g.categories FROM grants g
  WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
  ORDER BY g.id
$$
-- next
CREATE FUNCTION praan_account(address text)
RETURNS TABLE (id bigint, password_hash text, email_verified_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, u.password_hash, u.email_verified_at FROM users u
  WHERE u.email = lower(address) AND u.deleted_at IS NULL
$$
-- next
-- Open invitations to an address, with what the invited person may know: who asks, and for whom.
CREATE FUNCTION praan_invitations(address text)
RETURNS TABLE (user_id bigint, id bigint, member_id bigint, member_name bytea, from_name bytea, role text,
  created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT g.user_id, g.id, g.member_id, m.name, u.name, g.role, g.created_at
  FROM grants g JOIN members m ON m.user_id = g.user_id AND m.id = g.member_id JOIN users u ON u.id = g.user_id
  WHERE g.email = lower(address) AND g.status = 'INVITED' AND m.deleted_at IS NULL
    AND (g.expires_at IS NULL OR g.expires_at > now())
  ORDER BY g.id
$$
-- next
-- Accepts one invitation for the person whose verified address it was sent to; no row = not theirs.
CREATE FUNCTION praan_accept_invitation(actor bigint, owner bigint, invitation bigint,
  OUT user_id bigint, OUT id bigint, OUT member_id bigint, OUT role text, OUT categories text[])
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE grants g SET status = 'ACCEPTED', grantee_id = actor, accepted_at = now()
  FROM users u
  WHERE g.user_id = owner AND g.id = invitation AND g.status = 'INVITED'
    AND (g.expires_at IS NULL OR g.expires_at > now())
    AND u.id = actor AND u.email = g.email AND u.email_verified_at IS NOT NULL AND u.id <> owner
    AND EXISTS (SELECT FROM members m WHERE m.user_id = g.user_id AND m.id = g.member_id AND m.deleted_at IS NULL)
  RETURNING g.user_id, g.id, g.member_id, g.role, g.categories
$$
-- next
CREATE FUNCTION praan_verify_email(address text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE users u SET email_verified_at = coalesce(u.email_verified_at, now()), updated_at = now()
  WHERE u.email = lower(address) AND u.deleted_at IS NULL RETURNING u.id
$$
-- next
-- Takes due rows for lease_s seconds; a relay that dies gives them back when the lease ends.
CREATE FUNCTION praan_outbox_claim(most integer, lease_s integer)
RETURNS TABLE (user_id bigint, id bigint, member_id bigint, event text, payload jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE outbox o SET available_at = clock_timestamp() + make_interval(secs => lease_s), attempts = o.attempts + 1
  FROM (SELECT d.user_id, d.id FROM outbox d WHERE d.available_at <= clock_timestamp()
        ORDER BY d.available_at, d.id LIMIT most FOR UPDATE SKIP LOCKED) due
  WHERE o.user_id = due.user_id AND o.id = due.id
  RETURNING o.user_id, o.id, o.member_id, o.event, o.payload
$$
-- next
CREATE FUNCTION praan_outbox_done(owners bigint[], ids bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DELETE FROM outbox o USING unnest(owners, ids) AS d (user_id, id) WHERE o.user_id = d.user_id AND o.id = d.id
$$
-- next
CREATE FUNCTION praan_outbox_waiting(OUT rows bigint, OUT oldest_s double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0) FROM outbox
$$
-- next
-- Photos that were handed to the queue and never came back (a lost broker): asked for again, a few at a time.
CREATE FUNCTION praan_requeue_photos(older_than_s integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH stuck AS (
    SELECT l.user_id, l.id, l.timestamp FROM daily_logs l
    WHERE l.status = 'PROCESSING' AND l.queued_at < clock_timestamp() - make_interval(secs => older_than_s)
      AND l.deleted_at IS NULL AND l.superseded_by IS NULL
    ORDER BY l.queued_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE daily_logs l SET queued_at = clock_timestamp() FROM stuck s
    WHERE l.user_id = s.user_id AND l.id = s.id AND l.timestamp = s.timestamp AND l.status = 'PROCESSING'
    RETURNING l.user_id, l.member_id, l.id
  )
  INSERT INTO outbox (user_id, member_id, event, payload)
    SELECT t.user_id, t.member_id, 'photo_logged', jsonb_build_object('log_id', t.id) FROM touched t;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
-- Uploads whose raw object has to go: never used and expired, or used and settled.
CREATE FUNCTION praan_sweepable_uploads(unused_s integer, failed_s integer, most integer)
RETURNS TABLE (user_id bigint, id bigint, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.user_id, u.id, u.key FROM uploads u
  WHERE u.swept_at IS NULL AND (
    (u.log_id IS NULL AND u.expires_at < clock_timestamp() - make_interval(secs => unused_s))
    OR (u.log_id IS NOT NULL AND u.expires_at < clock_timestamp() - interval '1 hour' AND EXISTS (
      SELECT FROM daily_logs l WHERE l.user_id = u.user_id AND l.id = u.log_id AND (
        l.status IN ('VERIFIED', 'NEEDS_REVIEW')
        OR l.deleted_at < clock_timestamp() - interval '30 days'
        OR (l.status = 'FAILED' AND u.used_at < clock_timestamp() - make_interval(secs => failed_s))))))
  ORDER BY u.expires_at LIMIT most
$$
-- next
CREATE FUNCTION praan_programs_of(after_user bigint, after_program bigint, most integer)
RETURNS TABLE (user_id bigint, program_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.user_id, p.id FROM care_programs p WHERE (p.user_id, p.id) > (after_user, after_program)
  ORDER BY p.user_id, p.id LIMIT most
$$
-- next
CREATE FUNCTION praan_sweep_keys() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  DELETE FROM idempotency_keys k WHERE k.created_at < now() - interval '24 hours';
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM sessions s WHERE s.expires_at < now() - interval '30 days';
  RETURN gone;
END $$
-- next
-- The last month that has a partition.
CREATE FUNCTION praan_last_partition() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT max(to_date(right(c.relname, 7), 'YYYY_MM')) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'public.daily_logs'::regclass
$$
-- next
-- Whether a log may lie there: OK, EARLY, LATE or FUTURE.
CREATE FUNCTION praan_when(happened timestamptz, day date, start_date date, end_date date) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE
    WHEN happened > now() + interval '24 hours' THEN 'FUTURE'
    WHEN day < start_date THEN 'EARLY'
    WHEN day > end_date THEN 'LATE'
    ELSE 'OK' END;
END $$
