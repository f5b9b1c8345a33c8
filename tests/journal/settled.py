"""Photo logs as an analysis leaves them: by the analysis's own last steps, without a store and a model."""

from __future__ import annotations

import itertools
import secrets
from typing import Any

from praan.infra.after import After
from praan.infra.db import connection
from praan.infra.vision.interface import Analysis, Candidate, Grams
from praan.journal import add, analysis
from praan.journal.analysis import NOBODY
from praan.logs.schemas import NutritionIn

ANNOUNCED = """
INSERT INTO uploads (user_id, member_id, program_id, key, content_type, size, sha256, created_by, expires_at)
SELECT user_id, member_id, id, $2, 'image/jpeg', 10, decode(repeat('00', 32), 'hex'), user_id, now()
FROM care_programs WHERE id = $1
"""
_numbers = itertools.count(1)


def plate(*foods: tuple[int, int], certain: bool = False) -> Analysis:
    """What a model could have seen: foods as (food id, grams)."""
    return Analysis(
        tuple(Candidate(food, f"food {food}", 0.9, Grams(grams, grams, grams)) for food, grams in foods),
        certain=certain,
        is_food=True,
        model="test",
        together=True,
    )


async def add_photo(rt: Any, god: Any, actor: int, program: int, timestamp: Any = None) -> int:
    """A PROCESSING log; its photo was announced and is taken as arrived."""
    key = f"raw/{secrets.token_hex(12)}{next(_numbers)}"
    await god.execute(ANNOUNCED, program, key)
    body = NutritionIn.model_validate(
        {
            "program_id": program,
            "log_type": "NUTRITION",
            "payload": {"photo_key": key},
            "timestamp": None if timestamp is None else timestamp.isoformat(),
        }
    )
    async with connection(rt.pool) as conn:
        return (await add.add(conn, rt.vault, actor, NOBODY, body, After())).id


async def settle(rt: Any, owner: int, log: int, seen: Analysis) -> bool:
    """The end of an analysis that has read the photo, as praan_analysis; False when it came too late."""
    photo = await analysis._begin(rt, owner, log)
    if photo is None:
        return False
    status = "VERIFIED" if seen.certain else "NEEDS_REVIEW"
    return await analysis._settle(rt, photo, seen, (f"photos/{log}.jpg", f"thumbs/{log}.jpg"), status)


async def fail(rt: Any, owner: int, log: int) -> bool:
    """The end of an analysis whose photo was refused."""
    photo = await analysis._begin(rt, owner, log)
    if photo is None:
        return False
    await analysis._fail(rt, photo, "photo_broken", "The picture is damaged.")
    return True
