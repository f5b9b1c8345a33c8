"""SQL of deliveries, of what people choose, and of the browsers that are pushed to."""

CHOICES = "SELECT notifications FROM users WHERE id = $1"

CHOOSE = (
    "UPDATE users SET notifications = $2, updated_at = now() WHERE id = $1 AND deleted_at IS NULL RETURNING id"
)

SUBSCRIBE = "SELECT id, created_at FROM praan_subscribe($1, $2, $3, $4)"

UNSUBSCRIBE = "DELETE FROM push_subscriptions WHERE user_id = $1 AND endpoint_hash = $2 RETURNING id"

SUBSCRIPTIONS = "SELECT id, endpoint_hash, sealed FROM praan_subscriptions($1)"

# One that was made anew meanwhile stays.
DROP_SUBSCRIPTION = "DELETE FROM push_subscriptions WHERE user_id = $1 AND id = $2 AND sealed = $3"

ALERT = """
SELECT member_id, rule::text AS rule, severity::text AS severity, status::text AS status FROM alerts
WHERE user_id = $1 AND id = $2
"""

REACH = """
SELECT person_id, name, member_name, email, language, by_email, by_push, quiet_from, quiet_to, time_zone
FROM praan_reach($1, $2, $3, $4)
"""

# Whoever was told of an alert since it was last over, or is about to be, is told when it is over. What is there
# already stays as it is.
ADD = """
WITH added AS (
  INSERT INTO deliveries (user_id, member_id, alert_id, occasion, urgent, episode, person_id, person_name, channel)
  SELECT $1, $2, $3, $4, $5, $8, p.id, p.name, c.channel
  FROM unnest($6::bigint[], $7::bytea[]) AS p (id, name), unnest('{EMAIL,PUSH}'::text[]) AS c (channel)
  WHERE $4 <> 'CLEARED' OR EXISTS (
    SELECT FROM deliveries d
    WHERE d.user_id = $1 AND d.alert_id = $3 AND d.person_id = p.id AND d.channel = c.channel
      AND d.occasion <> 'CLEARED' AND d.status IN ('WAITING', 'FAILED', 'SENT') AND d.episode <= $8
      AND d.episode > coalesce((SELECT max(o.episode) FROM deliveries o
        WHERE o.user_id = $1 AND o.alert_id = $3 AND o.person_id = p.id AND o.channel = c.channel
          AND o.occasion = 'CLEARED' AND o.episode < $8), 0))
  ON CONFLICT (user_id, alert_id, person_id, channel, episode, occasion) DO NOTHING
  RETURNING id
)
INSERT INTO outbox (user_id, member_id, event, payload)
SELECT $1, $2, 'delivery_asked', jsonb_build_object('delivery_id', a.id) FROM added a
"""

# What the event says is on its way to people; a later one of the same alert is not.
TOLD_ALL = """
UPDATE alerts SET untold = NULL, untold_grade = NULL
WHERE user_id = $1 AND id = $2 AND untold = $3 AND episode = $4
"""

# A second task for the same delivery finds the lease taken and no row.
CLAIM = """
UPDATE deliveries d SET attempts = d.attempts + 1, due_at = clock_timestamp() + make_interval(secs => $3),
  reason = NULL, updated_at = now()
FROM alerts a
WHERE d.user_id = $1 AND d.id = $2 AND d.status IN ('WAITING', 'FAILED') AND d.due_at <= clock_timestamp()
  AND a.user_id = d.user_id AND a.id = d.alert_id
RETURNING d.member_id, d.alert_id, d.person_id, d.channel, d.occasion, d.urgent, d.episode, d.attempts,
  d.reached, a.rule::text AS rule, a.severity::text AS severity, a.status::text AS alert_status,
  a.episode AS alert_episode, a.cleared_by::text AS cleared_by
"""

# Whether somebody was told by this channel of an alert since it was last over, and whether a try is still open.
TOLD = """
SELECT coalesce(bool_or(status = 'SENT'), false) AS told,
  coalesce(bool_or(status IN ('WAITING', 'FAILED')), false) AS open
FROM deliveries
WHERE user_id = $1 AND alert_id = $2 AND person_id = $3 AND channel = $4 AND occasion <> 'CLEARED'
  AND episode <= $5 AND episode > coalesce((SELECT max(o.episode) FROM deliveries o
    WHERE o.user_id = $1 AND o.alert_id = $2 AND o.person_id = $3 AND o.channel = $4 AND o.occasion = 'CLEARED'
      AND o.episode < $5), 0)
"""

# Whether anything else of the member is not over.
OTHERS = """
SELECT EXISTS (SELECT FROM alerts WHERE user_id = $1 AND member_id = $2 AND id <> $3 AND status <> 'CLEARED')
"""

SKIP = """
UPDATE deliveries SET status = 'SKIPPED', reason = $3, error = NULL, updated_at = now()
WHERE user_id = $1 AND id = $2
"""

# A delivery that is held has not been tried.
HOLD = """
UPDATE deliveries SET status = 'WAITING', reason = $3, due_at = $4, attempts = attempts - 1, updated_at = now()
WHERE user_id = $1 AND id = $2
"""

SENT = """
UPDATE deliveries SET status = 'SENT', reason = NULL, error = NULL, reached = $3, sent_at = now(),
  updated_at = now()
WHERE user_id = $1 AND id = $2
"""

FAILED = """
UPDATE deliveries SET status = $3, reason = NULL, error = $4, reached = $5,
  due_at = clock_timestamp() + make_interval(secs => $6), updated_at = now()
WHERE user_id = $1 AND id = $2
"""

REQUEUE = "SELECT praan_requeue_deliveries($1, $2)"

REQUEUE_ALERTS = "SELECT praan_requeue_alerts($1, $2)"

RELEASE = "SELECT praan_release_deliveries()"

DEAD = """
SELECT id, alert_id, person_id, channel, occasion, attempts, error, updated_at FROM praan_dead_deliveries($1)
"""

RETRY = "SELECT praan_retry_deliveries($1)"
