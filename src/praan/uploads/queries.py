"""SQL of uploads."""

ADD = """
INSERT INTO uploads (user_id, member_id, program_id, key, content_type, size, sha256, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
RETURNING id
"""

BY_KEY = """
SELECT member_id, program_id, content_type, size, sha256, used_at FROM uploads WHERE user_id = $1 AND key = $2
"""

# What is swept would not be swept again.
RENEW = """
UPDATE uploads SET expires_at = $3 WHERE user_id = $1 AND key = $2 AND used_at IS NULL AND swept_at IS NULL
RETURNING true
"""

OWNER = "SELECT user_id, member_id FROM praan_upload_owner($1)"

SWEEPABLE = "SELECT * FROM praan_sweepable_uploads($1, $2, $3)"

SWEPT = "UPDATE uploads SET swept_at = now() WHERE user_id = $1 AND key = $2 AND swept_at IS NULL"

USE = """
UPDATE uploads SET document_id = $4, used_at = now()
WHERE user_id = $1 AND member_id = $2 AND key = $3 AND program_id IS NULL AND used_at IS NULL RETURNING id
"""
