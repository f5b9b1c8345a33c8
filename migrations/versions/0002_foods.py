"""The food table: foods with their macros, and the household portions people eat of them.

Revision ID: 0002
"""

from __future__ import annotations

import csv
import gzip
import json
from importlib.resources import files

from alembic import op

from praan.infra.migrating import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE_VERSION = 1

TABLES = """
CREATE TABLE foods (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
  category text NOT NULL CHECK (length(category) <= 100),
  source text NOT NULL CHECK (source IN ('survey_fndds', 'foundation', 'sr_legacy')),
  tier smallint NOT NULL CHECK (tier BETWEEN 0 AND 4),
  energy_mkcal_100g bigint NOT NULL CHECK (energy_mkcal_100g BETWEEN 0 AND 910000),
  protein_mg_100g bigint NOT NULL CHECK (protein_mg_100g BETWEEN 0 AND 100000),
  carbs_mg_100g bigint NOT NULL CHECK (carbs_mg_100g BETWEEN 0 AND 100000),
  fat_mg_100g bigint NOT NULL CHECK (fat_mg_100g BETWEEN 0 AND 100000),
  fiber_mg_100g bigint CHECK (fiber_mg_100g BETWEEN 0 AND 100000),
  sodium_mg_100g bigint CHECK (sodium_mg_100g BETWEEN 0 AND 100000),
  words text NOT NULL,
  known_as text[] NOT NULL,
  search tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
  table_version integer NOT NULL CHECK (table_version >= 1)
)
-- next
CREATE INDEX idx_foods_search ON foods USING gin (search)
-- next
CREATE TABLE food_portions (
  food_id bigint NOT NULL REFERENCES foods ON DELETE CASCADE,
  place smallint NOT NULL CHECK (place >= 0),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  grams integer NOT NULL CHECK (grams BETWEEN 1 AND 5000),
  low integer CHECK (low BETWEEN 1 AND grams),
  high integer CHECK (high BETWEEN grams AND 5000),
  source text NOT NULL CHECK (source IN ('USDA', 'FDA', 'Praan')),
  PRIMARY KEY (food_id, place)
)
-- next
COMMENT ON TABLE foods IS 'USDA FoodData Central (public domain, CC0); milli-kcal and mg, NULL = not stated'
-- next
COMMENT ON TABLE food_portions IS 'Grams of household amounts; low and high on the typical amount (place 0)'
-- next
GRANT SELECT ON foods, food_portions TO praan_app, praan_worker, praan_analysis
"""

LOAD_FOODS = """
INSERT INTO foods (id, name, category, source, tier, energy_mkcal_100g, protein_mg_100g, carbs_mg_100g,
  fat_mg_100g, fiber_mg_100g, sodium_mg_100g, words, known_as, table_version)
SELECT f.id, f.name, f.category, f.source, f.tier, f.energy_mkcal, f.protein_mg, f.carbs_mg, f.fat_mg,
  f.fiber_mg, f.sodium_mg, f.words, string_to_array(f.known_as, '|'), $2::integer
FROM jsonb_to_recordset($1::text::jsonb) AS f(id bigint, name text, category text, source text, tier smallint,
  energy_mkcal bigint, protein_mg bigint, carbs_mg bigint, fat_mg bigint, fiber_mg bigint, sodium_mg bigint,
  words text, known_as text)
"""

LOAD_PORTIONS = """
INSERT INTO food_portions (food_id, place, name, grams, low, high, source)
SELECT p.food_id, row_number() OVER (PARTITION BY p.food_id ORDER BY p.number) - 1, p.name, p.grams, p.low, p.high,
  p.source
FROM jsonb_to_recordset($1::text::jsonb) AS p(number integer, food_id bigint, name text, grams integer,
  low integer, high integer, source text)
"""


def packed(name: str) -> list[dict[str, object]]:
    """Rows of a data file of the package; an empty cell is None."""
    text = gzip.decompress(files("praan.meals").joinpath("data", name).read_bytes()).decode()
    return [
        {"number": number, **{key: value or None for key, value in row.items()}}
        for number, row in enumerate(csv.DictReader(text.splitlines()))
    ]


def upgrade() -> None:
    connection = op.get_bind()
    run(connection, TABLES)
    foods = json.dumps(packed(f"foods.{TABLE_VERSION}.csv.gz"))
    connection.exec_driver_sql(LOAD_FOODS, (foods, TABLE_VERSION))
    portions = json.dumps(packed(f"portions.{TABLE_VERSION}.csv.gz"))
    connection.exec_driver_sql(LOAD_PORTIONS, (portions,))


def downgrade() -> None:
    run(op.get_bind(), "DROP TABLE food_portions\n-- next\nDROP TABLE foods")
