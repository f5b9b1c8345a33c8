"""SQL of the letters that wait. The API only adds; the worker takes, tries again and takes away."""

# The row and the event that leads the worker to it: both or none.
POST = """
WITH mail AS (
  INSERT INTO mails (user_id, id, sealed, expires_at) VALUES ($1, $2, $3, now() + make_interval(secs => $4))
)
INSERT INTO outbox (user_id, event, payload) VALUES ($1, 'mail_asked', jsonb_build_object('mail_id', $2::uuid))
"""

# A second task for the same letter finds the lease taken and no row.
CLAIM = """
UPDATE mails SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => $3)
WHERE user_id = $1 AND id = $2 AND due_at <= clock_timestamp()
RETURNING sealed, attempts, expires_at <= clock_timestamp() AS late
"""

POSTPONE = """
UPDATE mails SET due_at = clock_timestamp() + make_interval(secs => $3) WHERE user_id = $1 AND id = $2
"""

FORGET = "DELETE FROM mails WHERE user_id = $1 AND id = $2"

LANGUAGE = "SELECT praan_language($1)"

REQUEUE = "SELECT praan_requeue_mails($1, $2)"
