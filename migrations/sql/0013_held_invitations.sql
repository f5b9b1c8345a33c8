-- When an invitation's letter was asked for; null while it waits until who invites has confirmed their own address. The
-- default is for those from before, which have gone out (row-level security hides them from an UPDATE here).
ALTER TABLE grants ADD COLUMN mailed_at timestamptz DEFAULT now()
-- next
ALTER TABLE grants ALTER COLUMN mailed_at DROP DEFAULT
-- next
-- The newest open invitations of somebody with a confirmed address whose letters wait, from now on mailed; what they say.
CREATE FUNCTION praan_take_held_invitations(owner bigint, most integer)
RETURNS TABLE (id bigint, email text, role text, member_name bytea, from_name bytea, language text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE grants g SET mailed_at = clock_timestamp()
  FROM (
    SELECT h.id, m.name AS member_name, u.name AS from_name, u.language
    FROM grants h JOIN members m ON m.user_id = h.user_id AND m.id = h.member_id JOIN users u ON u.id = h.user_id
    WHERE h.user_id = owner AND h.mailed_at IS NULL AND h.status = 'INVITED' AND m.deleted_at IS NULL
      AND (h.expires_at IS NULL OR h.expires_at > now()) AND u.email_verified_at IS NOT NULL AND u.deleted_at IS NULL
    ORDER BY h.id DESC LIMIT most
  ) held
  WHERE g.user_id = owner AND g.id = held.id AND g.mailed_at IS NULL AND g.status = 'INVITED'
  RETURNING g.id, g.email, g.role, held.member_name, held.from_name, held.language
$$
-- next
REVOKE ALL ON FUNCTION praan_take_held_invitations(bigint, integer) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_take_held_invitations(bigint, integer) TO praan_definer, praan_worker
-- next
ALTER FUNCTION praan_take_held_invitations(bigint, integer) OWNER TO praan_definer
-- next
GRANT INSERT ON mails TO praan_worker
