-- turns_on: the member's date on which a program enters its next phase or is complete. One that is paused only ends.
-- completed_on: the last of its days that counted.
ALTER TABLE care_programs
  ADD COLUMN completed_on date,
  ADD COLUMN turns_on date GENERATED ALWAYS AS (
    CASE status WHEN 'COMPLETED' THEN NULL WHEN 'PAUSED' THEN start_date + 90
      ELSE start_date + CASE phase WHEN 'FOUNDATION' THEN 30 WHEN 'BUILD' THEN 60 ELSE 90 END END) STORED
-- next
CREATE INDEX idx_programs_turning ON care_programs (turns_on) WHERE turns_on IS NOT NULL AND deleted_at IS NULL
-- next
-- A question to whoever cares for the member, asked once when a program enters a phase. effort: 1 (easy) to 5 (too much).
CREATE TABLE check_ins (
  user_id bigint NOT NULL,
  id bigint NOT NULL DEFAULT nextval('praan_ids'),
  member_id bigint NOT NULL,
  program_id bigint NOT NULL,
  phase text NOT NULL CHECK (phase IN ('FOUNDATION', 'BUILD', 'SUSTAIN')),
  day smallint NOT NULL CHECK (day BETWEEN 1 AND 90),
  made_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz,
  answered_by bigint,
  effort smallint CHECK (effort BETWEEN 1 AND 5),
  note bytea CHECK (octet_length(note) <= 20000),
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, program_id, phase),
  CHECK ((answered_at IS NULL) = (effort IS NULL)),
  FOREIGN KEY (user_id, member_id, program_id)
    REFERENCES care_programs (user_id, member_id, id) ON DELETE CASCADE
)
-- next
ALTER TABLE check_ins ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE check_ins FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY family_read ON check_ins FOR SELECT
  USING (user_id = praan_owner_id() AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'read')))
-- next
CREATE POLICY family_insert ON check_ins FOR INSERT
  WITH CHECK (user_id = praan_owner_id() AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_update ON check_ins FOR UPDATE
  USING (user_id = praan_owner_id() AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
GRANT SELECT ON check_ins TO praan_app
-- next
GRANT UPDATE (answered_at, answered_by, effort, note) ON check_ins TO praan_app
-- next
GRANT SELECT, INSERT ON check_ins TO praan_worker
-- next
GRANT UPDATE (status, phase, completed_on, updated_at) ON care_programs TO praan_worker
-- next
-- Programs of all families that turn by a date; whether their member's own calendar has come to it is for the caller.
CREATE FUNCTION praan_turning_programs(latest date, after_user bigint, after_program bigint, most integer)
RETURNS TABLE (user_id bigint, program_id bigint, time_zone text, turns_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.user_id, p.id, m.time_zone, p.turns_on
  FROM care_programs p JOIN members m ON m.user_id = p.user_id AND m.id = p.member_id
  WHERE p.turns_on <= latest AND p.deleted_at IS NULL AND m.deleted_at IS NULL
    AND (p.user_id, p.id) > (after_user, after_program)
  ORDER BY p.user_id, p.id LIMIT most
$$
-- next
REVOKE ALL ON FUNCTION praan_turning_programs(date, bigint, bigint, integer) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_turning_programs(date, bigint, bigint, integer) TO praan_definer, praan_worker
-- next
ALTER FUNCTION praan_turning_programs(date, bigint, bigint, integer) OWNER TO praan_definer
