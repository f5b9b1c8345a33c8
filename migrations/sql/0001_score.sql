-- The one definition of the adherence score (docs/adherence.md). A goal is a number g, read as {min: g}
-- (for energy {min: g, max: 1.1 g}), or {min?, max?}. Credit: 1 inside, actual / min below, falling
-- linearly to 0 at max * 14/11 above.
CREATE FUNCTION praan_credit(actual numeric, goal jsonb, stretch numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  low numeric;
  high numeric;
BEGIN
  IF jsonb_typeof(goal) = 'number' THEN
    low := goal::numeric;
    high := low * stretch;
  ELSE
    low := (goal ->> 'min')::numeric;
    high := (goal ->> 'max')::numeric;
  END IF;
  IF actual < low THEN
    RETURN actual / low;
  ELSIF actual > high THEN
    RETURN greatest(0, 1 - (actual - high) * 11 / (high * 3));
  END IF;
  RETURN 1;
END $$
-- next
-- total: 0..100 or NULL when nothing is due; details: {component: {due, actual, goal, credit}}.
CREATE FUNCTION praan_score(
  day date, meals integer, energy_mkcal bigint, protein_mg bigint, minutes_milli bigint,
  counts integer[], nutrition jsonb, strength jsonb, vitals jsonb, paused boolean,
  OUT total smallint, OUT details jsonb)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  kinds constant text[] := '{blood_pressure,glucose,spo2,pulse,temperature,weight}';
  weights integer := 0;
  earned numeric := 0;
  credit numeric;
  actual numeric;
  goal jsonb;
  wanted numeric := 0;
  met numeric := 0;
  seen numeric := 0;
BEGIN
  details := '{}';

  goal := nutrition -> 'meals_per_day';
  actual := meals;
  IF goal IS NOT NULL AND NOT paused THEN
    credit := least(1, actual / goal::numeric);
    weights := weights + 20;
    earned := earned + 20 * credit;
    details := jsonb_build_object('meals', jsonb_build_object(
      'due', true, 'actual', actual, 'goal', goal, 'credit', round(credit, 6)));
  ELSE
    details := jsonb_build_object('meals', jsonb_build_object(
      'due', false, 'actual', actual, 'goal', goal, 'credit', 0));
  END IF;

  goal := nutrition -> 'calories';
  actual := trim_scale(energy_mkcal / 1000.0);
  IF goal IS NOT NULL AND NOT paused THEN
    credit := praan_credit(actual, goal, 1.1);
    weights := weights + 20;
    earned := earned + 20 * credit;
  ELSE
    credit := NULL;
  END IF;
  details := details || jsonb_build_object('energy', jsonb_build_object(
    'due', credit IS NOT NULL, 'actual', actual, 'goal', goal, 'credit', coalesce(round(credit, 6), 0)));

  goal := nutrition -> 'protein_g';
  actual := trim_scale(protein_mg / 1000.0);
  IF goal IS NOT NULL AND NOT paused THEN
    credit := praan_credit(actual, goal, NULL);
    weights := weights + 20;
    earned := earned + 20 * credit;
  ELSE
    credit := NULL;
  END IF;
  details := details || jsonb_build_object('protein', jsonb_build_object(
    'due', credit IS NOT NULL, 'actual', actual, 'goal', goal, 'credit', coalesce(round(credit, 6), 0)));

  goal := strength -> 'minutes_per_session';
  actual := trim_scale(minutes_milli / 1000.0);
  IF goal IS NOT NULL AND NOT paused
    AND strength -> 'days' ? (ARRAY['MON','TUE','WED','THU','FRI','SAT','SUN'])[extract(isodow FROM day)::integer]
  THEN
    credit := praan_credit(actual, goal, NULL);
    weights := weights + 40;
    earned := earned + 40 * credit;
  ELSE
    credit := NULL;
  END IF;
  details := details || jsonb_build_object('workout', jsonb_build_object(
    'due', credit IS NOT NULL, 'actual', actual, 'goal', goal, 'credit', coalesce(round(credit, 6), 0)));

  IF vitals <> '{}' THEN
    FOR i IN 1 .. 6 LOOP
      goal := vitals -> kinds[i];
      IF goal IS NOT NULL THEN
        wanted := wanted + goal::numeric;
        seen := seen + counts[i];
        met := met + least(counts[i], goal::numeric);
      END IF;
    END LOOP;
  END IF;
  credit := NULL;
  IF wanted > 0 AND NOT paused THEN
    credit := met / wanted;
    weights := weights + 20;
    earned := earned + 20 * credit;
  END IF;
  details := details || jsonb_build_object('readings', jsonb_build_object(
    'due', credit IS NOT NULL, 'actual', seen, 'goal', nullif(wanted, 0), 'credit', coalesce(round(credit, 6), 0)));

  IF weights > 0 THEN
    -- Rounded to nine places first: thirds that add up to a half must round up like a half.
    total := round(round(earned * 100 / weights, 9));
  END IF;
END $$
-- next
-- The score of a day under the configuration in force on it, NULL totals counting as none.
CREATE FUNCTION praan_score_day(owner bigint, program bigint, day date, m adherence_metrics,
  OUT total smallint, OUT details jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  c program_configs;
  s record;
BEGIN
  SELECT * INTO c FROM program_configs p
    WHERE p.user_id = owner AND p.program_id = program AND p.effective_from <= day
    ORDER BY p.effective_from DESC, p.id DESC LIMIT 1;
  s := praan_score(day, coalesce(m.meals, 0), coalesce(m.energy_mkcal, 0), coalesce(m.protein_mg, 0),
    coalesce(m.minutes_milli, 0),
    ARRAY[coalesce(m.blood_pressure, 0), coalesce(m.glucose, 0), coalesce(m.spo2, 0), coalesce(m.pulse, 0),
          coalesce(m.temperature, 0), coalesce(m.weight, 0)],
    coalesce(c.nutrition_goals, '{}'), coalesce(c.strength_goals, '{}'), coalesce(c.vitals_goals, '{}'),
    coalesce(c.paused, false));
  total := s.total;
  details := s.details;
END $$
-- next
-- Readers of a program's goals and writers of a day's score meet on this lock: scores may go on side by
-- side (shared), a change of goals waits for them and they for it (exclusive), so that no score is
-- computed from goals that were being replaced.
CREATE FUNCTION praan_lock_scores(program bigint, exclusive boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF exclusive THEN
    PERFORM pg_advisory_xact_lock(program);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(program);
  END IF;
END $$
-- next
-- Adds (sign 1) or takes back (sign -1) what one log contributes to its day.
-- Returns the day's score before and after; the caller holds praan_lock_scores.
CREATE FUNCTION praan_apply(l daily_logs, sign integer, OUT before smallint, OUT after smallint)
LANGUAGE plpgsql AS $$
DECLARE
  m adherence_metrics;
  s record;
BEGIN
  LOOP
    -- The row lock first: what other transactions added is in m, and the old total still stands in it.
    SELECT * INTO m FROM adherence_metrics a
      WHERE a.user_id = l.user_id AND a.program_id = l.program_id AND a.date = l.local_date FOR UPDATE;
    EXIT WHEN FOUND;
    IF sign <> 1 THEN
      RAISE EXCEPTION 'log % was never counted on %', l.id, l.local_date USING ERRCODE = 'data_exception';
    END IF;
    INSERT INTO adherence_metrics (user_id, member_id, program_id, date, logs, provisional_logs, meals,
      energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli,
      blood_pressure, glucose, spo2, pulse, temperature, weight)
    VALUES (l.user_id, l.member_id, l.program_id, l.local_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    ON CONFLICT (user_id, program_id, date) DO NOTHING;
  END LOOP;
  IF m.logs = 0 THEN
    before := (praan_score_day(l.user_id, l.program_id, l.local_date, NULL)).total;
  ELSE
    before := m.total_score;
  END IF;
  m.logs := m.logs + sign;
  m.provisional_logs := m.provisional_logs + sign * (l.status = 'NEEDS_REVIEW')::integer;
  m.energy_mkcal := m.energy_mkcal + sign * l.energy_mkcal;
  m.protein_mg := m.protein_mg + sign * l.protein_mg;
  m.carbs_mg := m.carbs_mg + sign * l.carbs_mg;
  m.fat_mg := m.fat_mg + sign * l.fat_mg;
  m.minutes_milli := m.minutes_milli + sign * l.minutes_milli;
  CASE coalesce(l.reading, l.log_type)
    WHEN 'NUTRITION' THEN m.meals := m.meals + sign;
    WHEN 'blood_pressure' THEN m.blood_pressure := m.blood_pressure + sign;
    WHEN 'glucose' THEN m.glucose := m.glucose + sign;
    WHEN 'spo2' THEN m.spo2 := m.spo2 + sign;
    WHEN 'pulse' THEN m.pulse := m.pulse + sign;
    WHEN 'temperature' THEN m.temperature := m.temperature + sign;
    WHEN 'weight' THEN m.weight := m.weight + sign;
    ELSE NULL;
  END CASE;
  s := praan_score_day(l.user_id, l.program_id, l.local_date, m);
  after := s.total;
  IF m.logs = 0 THEN
    DELETE FROM adherence_metrics a
      WHERE a.user_id = m.user_id AND a.program_id = m.program_id AND a.date = m.date;
  ELSE
    UPDATE adherence_metrics a SET logs = m.logs, provisional_logs = m.provisional_logs, meals = m.meals,
        energy_mkcal = m.energy_mkcal, protein_mg = m.protein_mg, carbs_mg = m.carbs_mg, fat_mg = m.fat_mg,
        minutes_milli = m.minutes_milli, blood_pressure = m.blood_pressure, glucose = m.glucose, spo2 = m.spo2,
        pulse = m.pulse, temperature = m.temperature, weight = m.weight,
        total_score = s.total, details = s.details, updated_at = now()
      WHERE a.user_id = m.user_id AND a.program_id = m.program_id AND a.date = m.date;
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
    FROM adherence_metrics o, LATERAL praan_score_day(o.user_id, o.program_id, o.date, o) s
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
