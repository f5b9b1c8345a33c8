"""`make bench-search`: the search with a million logs; writes bench/search.json and docs/performance.md.

    python -m bench.search [--logs 1000000]

With another number of logs nothing is written. All families have logs of the same kinds; the ones that are asked
are indexed by Praan's indexer, and what it wrote for the first of them is copied for those who only make the
tables large.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

import asyncpg

from bench import goals, page
from bench.__main__ import table
from bench.families import Family, call, make_families, request, token_of
from bench.hot import Rounds
from bench.machine import commit, load_average, machine
from bench.stack import Load, Process, Stack, stack
from praan.documents.service import text_place
from praan.infra.runtime import Runtime, open_runtime
from praan.infra.settings import Settings
from praan.logs.service import note_place
from praan.search import index

LOGS = 1_000_000
FAMILIES = 200
ASKED = 32
CALLERS = 8
DOCUMENTS = 5
SECONDS = 15
FRESH = 12
SEED = 11

QUESTIONS: dict[str, tuple[str, ...]] = {
    "a word": ("lunch", "dal", "yoga", "weight", "samosa"),
    "a beginning": ("chap", "bana", "dizz", "bloo", "me"),
    "a mistyped food": ("chikken", "panner", "bannana", "brocolli", "samossa"),
    "Hindi": ("दाल", "चाव", "रोटी", "दवा", "रक्तचाप"),
    "several words": ("no sugar", "lunch dal", "dizzy evening", "blood press", "चाय नाश्ता"),
    "words of a report": ("cholesterol", "haemoglobin creatinine", "report trigly"),
    "what nobody wrote": ("xylophone", "zzz", "submarine dal"),
}
NOTES = (
    "Felt dizzy after the evening walk",
    "No sugar in the tea today",
    "Slept badly, a headache in the morning",
    "Ate out with the cousins; a little too much",
    "दवा समय पर ली",
    "शाम को थोड़ी कमज़ोरी लगी, फिर ठीक",
    "Knee hurts on the stairs",
    "Doctor says the pressure is better than last month",
    "Skipped the second helping",
    "Walked with Meera in the park before breakfast",
)
ACTIVITIES = ("walking", "yoga", "swimming", "cycling", "stretching", "badminton", "gardening")
READINGS: tuple[tuple[str, dict[str, object]], ...] = (
    ("blood_pressure", {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}),
    ("glucose", {"kind": "glucose", "value": 104, "unit": "mg/dL", "context": "fasting"}),
    ("weight", {"kind": "weight", "value": 71.5, "unit": "kg"}),
    ("pulse", {"kind": "pulse", "value": 72}),
)
REPORT = (
    "Report of the laboratory: haemoglobin, creatinine, cholesterol, triglycerides, glucose and thyroid, with the "
    "range that is usual for the age"
)

MONTHS = "SELECT praan_make_partition((date_trunc('month', now()) - make_interval(months => $1))::date)"
# What people eat: foods with a name in India, and everyday ones.
FOODS = """
SELECT id FROM foods WHERE id IN (SELECT food_id FROM food_aliases)
  OR tier = 0 AND search @@ 'chicken | banana | broccoli | samosa | paneer | egg | apple | soup'::tsquery
ORDER BY id
"""
# Bulk: neither triggers nor foreign keys are looked at.
BULK = "SET session_replication_role = replica"
KINDS = "CREATE TEMPORARY TABLE kinds (place bigint PRIMARY KEY, log_type text, reading text, payload jsonb)"
FILL = """
INSERT INTO daily_logs (user_id, member_id, program_id, log_type, status, payload, note, timestamp, local_date,
  time_zone, reading, created_by)
SELECT $1, $2, $3, k.log_type::log_type, 'VERIFIED', k.payload,
  CASE WHEN n % 4 = 0 THEN ($5::bytea[])[1 + (n / 4) % cardinality($5::bytea[])] END,
  at.at, (at.at AT TIME ZONE 'Asia/Kolkata')::date, 'Asia/Kolkata', k.reading, $1
FROM generate_series(1, $4) n
CROSS JOIN LATERAL (SELECT date_trunc('second', now()) - make_interval(hours => 4 * n, mins => n % 53)) AS at (at)
JOIN kinds k ON k.place = (n * 7919::bigint) % (SELECT count(*) FROM kinds)
"""
QUEUE = """
INSERT INTO search_queue (user_id, member_id, log_id, at)
SELECT user_id, member_id, id, timestamp FROM daily_logs WHERE user_id = $1
"""
DOCUMENT = """
INSERT INTO documents (user_id, member_id, kind, status, content_type, size, pages, upload_key, object_key,
  words_at, created_by, created_at)
