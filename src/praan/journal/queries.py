"""SQL of the journal: the one-statement write, corrections of a log, and the analysis of a photo."""

ADD = """
SELECT outcome, id, user_id, member_id, before, after, followers
FROM praan_add_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""

# A reading: its log as above, and its judgement.
ADD_READING = """
SELECT outcome, id, user_id, member_id, before, after, followers, alerts, alert_followers
FROM praan_add_reading($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

LOCK = """
SELECT log_type, status, payload::text AS payload, note, timestamp AS at, local_date, time_zone, superseded_by,
  upload_key, reading, deleted_at
FROM daily_logs WHERE user_id = $1 AND id = $2 AND timestamp = $3 FOR UPDATE
"""

# The revision of $2: same member and program, its own moment and content; what the photo showed stays with it.
# $17: the note stays too, since it is not the caller's to see.
REVISE = """
INSERT INTO daily_logs (user_id, member_id, program_id, log_type, status, payload, note, timestamp, local_date,
  time_zone, source, energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli, reading, photo_key, thumb_key,
  upload_key, candidates, supersedes, created_by)
SELECT o.user_id, o.member_id, o.program_id, o.log_type, $4, coalesce($5, o.payload),
  CASE WHEN $5 IS NULL OR $17 THEN o.note ELSE $6 END, $7, $8, $9, o.source,
  CASE WHEN $5 IS NULL THEN o.energy_mkcal ELSE $10 END, CASE WHEN $5 IS NULL THEN o.protein_mg ELSE $11 END,
  CASE WHEN $5 IS NULL THEN o.carbs_mg ELSE $12 END, CASE WHEN $5 IS NULL THEN o.fat_mg ELSE $13 END,
  CASE WHEN $5 IS NULL THEN o.minutes_milli ELSE $14 END, coalesce($15, o.reading),
  o.photo_key, o.thumb_key, o.upload_key, o.candidates, o.id, $16
FROM daily_logs o WHERE o.user_id = $1 AND o.id = $2 AND o.timestamp = $3
RETURNING id, timestamp
"""

SUPERSEDE = "UPDATE daily_logs SET superseded_by = $4 WHERE user_id = $1 AND id = $2 AND timestamp = $3"

# A copy is a log of its own: without the photo, which belongs to the first member.
COPY = """
INSERT INTO daily_logs (user_id, member_id, program_id, log_type, status, payload, note, timestamp, local_date,
  time_zone, source, energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli, reading, created_by)
VALUES ($1, $2, $3, $4, $17, $5, $6, $7, $8, $9, 'manual', $10, $11, $12, $13, $14, $15, $16)
RETURNING id, timestamp
"""

READ = """
SELECT status, payload, note, timestamp AS at, superseded_by, deleted_at, reading,
  energy_mkcal, protein_mg, carbs_mg, fat_mg, minutes_milli
FROM daily_logs WHERE user_id = $1 AND id = $2 AND timestamp = $3
"""

CONFIRM = """
UPDATE daily_logs SET status = 'VERIFIED', payload = coalesce($4, payload),
  energy_mkcal = CASE WHEN $4 IS NULL THEN energy_mkcal ELSE $5 END,
  protein_mg = CASE WHEN $4 IS NULL THEN protein_mg ELSE $6 END,
  carbs_mg = CASE WHEN $4 IS NULL THEN carbs_mg ELSE $7 END,
  fat_mg = CASE WHEN $4 IS NULL THEN fat_mg ELSE $8 END
WHERE user_id = $1 AND id = $2 AND timestamp = $3
"""

RETRY = """
UPDATE daily_logs SET status = 'PROCESSING', failure_code = NULL, failure_message = NULL, attempts = 0,
  queued_at = clock_timestamp()
WHERE user_id = $1 AND id = $2 AND timestamp = $3
"""

SET_DELETED = "UPDATE daily_logs SET deleted_at = $4 WHERE user_id = $1 AND id = $2 AND timestamp = $3"

LOCAL_DAY = """
SELECT ($1::timestamptz AT TIME ZONE $2::text)::date AS day,
  praan_when($1, ($1::timestamptz AT TIME ZONE $2::text)::date, $3, $4) AS outcome
"""

FIND_PHOTO = """
SELECT member_id, program_id, timestamp AS at, status, upload_key, photo_key, thumb_key, attempts
FROM daily_logs WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL AND superseded_by IS NULL
"""

BEGIN_ATTEMPT = """
UPDATE daily_logs SET attempts = attempts + 1
WHERE user_id = $1 AND id = $2 AND timestamp = $3 AND status = 'PROCESSING' RETURNING attempts
"""

ANALYSED = """
UPDATE daily_logs SET status = $4, payload = payload || $5, candidates = $6, photo_key = $7, thumb_key = $8,
  energy_mkcal = $9, protein_mg = $10, carbs_mg = $11, fat_mg = $12
WHERE user_id = $1 AND id = $2 AND timestamp = $3 AND status = 'PROCESSING'
  AND deleted_at IS NULL AND superseded_by IS NULL
RETURNING id
"""

# An attempt that met a part which did not answer is not the photo's fault and does not count.
TAKE_BACK_ATTEMPT = """
UPDATE daily_logs SET attempts = greatest(attempts - 1, 0)
WHERE user_id = $1 AND id = $2 AND timestamp = $3 AND status = 'PROCESSING'
"""

FAILED = """
UPDATE daily_logs SET status = 'FAILED', failure_code = $4, failure_message = $5
WHERE user_id = $1 AND id = $2 AND timestamp = $3 AND status = 'PROCESSING'
RETURNING id
"""
