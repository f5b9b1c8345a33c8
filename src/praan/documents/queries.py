"""SQL of documents and their words."""

ACCESS = "SELECT * FROM praan_document_access($1, $2, $3)"

REQUEUE = "SELECT praan_requeue_documents($1, $2)"

ADD = """
INSERT INTO documents (user_id, member_id, title, kind, content_type, size, taken_on, upload_key, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""

ONE = """
SELECT user_id, id, member_id, title, kind, status, content_type, size, pages, taken_on, object_key,
  failure_code, failure_message, created_at
FROM documents WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL
"""

PAGE = """
SELECT user_id, id, member_id, title, kind, status, content_type, size, pages, taken_on,
  failure_code, failure_message, created_at
FROM documents WHERE user_id = $1 AND member_id = $2 AND id < $3 AND deleted_at IS NULL ORDER BY id DESC LIMIT $4
"""

CHANGE = """
UPDATE documents SET title = CASE WHEN $3 THEN $4 ELSE title END,
  taken_on = CASE WHEN $5 THEN $6 ELSE taken_on END, updated_at = now()
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING status
"""

DELETE = """
UPDATE documents SET deleted_at = now(), updated_at = now()
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING status
"""

LOCK = "SELECT status, deleted_at FROM documents WHERE user_id = $1 AND id = $2 FOR UPDATE"

RESTORE = """
UPDATE documents SET deleted_at = NULL, queued_at = clock_timestamp(), updated_at = now()
WHERE user_id = $1 AND id = $2
"""

RETRY = """
UPDATE documents SET status = 'PROCESSING', failure_code = NULL, failure_message = NULL, attempts = 0,
  queued_at = clock_timestamp(), updated_at = now()
WHERE user_id = $1 AND id = $2 AND status = 'FAILED' AND deleted_at IS NULL RETURNING id
"""

BEGIN = """
UPDATE documents SET attempts = attempts + 1
WHERE user_id = $1 AND id = $2 AND status = 'PROCESSING' AND deleted_at IS NULL
RETURNING member_id, upload_key, kind, attempts
"""

# An attempt that met a part which did not answer is not the file's fault and does not count.
TAKE_BACK_ATTEMPT = """
UPDATE documents SET attempts = greatest(attempts - 1, 0) WHERE user_id = $1 AND id = $2 AND status = 'PROCESSING'
"""

CLEANED = """
UPDATE documents SET status = 'READY', object_key = $3, content_type = $4, size = $5, pages = $6,
  queued_at = clock_timestamp(), updated_at = now()
WHERE user_id = $1 AND id = $2 AND status = 'PROCESSING' AND deleted_at IS NULL RETURNING id
"""

UNREAD = """
SELECT member_id, content_type, size, object_key FROM documents
WHERE user_id = $1 AND id = $2 AND status = 'READY' AND words_at IS NULL AND deleted_at IS NULL
"""

WORDS_READ = """
UPDATE documents SET words_at = now() WHERE user_id = $1 AND id = $2 AND words_at IS NULL AND deleted_at IS NULL
RETURNING id
"""

READY = "SELECT id FROM documents WHERE user_id = $1 AND status = 'READY' AND deleted_at IS NULL"

KEEP_TEXT = "INSERT INTO document_texts (user_id, document_id, member_id, sealed) VALUES ($1, $2, $3, $4)"

FAILED = """
UPDATE documents SET status = 'FAILED', failure_code = $3, failure_message = $4, updated_at = now()
WHERE user_id = $1 AND id = $2 AND status = 'PROCESSING' AND deleted_at IS NULL RETURNING id
"""

TEXTS = """
SELECT d.id, d.member_id, d.title, d.taken_on, d.created_at, t.sealed
FROM documents d LEFT JOIN document_texts t ON t.user_id = d.user_id AND t.document_id = d.id
WHERE d.user_id = $1 AND d.id = ANY ($2::bigint[]) AND d.status = 'READY' AND d.deleted_at IS NULL
"""
