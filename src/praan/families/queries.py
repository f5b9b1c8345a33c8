"""SQL of members, grants and invitations."""

MEMBER_ACCESS = "SELECT * FROM praan_member_access($1, $2, $3)"

ZONE = "SELECT now() AT TIME ZONE $1::text"

ADD_MEMBER = """
INSERT INTO members (user_id, name, relation_type, dob, sex, time_zone, units, avatar_colour)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
RETURNING user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
"""

MEMBER = """
SELECT user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
FROM members WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL
"""

OWN_MEMBERS = """
SELECT user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
FROM members WHERE user_id = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3
"""

# The access function leaves out the deleted, whom the list of grants still knows.
SHARED_MEMBERS = """
SELECT s.user_id, s.member_id, s.role
FROM praan_shared_members($1) s, LATERAL praan_member_access($1, s.member_id, false) a
WHERE a.user_id = s.user_id AND s.member_id > $2 ORDER BY s.member_id LIMIT $3
"""

# Of these members, those whom the person may see now.
VISIBLE = """
SELECT a.member_id FROM unnest($2::bigint[]) AS asked (id), LATERAL praan_member_access($1, asked.id, false) a
WHERE a.member_id IS NOT NULL
"""

# Everybody whom the caller may see now, in the words of an admission.
READABLE = """
SELECT a.* FROM (
  SELECT m.id FROM members m WHERE m.user_id = $1 AND m.deleted_at IS NULL
  UNION ALL
  SELECT s.member_id FROM praan_shared_members($1) s
) AS one, LATERAL praan_member_access($1, one.id, false) a
WHERE a.user_id IS NOT NULL ORDER BY a.user_id, a.member_id
"""

MEMBERS_OF = """
SELECT user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
FROM members WHERE user_id = $1 AND id = ANY($2::bigint[]) AND deleted_at IS NULL
"""

CHANGE_MEMBER = """
UPDATE members SET name = coalesce($3, name), relation_type = coalesce($4, relation_type), dob = coalesce($5, dob),
  sex = coalesce($6, sex), time_zone = coalesce($7, time_zone), units = coalesce($8, units),
  avatar_colour = coalesce($9, avatar_colour), leaderboard = coalesce($10, leaderboard), updated_at = now()
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL
RETURNING user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
"""

DELETE_MEMBER = """
UPDATE members SET deleted_at = now(), updated_at = now()
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING id
"""

RESTORE_MEMBER = """
UPDATE members SET deleted_at = NULL, updated_at = now() WHERE user_id = $1 AND id = $2
RETURNING user_id, id, name, relation_type, dob, time_zone, sex, units, avatar_colour, leaderboard, created_at
"""

# An invitation that has run out makes room for a new one.
END_EXPIRED_GRANT = """
UPDATE grants SET status = 'REVOKED', revoked_at = now()
WHERE user_id = $1 AND member_id = $2 AND email = $3 AND status <> 'REVOKED' AND expires_at <= now()
"""

ADD_GRANT = """
INSERT INTO grants (user_id, member_id, email, role, categories, expires_at, mailed_at)
VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)
ON CONFLICT (user_id, member_id, email) WHERE status <> 'REVOKED' DO NOTHING
RETURNING id, member_id, email, role, categories, status, created_at, accepted_at, expires_at,
  mailed_at IS NOT NULL AS mailed
"""

GRANTS = """
SELECT id, member_id, email, role, categories, status, created_at, accepted_at, expires_at,
  mailed_at IS NOT NULL AS mailed FROM grants
WHERE user_id = $1 AND member_id = $2 AND status <> 'REVOKED' AND id > $3 ORDER BY id LIMIT $4
"""

REVOKE_GRANT = """
UPDATE grants g SET status = 'REVOKED', revoked_at = now() FROM members m
WHERE g.user_id = $1 AND g.id = $2 AND g.status <> 'REVOKED'
  AND m.user_id = g.user_id AND m.id = g.member_id AND m.deleted_at IS NULL
RETURNING g.member_id
"""

INVITATIONS = """
SELECT user_id, id, member_name, from_name, role FROM praan_invitations($1) WHERE id > $2 ORDER BY id LIMIT $3
"""

# What whoever holds an invitation's link may know.
INVITATION = "SELECT user_id, id, member_name, from_name, role FROM praan_invitation($1, $2)"

ACCEPT_INVITATION = "SELECT user_id, id, member_id FROM praan_accept_invitation($1, $2, $3)"

TAKE_HELD_INVITATIONS = """
SELECT id, email, role, member_name, from_name, language FROM praan_take_held_invitations($1, $2)
"""

# Who invites, with a lock: an address that is being confirmed is waited for, and one that is confirmed from now on
# finds the invitation. One at a time, so that those at once do not all find the first letters unsent.
INVITER = """
SELECT email, name, language, email_verified_at IS NOT NULL AS verified FROM users WHERE id = $1 FOR NO KEY UPDATE
"""

# Asked after the lock was waited for: the statement that waits still counts what was there before.
MAILED = "SELECT count(*) FROM grants WHERE user_id = $1 AND mailed_at IS NOT NULL"

# The caller's own row; asked of the database each time, since whether an address is verified is never cached.
CALLER = "SELECT email, email_verified_at IS NOT NULL AS verified, name, language FROM users WHERE id = $1"

FOLLOWERS = "SELECT praan_followers($1, $2)"

CATEGORY_FOLLOWERS = "SELECT praan_category_followers($1, $2, $3)"

OWNERS = "SELECT user_id FROM praan_families($1, 500)"
