"""SQL of adherence_metrics."""

DAYS = "SELECT * FROM praan_adherence($1, $2, $3, $4)"

LOCK = "SELECT praan_lock_scores($1, false)"

# $4: 1 adds the log to its day, -1 takes it back. The caller holds LOCK.
APPLY = """
SELECT s.before, s.after FROM daily_logs l, LATERAL praan_apply(l, $4) s
WHERE l.user_id = $1 AND l.id = $2 AND l.timestamp = $3
"""

FOLLOWERS = "SELECT praan_followers($1, $2)"

RESCORE = "SELECT praan_rescore($1, $2, $3)"

REBUILD = "SELECT praan_rebuild($1, $2)"

PROGRAMS = "SELECT * FROM praan_programs_of($1, $2, 500)"
