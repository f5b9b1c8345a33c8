-- Single-use links by e-mail. One of a kind and person: a newer one takes the older one's place. Only the hash of
-- what was mailed lies here.
CREATE TABLE links (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('PASSWORD', 'EMAIL')),
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, purpose)
)
-- next
-- Letters that wait to be sent, sealed; a row goes once its letter has been handed over. `due_at` is the next try, and
-- while one is under way the end of its lease.
CREATE TABLE mails (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  id uuid NOT NULL,
  sealed bytea NOT NULL CHECK (octet_length(sealed) <= 10000),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  due_at timestamptz NOT NULL DEFAULT now(),
  queued_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, id)
)
-- next
CREATE INDEX idx_mails_due ON mails (due_at)
-- next
ALTER TABLE links ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE links FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self ON links USING (user_id = praan_actor_id()) WITH CHECK (user_id = praan_actor_id())
-- next
ALTER TABLE mails ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE mails FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self ON mails USING (user_id = praan_actor_id()) WITH CHECK (user_id = praan_actor_id())
-- next
CREATE POLICY definer ON mails TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT SELECT, INSERT, UPDATE, DELETE ON links TO praan_app
-- next
GRANT INSERT ON mails TO praan_app
-- next
GRANT SELECT, UPDATE, DELETE ON mails TO praan_worker
-- next
GRANT SELECT, UPDATE ON mails TO praan_definer
-- next
-- Letters that are due and in nobody's hands: the next try of one that failed, one whose worker died (both due after they
-- were last queued, so that no task for them waits), and one whose task was lost.
CREATE FUNCTION praan_requeue_mails(older_than_s integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH due AS (
    SELECT m.user_id, m.id FROM mails m
    WHERE m.due_at <= clock_timestamp()
      AND (m.queued_at < m.due_at OR m.queued_at < clock_timestamp() - make_interval(secs => older_than_s))
    ORDER BY m.due_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE mails m SET queued_at = clock_timestamp() FROM due d WHERE m.user_id = d.user_id AND m.id = d.id
    RETURNING m.user_id, m.id
  )
  INSERT INTO outbox (user_id, event, payload)
    SELECT t.user_id, 'mail_asked', jsonb_build_object('mail_id', t.id) FROM touched t;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
-- The language of whoever a letter goes to; no row = nobody has this address here.
CREATE FUNCTION praan_language(address text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.language FROM users u WHERE u.email = lower(address) AND u.deleted_at IS NULL
$$
-- next
-- One open invitation for whoever holds its link: who asks, and for whom.
CREATE FUNCTION praan_invitation(owner bigint, invitation bigint)
RETURNS TABLE (user_id bigint, id bigint, member_name bytea, from_name bytea, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT g.user_id, g.id, m.name, u.name, g.role
  FROM grants g JOIN members m ON m.user_id = g.user_id AND m.id = g.member_id JOIN users u ON u.id = g.user_id
  WHERE g.user_id = owner AND g.id = invitation AND g.status = 'INVITED' AND m.deleted_at IS NULL
    AND (g.expires_at IS NULL OR g.expires_at > now())
$$
-- next
REVOKE ALL ON FUNCTION praan_requeue_mails(integer, integer), praan_language(text), praan_invitation(bigint, bigint)
  FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_requeue_mails(integer, integer), praan_language(text), praan_invitation(bigint, bigint)
  TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_requeue_mails(integer, integer), praan_language(text) TO praan_worker
-- next
GRANT EXECUTE ON FUNCTION praan_invitation(bigint, bigint) TO praan_app
-- next
ALTER FUNCTION praan_requeue_mails(integer, integer) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_language(text) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_invitation(bigint, bigint) OWNER TO praan_definer
