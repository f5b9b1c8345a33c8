-- The logs that have a photo to show, for the grid of photos: a few among many.
CREATE INDEX idx_logs_photos ON daily_logs (program_id, timestamp DESC, id DESC) WHERE thumb_key IS NOT NULL
-- next
-- GET history of the logs with photos, in one statement; else as praan_history. A function of its own, since one plan
-- for both questions would serve neither.
CREATE FUNCTION praan_photos(
  actor bigint, program bigint, kinds text[], from_date date, to_date date,
  before_at timestamptz, before_id bigint, most integer)
RETURNS TABLE (user_id bigint, id bigint, program_id bigint, member_id bigint, log_type text, status text,
  payload text, note bytea, at timestamptz, created_at timestamptz, source text, supersedes bigint,
  superseded_by bigint, failure_code text, failure_message text, candidates text, thumb_key text, reads_notes boolean)
LANGUAGE plpgsql AS $$
DECLARE
  a record;
  first_day date;
  last_day date;
  notes boolean;
BEGIN
  SELECT * INTO a FROM praan_program_access(actor, program);
  IF a.user_id IS NULL THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'PR403';
  END IF;
  PERFORM set_config('praan.user_id', a.user_id::text, true), set_config('praan.actor_id', actor::text, true);
  notes := a.categories IS NULL OR 'notes' = ANY (a.categories);
  first_day := greatest(a.start_date, from_date);
  last_day := least(a.end_date, to_date);
  RETURN QUERY
    SELECT l.user_id, l.id, l.program_id, l.member_id, l.log_type::text, l.status::text, (l.payload - 'canonical')::text,
      l.note::bytea, l.timestamp, l.created_at, l.source::text, l.supersedes, l.superseded_by, l.failure_code::text,
      l.failure_message::text, l.candidates::text, l.thumb_key::text, notes
    FROM daily_logs l
    WHERE l.user_id = a.user_id AND l.program_id = program AND l.deleted_at IS NULL AND l.superseded_by IS NULL
      AND l.thumb_key IS NOT NULL
      AND l.timestamp >= (first_day - 1)::timestamp AT TIME ZONE 'UTC'
      AND l.timestamp < least((last_day + 2)::timestamp AT TIME ZONE 'UTC', before_at + interval '1 microsecond')
      AND l.local_date BETWEEN first_day AND last_day
      AND (l.timestamp, l.id) < (before_at, before_id)
      AND (kinds IS NULL OR l.log_type = ANY (kinds))
    ORDER BY l.timestamp DESC, l.id DESC
    LIMIT most;
END $$
-- next
REVOKE ALL ON FUNCTION praan_photos(bigint, bigint, text[], date, date, timestamptz, bigint, integer) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_photos(bigint, bigint, text[], date, date, timestamptz, bigint, integer) TO praan_app