VALUES ($1, $2, 'PDF', 'READY', 'application/pdf', 1, 9, $3, $3, now(), $1, now() - make_interval(days => $4))
RETURNING id
"""
TEXT = "INSERT INTO document_texts (user_id, document_id, member_id, sealed) VALUES ($1, $2, $3, $4)"
# The rows of the family $1 again for $2 and its member $3, log by log in the order of time.
COPY_TERMS = """
WITH one AS (
  SELECT id, row_number() OVER (ORDER BY timestamp, id) AS n FROM daily_logs WHERE user_id = $1
), other AS (
  SELECT id, timestamp, row_number() OVER (ORDER BY timestamp, id) AS n FROM daily_logs WHERE user_id = $2
)
INSERT INTO search_terms (user_id, member_id, source_id, at, term, source, category)
SELECT $2, $3, other.id, other.timestamp, t.term, t.source, t.category
FROM one JOIN other USING (n) JOIN search_terms t ON t.user_id = $1 AND t.source_id = one.id
"""
COPY_WORDS = """
INSERT INTO search_words (user_id, member_id, asked, term, source, category)
SELECT $2, $3, asked, term, source, category FROM search_words WHERE user_id = $1
"""
TABLES = ("daily_logs", "search_terms", "search_words", "search_queue", "documents", "document_texts")


def kinds(foods: list[int]) -> list[tuple[int, str, str | None, str]]:
    """A few hundred different logs: (place, type, reading, payload)."""
    chance = random.Random(SEED)
    made: list[tuple[str, str | None, dict[str, object]]] = []
    for _ in range(300):
        chosen = chance.sample(foods, chance.randint(1, 4))
        meal = chance.choice(("BREAKFAST", "LUNCH", "DINNER", "SNACK"))
        items = [{"food_id": food, "grams": 100} for food in chosen]
        made.append(("NUTRITION", None, {"meal": meal, "items": items, "calories": 400}))
    for activity in ACTIVITIES:
        made += [("WORKOUT", None, {"kind": "duration", "activity": activity, "minutes": 30})] * 8
    for reading, payload in READINGS:
        made += [("VITALS", reading, payload)] * 15
    chance.shuffle(made)
    return [(place, kind, reading, json.dumps(payload)) for place, (kind, reading, payload) in enumerate(made)]


def report(number: int) -> str:
    """Some ten pages of a laboratory's report."""
    return f"{REPORT}. " + " ".join(f"value{(number * 31 + n) % 1200} normal" for n in range(2_000))


