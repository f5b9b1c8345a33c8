"""SQL of programs and their configs."""

PROGRAM_ACCESS = "SELECT * FROM praan_program_access($1, $2)"

LOCK_SCORES = "SELECT praan_lock_scores($1, true)"

ADD_PROGRAM = """
INSERT INTO care_programs (user_id, member_id, title, template, start_date) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (user_id, member_id, lower(title)) WHERE status = 'ACTIVE' AND deleted_at IS NULL DO NOTHING
RETURNING id, member_id, title, template, start_date, end_date, completed_on, status
"""

PROGRAM = """
SELECT id, member_id, title, template, start_date, end_date, completed_on, status FROM care_programs
WHERE user_id = $1 AND member_id = $2 AND id = $3 AND deleted_at IS NULL
"""

PROGRAMS = """
SELECT id, member_id, title, template, start_date, end_date, completed_on, status FROM care_programs
WHERE user_id = $1 AND member_id = $2 AND id < $3 AND deleted_at IS NULL ORDER BY id DESC LIMIT $4
"""

CURRENT = """
SELECT DISTINCT ON (member_id) id, member_id, title, template, start_date, end_date, completed_on, status
FROM care_programs
WHERE user_id = $1 AND member_id = ANY($2::bigint[]) AND deleted_at IS NULL
ORDER BY member_id, array_position('{ACTIVE,PAUSED,COMPLETED}', status), id DESC
"""

PROGRAM_IDS = "SELECT id FROM care_programs WHERE user_id = $1 AND member_id = $2"

STATUS = """
SELECT status FROM care_programs
WHERE user_id = $1 AND member_id = $2 AND id = $3 AND deleted_at IS NULL FOR NO KEY UPDATE
"""

CHANGE_PROGRAM = """
UPDATE care_programs SET title = coalesce($4, title), status = coalesce($5, status), updated_at = now(),
  completed_on = coalesce(completed_on, $6)
WHERE user_id = $1 AND member_id = $2 AND id = $3 AND deleted_at IS NULL
RETURNING id, member_id, title, template, start_date, end_date, completed_on, status
"""

ADD_CONFIG = """
INSERT INTO program_configs (user_id, member_id, program_id, effective_from, nutrition_goals, strength_goals,
  vitals_goals, paused, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
RETURNING id, program_id, effective_from, nutrition_goals, strength_goals, vitals_goals, created_at
"""

CONFIG_IN_FORCE = """
SELECT id, program_id, effective_from, nutrition_goals, strength_goals, vitals_goals, created_at
FROM program_configs WHERE user_id = $1 AND program_id = $2 AND effective_from <= $3
ORDER BY effective_from DESC, id DESC LIMIT 1
"""

CONFIGS = """
SELECT id, program_id, effective_from, nutrition_goals, strength_goals, vitals_goals, paused, created_at
FROM program_configs WHERE user_id = $1 AND program_id = $2 AND (effective_from, id) < ($3, $4)
ORDER BY effective_from DESC, id DESC LIMIT $5
"""

# The version in force on $4 and every later one again, with the same goals: else goals that were set ahead
# would end a pause on their first day.
SET_PAUSED = """
INSERT INTO program_configs (user_id, member_id, program_id, effective_from, nutrition_goals, strength_goals,
  vitals_goals, paused, created_by)
SELECT DISTINCT ON (greatest(c.effective_from, $4)) c.user_id, c.member_id, c.program_id,
  greatest(c.effective_from, $4), c.nutrition_goals, c.strength_goals, c.vitals_goals, $5, $6
FROM program_configs c WHERE c.user_id = $1 AND c.member_id = $2 AND c.program_id = $3
ORDER BY greatest(c.effective_from, $4), c.effective_from DESC, c.id DESC
"""

CHECK_INS = """
SELECT id, program_id, phase, day, made_at, answered_at, effort, note FROM check_ins
WHERE user_id = $1 AND program_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4
"""

# $6: who may not read notes leaves the one that is there.
ANSWER = """
UPDATE check_ins SET answered_at = now(), answered_by = $4, effort = $5, note = CASE WHEN $6 THEN $7 ELSE note END
WHERE user_id = $1 AND program_id = $2 AND id = $3
RETURNING id, program_id, phase, day, made_at, answered_at, effort, note
"""

TURNING = "SELECT user_id, program_id, time_zone, turns_on FROM praan_turning_programs($1, $2, $3, $4)"

LOCK_TURNING = """
SELECT p.member_id, p.status, p.phase, p.start_date, p.end_date, m.time_zone
FROM care_programs p JOIN members m ON m.user_id = p.user_id AND m.id = p.member_id
WHERE p.user_id = $1 AND p.id = $2 AND p.deleted_at IS NULL AND m.deleted_at IS NULL FOR NO KEY UPDATE OF p
"""

ENTER_PHASE = "UPDATE care_programs SET phase = $3, updated_at = now() WHERE user_id = $1 AND id = $2"

COMPLETE = """
UPDATE care_programs SET status = 'COMPLETED', completed_on = end_date, updated_at = now()
WHERE user_id = $1 AND id = $2
"""

CHECK_IN = """
INSERT INTO check_ins (user_id, member_id, program_id, phase, day) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""

EVERYWHERE = "SELECT user_id, program_id FROM praan_programs_of($1, $2, 500)"
