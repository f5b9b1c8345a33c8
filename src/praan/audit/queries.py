"""SQL of audit_logs: one statement, since nothing may ever be changed."""

RECORD = """
INSERT INTO audit_logs (user_id, actor_id, member_id, target_resource, action, fields, ip_address, request_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
