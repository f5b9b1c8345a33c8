"""From an uploaded photo to a scored meal: the analysis task, safe to run twice, at once, or half.

Each step can be repeated: objects have names made from the log's id and what was uploaded, and only one
transaction settles a log (WHERE status = 'PROCESSING'). A crash costs an attempt (a part that does not answer
costs none); after MAX_ATTEMPTS the log is FAILED, with its photo kept for another try.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass

import structlog

from praan.adherence import service as adherence
from praan.families import service as families
from praan.infra.after import After
from praan.infra.db import Connection, transaction
from praan.infra.images import CleanPhoto, clean
from praan.infra.runtime import Runtime
from praan.infra.vision.interface import Analysis, Vision
from praan.journal import queries
from praan.journal.changes import tell
from praan.kernel.errors import Unavailable, Unusable
from praan.kernel.principal import Origin
from praan.logs.content import Content, Totals
from praan.logs.scope import LogScope
from praan.meals import service as meals
from praan.uploads import service as uploads

MAX_ATTEMPTS = 15
NOBODY = Origin(None, None)

log = structlog.get_logger("praan.analysis")


@dataclass(frozen=True, slots=True)
class _Photo:
    """A log whose photo waits to be read."""

    scope: LogScope
    upload_key: str


async def analyse(rt: Runtime, vision: Vision, owner: int, log_id: int) -> str:
    """Reads a log's photo and settles the log; the status it ended in, or "GONE" when nothing waits.

    Raises Unavailable when the store or the database does not answer: the task is then tried again.
    """
    photo = await _begin(rt, owner, log_id)
    if photo is None:
        return "GONE"
    try:
        picture = await _read(rt, owner, photo)
        seen = await asyncio.to_thread(vision.analyse, picture.jpeg)
        if not seen.is_food:
            raise Unusable("NOT_FOOD", seen.message)
        keys = await _keep(rt, photo, picture)
        status = "VERIFIED" if seen.certain else "NEEDS_REVIEW"
        settled = await _settle(rt, photo, seen, keys, status)
    except Unusable as error:
        await _fail(rt, photo, error.code.upper(), error.message)
        return "FAILED"
    except Unavailable:
        await _take_back(rt, photo)
        raise
    if not settled:
        return "GONE"
    # Not marked as swept: the link may still live, and the sweep looks again once it cannot.
    await rt.storage.delete(photo.upload_key)
    return status


async def _begin(rt: Runtime, owner: int, log_id: int) -> _Photo | None:
    """Counts the attempt; None when the log is settled, deleted or gone. Gives up past MAX_ATTEMPTS."""
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        row = await conn.fetchrow(queries.FIND_PHOTO, owner, log_id)
        if row is None or row["status"] != "PROCESSING" or row["upload_key"] is None:
            return None
        attempts = await conn.fetchval(queries.BEGIN_ATTEMPT, owner, log_id, row["at"])
        if attempts is None:
            return None
    member = families.system_scope(owner, row["member_id"])
    photo = _Photo(LogScope(member, row["program_id"], log_id, row["at"], "NUTRITION"), row["upload_key"])
    if attempts > MAX_ATTEMPTS:
        log.warning("analysis_given_up", log_id=log_id, attempts=attempts)
        await _fail(
            rt, photo, "GAVE_UP", "Reading this photo failed several times. Try again, or enter it by hand."
        )
        return None
    return photo


async def _take_back(rt: Runtime, photo: _Photo) -> None:
    scope = photo.scope
    owner = scope.member.user_id
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        await conn.execute(queries.TAKE_BACK_ATTEMPT, owner, scope.log_id, scope.at)


async def _read(rt: Runtime, owner: int, photo: _Photo) -> CleanPhoto:
    raw, data = await uploads.received(rt, owner, photo.upload_key, uploads.PHOTO)
    return await asyncio.to_thread(clean, data, raw.content_type)


async def _keep(rt: Runtime, photo: _Photo, picture: CleanPhoto) -> tuple[str, str]:
    """Stores the clean photo and its thumbnail; their keys, the same however often this runs."""
    name = photo.upload_key.removeprefix(uploads.RAW)
    keys = (f"photos/{name}.jpg", f"thumbs/{name}.jpg")
    await rt.storage.put(keys[0], picture.jpeg, "image/jpeg")
    await rt.storage.put(keys[1], picture.thumbnail, "image/jpeg")
    return keys


async def _content(conn: Connection, seen: Analysis) -> Content:
    """The meal as suggested: all foods of a plate, or the likeliest of the alternatives. Macros: the table's."""
    known = [candidate for candidate in seen.candidates if candidate.food_id is not None]
    chosen = known if seen.together else known[:1]
    helpings = [
        meals.Helping(candidate.food_id, candidate.grams.typical)
        for candidate in chosen
        if candidate.food_id is not None
    ]
    payload: dict[str, object] = {"estimated": True, "model": seen.model}
    if not helpings:
        return Content(payload)
    priced = await meals.price(conn, helpings)
    macros = priced.macros
    totals = Totals(macros.energy_mkcal, macros.protein_mg, macros.carbs_mg, macros.fat_mg)
    payload |= {
        "items": [{"food_id": helping.food_id, "grams": helping.grams} for helping in helpings],
        "food_table": priced.table_version,
        "calories": totals.energy_mkcal / 1000,
        "protein_g": totals.protein_mg / 1000,
        "carbs_g": totals.carbs_mg / 1000,
        "fat_g": totals.fat_mg / 1000,
    }
    return Content(payload, totals)


async def _settle(rt: Runtime, photo: _Photo, seen: Analysis, keys: tuple[str, str], status: str) -> bool:
    """Writes the result and scores the day in one transaction; False when somebody else settled it first."""
    scope = photo.scope
    owner = scope.member.user_id
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        made = await _content(conn, seen)
        totals = made.totals
        done = await conn.fetchval(
            queries.ANALYSED,
            owner,
            scope.log_id,
            scope.at,
            status,
            dict(made.payload),
            [asdict(candidate) for candidate in seen.candidates],
            *keys,
            totals.energy_mkcal,
            totals.protein_mg,
            totals.carbs_mg,
            totals.fat_mg,
        )
        if done is None:
            return False
        # First the log's row, then the scores: the order of everybody who changes a log.
        await adherence.lock(conn, scope.program_id)
        await adherence.apply(conn, scope, 1)
        await _tell(conn, after, scope, "log.analyse")
    await after.run(rt)
    return True


async def _fail(rt: Runtime, photo: _Photo, code: str, message: str) -> None:
    scope = photo.scope
    owner = scope.member.user_id
    after = After()
    async with transaction(rt.pool, owner=owner, actor=owner) as conn:
        done = await conn.fetchval(queries.FAILED, owner, scope.log_id, scope.at, code, message[:500])
        if done is None:
            return
        await _tell(conn, after, scope, "log.fail")
    await after.run(rt)


async def _tell(conn: Connection, after: After, scope: LogScope, action: str) -> None:
    await families.record(conn, NOBODY, scope.member, f"logs/{scope.log_id}", action, by_itself=True)
    await tell(conn, after, scope)
