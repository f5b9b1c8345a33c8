-- Clinical reports of a member: an uploaded PDF or picture, made clean by a worker, then to be looked at by links.
CREATE TABLE documents (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  title bytea CHECK (octet_length(title) <= 2000),
  kind text NOT NULL CHECK (kind IN ('PDF', 'IMAGE')),
  status text NOT NULL DEFAULT 'PROCESSING' CHECK (status IN ('PROCESSING', 'READY', 'FAILED')),
  -- Of the upload until the document is READY, then of the clean object; size in bytes.
  content_type text NOT NULL CHECK (length(content_type) <= 60),
  size integer NOT NULL CHECK (size > 0),
  pages integer CHECK (pages BETWEEN 1 AND 200),
  taken_on date,
  upload_key text NOT NULL CHECK (length(upload_key) <= 200),
  object_key text CHECK (length(object_key) <= 200),
  failure_code text CHECK (length(failure_code) <= 60),
  failure_message text CHECK (length(failure_message) <= 500),
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  words_at timestamptz,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, member_id, id),
  CHECK ((status = 'FAILED') = (failure_code IS NOT NULL)),
  CHECK ((status = 'READY') = (object_key IS NOT NULL AND pages IS NOT NULL)),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_documents_member ON documents (user_id, member_id, id DESC)
-- next
-- Those that wait for a worker: to be cleaned, then to have their words read.
CREATE INDEX idx_documents_waiting ON documents (queued_at) WHERE status <> 'FAILED' AND words_at IS NULL
-- next
-- The words of a READY document, for the search: sealed, and apart, so that no list of documents carries them along.
CREATE TABLE document_texts (
  user_id bigint NOT NULL,
  document_id bigint NOT NULL,
  member_id bigint NOT NULL,
  sealed bytea NOT NULL CHECK (octet_length(sealed) <= 1000000),
  PRIMARY KEY (user_id, document_id),
  FOREIGN KEY (user_id, member_id, document_id) REFERENCES documents (user_id, member_id, id) ON DELETE CASCADE
)
-- next
ALTER TABLE documents ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE documents FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE document_texts ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE document_texts FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY family_read ON documents FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'documents', 'read')))
-- next
CREATE POLICY family_insert ON documents FOR INSERT WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'documents', 'write')))
-- next
CREATE POLICY family_update ON documents FOR UPDATE USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'documents', 'write')))
-- next
CREATE POLICY family_read ON document_texts FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'documents', 'read')))
-- next
CREATE POLICY family_insert ON document_texts FOR INSERT WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, 'documents', 'write')))
-- next
CREATE POLICY definer ON documents TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT SELECT, UPDATE ON documents TO praan_definer
-- next
GRANT SELECT, INSERT, UPDATE ON documents TO praan_app
-- next
GRANT SELECT ON document_texts TO praan_app
-- next
GRANT SELECT ON documents, document_texts TO praan_worker
-- next
GRANT UPDATE (words_at) ON documents TO praan_worker
-- next
GRANT INSERT ON document_texts TO praan_worker
-- next
GRANT SELECT ON documents TO praan_analysis
-- next
GRANT UPDATE (status, content_type, size, pages, object_key, failure_code, failure_message, attempts, queued_at,
  updated_at) ON documents TO praan_analysis
-- next
-- An upload is for a program (a photo of a meal) or for a member alone (a document).
ALTER TABLE uploads ALTER COLUMN program_id DROP NOT NULL
-- next
ALTER TABLE uploads ADD COLUMN document_id bigint
-- next
ALTER TABLE uploads DROP CONSTRAINT uploads_content_type_check
-- next
ALTER TABLE uploads ADD CONSTRAINT uploads_content_type_check CHECK (
  content_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic')
  OR (content_type = 'application/pdf' AND program_id IS NULL))
-- next
ALTER TABLE uploads DROP CONSTRAINT uploads_check
-- next
ALTER TABLE uploads ADD CONSTRAINT uploads_used_check CHECK (
  num_nonnulls(log_id, document_id) = CASE WHEN used_at IS NULL THEN 0 ELSE 1 END
  AND (log_id IS NULL OR program_id IS NOT NULL) AND (document_id IS NULL OR program_id IS NULL))
-- next
-- The program's key said whose member it is; without a program this one does.
ALTER TABLE uploads ADD CONSTRAINT uploads_member_fkey
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
-- next
ALTER POLICY family_read ON uploads USING (user_id = praan_owner_id() AND (user_id = praan_actor_id()
  OR praan_may(member_id, CASE WHEN program_id IS NULL THEN 'documents' END, 'read')))