class Filled:
    """One database with many logs. `indexed` is how many logs a second the indexer took."""

    def __init__(self, made: Stack, families: list[Family], logs: int) -> None:
        self._made = made
        self.families = families
        self._each = logs // len(families)
        self.indexed = 0.0

    async def fill(self, rt: Runtime) -> None:
        """Logs of all families, documents and the index."""
        conn = await asyncpg.connect(self._made.admin_url)
        try:
            for month in range(self._each // 150 + 2):
                await conn.fetchval(MONTHS, month)
            foods = [row["id"] for row in await conn.fetch(FOODS)]
            await conn.execute(BULK)
            await conn.execute(KINDS)
            await conn.copy_records_to_table("kinds", records=kinds(foods))
            for number, family in enumerate(self.families):
                notes = [rt.vault.seal(note, note_place(family.user_id)) for note in NOTES]
                await conn.execute(
                    FILL, family.user_id, family.member_id, family.program_id, self._each, notes, timeout=300
                )
                _progress("filled", number + 1, len(self.families))
            await self._index(rt, conn)
            for name in TABLES:
                await conn.execute(f"VACUUM ANALYZE {name}", timeout=900)
        finally:
            await conn.close()

    async def _index(self, rt: Runtime, conn: asyncpg.Connection[asyncpg.Record]) -> None:
        asked, others = self.families[:ASKED], self.families[ASKED:]
        await conn.execute("ANALYZE")
        done, began = 0, time.perf_counter()
        for number, family in enumerate(asked):
            await conn.execute(QUEUE, family.user_id, timeout=300)
            while taken := await index.catch_up(rt, family.user_id):
                done += taken
            _progress("indexed", number + 1, len(asked))
        self.indexed = done / (time.perf_counter() - began)
        for number, family in enumerate(others):
            for copy in (COPY_TERMS, COPY_WORDS):
                await conn.execute(copy, asked[0].user_id, family.user_id, family.member_id, timeout=300)
            _progress("copied", number + 1, len(others))
        for family in asked:
            for number in range(DOCUMENTS):
                owner, member = family.user_id, family.member_id
                document = await conn.fetchval(DOCUMENT, owner, member, f"bench/{owner}/{number}", 30 * number)
                sealed = rt.vault.seal(report(number), text_place(owner, document))
                await conn.execute(TEXT, owner, document, member, sealed)
                await index.document(rt, owner, document)


def _progress(what: str, done: int, of: int) -> None:
    if done in (of // 4, of // 2, of * 3 // 4, of):
        print(f"  {what} {done} of {of} families", flush=True)


def path(q: str) -> str:
    return f"/search?{urlencode({'q': q})}"


def make_sure(made: Stack, api: Process, family: Family) -> None:
    """Raises RuntimeError unless every question finds something, and the last kind nothing."""
    *_, nothing = QUESTIONS
    for kind, questions in QUESTIONS.items():
        for q in questions:
            _, answer = call(api, "GET", path(q), token_of(made, family))
            if bool(answer["data"]) == (kind == nothing):
                raise RuntimeError(f"{kind}: {q} finds {len(answer['data'])}")


def ask(made: Stack, api: Process, families: list[Family]) -> tuple[float, Load]:
    """CALLERS connections that ask every question of their share of the families, in any order.

    The most that goes (answers a second), and the best of three runs at half of it.
    """
    rounds: Rounds = []
    chance = random.Random(SEED)
    for number in range(CALLERS):
        share = [(family, token_of(made, family)) for family in families[number::CALLERS]]
        round_ = [
            (kind, request("GET", path(q), token))
            for _, token in share
            for kind, questions in QUESTIONS.items()
            for q in questions
        ]
        chance.shuffle(round_)
        rounds.append(round_)
    most = made.load(api, rounds, seconds=SECONDS, warm_s=3)
    halves = [made.load(api, rounds, seconds=SECONDS, warm_s=1, rate=most.rate / 2) for _ in range(3)]
    for load in (most, *halves):
        if odd := load.refusals(200):
            raise RuntimeError(f"The search was not answered with success: {odd}")
    return most.rate, min(halves, key=lambda load: load.latency["all"]["p95"])


@contextmanager
def background(made: Stack) -> Iterator[None]:
    """`praan worker` and `praan beat`, as they run everywhere."""
    running = []
    for process, words in (("worker", ("worker", "--queues", "default")), ("beat", ("beat",))):
        command = [sys.executable, "-m", "praan.entry.cli", *words]
        one = Process(command, made.environment(process), 0, made.home / f"bench-{process}.log")
        made.adopt(one)
        running.append(one)
    try:
        yield
    finally:
        for one in running:
            one.stop()


def freshness(made: Stack, api: Process, family: Family) -> list[float]:
    """Seconds from the 201 of a log until the search finds its note, FRESH times once the worker is there."""
    found = []
    token = token_of(made, family)
    with background(made):
        for number in range(FRESH + 1):
            word = f"quokka{number:02}{random.Random(number).randbytes(3).hex()}"
            body = {
                "program_id": family.program_id,
                "log_type": "NUTRITION",
                "payload": {"calories": 300, "note": f"A {word} in the garden"},
            }
            call(api, "POST", "/logs", token, body)
            began = time.perf_counter()
            while not call(api, "GET", path(word), token)[1]["data"]:
                if time.perf_counter() - began > 60:
                    raise RuntimeError("A log was not found within a minute.")
                time.sleep(0.02)
            if number:
                found.append(time.perf_counter() - began)
    return found


def settings_of(made: Stack) -> Settings:
    """Of the general worker, whose indexer runs in this process."""
    values = {name.removeprefix("PRAAN_").lower(): text for name, text in made.environment("worker").items()}
    return Settings.model_validate({name: text for name, text in values.items() if name in Settings.model_fields})


async def fill(made: Stack, families: list[Family], logs: int) -> float:
    """Fills and indexes; logs a second that the indexer took."""
    filled = Filled(made, families, logs)
    async with open_runtime(settings_of(made)) as rt:
        await filled.fill(rt)
    return filled.indexed


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m bench.search", description="Measure the search at many logs.")
    words.add_argument(
        "--logs", type=int, default=LOGS, help="how many; unless it is a million nothing is written"
    )
    logs = words.parse_args().logs
    began, before, measured = time.monotonic(), load_average(), commit()
    folder = Path(tempfile.mkdtemp(prefix="praan-bench-"))
    try:
        with stack(folder / "stack") as made:
            api = made.api()
            print(f"{FAMILIES} families ...", flush=True)
            families = make_families(api, FAMILIES)
            print(f"{logs:,} logs ...", flush=True)
            indexed = asyncio.run(fill(made, families, logs))
            print("Asking ...", flush=True)
            for family in families[:ASKED]:
                make_sure(made, api, family)
            most, load = ask(made, api, families[:ASKED])
            found = freshness(made, api, families[0])
            rows = goals.search(most, load, f"{logs:,} logs of {FAMILIES} families", found, indexed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    minutes = (time.monotonic() - began) / 60
    where = f"{machine()}; load average before {before}, after {load_average()}"
    print(f"\n{table(rows)}\n\n{json.dumps(load.latency, indent=1)}\n{where}; {minutes:.1f} min", flush=True)
    if logs != LOGS:
        return
    results = {
        "goals": [asdict(row) for row in rows],
        "kinds": load.latency,
        "machine": where,
        "commit": measured,
        "minutes": round(minutes),
        "measured": dt.datetime.now(dt.UTC).date().isoformat(),
        "logs": logs,
        "families": FAMILIES,
        "asked": ASKED,
        "callers": CALLERS,
        "documents": ASKED * DOCUMENTS,
        "indexed": indexed,
    }
    page.SEARCH.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    page.rewrite()


if __name__ == "__main__":
    main()
