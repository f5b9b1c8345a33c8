"""SQL of accounts and sessions. Row-level security lets a person reach their own rows only."""

NEXT_ID = "SELECT nextval('praan_ids')"

ADD_USER = """
INSERT INTO users (id, email, password_hash, name, language) VALUES ($1, $2, $3, $4, $5)
RETURNING id, email, name, role, language, email_verified_at IS NOT NULL AS email_verified, created_at
"""

ACCOUNT = "SELECT id, password_hash FROM praan_account($1)"

USER = """
SELECT id, email, name, role, language, email_verified_at IS NOT NULL AS email_verified, created_at
FROM users WHERE id = $1 AND deleted_at IS NULL
"""

# A password that was right a moment ago may have been replaced since. Who replaces it from now on waits for
# this row, and so ends the session that it is read for.
SIGNING_IN = """
SELECT id, email, name, role, language, email_verified_at IS NOT NULL AS email_verified, created_at
FROM users WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL FOR SHARE
"""

CHANGE_USER = """
UPDATE users SET name = coalesce($2, name), language = coalesce($3, language), updated_at = now()
WHERE id = $1 AND deleted_at IS NULL
RETURNING id, email, name, role, language, email_verified_at IS NOT NULL AS email_verified, created_at
"""

VERIFY_EMAIL = "SELECT praan_verify_email($1)"

# A new link ends no other: anybody may ask for one. How many there are the limit on letters bounds.
ADD_LINK = """
WITH old AS (DELETE FROM links WHERE user_id = $1 AND purpose = $2 AND expires_at <= now())
INSERT INTO links (user_id, purpose, token_hash, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4))
"""

LINK_HOLDS = """
SELECT true FROM links WHERE user_id = $1 AND purpose = $2 AND token_hash = $3 AND expires_at > now()
"""

# Takes all of a kind away, in the same order for everybody: of two that are spent at once one finds nothing.
SPEND_LINK = """
WITH spent AS (
  DELETE FROM links WHERE user_id = $1 AND purpose = $2 AND EXISTS (
    SELECT FROM links WHERE user_id = $1 AND purpose = $2 AND token_hash = $3 AND expires_at > now())
  RETURNING token_hash
)
SELECT true FROM spent WHERE token_hash = $3
"""

# Whoever reads the mail of an address has it.
CONFIRM_EMAIL = """
UPDATE users SET email_verified_at = coalesce(email_verified_at, now()), updated_at = now()
WHERE id = $1 AND deleted_at IS NULL
RETURNING id, email, name, role, language, email_verified_at IS NOT NULL AS email_verified, created_at
"""

# What waits for a confirmed address, above this domain, follows from it.
TELL_CONFIRMED = "INSERT INTO outbox (user_id, event, payload) VALUES ($1, 'email_confirmed', '{}')"

CHANGE_HASH = "UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1 AND deleted_at IS NULL"

END_ALL_SESSIONS = """
UPDATE sessions SET revoked_at = now(), revoked_reason = 'PASSWORD'
WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() RETURNING id
"""

ADD_SESSION = """
INSERT INTO sessions (user_id, kind, device, ip_address, expires_at)
VALUES ($1, $2, $3, $4, now() + make_interval(days => $5)) RETURNING id
"""

# The clock is read after the row lock was waited for, unlike now().
LOCK_SESSION = """
SELECT s.generation, clock_timestamp() - s.rotated_at AS age,
  s.kind = 'TOKEN' AND s.revoked_at IS NULL AND s.expires_at > now() AND u.deleted_at IS NULL AS live
FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.user_id = $1 AND s.id = $2 FOR UPDATE OF s
"""

ROTATE = """
UPDATE sessions SET generation = generation + 1, rotated_at = clock_timestamp(), last_seen_at = now(),
  expires_at = least(now() + make_interval(days => $3), created_at + make_interval(days => $4))
WHERE user_id = $1 AND id = $2
"""

END_SESSION = """
UPDATE sessions SET revoked_at = now(), revoked_reason = $3
WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL AND expires_at > now() RETURNING id
"""

LIVE_SESSIONS = """
SELECT id, device, host(ip_address) AS ip_address, created_at, last_seen_at FROM sessions
WHERE user_id = $1 AND id < $2 AND revoked_at IS NULL AND expires_at > now() ORDER BY id DESC LIMIT $3
"""

# Seconds that the session still has, or no row. A busy row is not waited for: its time is being set anyway.
SECONDS_LEFT = """
WITH due AS (
  SELECT user_id, id FROM sessions
  WHERE user_id = $1 AND id = $2 AND last_seen_at < now() - interval '1 minute' FOR UPDATE SKIP LOCKED
), touched AS (
  UPDATE sessions s SET last_seen_at = now() FROM due WHERE s.user_id = due.user_id AND s.id = due.id
)
SELECT ceil(extract(epoch FROM s.expires_at - now()))::bigint
FROM sessions s JOIN users u ON u.id = s.user_id
WHERE s.user_id = $1 AND s.id = $2 AND s.kind = $3 AND s.revoked_at IS NULL AND s.expires_at > now()
  AND u.deleted_at IS NULL
"""
