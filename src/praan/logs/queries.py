"""SQL of daily_logs."""

LOG_ACCESS = "SELECT * FROM praan_log_access($1, $2, $3)"

HISTORY = "SELECT * FROM praan_history($1, $2, $3, $4, $5, $6, $7, $8, $9)"

ONE = """
SELECT user_id, id, program_id, member_id, log_type, status, (payload - 'canonical')::text AS payload, note,
  timestamp AS at, created_at, source, supersedes, superseded_by, failure_code, failure_message,
  candidates::text AS candidates, thumb_key, photo_key
FROM daily_logs WHERE user_id = $1 AND id = $2 AND timestamp = $3
"""
