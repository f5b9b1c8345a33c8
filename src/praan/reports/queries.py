"""SQL of weekly reports. Their numbers come from derived tables: days, readings, alerts."""

ACCESS = "SELECT * FROM praan_report_access($1, $2)"

LANGUAGE = "SELECT language FROM users WHERE id = $1"

# The program whose food and movement a week is told by: a running one before a paused and a completed one.
PROGRAM = """
SELECT id, title, start_date FROM care_programs
WHERE user_id = $1 AND member_id = $2 AND deleted_at IS NULL AND start_date <= $4
  AND coalesce(completed_on, end_date) >= $3
ORDER BY array_position('{ACTIVE,PAUSED,COMPLETED}', status), start_date DESC, id DESC LIMIT 1
"""

STARTED = """
SELECT min(start_date) FROM care_programs WHERE user_id = $1 AND member_id = $2 AND deleted_at IS NULL
"""

# The days of a program from $3 to $4, both inclusive, with what an empty one is due.
DAYS = """
SELECT d.day AS date, coalesce(a.logs, 0) AS logs, coalesce(a.provisional_logs, 0) AS provisional,
  coalesce(a.meals, 0) AS meals, coalesce(a.energy_mkcal, 0) AS energy_mkcal,
  coalesce(a.protein_mg, 0) AS protein_mg, coalesce(a.carbs_mg, 0) AS carbs_mg, coalesce(a.fat_mg, 0) AS fat_mg,
  coalesce(a.minutes_milli, 0) AS minutes_milli,
  CASE WHEN a.date IS NULL THEN s.details ELSE a.details END AS details,
  c.nutrition_goals, coalesce(c.paused, false) AS paused
FROM care_programs p
CROSS JOIN LATERAL (
  SELECT greatest(p.start_date, $3::date) + n AS day
  FROM generate_series(0, least(p.end_date, $4::date) - greatest(p.start_date, $3::date)) n
) d
LEFT JOIN adherence_metrics a ON a.user_id = p.user_id AND a.program_id = p.id AND a.date = d.day
LEFT JOIN LATERAL praan_score_day(p.user_id, p.id, d.day, 0, 0, 0, 0, '{0,0,0,0,0,0}') s ON a.date IS NULL
LEFT JOIN LATERAL (
  SELECT g.nutrition_goals, g.paused FROM program_configs g
  WHERE g.user_id = p.user_id AND g.program_id = p.id AND g.effective_from <= d.day
  ORDER BY g.effective_from DESC, g.id DESC LIMIT 1
) c ON true
WHERE p.user_id = $1 AND p.id = $2 ORDER BY d.day
"""

# At most seven days times what can be measured times its bands.
READINGS = """
SELECT rule::text AS rule, local_date AS date, band, severity, count(*)::integer AS readings,
  sum(value) AS sum, min(value) AS least, max(value) AS most,
  sum(value2) AS sum2, min(value2) AS least2, max(value2) AS most2
FROM readings
WHERE user_id = $1 AND member_id = $2 AND at >= $5 AND at < $6 AND local_date BETWEEN $3 AND $4
GROUP BY rule, local_date, band, severity ORDER BY rule, local_date
"""

# Those that held at some moment from $3 to $4, and whatever is open now: nobody may read that all is well then.
ALERTS = """
SELECT rule::text AS rule, severity::text AS severity, count(*)::integer AS alerts,
  count(*) FILTER (WHERE opened_at >= $3 AND opened_at < $4)::integer AS opened,
  count(*) FILTER (WHERE status <> 'CLEARED')::integer AS unresolved
FROM alerts
WHERE user_id = $1 AND member_id = $2 AND cleared_by IS DISTINCT FROM 'WITHDRAWN'
  AND (status <> 'CLEARED' OR (opened_at < $4 AND cleared_at >= $3))
GROUP BY rule, severity ORDER BY rule, severity
"""

# Bounded by the moments, so that only the week's partitions are looked at.
PHOTOS = """
SELECT count(*)::integer FROM daily_logs
WHERE user_id = $1 AND member_id = $2 AND timestamp >= $5 AND timestamp < $6 AND local_date BETWEEN $3 AND $4
  AND photo_key IS NOT NULL AND status IN ('VERIFIED', 'NEEDS_REVIEW') AND deleted_at IS NULL
  AND superseded_by IS NULL
"""

