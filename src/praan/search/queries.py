"""SQL of the blind index."""

SEARCH = (
    "SELECT user_id, member_id, source, source_id, at FROM praan_search($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)

# The language of the caller's own account.
LANGUAGE = "SELECT language FROM users WHERE id = $1"

WAITING = "SELECT user_id FROM praan_search_waiting($1)"

# One at a time writes a family's index: what is read later is written later, and no word goes while it is needed.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('search ' || $1::bigint, 0))"

TAKE = """
DELETE FROM search_queue
WHERE user_id = $1 AND id IN (SELECT id FROM search_queue WHERE user_id = $1 ORDER BY id LIMIT $2)
RETURNING log_id, at
"""

# All of them for a rebuild; a deleted log can be restored.
QUEUE_ALL = """
INSERT INTO search_queue (user_id, member_id, log_id, at)
SELECT user_id, member_id, id, timestamp FROM daily_logs WHERE user_id = $1 AND superseded_by IS NULL
"""

# Of these things, which are new to their member's words: a thing that is known can also be asked for by itself.
UNKNOWN = """
SELECT place FROM unnest($2::bigint[], $3::bytea[], $4::text[], $5::text[]) WITH ORDINALITY
  AS t (member_id, term, source, category, place)
WHERE NOT EXISTS (
  SELECT FROM search_words w WHERE w.user_id = $1 AND w.asked = t.term AND w.term = t.term
    AND w.member_id = t.member_id AND w.source = t.source AND w.category = t.category)
"""

ADD_WORDS = """
INSERT INTO search_words (user_id, member_id, asked, term, source, category)
SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::bytea[], $5::text[], $6::text[])
ON CONFLICT DO NOTHING
"""

FORGET = "DELETE FROM search_terms WHERE user_id = $1 AND source_id = ANY ($2::bigint[])"

ADD_TERMS = """
INSERT INTO search_terms (user_id, member_id, source_id, at, term, source, category)
SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bytea[], $6::text[], $7::text[])
ON CONFLICT DO NOTHING
"""

# What the index says of logs that were corrected or are gone, and of documents but these.
DROP_STRAYS = """
DELETE FROM search_terms t WHERE t.user_id = $1 AND CASE t.source
  WHEN 'document' THEN t.source_id <> ALL ($2::bigint[])
  ELSE NOT EXISTS (SELECT FROM daily_logs l WHERE l.user_id = t.user_id AND l.id = t.source_id
    AND l.timestamp = t.at AND l.superseded_by IS NULL) END
"""

# Words that nothing holds any more.
DROP_UNUSED = """
DELETE FROM search_words w WHERE w.user_id = $1 AND NOT EXISTS (
  SELECT FROM search_terms t WHERE t.user_id = w.user_id AND t.term = w.term AND t.member_id = w.member_id
    AND t.source = w.source AND t.category = w.category)
"""