-- next
ALTER POLICY family_insert ON uploads WITH CHECK (user_id = praan_owner_id() AND (user_id = praan_actor_id()
  OR praan_may(member_id, CASE WHEN program_id IS NULL THEN 'documents' END, 'write')))
-- next
ALTER POLICY family_update ON uploads USING (user_id = praan_owner_id() AND (user_id = praan_actor_id()
  OR praan_may(member_id, CASE WHEN program_id IS NULL THEN 'documents' END, 'write')))
-- next
-- Uploads whose raw object has to go: never used and expired, or used and settled.
CREATE OR REPLACE FUNCTION praan_sweepable_uploads(unused_s integer, failed_s integer, most integer)
RETURNS TABLE (user_id bigint, id bigint, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.user_id, u.id, u.key FROM uploads u
  WHERE u.swept_at IS NULL AND (
    (u.used_at IS NULL AND u.expires_at < clock_timestamp() - make_interval(secs => unused_s))
    OR (u.used_at IS NOT NULL AND u.expires_at < clock_timestamp() - interval '1 hour' AND (
      EXISTS (
        SELECT FROM daily_logs l WHERE l.user_id = u.user_id AND l.id = u.log_id AND (
          l.status IN ('VERIFIED', 'NEEDS_REVIEW')
          OR l.deleted_at < clock_timestamp() - interval '30 days'
          OR (l.status = 'FAILED' AND u.used_at < clock_timestamp() - make_interval(secs => failed_s))))
      OR EXISTS (
        SELECT FROM documents d WHERE d.user_id = u.user_id AND d.id = u.document_id AND (
          d.status = 'READY'
          OR d.deleted_at < clock_timestamp() - interval '30 days'
          OR (d.status = 'FAILED' AND u.used_at < clock_timestamp() - make_interval(secs => failed_s)))))))
  ORDER BY u.expires_at LIMIT most
$$
-- next
CREATE FUNCTION praan_document_access(actor bigint, document bigint, deleted_too boolean,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text,
  OUT document_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.user_id, a.member_id, a.role, a.categories, a.time_zone, d.id
  FROM (
    SELECT actor AS owner, NULL::bigint AS only_member
    UNION ALL
    SELECT g.user_id, g.member_id FROM grants g
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
  ) reach
  JOIN documents d ON d.user_id = reach.owner AND d.id = document
    AND (reach.only_member IS NULL OR d.member_id = reach.only_member)
  CROSS JOIN LATERAL praan_member_access(actor, d.member_id, false) a
  WHERE a.user_id = d.user_id
    AND (d.deleted_at IS NULL OR (deleted_too AND d.deleted_at > now() - interval '30 days'))
  LIMIT 1
$$
-- next
-- Documents that were handed to the queue and never came back (a lost broker): asked for again, a few at a time.
CREATE FUNCTION praan_requeue_documents(older_than_s integer, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  asked integer;
BEGIN
  WITH stuck AS (
    SELECT d.user_id, d.id FROM documents d
    WHERE d.status <> 'FAILED' AND d.words_at IS NULL AND d.deleted_at IS NULL
      AND d.queued_at < clock_timestamp() - make_interval(secs => older_than_s)
    ORDER BY d.queued_at LIMIT most FOR UPDATE SKIP LOCKED
  ), touched AS (
    UPDATE documents d SET queued_at = clock_timestamp() FROM stuck s
    WHERE d.user_id = s.user_id AND d.id = s.id
    RETURNING d.user_id, d.member_id, d.id, d.status
  )
  INSERT INTO outbox (user_id, member_id, event, payload)
    SELECT t.user_id, t.member_id, CASE t.status WHEN 'READY' THEN 'document_cleaned' ELSE 'document_added' END,
      jsonb_build_object('document_id', t.id) FROM touched t;
  GET DIAGNOSTICS asked = ROW_COUNT;
  RETURN asked;
END $$
-- next
REVOKE ALL ON FUNCTION praan_document_access(bigint, bigint, boolean), praan_requeue_documents(integer, integer)
  FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_document_access(bigint, bigint, boolean), praan_requeue_documents(integer, integer)
  TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_document_access(bigint, bigint, boolean) TO praan_app
-- next
GRANT EXECUTE ON FUNCTION praan_requeue_documents(integer, integer) TO praan_worker
-- next
ALTER FUNCTION praan_document_access(bigint, bigint, boolean) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_requeue_documents(integer, integer) OWNER TO praan_definer
