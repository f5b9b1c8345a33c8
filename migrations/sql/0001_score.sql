-- The one definition of the adherence score (docs/adherence.md). A goal is a number g, read as {min: g}
-- (for energy {min: g, max: 1.1 g}), or {min?, max?}. Credit: 1 inside, actual / min below, falling
-- linearly to 0 at max * 14/11 above. All of it is plain SQL, so that PostgreSQL folds it into the statement
-- that writes a day: a procedure's expressions would be made ready anew in every transaction.
CREATE FUNCTION praan_credit(actual numeric, goal jsonb, stretch numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(goal) = 'number' THEN
    CASE WHEN actual < goal::numeric THEN actual / goal::numeric
      WHEN actual > goal::numeric * stretch
        THEN greatest(0, 1 - (actual - goal::numeric * stretch) * 11 / (goal::numeric * stretch * 3))
      ELSE 1 END
  ELSE
    CASE WHEN actual < (goal ->> 'min')::numeric THEN actual / (goal ->> 'min')::numeric
      WHEN actual > (goal ->> 'max')::numeric
        THEN greatest(0, 1 - (actual - (goal ->> 'max')::numeric) * 11 / ((goal ->> 'max')::numeric * 3))
      ELSE 1 END
  END
$$
-- next
-- Of the readings that are asked for: {made, asked for (NULL for none), made as far as asked for}.
CREATE FUNCTION praan_readings(counts integer[], vitals jsonb) RETURNS numeric[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY[coalesce(sum(k.seen), 0), nullif(sum(k.goal), 0), sum(least(k.seen, k.goal))]
  FROM (
    SELECT s.seen, (vitals -> s.kind)::numeric AS goal
    FROM unnest('{blood_pressure,glucose,spo2,pulse,temperature,weight}'::text[], counts) AS s (kind, seen)
  ) k WHERE k.goal IS NOT NULL
$$
-- next
-- total: 0..100 or NULL when nothing is due; details: {component: {due, actual, goal, credit}}.
-- OFFSET 0 keeps a step from being copied into each place that reads it.
CREATE FUNCTION praan_score(
  day date, meals integer, energy_mkcal bigint, protein_mg bigint, minutes_milli bigint,
  counts integer[], nutrition jsonb, strength jsonb, vitals jsonb, paused boolean)
RETURNS TABLE (total smallint, details jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT
    -- Rounded to nine places first: thirds that add up to a half must round up like a half.
    round(round((20 * coalesce(c.meals, 0) + 20 * coalesce(c.energy, 0) + 20 * coalesce(c.protein, 0)
      + 40 * coalesce(c.workout, 0) + 20 * coalesce(c.readings_credit, 0)) * 100
      / nullif(20 * num_nonnulls(c.meals, c.energy, c.protein, c.readings_credit) + 40 * num_nonnulls(c.workout), 0),
      9))::smallint,
    jsonb_build_object(
      'meals', jsonb_build_object('due', c.meals IS NOT NULL, 'actual', c.meals_actual, 'goal', c.meals_goal,
        'credit', coalesce(round(c.meals, 6), 0)),
      'energy', jsonb_build_object('due', c.energy IS NOT NULL, 'actual', c.energy_actual, 'goal', c.energy_goal,
        'credit', coalesce(round(c.energy, 6), 0)),
      'protein', jsonb_build_object('due', c.protein IS NOT NULL, 'actual', c.protein_actual,
        'goal', c.protein_goal, 'credit', coalesce(round(c.protein, 6), 0)),
      'workout', jsonb_build_object('due', c.workout IS NOT NULL, 'actual', c.workout_actual,
        'goal', c.workout_goal, 'credit', coalesce(round(c.workout, 6), 0)),
      'readings', jsonb_build_object('due', c.readings_credit IS NOT NULL,
        'actual', coalesce(c.readings[1], 0), 'goal', c.readings[2], 'credit', coalesce(round(c.readings_credit, 6), 0)))
  FROM (
    SELECT f.*,
      CASE WHEN f.active AND f.meals_goal IS NOT NULL
        THEN least(1, f.meals_actual / f.meals_goal::numeric) END AS meals,
      CASE WHEN f.active AND f.energy_goal IS NOT NULL
        THEN praan_credit(f.energy_actual, f.energy_goal, 1.1) END AS energy,
      CASE WHEN f.active AND f.protein_goal IS NOT NULL
        THEN praan_credit(f.protein_actual, f.protein_goal, NULL) END AS protein,
      CASE WHEN f.active AND f.workout_goal IS NOT NULL
          AND f.days ? (ARRAY['MON','TUE','WED','THU','FRI','SAT','SUN'])[f.weekday]
        THEN praan_credit(f.workout_actual, f.workout_goal, NULL) END AS workout,
      CASE WHEN f.active THEN f.readings[3] / f.readings[2] END AS readings_credit
    FROM (
      SELECT NOT paused AS active, extract(isodow FROM day)::integer AS weekday, strength -> 'days' AS days,
        meals::numeric AS meals_actual, nutrition -> 'meals_per_day' AS meals_goal,
        trim_scale(energy_mkcal / 1000.0) AS energy_actual, nutrition -> 'calories' AS energy_goal,
        trim_scale(protein_mg / 1000.0) AS protein_actual, nutrition -> 'protein_g' AS protein_goal,
        trim_scale(minutes_milli / 1000.0) AS workout_actual, strength -> 'minutes_per_session' AS workout_goal,
        CASE WHEN vitals <> '{}' THEN praan_readings(counts, vitals) END AS readings
      OFFSET 0
    ) f
    OFFSET 0
  ) c
$$
-- next
-- The score of a day's totals under the configuration in force on it.
-- counts: readings of blood_pressure, glucose, spo2, pulse, temperature, weight.
CREATE FUNCTION praan_score_day(owner bigint, program bigint, day date, meals integer, energy_mkcal bigint,
  protein_mg bigint, minutes_milli bigint, counts integer[])
RETURNS TABLE (total smallint, details jsonb)
LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT s.total, s.details
  FROM (SELECT) one LEFT JOIN LATERAL (
    SELECT p.nutrition_goals, p.strength_goals, p.vitals_goals, p.paused FROM program_configs p
    WHERE p.user_id = owner AND p.program_id = program AND p.effective_from <= day
    ORDER BY p.effective_from DESC, p.id DESC LIMIT 1
  ) c ON true, LATERAL praan_score(day, meals, energy_mkcal, protein_mg, minutes_milli, counts,
    coalesce(c.nutrition_goals, '{}'), coalesce(c.strength_goals, '{}'), coalesce(c.vitals_goals, '{}'),
    coalesce(c.paused, false)) s
$$
-- next
-- Readers of a program's goals and writers of a day's score meet on this lock: scores may go on side by
-- side (shared), a change of goals waits for them and they for it (exclusive), so that no score is
-- computed from goals that were being replaced.
CREATE FUNCTION praan_lock_scores(program bigint, exclusive boolean) RETURNS void LANGUAGE sql AS $$
  SELECT CASE WHEN exclusive THEN pg_advisory_xact_lock(program) ELSE pg_advisory_xact_lock_shared(program) END
$$
-- next
-- Adds (sign 1) or takes back (sign -1) what one log contributes to its day.
-- Returns the day's score before and after; the caller holds praan_lock_scores.
CREATE FUNCTION praan_apply(l daily_logs, sign integer, OUT before smallint, OUT after smallint)
LANGUAGE plpgsql AS $$
DECLARE
  meal integer := CASE l.log_type WHEN 'NUTRITION' THEN sign ELSE 0 END;
  made integer[] := '{0,0,0,0,0,0}';
  left_over integer;
BEGIN
  IF l.reading IS NOT NULL THEN
    made[array_position('{blood_pressure,glucose,spo2,pulse,temperature,weight}', l.reading)] := sign;
  END IF;
  LOOP
    -- Everything is reckoned from the row under its lock, so that what other transactions added is in it.
    UPDATE adherence_metrics a SET logs = a.logs + sign,
        provisional_logs = a.provisional_logs + CASE l.status WHEN 'NEEDS_REVIEW' THEN sign ELSE 0 END,
        meals = a.meals + meal, energy_mkcal = a.energy_mkcal + sign * l.energy_mkcal,
        protein_mg = a.protein_mg + sign * l.protein_mg, carbs_mg = a.carbs_mg + sign * l.carbs_mg,
        fat_mg = a.fat_mg + sign * l.fat_mg, minutes_milli = a.minutes_milli + sign * l.minutes_milli,
        blood_pressure = a.blood_pressure + made[1], glucose = a.glucose + made[2], spo2 = a.spo2 + made[3],
        pulse = a.pulse + made[4], temperature = a.temperature + made[5], weight = a.weight + made[6],
        (total_score, details) = (
          SELECT s.total, s.details FROM praan_score_day(l.user_id, l.program_id, l.local_date, a.meals + meal,
            a.energy_mkcal + sign * l.energy_mkcal, a.protein_mg + sign * l.protein_mg,
            a.minutes_milli + sign * l.minutes_milli,
            ARRAY[a.blood_pressure + made[1], a.glucose + made[2], a.spo2 + made[3], a.pulse + made[4],
              a.temperature + made[5], a.weight + made[6]]) s),
        updated_at = now()
      WHERE a.user_id = l.user_id AND a.program_id = l.program_id AND a.date = l.local_date
      RETURNING old.total_score, new.total_score, new.logs INTO before, after, left_over;
    EXIT WHEN FOUND;
    IF sign <> 1 THEN
      RAISE EXCEPTION 'log % was never counted on %', l.id, l.local_date USING ERRCODE = 'data_exception';
    END IF;
    -- A day begins empty, with the score that an empty day has.
    INSERT INTO adherence_metrics (user_id, member_id, program_id, date, logs, provisional_logs, meals,
      energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli,
      blood_pressure, glucose, spo2, pulse, temperature, weight, total_score)
    SELECT l.user_id, l.member_id, l.program_id, l.local_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, s.total
      FROM praan_score_day(l.user_id, l.program_id, l.local_date, 0, 0, 0, 0, '{0,0,0,0,0,0}') s
    ON CONFLICT (user_id, program_id, date) DO NOTHING;
  END LOOP;
  IF left_over = 0 THEN
    DELETE FROM adherence_metrics a
      WHERE a.user_id = l.user_id AND a.program_id = l.program_id AND a.date = l.local_date;
  END IF;
END $$
-- next
-- Scores again every stored day from a date on: after new goals, a pause or a resume.
CREATE FUNCTION praan_rescore(owner bigint, program bigint, from_date date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  UPDATE adherence_metrics a SET total_score = s.total, details = s.details, updated_at = now()
    FROM adherence_metrics o, LATERAL praan_score_day(o.user_id, o.program_id, o.date, o.meals, o.energy_mkcal,
      o.protein_mg, o.minutes_milli,
      ARRAY[o.blood_pressure, o.glucose, o.spo2, o.pulse, o.temperature, o.weight]) s
    WHERE o.user_id = owner AND o.program_id = program AND o.date >= from_date
      AND a.user_id = o.user_id AND a.id = o.id;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$
-- next
-- Derives every day of a program again from its logs. Holds the exclusive lock, so the result equals the
-- incremented rows for any history.
CREATE FUNCTION praan_rebuild(owner bigint, program bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  days bigint;
BEGIN
  PERFORM praan_lock_scores(program, true);
  DELETE FROM adherence_metrics a WHERE a.user_id = owner AND a.program_id = program;
  INSERT INTO adherence_metrics (user_id, member_id, program_id, date, logs, provisional_logs, meals,
    energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli,
    blood_pressure, glucose, spo2, pulse, temperature, weight)
  SELECT l.user_id, l.member_id, l.program_id, l.local_date, count(*),
    count(*) FILTER (WHERE l.status = 'NEEDS_REVIEW'), count(*) FILTER (WHERE l.log_type = 'NUTRITION'),
    sum(l.energy_mkcal), sum(l.protein_mg), sum(l.carbs_mg), sum(l.fat_mg), sum(l.minutes_milli),
    count(*) FILTER (WHERE l.reading = 'blood_pressure'), count(*) FILTER (WHERE l.reading = 'glucose'),
    count(*) FILTER (WHERE l.reading = 'spo2'), count(*) FILTER (WHERE l.reading = 'pulse'),
    count(*) FILTER (WHERE l.reading = 'temperature'), count(*) FILTER (WHERE l.reading = 'weight')
  FROM daily_logs l
  WHERE l.user_id = owner AND l.program_id = program AND l.deleted_at IS NULL AND l.superseded_by IS NULL
    AND l.status IN ('VERIFIED', 'NEEDS_REVIEW')
  GROUP BY l.user_id, l.member_id, l.program_id, l.local_date;
  GET DIAGNOSTICS days = ROW_COUNT;
  PERFORM praan_rescore(owner, program, '-infinity');
  RETURN days;
END $$
