-- Whether a member takes part in the family's weekly board; null: by age, which only the app knows (dob is sealed).
ALTER TABLE members ADD COLUMN leaderboard boolean
-- next
-- Everybody who has members, for work that goes through all families.
CREATE FUNCTION praan_families(after_user bigint, most integer) RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT m.user_id FROM members m WHERE m.user_id > after_user AND m.deleted_at IS NULL
  ORDER BY m.user_id LIMIT most
$$
-- next
REVOKE ALL ON FUNCTION praan_families(bigint, integer) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_families(bigint, integer) TO praan_definer, praan_worker
-- next
ALTER FUNCTION praan_families(bigint, integer) OWNER TO praan_definer
