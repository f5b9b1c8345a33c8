"""SQL of daily_logs."""

LOG_ACCESS = "SELECT * FROM praan_log_access($1, $2, $3)"

HISTORY = "SELECT * FROM praan_history($1, $2, $3, $4, $5, $6, $7, $8, $9)"

# The page of history begins with it: one look into the index of each program.
LATEST = """
SELECT p.member_id, max(l.timestamp) AS at FROM care_programs p, LATERAL (
  SELECT d.timestamp FROM daily_logs d
  WHERE d.user_id = p.user_id AND d.program_id = p.id AND d.deleted_at IS NULL AND d.superseded_by IS NULL
  ORDER BY d.timestamp DESC, d.id DESC LIMIT 1
) l
WHERE p.user_id = $1 AND p.member_id = ANY($2::bigint[]) AND p.deleted_at IS NULL GROUP BY p.member_id
"""

ONE = """
SELECT l.user_id, l.id, l.program_id, l.member_id, l.log_type, l.status, l.note, l.timestamp AS at, l.created_at,
  (l.payload - 'canonical')::text AS payload, l.source, l.supersedes, l.superseded_by, l.failure_code,
  l.failure_message, l.candidates::text AS candidates, l.thumb_key, l.photo_key, b.severity, b.band
FROM daily_logs l LEFT JOIN LATERAL praan_log_band(l.user_id, l.id) b ON l.log_type = 'VITALS'
WHERE l.user_id = $1 AND l.id = $2 AND l.timestamp = $3
"""

# Revisions as they lie, whatever has become of them. Each names its own partition.
BY_PLACE = """
SELECT l.user_id, l.id, l.member_id, l.log_type::text, l.payload::jsonb, l.note::bytea, l.timestamp AS at,
  l.supersedes
FROM unnest($2::bigint[], $3::timestamptz[]) AS asked (id, at)
JOIN daily_logs l ON l.user_id = $1 AND l.id = asked.id AND l.timestamp = asked.at
"""
