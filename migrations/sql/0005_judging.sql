-- Judging readings: what a run of them is, and which alert it makes (docs/vitals.md).
CREATE FUNCTION praan_lock_rule(owner bigint, member bigint, of_rule text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO reading_locks (user_id, member_id, rule) VALUES (owner, member, of_rule)
  ON CONFLICT (user_id, member_id, rule) DO UPDATE SET rule = excluded.rule
$$
-- next
-- What was tightened for a member as of a moment: {"rule.field": {warn_low, warn_high, urgent_low, urgent_high}}.
CREATE FUNCTION praan_own_thresholds(owner bigint, member bigint, as_of timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_object_agg(t.rule || '.' || t.field, jsonb_strip_nulls(jsonb_build_object(
    'warn_low', t.warn_low, 'warn_high', t.warn_high, 'urgent_low', t.urgent_low, 'urgent_high', t.urgent_high))), '{}')
  FROM (SELECT DISTINCT ON (o.rule, o.field) o.* FROM member_thresholds o
    WHERE o.user_id = owner AND o.member_id = member AND o.created_at <= as_of
    ORDER BY o.rule, o.field, o.id DESC) t
$$
-- next
-- What a new reading is judged by: whose it is, the day where they live, their birth date (sealed) and thresholds.
-- No owner = the program is not the caller's to write readings for.
CREATE FUNCTION praan_reading_context(actor bigint, program bigint, happened timestamptz,
  OUT user_id bigint, OUT day date, OUT dob bytea, OUT own jsonb, OUT version integer)
LANGUAGE plpgsql AS $$
DECLARE
  a record;
BEGIN
  SELECT * INTO a FROM praan_program_access(actor, program);
  IF a.user_id IS NULL OR a.role = 'READ_ONLY' OR (a.categories IS NOT NULL AND NOT 'vitals' = ANY (a.categories)) THEN
    RETURN;
  END IF;
  PERFORM set_config('praan.user_id', a.user_id::text, true), set_config('praan.actor_id', actor::text, true);
  user_id := a.user_id;
  day := (happened AT TIME ZONE a.time_zone)::date;
  SELECT m.dob INTO dob FROM members m WHERE m.user_id = a.user_id AND m.id = a.member_id;
  own := praan_own_thresholds(a.user_id, a.member_id, now());
  version := (SELECT max(t.version) FROM thresholds t);
END $$
-- next
-- Brings the alerts of one member and rule in line with the readings around what has changed: from the last clearing
-- reading (NORMAL, INFO) before (from_at, from_log) to the first one after (to_at, to_log). Nothing beyond those two can
-- be touched by the change. Each maximal run of WARN and URGENT readings is one alert; a run goes on with the alert of its
-- earliest reading that has one, else it makes one; an alert without a run is WITHDRAWN. left_over: alerts of readings
-- that are gone. change: OPENED, ESCALATED, CLEARED (worth telling people), UPDATED. The caller holds praan_lock_rule.
CREATE FUNCTION praan_fold(owner bigint, member bigint, of_rule text, from_at timestamptz, from_log bigint,
  to_at timestamptz, to_log bigint, left_over bigint[])
RETURNS TABLE (alert bigint, change text, grade text) LANGUAGE plpgsql AS $$
DECLARE
  low_at timestamptz;
  low_log bigint;
  high_at timestamptz;
  high_log bigint;
  run record;
  done record;
  chosen bigint;
  seen bigint[] := coalesce(left_over, '{}');
  taken bigint[] := '{}';
BEGIN
  SELECT r.at, r.log_id INTO low_at, low_log FROM readings r
    WHERE r.user_id = owner AND r.member_id = member AND r.rule = of_rule AND r.severity IN ('NORMAL', 'INFO')
      AND (r.at, r.log_id) < (from_at, from_log)
    ORDER BY r.at DESC, r.log_id DESC LIMIT 1;
  IF low_at IS NULL THEN
    low_at := '-infinity';
    low_log := 0;
  END IF;
  SELECT r.at, r.log_id INTO high_at, high_log FROM readings r
    WHERE r.user_id = owner AND r.member_id = member AND r.rule = of_rule AND r.severity IN ('NORMAL', 'INFO')
      AND (r.at, r.log_id) > (to_at, to_log)
    ORDER BY r.at, r.log_id LIMIT 1;
  IF high_at IS NULL THEN
    high_at := 'infinity';
    high_log := 0;
  END IF;
  IF of_rule = 'temperature' THEN
    -- Fever on five days and more: the first fever of the run lies at least five local dates back.
    UPDATE readings r SET prolonged = f.long
    FROM (
      SELECT w.log_id, w.prolonged, w.fever AND w.local_date - min(w.local_date) FILTER (WHERE w.fever)
        OVER (PARTITION BY w.island ORDER BY w.at, w.log_id) >= 5 AS long
      FROM (
        SELECT r.log_id, r.at, r.local_date, r.prolonged, r.alone_band IN ('fever', 'high_fever') AS fever,
          count(*) FILTER (WHERE r.alone IN ('NORMAL', 'INFO')) OVER (ORDER BY r.at, r.log_id) AS island
        FROM readings r
        WHERE r.user_id = owner AND r.member_id = member AND r.rule = of_rule AND r.alone IS NOT NULL
          AND (r.at, r.log_id) > (low_at, low_log) AND (r.at, r.log_id) < (high_at, high_log)
      ) w
    ) f
    WHERE r.user_id = owner AND r.log_id = f.log_id AND r.rule = of_rule AND f.prolonged <> f.long;
  END IF;
  FOR run IN
    SELECT g.* FROM (
      SELECT w.island, count(*) FILTER (WHERE w.alarming)::integer AS readings,
        CASE WHEN bool_or(w.severity = 'URGENT') THEN 'URGENT' ELSE 'WARN' END AS severity,
        min(w.at) FILTER (WHERE w.alarming) AS opened_at,
        (array_agg(w.log_id ORDER BY w.at, w.log_id) FILTER (WHERE w.alarming))[1] AS log_id,
        max(w.at) FILTER (WHERE w.alarming) AS latest_at,
        (array_agg(w.log_id ORDER BY w.at DESC, w.log_id DESC) FILTER (WHERE w.alarming))[1] AS latest_log_id,
        (array_agg(w.at ORDER BY w.severity = 'URGENT' DESC, w.at, w.log_id) FILTER (WHERE w.alarming))[1] AS worst_at,
        (array_agg(w.log_id ORDER BY w.severity = 'URGENT' DESC, w.at, w.log_id) FILTER (WHERE w.alarming))[1]
          AS worst_log_id,
        max(w.thresholds_version) FILTER (WHERE w.alarming) AS version,
        array_agg(w.alert_id ORDER BY w.at, w.log_id) FILTER (WHERE w.alert_id IS NOT NULL) AS alerts,
        -- Each island but the first begins with its one clearing reading, which ends the island before.
        lead(min(w.at) FILTER (WHERE NOT w.alarming)) OVER (ORDER BY w.island) AS cleared_at
      FROM (
        SELECT r.*, r.severity IN ('WARN', 'URGENT') AS alarming,
          count(*) FILTER (WHERE r.severity IN ('NORMAL', 'INFO')) OVER (ORDER BY r.at, r.log_id) AS island
        FROM readings r
        WHERE r.user_id = owner AND r.member_id = member AND r.rule = of_rule AND r.severity IS NOT NULL
          AND (r.at, r.log_id) > (low_at, low_log) AND (r.at, r.log_id) <= (high_at, high_log)
      ) w GROUP BY w.island
    ) g WHERE g.readings > 0 ORDER BY g.island
  LOOP
    chosen := NULL;
    IF run.alerts IS NOT NULL THEN
      seen := seen || run.alerts;
      -- One that was withdrawn (a deleted reading comes back) goes on only where there is no other.
      SELECT a.id INTO chosen FROM unnest(run.alerts) WITH ORDINALITY AS u (id, place)
        JOIN alerts a ON a.user_id = owner AND a.id = u.id
        WHERE a.id <> ALL (taken)
        ORDER BY a.cleared_by IS NOT DISTINCT FROM 'WITHDRAWN', u.place LIMIT 1;
    END IF;
    IF run.cleared_at IS NULL THEN
      -- Only the newest run is open. What was open besides has lost its readings to it.
      FOR done IN
        UPDATE alerts a SET status = 'CLEARED', cleared_at = now(), cleared_by = 'WITHDRAWN', snoozed_until = NULL,
          updated_at = now()
        WHERE a.user_id = owner AND a.member_id = member AND a.rule = of_rule AND a.status <> 'CLEARED'
          AND a.id IS DISTINCT FROM chosen
        RETURNING a.id, a.severity
      LOOP
        alert := done.id;
        change := 'CLEARED';
        grade := done.severity;
        RETURN NEXT;
      END LOOP;
    END IF;
    IF chosen IS NULL THEN
      INSERT INTO alerts (user_id, member_id, rule, severity, status, log_id, opened_at, latest_log_id, latest_at,
        worst_log_id, worst_at, readings, thresholds_version, cleared_at, cleared_by)
      VALUES (owner, member, of_rule, run.severity, CASE WHEN run.cleared_at IS NULL THEN 'OPEN' ELSE 'CLEARED' END,
        run.log_id, run.opened_at, run.latest_log_id, run.latest_at, run.worst_log_id, run.worst_at, run.readings,
        run.version, run.cleared_at, CASE WHEN run.cleared_at IS NOT NULL THEN 'NORMAL_READING' END)
      RETURNING id INTO chosen;
      alert := chosen;
      -- What was over before it was told is recorded, and nobody is called.
      change := CASE WHEN run.cleared_at IS NULL THEN 'OPENED' ELSE 'UPDATED' END;
      grade := run.severity;
      RETURN NEXT;
    ELSE
      FOR done IN
        UPDATE alerts a SET severity = run.severity, log_id = run.log_id, opened_at = run.opened_at,
          latest_log_id = run.latest_log_id, latest_at = run.latest_at, worst_log_id = run.worst_log_id,
          worst_at = run.worst_at, readings = run.readings, thresholds_version = run.version,
          status = CASE
            WHEN run.cleared_at IS NOT NULL THEN 'CLEARED'
            WHEN a.severity = 'WARN' AND run.severity = 'URGENT' THEN 'OPEN'
            WHEN a.status = 'CLEARED' AND a.acknowledged_at IS NOT NULL THEN 'ACKNOWLEDGED'
            WHEN a.status = 'CLEARED' THEN 'OPEN'
            ELSE a.status END,
          snoozed_until = CASE
            WHEN run.cleared_at IS NULL AND NOT (a.severity = 'WARN' AND run.severity = 'URGENT') THEN a.snoozed_until
            END,
          escalated_at = CASE
            WHEN run.severity = 'WARN' THEN NULL
            WHEN a.severity = 'WARN' THEN now()
            ELSE a.escalated_at END,
          cleared_at = run.cleared_at,
          cleared_by = CASE WHEN run.cleared_at IS NOT NULL THEN 'NORMAL_READING' END,
          updated_at = now()
        WHERE a.user_id = owner AND a.id = chosen
          AND ROW(a.severity::text, a.log_id, a.opened_at, a.latest_log_id, a.latest_at, a.worst_log_id, a.worst_at,
            a.readings::integer, a.cleared_at, a.cleared_by::text)
          IS DISTINCT FROM ROW(run.severity, run.log_id, run.opened_at, run.latest_log_id, run.latest_at,
            run.worst_log_id, run.worst_at, run.readings, run.cleared_at,
            CASE WHEN run.cleared_at IS NOT NULL THEN 'NORMAL_READING' END)
        RETURNING a.id, old.status AS old_status, old.severity AS old_severity, new.status AS new_status
      LOOP
        alert := chosen;
        change := CASE
          WHEN done.old_status = 'CLEARED' AND done.new_status <> 'CLEARED' THEN 'OPENED'
          WHEN done.old_status <> 'CLEARED' AND done.new_status = 'CLEARED' THEN 'CLEARED'
          WHEN done.new_status <> 'CLEARED' AND done.old_severity = 'WARN' AND run.severity = 'URGENT' THEN 'ESCALATED'
          ELSE 'UPDATED' END;
        grade := run.severity;
        RETURN NEXT;
      END LOOP;
    END IF;
    taken := taken || chosen;
    UPDATE readings r SET alert_id = chosen
      WHERE r.user_id = owner AND r.member_id = member AND r.rule = of_rule AND r.severity IN ('WARN', 'URGENT')
        AND (r.at, r.log_id) >= (run.opened_at, run.log_id) AND (r.at, r.log_id) <= (run.latest_at, run.latest_log_id)
        AND r.alert_id IS DISTINCT FROM chosen;
  END LOOP;
  IF seen <> '{}' THEN
    FOR done IN
      UPDATE alerts a SET status = 'CLEARED', cleared_at = now(), cleared_by = 'WITHDRAWN', snoozed_until = NULL,
        updated_at = now()
      WHERE a.user_id = owner AND a.id = ANY (seen) AND a.id <> ALL (taken)
        AND a.cleared_by IS DISTINCT FROM 'WITHDRAWN'
      RETURNING a.id, a.severity, old.status AS old_status
    LOOP
      alert := done.id;
      change := CASE WHEN done.old_status = 'CLEARED' THEN 'UPDATED' ELSE 'CLEARED' END;
      grade := done.severity;
      RETURN NEXT;
    END LOOP;
  END IF;
END $$
-- next
-- An event for whoever tells people; UPDATED is none.
CREATE FUNCTION praan_tell_alert(owner bigint, member bigint, alert bigint, change text, grade text) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO outbox (user_id, member_id, event, payload)
  SELECT owner, member, 'alert_' || lower(change), jsonb_build_object('alert_id', alert, 'severity', grade)
  WHERE change <> 'UPDATED'
$$
-- next
-- Takes back what the log `gone` measured and records what the log `made` measures (either may be NULL), then judges.
-- judged: [{rule, value, value2, context, severity, band}]. Rules are locked in one order, so that two who change several
-- never wait for each other; 'stale' comes last.
CREATE FUNCTION praan_judge(owner bigint, member bigint, program bigint, gone bigint, made bigint,
  happened timestamptz, day date, judged jsonb, version integer)
RETURNS TABLE (alert bigint, change text, grade text) LANGUAGE plpgsql AS $$
DECLARE
  rules text[];
  each text;
  was readings;
  made_row readings;
  told record;
BEGIN
  SELECT array_agg(k.rule ORDER BY k.rule) INTO rules FROM (
    SELECT r.rule::text FROM readings r WHERE r.user_id = owner AND r.log_id = gone
    UNION SELECT j ->> 'rule' FROM jsonb_array_elements(judged) j) k (rule);
  IF rules IS NULL THEN
    RETURN;
  END IF;
  FOREACH each IN ARRAY rules || 'stale'::text LOOP
    PERFORM praan_lock_rule(owner, member, each);
  END LOOP;
  FOREACH each IN ARRAY rules LOOP
    DELETE FROM readings r WHERE r.user_id = owner AND r.log_id = gone AND r.rule = each RETURNING r.* INTO was;
    INSERT INTO readings (user_id, log_id, rule, member_id, program_id, at, local_date, value, value2, context,
      alone, alone_band, thresholds_version, alert_id)
    SELECT owner, made, each, member, program, happened, day, j.value, j.value2, j.context, j.severity, j.band, version,
      -- A correction stays with its alert; a reading that comes back finds the alert that it once opened.
      CASE WHEN j.severity IN ('WARN', 'URGENT') THEN coalesce(was.alert_id, (SELECT a.id FROM alerts a
        WHERE a.user_id = owner AND a.log_id = made AND a.rule = each ORDER BY a.id DESC LIMIT 1)) END
    FROM jsonb_to_recordset(judged)
      AS j (rule text, value numeric, value2 numeric, context text, severity text, band text)
    WHERE j.rule = each RETURNING * INTO made_row;
    CONTINUE WHEN was.severity IS NULL AND made_row.severity IS NULL;
    FOR told IN
      SELECT f.* FROM (
        SELECT least(was.at, made_row.at) AS from_at, greatest(was.at, made_row.at) AS to_at,
          CASE WHEN (made_row.at, made_row.log_id) < (was.at, was.log_id) OR was.at IS NULL
            THEN made_row.log_id ELSE was.log_id END AS from_log,
          CASE WHEN (made_row.at, made_row.log_id) < (was.at, was.log_id) OR made_row.at IS NULL
            THEN was.log_id ELSE made_row.log_id END AS to_log
      ) p, LATERAL praan_fold(owner, member, each, p.from_at, p.from_log, p.to_at, p.to_log,
        CASE WHEN was.alert_id IS NOT NULL THEN ARRAY[was.alert_id] END) f
    LOOP
      PERFORM praan_tell_alert(owner, member, told.alert, told.change, told.grade);
      alert := told.alert;
      change := told.change;
      grade := told.grade;
      RETURN NEXT;
    END LOOP;
  END LOOP;
  IF made IS NOT NULL THEN
    FOR told IN
      UPDATE alerts a SET status = 'CLEARED', cleared_at = now(), cleared_by = 'READING_TOLD', snoozed_until = NULL,
        updated_at = now()
      WHERE a.user_id = owner AND a.member_id = member AND a.rule = 'stale' AND a.status <> 'CLEARED'
        AND a.missing && rules AND a.missed_on <= day
      RETURNING a.id, a.severity
    LOOP
      alert := told.id;
      change := 'CLEARED';
      grade := told.severity;
      PERFORM praan_tell_alert(owner, member, alert, change, grade);
      RETURN NEXT;
    END LOOP;
  END IF;
END $$
-- next
-- POST /logs of a reading: praan_add_log, and its judgement in the same transaction. alerts: [{alert, change}].
CREATE FUNCTION praan_add_reading(actor bigint, program bigint, content jsonb, happened timestamptz, kind text, ip inet,
  request uuid, judged jsonb, version integer,
  OUT outcome text, OUT id bigint, OUT user_id bigint, OUT member_id bigint, OUT before smallint, OUT after smallint,
  OUT followers bigint[], OUT alerts jsonb, OUT alert_followers bigint[])
LANGUAGE plpgsql AS $$
DECLARE
  l record;
BEGIN
  SELECT * INTO l FROM praan_add_log(actor, program, 'VITALS', 'VERIFIED', content, NULL, happened, 'manual',
    0, 0, 0, 0, 0, kind, NULL, ip, request);
  outcome := l.outcome;
  IF outcome <> 'OK' THEN
    RETURN;
  END IF;
  id := l.id;
  user_id := l.user_id;
  member_id := l.member_id;
  before := l.before;
  after := l.after;
  followers := l.followers;
  SELECT jsonb_agg(jsonb_build_object('alert', j.alert, 'change', j.change)) INTO alerts
    FROM praan_judge(l.user_id, l.member_id, program, NULL, l.id, happened, l.local_date, judged, version) j;
  IF alerts IS NOT NULL THEN
    alert_followers := praan_category_followers(l.user_id, l.member_id, 'vitals');
  END IF;
END $$
-- next
-- Derives the readings of a member again from `judged` ([{log_id, program_id, at, day, rule, value, value2, context,
-- severity, band}], all that there are) and judges every run. Tells nobody. The caller has locked every rule since before
-- it read the logs.
CREATE FUNCTION praan_rejudge(owner bigint, member bigint, judged jsonb, version integer) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  each text;
  changes bigint := 0;
  more bigint;
BEGIN
  DELETE FROM readings r WHERE r.user_id = owner AND r.member_id = member AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset(judged) AS j (log_id bigint, rule text)
    WHERE j.log_id = r.log_id AND j.rule = r.rule::text);
  INSERT INTO readings (user_id, log_id, rule, member_id, program_id, at, local_date, value, value2, context,
    alone, alone_band, thresholds_version, alert_id)
  SELECT owner, j.log_id, j.rule, member, j.program_id, j.at, j.day, j.value, j.value2, j.context, j.severity, j.band,
    version, (SELECT a.id FROM alerts a WHERE a.user_id = owner AND a.log_id = j.log_id AND a.rule = j.rule
      AND j.severity IN ('WARN', 'URGENT') ORDER BY a.id DESC LIMIT 1)
  FROM jsonb_to_recordset(judged) AS j (log_id bigint, program_id bigint, at timestamptz, day date, rule text,
    value numeric, value2 numeric, context text, severity text, band text)
  ON CONFLICT (user_id, log_id, rule) DO UPDATE SET at = excluded.at, local_date = excluded.local_date,
    value = excluded.value, value2 = excluded.value2, context = excluded.context, alone = excluded.alone,
    alone_band = excluded.alone_band, prolonged = false, thresholds_version = excluded.thresholds_version,
    alert_id = CASE WHEN excluded.alone IN ('WARN', 'URGENT') THEN coalesce(readings.alert_id, excluded.alert_id) END;
  FOREACH each IN ARRAY '{blood_pressure,glucose,pulse,spo2,temperature}'::text[] LOOP
    SELECT count(*) INTO more FROM praan_fold(owner, member, each, '-infinity', 0, 'infinity', 0,
      (SELECT array_agg(a.id) FROM alerts a WHERE a.user_id = owner AND a.member_id = member AND a.rule = each));
    changes := changes + more;
  END LOOP;
  RETURN changes;
