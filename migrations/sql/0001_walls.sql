-- Row-level security, forced, on every table with family data. One wall per command: who may read a row,
-- who may write it. A grantee's request carries the owner's id as praan.user_id and their own as praan.actor_id.
ALTER TABLE users ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE users FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self_read ON users FOR SELECT USING (id = praan_actor_id())
-- next
CREATE POLICY self_write ON users FOR UPDATE USING (id = praan_actor_id()) WITH CHECK (id = praan_actor_id())
-- next
CREATE POLICY register ON users FOR INSERT WITH CHECK (id = praan_actor_id())
-- next
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE sessions FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self ON sessions USING (user_id = praan_actor_id()) WITH CHECK (user_id = praan_actor_id())
-- next
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY self ON idempotency_keys USING (user_id = praan_actor_id()) WITH CHECK (user_id = praan_actor_id())
-- next
ALTER TABLE members ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE members FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY family_read ON members FOR SELECT USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(id, NULL, 'read')))
-- next
CREATE POLICY owner_insert ON members FOR INSERT WITH CHECK (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
CREATE POLICY family_write ON members FOR UPDATE USING (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(id, NULL, 'write')))
-- next
ALTER TABLE grants ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE grants FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY owner_only ON grants USING (user_id = praan_owner_id() AND user_id = praan_actor_id())
  WITH CHECK (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY
-- next
-- A guest's deeds, of which accepting a grant is the first, stand in the family's record; a stranger's never do.
CREATE POLICY append ON audit_logs FOR INSERT WITH CHECK ((actor_id IS NULL OR actor_id = praan_actor_id())
  AND (user_id = praan_actor_id() OR (user_id = praan_owner_id() AND praan_may(member_id, NULL, 'read'))))
-- next
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE outbox FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY append ON outbox FOR INSERT WITH CHECK (user_id IN (praan_owner_id(), praan_actor_id())
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
ALTER TABLE care_programs ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE care_programs FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE program_configs ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE program_configs FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE uploads ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE uploads FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE adherence_metrics ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE adherence_metrics FORCE ROW LEVEL SECURITY
-- next
ALTER TABLE daily_logs ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE daily_logs FORCE ROW LEVEL SECURITY
-- next
DO $$
DECLARE
  relation text;
  category text;
  mine constant text := 'user_id = praan_owner_id() AND (user_id = praan_actor_id() OR praan_may(member_id, %s, %L))';
BEGIN
  FOREACH relation IN ARRAY '{care_programs,program_configs,uploads,adherence_metrics,daily_logs}'::text[] LOOP
    category := CASE relation
      WHEN 'daily_logs' THEN 'lower(CASE log_type WHEN ''NUTRITION'' THEN ''nutrition'' ELSE log_type END)'
      ELSE 'NULL' END;
    EXECUTE format('CREATE POLICY family_read ON %I FOR SELECT USING (' || mine || ')', relation, category, 'read');
    EXECUTE format('CREATE POLICY family_insert ON %I FOR INSERT WITH CHECK (' || mine || ')', relation, category, 'write');
    EXECUTE format('CREATE POLICY family_update ON %I FOR UPDATE USING (' || mine || ')', relation, category, 'write');
  END LOOP;
  EXECUTE format('CREATE POLICY family_delete ON adherence_metrics FOR DELETE USING (' || mine || ')', 'NULL', 'write');
END $$
-- next
-- The role behind the SECURITY DEFINER functions sees every row of the tables that they read; nobody may log in as it.
DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY '{users,sessions,idempotency_keys,members,grants,outbox,care_programs,uploads,daily_logs}'::text[] LOOP
    EXECUTE format('CREATE POLICY definer ON %I TO praan_definer USING (true) WITH CHECK (true)', relation);
    EXECUTE format('GRANT SELECT ON %I TO praan_definer', relation);
  END LOOP;
END $$
-- next
GRANT UPDATE ON users, grants, outbox, daily_logs TO praan_definer
-- next
GRANT DELETE ON outbox, idempotency_keys, sessions TO praan_definer
-- next
GRANT INSERT ON outbox TO praan_definer
-- next
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'praan\_%'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO praan_definer', f);
  END LOOP;
END $$
-- next
GRANT EXECUTE ON FUNCTION praan_owner_id(), praan_actor_id(), praan_may(bigint, text, text),
  praan_credit(numeric, jsonb, numeric), praan_readings(integer[], jsonb),
  praan_score(date, integer, bigint, bigint, bigint, integer[], jsonb, jsonb, jsonb, boolean),
  praan_score_day(bigint, bigint, date, integer, bigint, bigint, bigint, integer[]), praan_lock_scores(bigint, boolean),
  praan_apply(daily_logs, integer), praan_followers(bigint, bigint)
  TO praan_app, praan_worker, praan_analysis
-- next
GRANT EXECUTE ON FUNCTION praan_rescore(bigint, bigint, date), praan_rebuild(bigint, bigint) TO praan_app, praan_worker
-- next
GRANT EXECUTE ON FUNCTION praan_member_access(bigint, bigint, boolean), praan_program_access(bigint, bigint),
  praan_log_access(bigint, bigint, boolean), praan_upload_owner(text), praan_shared_members(bigint), praan_account(text),
  praan_invitations(text), praan_accept_invitation(bigint, bigint, bigint),
  praan_when(timestamptz, date, date, date), praan_outbox_waiting(), praan_last_partition(),
  praan_add_log(bigint, bigint, text, text, jsonb, bytea, timestamptz, text, bigint, bigint, bigint, bigint, bigint,
    text, text, inet, uuid),
  praan_history(bigint, bigint, text[], date, date, timestamptz, bigint, integer, boolean),
  praan_shown(bigint, bigint, text[], date, date, timestamptz, bigint),
  praan_adherence(bigint, bigint, date, date) TO praan_app
-- next
GRANT EXECUTE ON FUNCTION praan_outbox_claim(integer, integer), praan_outbox_done(bigint[], bigint[]),
  praan_outbox_waiting(), praan_requeue_photos(integer, integer), praan_sweepable_uploads(integer, integer, integer),
  praan_programs_of(bigint, bigint, integer), praan_sweep_keys(), praan_last_partition(), praan_make_partition(date),
  praan_verify_email(text) TO praan_worker
-- next
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.proname <> 'praan_make_partition'
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO praan_definer', f);
  END LOOP;
END $$
-- next
GRANT SELECT, INSERT, UPDATE ON users, sessions, idempotency_keys, members, grants, care_programs, uploads,
  daily_logs TO praan_app
-- next
GRANT SELECT, INSERT ON program_configs TO praan_app
-- next
GRANT DELETE ON idempotency_keys TO praan_app
-- next
GRANT SELECT, INSERT, UPDATE, DELETE ON adherence_metrics TO praan_app, praan_worker, praan_analysis
-- next
GRANT INSERT ON audit_logs, outbox TO praan_app, praan_worker, praan_analysis
-- next
GRANT SELECT ON members, care_programs, program_configs, daily_logs, uploads TO praan_worker
-- next
GRANT UPDATE (swept_at) ON uploads TO praan_worker
-- next
GRANT SELECT (user_id, id, time_zone) ON members TO praan_analysis
-- next
GRANT SELECT ON care_programs, program_configs, daily_logs, uploads TO praan_analysis
-- next
GRANT UPDATE (status, payload, energy_mkcal, protein_mg, carbs_mg, fat_mg, photo_key, thumb_key, candidates,
  failure_code, failure_message, attempts, queued_at) ON daily_logs TO praan_analysis
-- next
GRANT USAGE ON SEQUENCE praan_ids TO praan_app, praan_worker, praan_analysis
-- next
ALTER TABLE audit_logs OWNER TO praan_auditor
