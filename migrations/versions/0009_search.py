"""Search: Hindi names of foods and their words, the blind index of a family's logs, notes and documents.

Revision ID: 0009
"""

from __future__ import annotations

import csv
import json
from importlib.resources import files

from alembic import op

from praan.infra.migrating import run, run_file
from praan.meals.words import phrase, singular, split

revision = "0009"
down_revision = "0013"
branch_labels = None
depends_on = None

LOAD_ALIASES = """
INSERT INTO food_aliases (food_id, place, name, hindi, phrase, words)
SELECT f.id, a.place, a.name, a.hindi, a.phrase, a.words
FROM jsonb_to_recordset($1::text::jsonb) AS a(food text, place smallint, name text, hindi boolean, phrase text,
  words text)
LEFT JOIN foods f ON f.name = a.food
"""

# Numbers and the shortest words are not what people mistype.
LOAD_WORDS = """
INSERT INTO food_words (word)
SELECT DISTINCT w FROM (SELECT words FROM foods UNION ALL SELECT words FROM food_aliases) t,
  unnest(string_to_array(t.words, ' ')) AS w
WHERE length(w) >= 3 AND w !~ '[0-9]'
"""

TAKE_BACK = """
DROP FUNCTION praan_search(bigint, bigint[], bigint[], bytea[], integer, text[], timestamptz, bigint, text,
  integer), praan_search_waiting(integer)
-- next
DROP TRIGGER queue_search ON daily_logs
-- next
DROP FUNCTION praan_queue_search()
-- next
DROP TABLE search_terms, search_words, search_queue, food_words, food_aliases
-- next
DROP FUNCTION praan_readable()
-- next
DROP EXTENSION pg_trgm
"""


def aliases() -> list[dict[str, object]]:
    """Rows of data/hindi.1.csv, one a name: the Devanagari ones of a food first."""
    text = files("praan.meals").joinpath("data", "hindi.1.csv").read_text(encoding="utf-8")
    rows: list[dict[str, object]] = []
    for row in csv.DictReader(text.splitlines()):
        named = [(name, column == "hindi") for column in ("hindi", "latin") for name in row[column].split("|")]
        for place, (name, hindi) in enumerate(named):
            said = split(name)
            rows.append(
                {
                    "food": row["food"],
                    "place": place,
                    "name": name,
                    "hindi": hindi,
                    "phrase": phrase(said),
                    "words": " ".join(dict.fromkeys([*said, *map(singular, said)])),
                }
            )
    return rows


def upgrade() -> None:
    connection = op.get_bind()
    run_file(connection, "0009_search.sql")
    connection.exec_driver_sql(LOAD_ALIASES, (json.dumps(aliases()),))
    run(connection, LOAD_WORDS)


def downgrade() -> None:
    run(op.get_bind(), TAKE_BACK)
