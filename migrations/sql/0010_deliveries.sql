-- What somebody wants to be told and when (notifications.schemas.Choices); NULL = as it comes: everything, at any hour.
ALTER TABLE users ADD COLUMN notifications jsonb CHECK (octet_length(notifications::text) <= 2000)
-- next
-- One row for each alert, person, channel and occasion. WAITING and FAILED are due at due_at, and while a try is under way
-- that is the end of its lease; DEAD was given up; SKIPPED says why in `reason`, and so does WAITING when it is held.
-- reached: the subscriptions that have taken it already.
CREATE TABLE deliveries (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  alert_id bigint NOT NULL,
  person_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  person_name bytea NOT NULL CHECK (octet_length(person_name) <= 2000),
  channel text NOT NULL CHECK (channel IN ('EMAIL', 'PUSH')),
  occasion text NOT NULL CHECK (occasion IN ('OPENED', 'ESCALATED', 'CLEARED')),
  urgent boolean NOT NULL,
  status text NOT NULL DEFAULT 'WAITING' CHECK (status IN ('WAITING', 'SENT', 'FAILED', 'DEAD', 'SKIPPED')),
  reason text CHECK (reason IN ('QUIET_HOURS', 'SWITCHED_OFF', 'NO_ADDRESS', 'NO_ACCESS', 'OVER')),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  due_at timestamptz NOT NULL DEFAULT now(),
  queued_at timestamptz NOT NULL DEFAULT now(),
  reached bigint[] NOT NULL DEFAULT '{}',
  error text CHECK (length(error) <= 60),
  sent_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, alert_id, person_id, channel, occasion),
  CHECK ((status = 'SENT') = (sent_at IS NOT NULL)),
  CHECK ((status = 'SKIPPED') <= (reason IS NOT NULL)),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id, alert_id) REFERENCES alerts (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_deliveries_due ON deliveries (due_at) WHERE status IN ('WAITING', 'FAILED')
-- next
CREATE INDEX idx_deliveries_dead ON deliveries (id) WHERE status = 'DEAD'
-- next
-- A browser that may be pushed to, as long as the session lives that it was signed in with. `sealed`: endpoint and keys.
CREATE TABLE push_subscriptions (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  session_id bigint NOT NULL,
  endpoint_hash bytea NOT NULL UNIQUE CHECK (octet_length(endpoint_hash) = 32),
  sealed bytea NOT NULL CHECK (octet_length(sealed) <= 4000),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, session_id) REFERENCES sessions (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_push_session ON push_subscriptions (user_id, session_id)
-- next
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE deliveries FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY family_read ON deliveries FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'vitals', 'write')))
-- next
CREATE POLICY owner_insert ON deliveries FOR INSERT
  WITH CHECK (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
CREATE POLICY owner_update ON deliveries FOR UPDATE USING (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
CREATE POLICY definer ON deliveries TO praan_definer USING (true) WITH CHECK (true)
-- next
ALTER TABLE push_subscriptions ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE push_subscriptions FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self ON push_subscriptions USING (user_id = praan_actor_id()) WITH CHECK (user_id = praan_actor_id())
-- next
CREATE POLICY definer ON push_subscriptions TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT SELECT ON deliveries TO praan_app
-- next
GRANT SELECT, INSERT, UPDATE ON deliveries TO praan_worker
-- next
GRANT SELECT, UPDATE ON deliveries TO praan_definer
-- next
GRANT SELECT, DELETE ON push_subscriptions TO praan_app, praan_worker
-- next
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscriptions TO praan_definer
-- next
GRANT USAGE ON SEQUENCE praan_ids TO praan_definer
-- next
-- Who is told about a member's things of one category, and how they want to be told of one kind of news. No e-mail address
-- = none that is confirmed.
CREATE FUNCTION praan_reach(owner bigint, member bigint, category text, kind text)
RETURNS TABLE (person_id bigint, name bytea, member_name bytea, email text, language text, by_email boolean,
  by_push boolean, quiet_from text, quiet_to text, time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, u.name, m.name, CASE WHEN u.email_verified_at IS NOT NULL THEN u.email END, u.language,
    coalesce((u.notifications -> 'kinds' -> kind -> 'email')::boolean, true),
    coalesce((u.notifications -> 'kinds' -> kind -> 'push')::boolean, true),
    u.notifications -> 'quiet_hours' ->> 'from', u.notifications -> 'quiet_hours' ->> 'to',
    u.notifications ->> 'time_zone'
  FROM members m JOIN users u ON u.id = ANY (praan_category_followers(owner, member, category))
  WHERE m.user_id = owner AND m.id = member AND m.deleted_at IS NULL AND u.deleted_at IS NULL
  ORDER BY u.id
$$
-- next
-- Binds a browser to the caller's session, whoever used it before; the caller's oldest go when there are more than `most`.
CREATE FUNCTION praan_subscribe(session bigint, hash bytea, sealed bytea, most integer,
  OUT id bigint, OUT created_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO push_subscriptions AS p (user_id, session_id, endpoint_hash, sealed)
  VALUES (praan_actor_id(), session, hash, praan_subscribe.sealed)
  ON CONFLICT (endpoint_hash) DO UPDATE
    SET user_id = excluded.user_id, session_id = excluded.session_id, sealed = excluded.sealed
  RETURNING p.id, p.created_at INTO praan_subscribe.id, praan_subscribe.created_at;
  DELETE FROM push_subscriptions p WHERE p.user_id = praan_actor_id() AND p.id IN (
    SELECT o.id FROM push_subscriptions o WHERE o.user_id = praan_actor_id() AND o.id <> praan_subscribe.id
    ORDER BY o.id DESC OFFSET greatest(most - 1, 0));
END $$
-- next
-- Where somebody is pushed to now: nothing of a session that has ended.
CREATE FUNCTION praan_subscriptions(person bigint)
RETURNS TABLE (id bigint, endpoint_hash bytea, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.id, p.endpoint_hash, p.sealed
  FROM push_subscriptions p JOIN sessions s ON s.user_id = p.user_id AND s.id = p.session_id
  WHERE p.user_id = person AND s.revoked_at IS NULL AND s.expires_at > now()
  ORDER BY p.id
$$
-- next
-- Deliveries that are due and in nobody's hands, as praan_requeue_mails does it.
CREATE FUNCTION praan_requeue_deliveries(older_than_s integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH due AS (
    SELECT d.user_id, d.id FROM deliveries d
    WHERE d.status IN ('WAITING', 'FAILED') AND d.due_at <= clock_timestamp()
      AND (d.queued_at < d.due_at OR d.queued_at < clock_timestamp() - make_interval(secs => older_than_s))
    ORDER BY d.due_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE deliveries d SET queued_at = clock_timestamp() FROM due WHERE d.user_id = due.user_id AND d.id = due.id
    RETURNING d.user_id, d.id
  )
  INSERT INTO outbox (user_id, event, payload)
    SELECT t.user_id, 'delivery_asked', jsonb_build_object('delivery_id', t.id) FROM touched t;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
-- What was given up, oldest first: ids and no more.
CREATE FUNCTION praan_dead_deliveries(most integer)
RETURNS TABLE (id bigint, alert_id bigint, person_id bigint, channel text, occasion text, attempts integer, error text,
  updated_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.id, d.alert_id, d.person_id, d.channel, d.occasion, d.attempts, d.error, d.updated_at
  FROM deliveries d WHERE d.status = 'DEAD' ORDER BY d.id LIMIT most
$$
-- next
-- Begins again with these dead deliveries, or with all of them (NULL); how many.
CREATE FUNCTION praan_retry_deliveries(ids bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH again AS (
    UPDATE deliveries d SET status = 'FAILED', attempts = 0, due_at = now(), queued_at = now(), updated_at = now()
    WHERE d.status = 'DEAD' AND (ids IS NULL OR d.id = ANY (ids))
    RETURNING d.user_id, d.id
  )
  INSERT INTO outbox (user_id, event, payload)
    SELECT a.user_id, 'delivery_asked', jsonb_build_object('delivery_id', a.id) FROM again a;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname IN (
    'praan_reach', 'praan_subscribe', 'praan_subscriptions', 'praan_requeue_deliveries', 'praan_dead_deliveries',
    'praan_retry_deliveries')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO praan_definer', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
      CASE WHEN f::text LIKE 'praan_subscribe(%' THEN 'praan_app' ELSE 'praan_worker' END);
    EXECUTE format('ALTER FUNCTION %s OWNER TO praan_definer', f);
  END LOOP;
END $$