END $$
-- next
-- Missing readings: of these programs, the members whose clock has passed nine and who made no reading of a kind that
-- was due on the day before, nor since. Once a day and member: a day that has its alert already is left out.
CREATE FUNCTION praan_stale(owners bigint[], programs bigint[], moment timestamptz)
RETURNS TABLE (user_id bigint, member_id bigint, day date, kinds text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.user_id, p.member_id, d.day, array_agg(DISTINCT k.kind ORDER BY k.kind)
  FROM unnest(owners, programs) AS asked (owner, program)
  JOIN care_programs p ON p.user_id = asked.owner AND p.id = asked.program
  JOIN members m ON m.user_id = p.user_id AND m.id = p.member_id AND m.deleted_at IS NULL
  CROSS JOIN LATERAL (SELECT (moment AT TIME ZONE m.time_zone)::date - 1 AS day,
    extract(hour FROM moment AT TIME ZONE m.time_zone) AS hour) d
  JOIN LATERAL (SELECT c.vitals_goals, c.paused FROM program_configs c
    WHERE c.user_id = p.user_id AND c.program_id = p.id AND c.effective_from <= d.day
    ORDER BY c.effective_from DESC, c.id DESC LIMIT 1) c ON NOT c.paused
  CROSS JOIN LATERAL jsonb_object_keys(c.vitals_goals) AS k (kind)
  WHERE d.hour >= 9 AND p.status = 'ACTIVE' AND p.deleted_at IS NULL AND d.day BETWEEN p.start_date AND p.end_date
    AND NOT EXISTS (SELECT FROM readings r
      WHERE r.user_id = p.user_id AND r.member_id = p.member_id AND r.rule = k.kind
        AND r.at >= (d.day - 1)::timestamp AT TIME ZONE 'UTC' AND r.local_date >= d.day)
    AND NOT EXISTS (SELECT FROM alerts a
      WHERE a.user_id = p.user_id AND a.member_id = p.member_id AND a.rule = 'stale' AND a.missed_on >= d.day)
  GROUP BY p.user_id, p.member_id, d.day
$$
-- next
-- Opens the alert about readings missing on `missed`, or goes on with the open one; nothing where one came meanwhile.
CREATE FUNCTION praan_open_stale(owner bigint, member bigint, missed date, kinds text[])
RETURNS TABLE (alert bigint, change text, grade text) LANGUAGE plpgsql AS $$
DECLARE
  still text[];
BEGIN
  PERFORM praan_lock_rule(owner, member, 'stale');
  SELECT array_agg(k.kind ORDER BY k.kind) INTO still FROM unnest(kinds) AS k (kind)
    WHERE NOT EXISTS (SELECT FROM readings r
      WHERE r.user_id = owner AND r.member_id = member AND r.rule = k.kind
        AND r.at >= (missed - 1)::timestamp AT TIME ZONE 'UTC' AND r.local_date >= missed)
      AND NOT EXISTS (SELECT FROM alerts a
        WHERE a.user_id = owner AND a.member_id = member AND a.rule = 'stale' AND a.missed_on >= missed);
  IF still IS NULL THEN
    RETURN;
  END IF;
  grade := 'WARN';
  UPDATE alerts a SET missing = ARRAY(SELECT DISTINCT m FROM unnest(a.missing || still) m ORDER BY m),
      missed_on = missed, readings = a.readings + 1, updated_at = now()
    WHERE a.user_id = owner AND a.member_id = member AND a.rule = 'stale' AND a.status <> 'CLEARED'
    RETURNING a.id INTO alert;
  change := 'UPDATED';
  IF alert IS NULL THEN
    INSERT INTO alerts (user_id, member_id, rule, severity, status, opened_at, readings, missing, missed_on)
      VALUES (owner, member, 'stale', 'WARN', 'OPEN', now(), 1, still, missed)
      RETURNING id INTO alert;
    change := 'OPENED';
  END IF;
  PERFORM praan_tell_alert(owner, member, alert, change, grade);
  RETURN NEXT;
END $$
-- next
-- Ends the alert about missing readings when no running program asks for any of them on `today`.
CREATE FUNCTION praan_stale_over(owner bigint, member bigint, today date)
RETURNS TABLE (alert bigint, change text, grade text) LANGUAGE plpgsql AS $$
DECLARE
  done record;
BEGIN
  FOR done IN
    UPDATE alerts a SET status = 'CLEARED', cleared_at = now(), cleared_by = 'NOT_DUE', snoozed_until = NULL,
      updated_at = now()
    WHERE a.user_id = owner AND a.member_id = member AND a.rule = 'stale' AND a.status <> 'CLEARED'
      AND NOT EXISTS (
        SELECT FROM care_programs p JOIN LATERAL (SELECT c.vitals_goals, c.paused FROM program_configs c
          WHERE c.user_id = p.user_id AND c.program_id = p.id AND c.effective_from <= today
          ORDER BY c.effective_from DESC, c.id DESC LIMIT 1) c ON NOT c.paused
        WHERE p.user_id = owner AND p.member_id = member AND p.status = 'ACTIVE' AND p.deleted_at IS NULL
          AND today <= p.end_date AND c.vitals_goals ?| a.missing)
    RETURNING a.id, a.severity
  LOOP
    alert := done.id;
    change := 'CLEARED';
    grade := done.severity;
    PERFORM praan_tell_alert(owner, member, alert, change, grade);
    RETURN NEXT;
  END LOOP;
END $$
-- next
-- Who follows a member live and may see this category.
CREATE FUNCTION praan_category_followers(owner bigint, member bigint, category text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT owner || coalesce(array_agg(g.grantee_id ORDER BY g.id), '{}') FROM grants g
  WHERE g.user_id = owner AND g.member_id = member AND g.status = 'ACCEPTED'
    AND (g.expires_at IS NULL OR g.expires_at > now()) AND category = ANY (g.categories)
$$
-- next
CREATE FUNCTION praan_alert_access(actor bigint, alert bigint,
  OUT user_id bigint, OUT member_id bigint, OUT role text, OUT categories text[], OUT time_zone text, OUT alert_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.user_id, m.member_id, m.role, m.categories, m.time_zone, a.id
  FROM (
    SELECT actor AS owner, NULL::bigint AS only_member
    UNION ALL
    SELECT g.user_id, g.member_id FROM grants g
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
  ) c
  JOIN alerts a ON a.user_id = c.owner AND a.id = alert AND (c.only_member IS NULL OR a.member_id = c.only_member),
  LATERAL praan_member_access(actor, a.member_id, false) m
  WHERE m.user_id = a.user_id LIMIT 1
$$
-- next
-- The alerts that somebody may see, newest first, by their place: details are read as the family that owns each.
-- A snooze that is over is OPEN again.
CREATE FUNCTION praan_alerts(actor bigint, only_member bigint, statuses text[], before_at timestamptz, before_id bigint,
  most integer)
RETURNS TABLE (user_id bigint, member_id bigint, categories text[], id bigint, opened_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.user_id, a.member_id, c.categories, a.id, a.opened_at
  FROM (
    SELECT actor AS owner, NULL::bigint AS only_member, NULL::text[] AS categories
    UNION ALL
    SELECT g.user_id, g.member_id, g.categories FROM grants g
      WHERE g.grantee_id = actor AND g.status = 'ACCEPTED' AND (g.expires_at IS NULL OR g.expires_at > now())
        AND 'vitals' = ANY (g.categories)
  ) c
  JOIN alerts a ON a.user_id = c.owner AND (c.only_member IS NULL OR a.member_id = c.only_member)
  JOIN members m ON m.user_id = a.user_id AND m.id = a.member_id AND m.deleted_at IS NULL
  WHERE (praan_alerts.only_member IS NULL OR a.member_id = praan_alerts.only_member)
    AND (statuses IS NULL OR CASE WHEN a.snoozed_until <= now() THEN 'OPEN' ELSE a.status::text END = ANY (statuses))
    AND (a.opened_at, a.id) < (before_at, before_id)
  ORDER BY a.opened_at DESC, a.id DESC LIMIT most
$$
-- next
-- What a log of readings says: the worse of what it measured.
CREATE FUNCTION praan_log_band(owner bigint, log bigint) RETURNS TABLE (severity text, band text)
LANGUAGE sql STABLE AS $$
  SELECT r.severity, r.band FROM readings r WHERE r.user_id = owner AND r.log_id = log
  ORDER BY array_position('{NORMAL,INFO,WARN,URGENT}', r.severity) DESC NULLS LAST, r.rule LIMIT 1
$$
-- next
DROP FUNCTION praan_history(bigint, bigint, text[], date, date, timestamptz, bigint, integer, boolean)
-- next
-- GET history in one statement, of all logs or of those alone that have a photo to show.
-- Raises PR403 when the program is not the caller's to read.
CREATE FUNCTION praan_history(
  actor bigint, program bigint, kinds text[], from_date date, to_date date,
  before_at timestamptz, before_id bigint, most integer, photos boolean)
RETURNS TABLE (user_id bigint, id bigint, program_id bigint, member_id bigint, log_type text, status text,
  payload text, note bytea, at timestamptz, created_at timestamptz, source text, supersedes bigint,
  superseded_by bigint, failure_code text, failure_message text, candidates text, thumb_key text, severity text,
  band text, reads_notes boolean)
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
        l.superseded_by, l.failure_code::text, l.failure_message::text, l.candidates::text, l.thumb_key::text,
        NULL::text, NULL::text, notes
      FROM praan_shown(a.user_id, program, kinds, first_day, last_day, before_at, before_id) l
      WHERE l.thumb_key IS NOT NULL
      ORDER BY l.timestamp DESC, l.id DESC LIMIT most;
  ELSE
    -- Bands are looked up for the page alone, after it is cut.
    RETURN QUERY
      SELECT l.user_id, l.id, l.program_id, l.member_id, l.log_type::text, l.status::text,
        (l.payload - 'canonical')::text, l.note::bytea, l.timestamp, l.created_at, l.source::text, l.supersedes,
        l.superseded_by, l.failure_code::text, l.failure_message::text, l.candidates::text, l.thumb_key::text,
        b.severity, b.band, notes
      FROM (SELECT s.* FROM praan_shown(a.user_id, program, kinds, first_day, last_day, before_at, before_id) s
        ORDER BY s.timestamp DESC, s.id DESC LIMIT most) l
      LEFT JOIN LATERAL praan_log_band(l.user_id, l.id) b ON l.log_type = 'VITALS'
      ORDER BY l.timestamp DESC, l.id DESC;
  END IF;
END $$
-- next
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname IN (
    'praan_lock_rule', 'praan_own_thresholds', 'praan_reading_context', 'praan_fold', 'praan_tell_alert', 'praan_judge',
    'praan_add_reading', 'praan_rejudge', 'praan_stale', 'praan_open_stale', 'praan_stale_over',
    'praan_category_followers', 'praan_alert_access', 'praan_alerts', 'praan_log_band', 'praan_history')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO praan_definer', f);
  END LOOP;
END $$
-- next
GRANT EXECUTE ON FUNCTION praan_lock_rule(bigint, bigint, text), praan_own_thresholds(bigint, bigint, timestamptz),
  praan_fold(bigint, bigint, text, timestamptz, bigint, timestamptz, bigint, bigint[]),
  praan_tell_alert(bigint, bigint, bigint, text, text), praan_category_followers(bigint, bigint, text),
  praan_log_band(bigint, bigint) TO praan_app, praan_worker
-- next
GRANT EXECUTE ON FUNCTION praan_category_followers(bigint, bigint, text) TO praan_analysis
-- next
GRANT EXECUTE ON FUNCTION praan_reading_context(bigint, bigint, timestamptz),
  praan_judge(bigint, bigint, bigint, bigint, bigint, timestamptz, date, jsonb, integer),
  praan_add_reading(bigint, bigint, jsonb, timestamptz, text, inet, uuid, jsonb, integer),
  praan_stale_over(bigint, bigint, date), praan_alert_access(bigint, bigint),
  praan_alerts(bigint, bigint, text[], timestamptz, bigint, integer),
  praan_history(bigint, bigint, text[], date, date, timestamptz, bigint, integer, boolean) TO praan_app
-- next
GRANT EXECUTE ON FUNCTION praan_rejudge(bigint, bigint, jsonb, integer), praan_stale(bigint[], bigint[], timestamptz),
  praan_open_stale(bigint, bigint, date, text[]) TO praan_worker
-- next
ALTER FUNCTION praan_stale(bigint[], bigint[], timestamptz) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_category_followers(bigint, bigint, text) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_alert_access(bigint, bigint) OWNER TO praan_definer
-- next
ALTER FUNCTION praan_alerts(bigint, bigint, text[], timestamptz, bigint, integer) OWNER TO praan_definer
