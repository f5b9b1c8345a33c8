-- POST /logs in one statement: access, the member's day, log, score, audit and outbox, in one transaction.
-- outcome: OK, FORBIDDEN, EARLY (before the program), LATE (after it), FUTURE (more than 24 h ahead),
-- NO_UPLOAD, USED_UPLOAD. Anything but OK has written nothing.
-- Rights come from praan_program_access; row-level security of the caller's role judges every row again.
CREATE FUNCTION praan_add_log(
  actor bigint, program bigint, kind text, new_status text, content jsonb, sealed_note bytea,
  happened timestamptz, origin text, energy bigint, protein bigint, carbs bigint, fat bigint,
  minutes bigint, reading_kind text, object_key text, ip inet, request uuid,
  OUT outcome text, OUT id bigint, OUT user_id bigint, OUT member_id bigint, OUT local_date date,
  OUT before smallint, OUT after smallint, OUT followers bigint[])
LANGUAGE plpgsql AS $$
DECLARE
  a record;
  l daily_logs;
  s record;
  category text := lower(CASE kind WHEN 'NUTRITION' THEN 'nutrition' ELSE kind END);
BEGIN
  SELECT * INTO a FROM praan_program_access(actor, program);
  IF a.user_id IS NULL OR a.role = 'READ_ONLY'
    OR (a.categories IS NOT NULL AND NOT category = ANY (a.categories)) THEN
    outcome := 'FORBIDDEN';
    RETURN;
  END IF;
  PERFORM set_config('praan.user_id', a.user_id::text, true), set_config('praan.actor_id', actor::text, true);
  user_id := a.user_id;
  member_id := a.member_id;
  local_date := (happened AT TIME ZONE a.time_zone)::date;
  outcome := praan_when(happened, local_date, a.start_date, a.end_date);
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  l.user_id := a.user_id;
  l.id := nextval('praan_ids');
  IF object_key IS NOT NULL THEN
    UPDATE uploads u SET log_id = l.id, used_at = now()
      WHERE u.user_id = a.user_id AND u.member_id = a.member_id AND u.key = object_key AND u.used_at IS NULL
        AND u.program_id = program;
    IF NOT FOUND THEN
      outcome := CASE WHEN EXISTS (SELECT FROM uploads u WHERE u.user_id = a.user_id AND u.key = object_key
        AND u.program_id = program) THEN 'USED_UPLOAD' ELSE 'NO_UPLOAD' END;
      RETURN;
    END IF;
  END IF;
  PERFORM praan_lock_scores(program, false);
  INSERT INTO daily_logs (user_id, id, member_id, program_id, log_type, status, payload, note, timestamp, local_date,
    time_zone, source, energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli, reading, upload_key, queued_at,
    created_by)
  VALUES (a.user_id, l.id, a.member_id, program, kind, new_status, content, sealed_note, happened,
    praan_add_log.local_date, a.time_zone, origin, energy, protein, carbs, fat, minutes, reading_kind, object_key,
    CASE WHEN new_status = 'PROCESSING' THEN clock_timestamp() END, actor)
  RETURNING * INTO l;
  id := l.id;
  IF new_status = 'PROCESSING' THEN
    INSERT INTO outbox (user_id, member_id, event, payload)
      VALUES (l.user_id, l.member_id, 'photo_logged', jsonb_build_object('log_id', l.id));
  ELSE
    s := praan_apply(l, 1);
    before := s.before;
    after := s.after;
  END IF;
  INSERT INTO audit_logs (user_id, actor_id, member_id, target_resource, action, ip_address, request_id)
    VALUES (l.user_id, actor, l.member_id, 'logs/' || l.id, 'log.create', ip, request);
  followers := praan_followers(l.user_id, l.member_id);
END $$
