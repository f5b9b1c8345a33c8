"""The naive app's tables: the ordinary schema of such an app, in a PostgreSQL schema of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """All tables live in the schema `naive`."""

    __table_args__: Any = {"schema": "naive"}  # noqa: RUF012
    type_annotation_map: ClassVar[Any] = {
        int: BigInteger,
        dict[str, Any]: JSONB,
        dt.datetime: DateTime(timezone=True),
    }


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)


class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("naive.users.id", ondelete="CASCADE"), index=True)
    time_zone: Mapped[str] = mapped_column(String(64))


class Program(Base):
    __tablename__ = "care_programs"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("naive.members.id", ondelete="CASCADE"), index=True)
    start_date: Mapped[dt.date] = mapped_column(Date)
    member: Mapped[Member] = relationship()


class Config(Base):
    __tablename__ = "program_configs"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("naive.care_programs.id", ondelete="CASCADE"), index=True)
    effective_from: Mapped[dt.date] = mapped_column(Date)
    nutrition_goals: Mapped[dict[str, Any]]
    strength_goals: Mapped[dict[str, Any]]
    vitals_goals: Mapped[dict[str, Any]]


class Log(Base):
    __tablename__ = "daily_logs"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("naive.care_programs.id", ondelete="CASCADE"))
    log_type: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    note: Mapped[str | None]
    timestamp: Mapped[dt.datetime] = mapped_column()
    source: Mapped[str] = mapped_column(String(20), default="manual")
    supersedes: Mapped[int | None]
    superseded_by: Mapped[int | None]
    failure_code: Mapped[str | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[dt.datetime | None]
    program: Mapped[Program] = relationship()
    __table_args__ = (Index("idx_naive_logs", "program_id", timestamp.desc(), id.desc()), {"schema": "naive"})


class Adherence(Base):
    __tablename__ = "adherence_metrics"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("naive.care_programs.id", ondelete="CASCADE"))
    date: Mapped[dt.date] = mapped_column(Date)
    meals: Mapped[int] = mapped_column(Integer, default=0)
    energy: Mapped[float] = mapped_column(Float, default=0.0)
    protein: Mapped[float] = mapped_column(Float, default=0.0)
    minutes: Mapped[float] = mapped_column(Float, default=0.0)
    readings: Mapped[int] = mapped_column(Integer, default=0)
    total_score: Mapped[int] = mapped_column(Integer, default=0)
    details: Mapped[dict[str, Any]]
    __table_args__ = (UniqueConstraint("program_id", "date"), {"schema": "naive"})


class Audit(Base):
    __tablename__ = "audit_logs"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(60))
    target_resource: Mapped[str] = mapped_column(String(200))
    timestamp: Mapped[dt.datetime] = mapped_column(server_default=func.now())
