"""Every SQL statement of the food table."""

from __future__ import annotations

# Rank: known by exactly these words, then all words whole, then words that begin so; inside each the everyday
# food before the special one, a name that begins with the first word before others, the shorter name first.
# $1 whole words or beginnings, $2 whole words (tsquery), $3 the phrase as typed, $4 in the singular, $5 its
# first word, $6 and $7 rank and id of the last row seen, $8 how many.
SEARCH = """
WITH found AS (
  SELECT f.id,
    CASE
      WHEN f.known_as && ARRAY[$3::text, $4::text] THEN 0
      WHEN f.search @@ $2::text::tsquery THEN 1
      ELSE 2
    END * 1000000
    + f.tier * 100000
    + CASE WHEN starts_with(lower(f.name), $5::text) THEN 0 ELSE 50000 END
    + length(f.name) * 100 AS rank
  FROM foods f
  WHERE f.search @@ $1::text::tsquery
)
SELECT f.id, f.name, f.energy_mkcal_100g, f.protein_mg_100g, f.carbs_mg_100g, f.fat_mg_100g, page.rank,
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

# The foods of a logged meal, in the order in which they were asked for.
BY_ID = """
SELECT f.id, f.name, f.energy_mkcal_100g, f.protein_mg_100g, f.carbs_mg_100g, f.fat_mg_100g,
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
