DROP FUNCTION praan_document_access(bigint, bigint, boolean),
  praan_requeue_documents(integer, integer)
-- next
-- As 0001_access.sql has it.
CREATE OR REPLACE FUNCTION praan_sweepable_uploads(unused_s integer, failed_s integer, most integer)
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
ALTER POLICY family_read ON uploads USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'read')))
-- next
ALTER POLICY family_insert ON uploads WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
ALTER POLICY family_update ON uploads USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
ALTER TABLE uploads NO FORCE ROW LEVEL SECURITY
-- next
-- Without forced security its owner sees the rows that the older shape has no place for.
DELETE FROM uploads WHERE program_id IS NULL
-- next
ALTER TABLE uploads FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE uploads DROP CONSTRAINT uploads_used_check
-- next
ALTER TABLE uploads DROP CONSTRAINT uploads_member_fkey
-- next
ALTER TABLE uploads DROP CONSTRAINT uploads_content_type_check
-- next
ALTER TABLE uploads ADD CONSTRAINT uploads_content_type_check
  CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic'))
-- next
ALTER TABLE uploads DROP COLUMN document_id
-- next
ALTER TABLE uploads ADD CONSTRAINT uploads_check CHECK ((log_id IS NULL) = (used_at IS NULL))
-- next
ALTER TABLE uploads ALTER COLUMN program_id SET NOT NULL
-- next
DROP TABLE document_texts, documents
