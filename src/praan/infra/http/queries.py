"""SQL of the idempotency keys. Keys live 24 h per person and route (an older one is taken over)."""

CLAIM_KEY = """
INSERT INTO idempotency_keys AS k (user_id, route, key, body_hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, route, key) DO UPDATE
  SET body_hash = excluded.body_hash, status = NULL, response = NULL, created_at = now()
  WHERE k.created_at < now() - interval '24 hours'
RETURNING 1
"""

FIRST_ANSWER = """
SELECT body_hash, status, response FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3
"""

STORE_ANSWER = """
UPDATE idempotency_keys SET status = $4, response = $5 WHERE user_id = $1 AND route = $2 AND key = $3
"""
