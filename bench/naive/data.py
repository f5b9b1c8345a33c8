"""The naive app's schema, with the same families and logs as Praan's own tables."""

from __future__ import annotations

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine

from bench.families import Family
from bench.naive.tables import Base

COPY = (
    """INSERT INTO naive.users (id, email) SELECT id, email FROM users WHERE id = ANY ($1)""",
    """INSERT INTO naive.members (id, user_id, time_zone)
       SELECT id, user_id, time_zone FROM members WHERE user_id = ANY ($1)""",
    """INSERT INTO naive.care_programs (id, member_id, start_date)
       SELECT id, member_id, start_date FROM care_programs WHERE user_id = ANY ($1)""",
    """INSERT INTO naive.program_configs
         (id, program_id, effective_from, nutrition_goals, strength_goals, vitals_goals)
       SELECT id, program_id, effective_from, nutrition_goals, strength_goals, vitals_goals
       FROM program_configs WHERE user_id = ANY ($1)""",
    """INSERT INTO naive.daily_logs (id, program_id, log_type, status, payload, timestamp, source)
       SELECT id, program_id, log_type, status, payload, timestamp, source
       FROM daily_logs WHERE user_id = ANY ($1)""",
    """SELECT setval(pg_get_serial_sequence('naive.daily_logs', 'id'), max(id))
       FROM daily_logs WHERE user_id = ANY ($1)""",
)


async def prepare(admin_url: str, families: list[Family]) -> None:
    """Makes the schema anew and copies the families into it."""
    engine = create_async_engine(admin_url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP SCHEMA IF EXISTS naive CASCADE")
        await connection.exec_driver_sql("CREATE SCHEMA naive")
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
    admin = await asyncpg.connect(admin_url)
    for statement in COPY:
        await admin.execute(statement, [family.user_id for family in families])
    await admin.execute("ANALYZE")
    await admin.close()
