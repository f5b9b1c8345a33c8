-- The logs that a page of history is cut from. PostgreSQL folds it into the statement that asks.
-- A local day lies within 14 h of its UTC day: the bounds on timestamp only choose the partitions.
CREATE FUNCTION praan_shown(owner bigint, program bigint, kinds text[], first_day date, last_day date,
  before_at timestamptz, before_id bigint) RETURNS SETOF daily_logs
LANGUAGE sql STABLE AS $$
  SELECT l.* FROM daily_logs l
  WHERE l.user_id = owner AND l.program_id = program AND l.deleted_at IS NULL AND l.superseded_by IS NULL
    AND l.timestamp >= (first_day - 1)::timestamp AT TIME ZONE 'UTC'
    AND l.timestamp < least((last_day + 2)::timestamp AT TIME ZONE 'UTC', before_at + interval '1 microsecond')
    AND l.local_date BETWEEN first_day AND last_day
    AND (l.timestamp, l.id) < (before_at, before_id)
    AND (kinds IS NULL OR l.log_type = ANY (kinds))
$$
-- next
-- GET history in one statement, of all logs or of those alone that have a photo to show.
-- Raises PR403 when the program is not the caller's to read.
CREATE FUNCTION praan_history(
  actor bigint, program bigint, kinds text[], from_date date, to_date date,
  before_at timestamptz, before_id bigint, most integer, photos boolean)
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
  -- Two statements, since one plan for both questions would serve neither.
  IF photos THEN
    RETURN QUERY
      SELECT l.user_id, l.id, l.program_id, l.member_id, l.log_type::text, l.status::text,
        (l.payload - 'canonical')::text, l.note::bytea, l.timestamp, l.created_at, l.source::text, l.supersedes,
        l.superseded_by, l.failure_code::text, l.failure_message::text, l.candidates::text, l.thumb_key::text, notes
      FROM praan_shown(a.user_id, program, kinds, first_day, last_day, before_at, before_id) l
      WHERE l.thumb_key IS NOT NULL
      ORDER BY l.timestamp DESC, l.id DESC LIMIT most;
  ELSE
    RETURN QUERY
      SELECT l.user_id, l.id, l.program_id, l.member_id, l.log_type::text, l.status::text,
        (l.payload - 'canonical')::text, l.note::bytea, l.timestamp, l.created_at, l.source::text, l.supersedes,
        l.superseded_by, l.failure_code::text, l.failure_message::text, l.candidates::text, l.thumb_key::text, notes
      FROM praan_shown(a.user_id, program, kinds, first_day, last_day, before_at, before_id) l
      ORDER BY l.timestamp DESC, l.id DESC LIMIT most;
  END IF;
END $$
-- next
-- The adherence of local days in one statement: one row a day of the asked range that lies in the program.
-- Raises PR403. No dates = the member's today. elapsed: the day has begun where the member lives.
CREATE FUNCTION praan_adherence(actor bigint, program bigint, from_date date, to_date date)
RETURNS TABLE (user_id bigint, member_id bigint, date date, total_score smallint, details text, provisional boolean,
  elapsed boolean, today date, start_date date, end_date date, seconds_left double precision)
LANGUAGE plpgsql AS $$
DECLARE
  a record;
  now_there date;
  midnight timestamptz;
  hidden text[] := '{}';
BEGIN
  SELECT * INTO a FROM praan_program_access(actor, program);
  IF a.user_id IS NULL THEN
    RAISE EXCEPTION 'not yours' USING ERRCODE = 'PR403';
  END IF;
  PERFORM set_config('praan.user_id', a.user_id::text, true), set_config('praan.actor_id', actor::text, true);
  -- The score is shared with everybody who may read the member; what it is made of, by category.
  IF a.categories IS NOT NULL THEN
    hidden := CASE WHEN 'nutrition' = ANY (a.categories) THEN '{}' ELSE '{meals,energy,protein}' END::text[]
      || CASE WHEN 'workout' = ANY (a.categories) THEN '{}' ELSE '{workout}' END::text[]
      || CASE WHEN 'vitals' = ANY (a.categories) THEN '{}' ELSE '{readings}' END::text[];
  END IF;
  now_there := (now() AT TIME ZONE a.time_zone)::date;
  midnight := (now_there + 1)::timestamp AT TIME ZONE a.time_zone;
  RETURN QUERY
    SELECT a.user_id, a.member_id, d.day, coalesce(m.total_score::smallint, s.total), (coalesce(m.details, s.details) - hidden)::text,
      coalesce(m.provisional_logs > 0, false), d.day <= now_there, now_there, a.start_date, a.end_date,
      extract(epoch FROM midnight - now())::double precision
    FROM (SELECT g::date AS day FROM generate_series(coalesce(from_date, now_there), coalesce(to_date, now_there),
          interval '1 day') g) d
    LEFT JOIN adherence_metrics m
      ON m.user_id = a.user_id AND m.program_id = program AND m.date = d.day
    LEFT JOIN LATERAL praan_score_day(a.user_id, program, d.day, 0, 0, 0, 0, '{0,0,0,0,0,0}') s
      ON m.date IS NULL AND d.day BETWEEN a.start_date AND a.end_date
    ORDER BY d.day;
END $$
