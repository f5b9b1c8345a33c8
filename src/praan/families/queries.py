"""SQL of members, grants and invitations."""

MEMBER_ACCESS = "SELECT * FROM praan_member_access($1, $2, $3)"
