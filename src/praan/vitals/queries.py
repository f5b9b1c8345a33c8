"""SQL of thresholds, readings and alerts. Judging is praan_judge (migrations/sql/0005_judging.sql)."""

CONTEXT = "SELECT user_id, day, dob, own, version FROM praan_reading_context($1, $2, $3)"

VERSION = "SELECT max(version) FROM thresholds"

THRESHOLDS = """
SELECT rule, field, age_from, age_to, severity, side, bound, inclusive, band, unit, source
FROM thresholds WHERE version = $1 ORDER BY rule, field, age_from, side, bound
"""

# What a log measured and whom; judged by the thresholds that were in force when it was told.
SUBJECT = """
SELECT l.payload::jsonb AS payload, l.local_date AS day, m.dob,
  praan_own_thresholds(l.user_id, l.member_id, l.created_at) AS own,
  (SELECT max(t.version) FROM thresholds t) AS version
FROM daily_logs l JOIN members m ON m.user_id = l.user_id AND m.id = l.member_id
WHERE l.user_id = $1 AND l.id = $2 AND l.timestamp = $3
"""

JUDGE = "SELECT alert, change FROM praan_judge($1, $2, $3, $4, $5, $6, $7, $8, $9)"


BORN = "SELECT dob FROM members WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL"

OWN_THRESHOLDS = "SELECT praan_own_thresholds($1, $2, now())"

TIGHTEN = """
INSERT INTO member_thresholds (user_id, member_id, rule, field, warn_low, warn_high, urgent_low, urgent_high,
  created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

READINGS = """
SELECT log_id, at, rule::text AS rule, value, value2, context::text AS context, severity, band FROM readings
WHERE user_id = $1 AND member_id = $2 AND ($3::text[] IS NULL OR rule = ANY ($3))
  AND at >= ($4::date - 1)::timestamp AT TIME ZONE 'UTC' AND at < ($5::date + 2)::timestamp AT TIME ZONE 'UTC'
  AND local_date BETWEEN $4 AND $5 AND (at, log_id, rule) < ($6, $7, $8::text)
ORDER BY at DESC, log_id DESC, rule DESC LIMIT $9
"""

# The readings of each day, rule and band in one row: a bounded answer, however many there were.
DAILY = """
SELECT rule::text AS rule, local_date AS date, severity, band, count(*)::integer AS readings,
  min(value) AS min, max(value) AS max, sum(value) AS sum,
  min(value2) AS min2, max(value2) AS max2, sum(value2) AS sum2
FROM readings
WHERE user_id = $1 AND member_id = $2
  AND at >= ($3::date - 1)::timestamp AT TIME ZONE 'UTC' AND at < ($4::date + 2)::timestamp AT TIME ZONE 'UTC'
  AND local_date BETWEEN $3 AND $4
GROUP BY rule, local_date, severity, band
"""

ALERT_ACCESS = "SELECT * FROM praan_alert_access($1, $2)"

ALERT_PLACES = "SELECT user_id, member_id, categories, id, opened_at FROM praan_alerts($1, $2, $3, $4, $5, $6)"

# A snooze that is over is OPEN again. Readings that were taken back are not shown.
ALERTS = """
SELECT a.user_id, a.id, a.member_id, a.log_id, a.rule::text AS rule, a.severity::text AS severity,
  CASE WHEN a.snoozed_until <= now() THEN 'OPEN' ELSE a.status::text END AS status,
  CASE WHEN a.snoozed_until > now() THEN a.snoozed_until END AS snoozed_until, a.opened_at,
  a.readings::integer AS readings, a.missing, a.missed_on, a.thresholds_version, a.escalated_at,
  a.acknowledged_at, a.acknowledged_name,
  a.note::bytea AS note, a.cleared_at, a.cleared_by::text AS cleared_by, a.worst_log_id, a.latest_log_id,
  w.at AS worst_at, w.value AS worst_value, w.value2 AS worst_value2, w.severity AS worst_severity,
  w.band AS worst_band, (wl.payload - 'canonical')::text AS worst_payload,
  n.at AS latest_at, n.value AS latest_value, n.value2 AS latest_value2, n.severity AS latest_severity,
  n.band AS latest_band, (nl.payload - 'canonical')::text AS latest_payload
FROM alerts a
LEFT JOIN readings w ON w.user_id = a.user_id AND w.log_id = a.worst_log_id AND w.rule = a.rule
LEFT JOIN daily_logs wl ON wl.user_id = w.user_id AND wl.id = w.log_id AND wl.timestamp = w.at
LEFT JOIN readings n ON n.user_id = a.user_id AND n.log_id = a.latest_log_id AND n.rule = a.rule
LEFT JOIN daily_logs nl ON nl.user_id = n.user_id AND nl.id = n.log_id AND nl.timestamp = n.at
WHERE a.user_id = $1 AND a.id = ANY ($2::bigint[])
"""

# How alerts were told: for the owner to whom, for whoever may change things to themselves.
DELIVERIES = """
SELECT alert_id, person_name, channel, occasion, status, reason, coalesce(sent_at, updated_at) AS at
FROM deliveries WHERE user_id = $1 AND alert_id = ANY ($2::bigint[])
  AND (user_id = praan_actor_id() OR (person_id = praan_actor_id() AND praan_may(member_id, 'vitals', 'write')))
ORDER BY id
"""

LOCK_ALERT = """
SELECT status::text AS status, severity::text AS severity FROM alerts WHERE user_id = $1 AND id = $2 FOR UPDATE
"""

ACKNOWLEDGE = """
UPDATE alerts SET status = 'ACKNOWLEDGED', snoozed_until = NULL, acknowledged_at = now(), acknowledged_by = $3,
  acknowledged_name = $4, note = coalesce($5, note), updated_at = now()
WHERE user_id = $1 AND id = $2
"""

SNOOZE = """
UPDATE alerts SET status = 'SNOOZED', snoozed_until = now() + make_interval(mins => $3), updated_at = now()
WHERE user_id = $1 AND id = $2
"""

CALLER_NAME = "SELECT name FROM users WHERE id = $1"

STALE = "SELECT user_id, member_id, day, kinds FROM praan_stale($1, $2, $3)"

OPEN_STALE = "SELECT alert, change FROM praan_open_stale($1, $2, $3, $4)"

STALE_OVER = "SELECT alert, change FROM praan_stale_over($1, $2, $3)"

# In the order of praan_judge.
LOCK_RULES = """
SELECT praan_lock_rule($1, $2, k.rule)
FROM unnest('{blood_pressure,glucose,pulse,spo2,temperature,weight}'::text[]) AS k (rule)
"""

# Every log of a member that measures something now, with the thresholds of the time when it was told.
MEASURING = """
SELECT l.id, l.program_id, l.timestamp AS at, l.local_date AS day, l.payload::jsonb AS payload,
  praan_own_thresholds(l.user_id, l.member_id, l.created_at) AS own
FROM daily_logs l
WHERE l.user_id = $1 AND l.member_id = $2 AND l.log_type = 'VITALS' AND l.status IN ('VERIFIED', 'NEEDS_REVIEW')
  AND l.deleted_at IS NULL AND l.superseded_by IS NULL
ORDER BY l.timestamp, l.id
"""

REJUDGE = "SELECT praan_rejudge($1, $2, $3, $4)"

MEMBERS_OF = "SELECT DISTINCT member_id FROM care_programs WHERE user_id = $1"
