"""POST /logs, history and adherence/today with FastAPI, SQLAlchemy's ORM and redis-py, the ordinary way.

The same duties as the real routes: a verified JWT, a rate limit, ownership, validation, the log with its score
and audit row committed before the answer, the cache deleted, a live message published. Served like Praan: one
worker, uvloop, httptools and a pool of ten connections.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import jwt
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from bench.naive.tables import Adherence, Audit, Config, Log, Member, Program, User

SECRET = base64.b64decode(os.environ["PRAAN_TOKEN_SECRET"])
PER_MINUTE = int(os.environ["PRAAN_RATE_LIMIT_USER"])
URL = os.environ["NAIVE_DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")
engine = create_async_engine(URL, pool_size=10, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)
redis = Redis.from_url(os.environ["PRAAN_REDIS_URL"], decode_responses=True)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await redis.aclose()
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


class Meal(BaseModel):
    model_config = ConfigDict(extra="forbid")
    calories: Annotated[float, Field(ge=0, le=10_000)]
    protein_g: Annotated[float, Field(ge=0, le=1000)] = 0
    carbs_g: Annotated[float, Field(ge=0, le=2000)] = 0
    fat_g: Annotated[float, Field(ge=0, le=1000)] = 0
    meal: Literal["BREAKFAST", "LUNCH", "DINNER", "SNACK"] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None


class LogIn(BaseModel):
    program_id: int
    log_type: Literal["NUTRITION"]
    payload: Meal
    timestamp: dt.datetime | None = None


class LogAdded(BaseModel):
    id: int
    status: str
    adherence_impact: str


class LogOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    program_id: int
    log_type: str
    status: str
    payload: dict[str, Any]
    timestamp: dt.datetime
    created_at: dt.datetime
    source: str
    supersedes: int | None
    superseded_by: int | None


class Pagination(BaseModel):
    next_cursor: str | None
    has_more: bool


class History(BaseModel):
    data: list[LogOut]
    pagination: Pagination


async def database() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


Database = Annotated[AsyncSession, Depends(database)]


async def user_id_of(authorization: Annotated[str, Header()]) -> int:
    try:
        claims = jwt.decode(authorization[7:], SECRET, algorithms=["HS256"], audience="praan:access")
    except jwt.PyJWTError:
        raise HTTPException(401, "Send a valid access token.") from None
    return int(claims["sub"])


async def limited(user_id: Annotated[int, Depends(user_id_of)]) -> int:
    key = f"naive:limit:{user_id}:{int(time.time()) // 60}"
    async with redis.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, 60)
        count, _ = await pipe.execute()
    if count > PER_MINUTE:
        raise HTTPException(429, "Too many requests.", headers={"Retry-After": "60"})
    return user_id


async def signed_in(user_id: Annotated[int, Depends(limited)], session: Database) -> User:
    user = await session.get(User, user_id)
    if user is None:
        raise HTTPException(401, "Send a valid access token.")
    return user


Caller = Annotated[User, Depends(signed_in)]


async def own_program(session: AsyncSession, user: User, program_id: int) -> Program:
    found = await session.scalar(
        select(Program)
        .join(Member)
        .where(Program.id == program_id, Member.user_id == user.id)
        .options(selectinload(Program.member))
    )
    if found is None:
        raise HTTPException(403, "Not yours.")
    return found


def score(day: Adherence, config: Config) -> tuple[int, dict[str, Any]]:
    """The score of a day's totals: the same weights and credits as Praan's."""
    goals = config.nutrition_goals
    parts = {
        "meals": (20, day.meals, goals.get("meals_per_day")),
        "energy": (20, day.energy, goals.get("calories")),
        "protein": (20, day.protein, goals.get("protein_g")),
        "workout": (40, day.minutes, config.strength_goals.get("minutes_per_session")),
        "readings": (20, day.readings, config.vitals_goals.get("blood_pressure")),
    }
    earned, weights, details = 0.0, 0, {}
    for name, (weight, actual, goal) in parts.items():
        credit = min(actual / goal, 1.0) if goal else 0.0
        if name == "energy" and goal and actual > 1.1 * goal:
            credit = max(0.0, 1 - (actual - 1.1 * goal) / (0.3 * goal))
        details[name] = {"due": bool(goal), "actual": actual, "goal": goal, "credit": round(credit, 6)}
        if goal:
            earned, weights = earned + weight * credit, weights + weight
    return round(earned * 100 / weights) if weights else 0, details


@app.get("/alive")
async def alive() -> dict[str, bool]:
    return {"alive": True}


@app.post("/logs", status_code=201)
async def add_log(body: LogIn, user: Caller, session: Database) -> LogAdded:
    program = await own_program(session, user, body.program_id)
    happened = body.timestamp or dt.datetime.now(dt.UTC)
    date = happened.astimezone(ZoneInfo(program.member.time_zone)).date()
    if date < program.start_date:
        raise HTTPException(400, "The timestamp is before the program starts.")
    log = Log(
        program_id=program.id,
        log_type=body.log_type,
        status="VERIFIED",
        payload=body.payload.model_dump(exclude_none=True, exclude={"note"}),
        note=body.payload.note,
        timestamp=happened,
    )
    session.add(log)
    await session.flush()
    config = await session.scalar(
        select(Config)
        .where(Config.program_id == program.id, Config.effective_from <= date)
        .order_by(Config.effective_from.desc())
        .limit(1)
    )
    if config is None:
        raise HTTPException(409, "The program has no goals.")
    day = await session.scalar(
        select(Adherence).where(Adherence.program_id == program.id, Adherence.date == date).with_for_update()
    )
    if day is None:
        day = Adherence(
            program_id=program.id,
            date=date,
            meals=0,
            energy=0.0,
            protein=0.0,
            minutes=0.0,
            readings=0,
            total_score=0,
            details={},
        )
        session.add(day)
    before = day.total_score
    day.meals += 1
    day.energy += body.payload.calories
    day.protein += body.payload.protein_g
    day.total_score, day.details = score(day, config)
    session.add(Audit(user_id=user.id, action="log.create", target_resource=f"logs/{log.id}"))
    await session.commit()
    await redis.delete(f"naive:{program.id}:today")
    await redis.publish(f"naive:live:{user.id}", f'{{"type":"log.updated","id":{log.id}}}')
    change = day.total_score - before
    return LogAdded(id=log.id, status=log.status, adherence_impact=f"{change:+d} points" if change else "0 points")


@app.get("/programs/{program_id}/history")
async def history(
    program_id: int,
    user: Caller,
    session: Database,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: str | None = None,
) -> History:
    program = await own_program(session, user, program_id)
    found = (
        select(Log)
        .where(Log.program_id == program.id, Log.deleted_at.is_(None), Log.superseded_by.is_(None))
        .order_by(Log.timestamp.desc(), Log.id.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        at, log_id = base64.urlsafe_b64decode(cursor).decode().split(",")
        found = found.where((Log.timestamp < dt.datetime.fromisoformat(at)) & (Log.id < int(log_id)))
    logs = list(await session.scalars(found))
    more = len(logs) > limit
    following = None
    if more:
        last = logs[limit - 1]
        following = base64.urlsafe_b64encode(f"{last.timestamp.isoformat()},{last.id}".encode()).decode()
    return History(
        data=[LogOut.model_validate(log) for log in logs[:limit]],
        pagination=Pagination(next_cursor=following, has_more=more),
    )


@app.get("/programs/{program_id}/adherence/today")
async def today(program_id: int, user_id: Annotated[int, Depends(limited)]) -> Response:
    """The usual fast way: one GET of the ready answer, which names its owner, by redis-py."""
    key = f"naive:{program_id}:today"
    owner, _, body = str(await redis.get(key) or "").partition(" ")
    if owner == str(user_id):
        return Response(body, media_type="application/json")
    async with sessions() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise HTTPException(401, "Send a valid access token.")
        program = await own_program(session, user, program_id)
        date = dt.datetime.now(ZoneInfo(program.member.time_zone)).date()
        day = await session.scalar(
            select(Adherence).where(Adherence.program_id == program.id, Adherence.date == date)
        )
    total, details = (day.total_score, day.details) if day is not None else (None, {})
    body = json.dumps({"date": date.isoformat(), "total_score": total, "details": details, "provisional": False})
    await redis.set(key, f"{user_id} {body}", ex=3600)
    return Response(body, media_type="application/json")
