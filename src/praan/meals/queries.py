"""Every SQL statement of the food table."""

from __future__ import annotations

# Rank: known by exactly these words (in English or in India), then all words whole, then words that begin so, then
# an Indian name that begins so; inside each the everyday food before the special one, a name that begins with the
# first word before others, the shorter name first. A question may be read in several ways, the likeliest first.
# $1 to $5 of each way: whole words or beginnings (tsquery), whole words (tsquery), the phrase as typed, in the
# singular, its first word. $6 and $7 rank and id of the last row seen, $8 how many.
SEARCH = """
WITH asked AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
    AS a (begins, whole, typed, known, first, way)
), hits AS (
  SELECT f.id, a.way, a.first,
    CASE WHEN f.known_as && ARRAY[a.typed, a.known] THEN 0 WHEN f.search @@ a.whole::tsquery THEN 1 ELSE 2 END
      AS fit
  FROM asked a JOIN foods f ON f.search @@ a.begins::tsquery
  UNION ALL
  SELECT n.food_id, a.way, a.first, CASE WHEN n.phrase IN (a.typed, a.known) THEN 0 ELSE 3 END
  FROM asked a JOIN food_aliases n ON n.search @@ a.begins::tsquery
), found AS (
  SELECT f.id, min((h.way - 1) * 10000000 + h.fit * 1000000 + f.tier * 100000
    + CASE WHEN starts_with(lower(f.name), h.first) THEN 0 ELSE 50000 END + length(f.name) * 100) AS rank
  FROM hits h JOIN foods f ON f.id = h.id GROUP BY f.id
)
SELECT f.id, f.name, f.energy_mkcal_100g, f.protein_mg_100g, f.carbs_mg_100g, f.fat_mg_100g, page.rank,
  (SELECT n.name FROM food_aliases n WHERE n.food_id = f.id AND n.hindi ORDER BY n.place LIMIT 1) AS alias,
  coalesce((SELECT array_agg(p.name ORDER BY p.place) FROM food_portions p WHERE p.food_id = f.id), '{}')
    AS portion_names,
  coalesce((SELECT array_agg(p.grams ORDER BY p.place) FROM food_portions p WHERE p.food_id = f.id), '{}')
    AS portion_grams
FROM (
  SELECT id, rank FROM found WHERE (rank, id) > ($6::bigint, $7::bigint) ORDER BY rank, id LIMIT $8::integer
) AS page
JOIN foods f ON f.id = page.id
ORDER BY page.rank, f.id
"""

# Of the words $1 (in the singular $2), those that are no word of the table, each with the nearest words of it that
# it does not begin, alike by $3 at least; of a word that begins one ("tomatoe", "chik") only what is much alike.
NEAREST = """
SELECT a.word, b.begins, ARRAY(
  SELECT w.word FROM food_words w
  WHERE w.word % a.word AND similarity(w.word, a.word) >= CASE WHEN b.begins THEN greatest($3, 0.4) ELSE $3 END
    AND NOT starts_with(w.word, a.word)
  ORDER BY similarity(w.word, a.word) DESC, length(w.word), w.word LIMIT 3) AS near
FROM unnest($1::text[], $2::text[]) AS a (word, one)
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM food_words w WHERE starts_with(w.word, a.word))) AS b (begins)
WHERE NOT EXISTS (SELECT FROM food_words w WHERE w.word IN (a.word, a.one))
"""

# The foods of a logged meal, in the order in which they were asked for.
BY_ID = """
SELECT f.id, f.name, f.energy_mkcal_100g, f.protein_mg_100g, f.carbs_mg_100g, f.fat_mg_100g,
  (SELECT n.name FROM food_aliases n WHERE n.food_id = f.id AND n.hindi ORDER BY n.place LIMIT 1) AS alias,
  coalesce((SELECT array_agg(p.name ORDER BY p.place) FROM food_portions p WHERE p.food_id = f.id), '{}')
    AS portion_names,
  coalesce((SELECT array_agg(p.grams ORDER BY p.place) FROM food_portions p WHERE p.food_id = f.id), '{}')
    AS portion_grams
FROM foods f
WHERE f.id = ANY ($1::bigint[])
ORDER BY array_position($1::bigint[], f.id)
"""

PER_100G = """
SELECT id, name, energy_mkcal_100g, protein_mg_100g, carbs_mg_100g, fat_mg_100g, fiber_mg_100g, sodium_mg_100g,
  table_version
FROM foods WHERE id = ANY ($1::bigint[])
"""

# What foods are called: in the table, and by everybody else.
NAMES = """
SELECT f.id, f.name, f.known_as, coalesce(
  (SELECT array_agg(n.name ORDER BY n.place) FROM food_aliases n WHERE n.food_id = f.id), '{}') AS aliases
FROM foods f WHERE f.id = ANY ($1::bigint[])
"""