# Asked for again. What waits will see everything when it is begun; what is being made may have looked already.
ASK = """
INSERT INTO reports AS r (user_id, member_id, week_start, object_name, asks)
VALUES ($1, $2, $3, $4, ARRAY[clock_timestamp()])
ON CONFLICT (user_id, member_id, week_start) DO UPDATE
  SET asked = r.asked + (r.made = r.asked OR r.attempts > 0)::integer, attempts = 0,
    queued_at = clock_timestamp(), asks = clock_timestamp() || r.asks[1:10]
RETURNING id
"""

# After how many seconds a member's report may be asked for again, once there are more than $3 asks in an hour.
WAIT = """
SELECT greatest(1, ceil(extract(epoch FROM moment + interval '1 hour' - clock_timestamp())))::integer
FROM reports CROSS JOIN LATERAL unnest(asks) moment
WHERE user_id = $1 AND member_id = $2 AND moment > clock_timestamp() - interval '1 hour'
ORDER BY moment DESC OFFSET $3 LIMIT 1
"""

# The clock's own asking, once for each week; nothing for a member without a program in it.
ASK_WEEKLY = """
INSERT INTO reports AS r (user_id, member_id, week_start, object_name, weekly)
SELECT $1, $2, $3, $4, true
WHERE EXISTS (
  SELECT FROM care_programs p WHERE p.user_id = $1 AND p.member_id = $2 AND p.deleted_at IS NULL
    AND p.start_date <= $3::date + 6 AND coalesce(p.completed_on, p.end_date) >= $3::date)
ON CONFLICT (user_id, member_id, week_start) DO UPDATE
  SET weekly = true, asked = r.asked + (r.made = r.asked OR r.attempts > 0)::integer, attempts = 0,
    queued_at = clock_timestamp()
  WHERE NOT r.weekly
RETURNING id
"""

DUE = "SELECT user_id, member_id, week_start FROM praan_due_reports($1, $2, $3, $4)"

REQUEUE = "SELECT praan_requeue_reports($1, $3, $2)"

BEGIN = """
UPDATE reports r SET attempts = r.attempts + 1
FROM members m
WHERE r.user_id = $1 AND r.id = $2 AND r.made < r.asked AND r.attempts < $3
  AND m.user_id = r.user_id AND m.id = r.member_id AND m.deleted_at IS NULL
RETURNING r.member_id, r.week_start, r.asked, r.object_name, m.time_zone
"""

# An attempt that met a part which did not answer does not count.
TAKE_BACK_ATTEMPT = """
UPDATE reports SET attempts = greatest(attempts - 1, 0) WHERE user_id = $1 AND id = $2 AND made < asked
"""

MADE = """
UPDATE reports SET made = $3, numbers = $4, generator = $5, made_at = $6,
  attempts = CASE WHEN asked = $3 THEN 0 ELSE attempts END
WHERE user_id = $1 AND id = $2 AND made < $3
RETURNING member_id, old.made AS before, weekly AND mailed_at IS NULL AS to_mail
"""

MAILED = "UPDATE reports SET mailed_at = now() WHERE user_id = $1 AND id = $2"

READERS = "SELECT email, language FROM praan_report_readers($1, $2)"

STANDS = "SELECT object_name, made FROM reports WHERE user_id = $1 AND id = $2"

ONE = """
SELECT user_id, id, member_id, week_start, asked, made, attempts, object_name, numbers, made_at
FROM reports WHERE user_id = $1 AND id = $2
"""

PAGE = """
SELECT user_id, id, member_id, week_start, asked, made, attempts, object_name, numbers, made_at
FROM reports WHERE user_id = $1 AND member_id = $2 AND made > 0 AND week_start < $3
ORDER BY week_start DESC LIMIT $4
"""

# With the report's row locked, so that many at once are counted one after the other.
LOCK = "SELECT made FROM reports WHERE user_id = $1 AND id = $2 FOR NO KEY UPDATE"

LIVE_SHARES = """
SELECT count(*)::integer FROM report_shares
WHERE user_id = $1 AND report_id = $2 AND revoked_at IS NULL AND expires_at > now()
"""

SWEEP_SHARES = "SELECT praan_sweep_report_shares()"

ADD_SHARE = """
INSERT INTO report_shares (user_id, member_id, report_id, token_hash, language, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""

END_SHARES = """
UPDATE report_shares SET revoked_at = now()
WHERE user_id = $1 AND report_id = $2 AND revoked_at IS NULL AND expires_at > now() RETURNING id
"""

SHARED = "SELECT user_id, member_id, report_id, language, expires_at FROM praan_shared_report($1)"
