"""SQL of the journal: the one-statement write and the analysis of a photo."""

ADD = """
SELECT outcome, id, user_id, member_id, before, after, followers
FROM praan_add_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""

PUBLISH = "INSERT INTO outbox (user_id, member_id, event, payload) VALUES ($1, $2, $3, $4)"

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

FAILED = """
UPDATE daily_logs SET status = 'FAILED', failure_code = $4, failure_message = $5
WHERE user_id = $1 AND id = $2 AND timestamp = $3 AND status = 'PROCESSING'
RETURNING id
"""
