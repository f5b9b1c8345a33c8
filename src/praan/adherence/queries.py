"""SQL of adherence_metrics."""

DAYS = "SELECT * FROM praan_adherence($1, $2, $3, $4)"

# The begun days of a range, of all programs of these members of the entered family. A day and its score are those
# of praan_adherence, which asks for one program.
FAMILY_DAYS = """
SELECT m.id AS member_id, p.id AS program_id, d.day AS date, t.today,
  (CASE WHEN a.date IS NULL THEN s.total ELSE a.total_score END)::smallint AS total_score,
  coalesce(a.logs, 0)::integer AS logs, coalesce(a.provisional_logs > 0, false) AS provisional
FROM members m
CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE m.time_zone)::date AS today) t
JOIN care_programs p ON p.user_id = m.user_id AND p.member_id = m.id AND p.deleted_at IS NULL
CROSS JOIN LATERAL (
  SELECT greatest(p.start_date, $3::date) + g.n AS day
  FROM generate_series(0, least(p.end_date, $4::date, t.today) - greatest(p.start_date, $3::date)) g (n)
) d
LEFT JOIN adherence_metrics a ON a.user_id = p.user_id AND a.program_id = p.id AND a.date = d.day
LEFT JOIN LATERAL praan_score_day(p.user_id, p.id, d.day, 0, 0, 0, 0, '{0,0,0,0,0,0}') s ON a.date IS NULL
WHERE m.user_id = $1 AND m.id = ANY($2::bigint[]) AND m.deleted_at IS NULL
"""

# Photos that wait for a person's look, of the members whose meals the caller may see.
TO_REVIEW = """
SELECT a.member_id, sum(a.provisional_logs)::integer AS waiting FROM adherence_metrics a
WHERE a.user_id = $1 AND a.member_id = ANY($2::bigint[]) AND a.provisional_logs > 0
  AND (a.user_id = praan_actor_id() OR praan_may(a.member_id, 'nutrition', 'read'))
GROUP BY a.member_id
"""

# What the kept totals say was eaten on each day of a range, with the goals that are due on it.
NUTRITION = """
SELECT d.day AS date, coalesce(a.meals, 0)::integer AS meals,
  coalesce(a.provisional_logs > 0, false) AS provisional,
  a.energy_mkcal, a.protein_mg, a.carbs_mg, a.fat_mg, c.nutrition_goals::jsonb AS goals
FROM (SELECT $3::date + g.n AS day FROM generate_series(0, $4::date - $3::date) g (n)) d
LEFT JOIN adherence_metrics a ON a.user_id = $1 AND a.program_id = $2 AND a.date = d.day
LEFT JOIN LATERAL (
  SELECT CASE WHEN NOT v.paused THEN v.nutrition_goals END AS nutrition_goals FROM program_configs v
  WHERE v.user_id = $1 AND v.program_id = $2 AND v.effective_from <= d.day
  ORDER BY v.effective_from DESC, v.id DESC LIMIT 1
) c ON d.day BETWEEN $5::date AND $6::date
ORDER BY d.day
"""

LOCK = "SELECT praan_lock_scores($1, false)"

# $4: 1 adds the log to its day, -1 takes it back. The caller holds LOCK.
APPLY = """
SELECT s.before, s.after FROM daily_logs l, LATERAL praan_apply(l, $4) s
WHERE l.user_id = $1 AND l.id = $2 AND l.timestamp = $3
"""

RESCORE = "SELECT praan_rescore($1, $2, $3)"

REBUILD = "SELECT praan_rebuild($1, $2)"
