-- Words that are nearly a food's: three letters at a time.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public
-- next
-- What people in India call the foods of the table, in both scripts. `phrase` is the name as words compare.
CREATE TABLE food_aliases (
  food_id bigint NOT NULL REFERENCES foods ON DELETE CASCADE,
  place smallint NOT NULL CHECK (place >= 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  hindi boolean NOT NULL,
  phrase text NOT NULL,
  words text NOT NULL,
  search tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
  PRIMARY KEY (food_id, place)
)
-- next
CREATE INDEX idx_food_aliases_search ON food_aliases USING gin (search)
-- next
-- Every word that a food can be found by: what a mistyped word is read as.
CREATE TABLE food_words (
  word text PRIMARY KEY
)
-- next
CREATE INDEX idx_food_words_near ON food_words USING gin (word gin_trgm_ops)
-- next
GRANT SELECT ON food_aliases, food_words TO praan_app, praan_worker, praan_analysis
-- next
-- The blind index: what a family's logs, notes and documents hold, one row for each thing in each of them. A thing is a word,
-- a food, a meal of the day or a kind of reading; `term` is its keyed digest, the word itself is nowhere. `category` is what
-- a grant must cover to see the source; a note asks for 'notes' too.
CREATE TABLE search_terms (
  user_id bigint NOT NULL,
  member_id bigint NOT NULL,
  source_id bigint NOT NULL,
  at timestamptz NOT NULL,
  term bytea NOT NULL CHECK (octet_length(term) = 8),
  source text NOT NULL CHECK (source IN ('log', 'note', 'document')),
  category text NOT NULL CHECK (category IN ('nutrition', 'workout', 'vitals', 'documents')),
  PRIMARY KEY (user_id, term, at, source_id, source) INCLUDE (member_id, category),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
CREATE INDEX idx_search_source ON search_terms (user_id, source_id)
-- next
-- How the things of a member's sources are asked for: `asked` is the digest of a word, or of how a word begins. Once for each
-- thing, so that a log costs a row for each of its things and not one for each beginning of each of their names.
CREATE TABLE search_words (
  user_id bigint NOT NULL,
  member_id bigint NOT NULL,
  asked bytea NOT NULL CHECK (octet_length(asked) = 8),
  term bytea NOT NULL CHECK (octet_length(term) = 8),
  source text NOT NULL CHECK (source IN ('log', 'note', 'document')),
  category text NOT NULL CHECK (category IN ('nutrition', 'workout', 'vitals', 'documents')),
  PRIMARY KEY (user_id, asked, term, member_id, source, category),
  FOREIGN KEY (user_id, member_id) REFERENCES members (user_id, id) ON DELETE CASCADE
)
-- next
-- Logs that are new or say something else, until their words are in the index. No foreign key: a row lives for seconds, and
-- one whose log has gone says nothing.
CREATE TABLE search_queue (
  user_id bigint NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  log_id bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (user_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)
-- next
-- Whoever writes a log, by whatever way, in the same transaction.
CREATE FUNCTION praan_queue_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_queue (user_id, member_id, log_id, at) VALUES (NEW.user_id, NEW.member_id, NEW.id, NEW.timestamp);
  RETURN NULL;
END $$
-- next
CREATE TRIGGER queue_search AFTER INSERT OR UPDATE OF payload, note ON daily_logs
  FOR EACH ROW EXECUTE FUNCTION praan_queue_search()
-- next
-- What the actor may read of the entered family by grants. One look for a whole statement, where praan_may is one a row.
CREATE FUNCTION praan_readable() RETURNS TABLE (member_id bigint, category text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT g.member_id, c FROM grants g, unnest(g.categories) AS c
  WHERE g.grantee_id = praan_actor_id() AND g.user_id = praan_owner_id() AND g.status = 'ACCEPTED'
    AND (g.expires_at IS NULL OR g.expires_at > now())
$$
-- next
DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY '{search_terms,search_words}'::text[] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY family_read ON %I FOR SELECT USING (user_id = praan_owner_id() AND ('
      'user_id = praan_actor_id() OR ((member_id, category) IN (SELECT r.member_id, r.category FROM praan_readable() r)'
      'AND (source <> ''note'' OR member_id IN (SELECT r.member_id FROM praan_readable() r WHERE r.category = ''notes'')))'
      '))', relation);
    -- Written by the family's own background work alone.
    EXECUTE format('CREATE POLICY family_insert ON %I FOR INSERT '
      'WITH CHECK (user_id = praan_owner_id() AND user_id = praan_actor_id())', relation);
    EXECUTE format('CREATE POLICY family_delete ON %I FOR DELETE '
      'USING (user_id = praan_owner_id() AND user_id = praan_actor_id())', relation);
  END LOOP;
END $$
-- next
ALTER TABLE search_queue ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE search_queue FORCE ROW LEVEL SECURITY
-- next
CREATE POLICY append ON search_queue FOR INSERT WITH CHECK (user_id = praan_owner_id()
  AND (user_id = praan_actor_id() OR praan_may(member_id, NULL, 'write')))
-- next
CREATE POLICY family_read ON search_queue FOR SELECT
  USING (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
CREATE POLICY family_delete ON search_queue FOR DELETE
  USING (user_id = praan_owner_id() AND user_id = praan_actor_id())
-- next
CREATE POLICY definer ON search_queue TO praan_definer USING (true) WITH CHECK (true)
-- next
GRANT SELECT ON search_terms, search_words TO praan_app
-- next
GRANT SELECT, INSERT, DELETE ON search_terms, search_words, search_queue TO praan_worker
-- next
GRANT INSERT ON search_queue TO praan_app, praan_analysis
-- next
GRANT SELECT, INSERT ON search_queue TO praan_definer
-- next
-- The families with something to index, the longest waiting first.
CREATE FUNCTION praan_search_waiting(most integer) RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT q.user_id FROM search_queue q GROUP BY q.user_id ORDER BY min(q.id) LIMIT most
$$
-- next
-- Where everything that is asked for is met, newest first, at most `most` places a family. asks: `width` digests for each of
-- `owners`, one owner after the other. A log that was corrected or deleted is left out here, whatever the index still
-- says of it.
CREATE FUNCTION praan_search(actor bigint, owners bigint[], members bigint[], asks bytea[], width integer,
  sources text[], before_at timestamptz, before_id bigint, before_source text, most integer)
RETURNS TABLE (user_id bigint, member_id bigint, source text, source_id bigint, at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  owner bigint;
BEGIN
  FOR place IN 1 .. cardinality(owners) LOOP
    owner := owners[place];
    PERFORM set_config('praan.user_id', owner::text, true), set_config('praan.actor_id', actor::text, true);
    RETURN QUERY
      SELECT owner, met.member_id, met.source, met.source_id, met.at
      FROM (
        SELECT t.member_id, t.source, t.source_id, t.at
        FROM (
          SELECT DISTINCT a.slot, w.term
          FROM unnest(asks[(place - 1) * width + 1 : place * width]) WITH ORDINALITY AS a (asked, slot)
          JOIN search_words w ON w.user_id = owner AND w.asked = a.asked
        ) thing
        -- OFFSET 0: one look into the index for each thing, however many the planner expects.
        CROSS JOIN LATERAL (
          SELECT i.member_id, i.source, i.source_id, i.at FROM search_terms i
          WHERE i.user_id = owner AND i.term = thing.term AND i.at <= before_at
            AND (i.at, i.source_id, i.source) < (before_at, before_id, before_source)
            AND i.member_id = ANY (members) AND i.source = ANY (sources)
          OFFSET 0
        ) t
        GROUP BY t.at, t.source_id, t.source, t.member_id HAVING count(DISTINCT thing.slot) = width
        ORDER BY t.at DESC, t.source_id DESC, t.source DESC
      ) met
      CROSS JOIN LATERAL (
        SELECT WHERE met.source = 'document'
        UNION ALL
        SELECT FROM daily_logs l JOIN care_programs p ON p.user_id = l.user_id AND p.id = l.program_id
        WHERE met.source <> 'document' AND l.user_id = owner AND l.id = met.source_id AND l.timestamp = met.at
          AND l.deleted_at IS NULL AND l.superseded_by IS NULL AND p.deleted_at IS NULL
        LIMIT 1
      ) there
      ORDER BY met.at DESC, met.source_id DESC, met.source DESC LIMIT most;
  END LOOP;
END $$
-- next
REVOKE ALL ON FUNCTION praan_queue_search(), praan_readable(), praan_search_waiting(integer),
  praan_search(bigint, bigint[], bigint[], bytea[], integer, text[],
    timestamptz, bigint, text, integer) FROM PUBLIC
-- next
GRANT EXECUTE ON FUNCTION praan_readable(), praan_search_waiting(integer)
  TO praan_definer
-- next
GRANT EXECUTE ON FUNCTION praan_readable() TO praan_app, praan_worker
-- next
GRANT EXECUTE ON FUNCTION praan_search(bigint, bigint[], bigint[], bytea[], integer, text[], timestamptz,
  bigint, text, integer) TO praan_app
-- next
GRANT EXECUTE ON FUNCTION praan_search_waiting(integer) TO praan_worker
-- next
ALTER FUNCTION praan_readable() OWNER TO praan_definer
-- next
ALTER FUNCTION praan_search_waiting(integer) OWNER TO praan_definer
-- next
-- The logs that were there before the index was. The schema's owner sees no row; for this one statement it is the definer.
SET LOCAL ROLE praan_definer
-- next
INSERT INTO search_queue (user_id, member_id, log_id, at)
  SELECT l.user_id, l.member_id, l.id, l.timestamp FROM daily_logs l WHERE l.superseded_by IS NULL
-- next
RESET ROLE
