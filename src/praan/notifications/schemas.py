"""Bodies of the ticket, of what somebody wants to be told, and of where their browsers are pushed to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, Strict

from praan.families.schemas import TimeZone
from praan.kernel.fields import Body


class Ticket(BaseModel):
    """Open /api/v1/live?ticket=... within `expires_in` seconds."""

    ticket: str
    expires_in: int


Switch = Annotated[bool, Strict()]
WallTime = Annotated[str, Strict(), Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]
Endpoint = Annotated[str, Strict(), Field(min_length=1, max_length=1000, pattern="^[!-~]+$")]


class Channels(Body):
    """By which ways one kind of news comes."""

    email: Switch
    push: Switch


class Kinds(Body):
    """What there is to be told: alerts about readings, weekly reports, news of programs."""

    alerts: Channels
    reports: Channels
    programs: Channels


class Quiet(Body):
    """Hours in which only what is urgent comes, by the clock in one's time zone; over midnight when `to` is the
    earlier one. The two differ.
    """

    from_: Annotated[WallTime, Field(alias="from")]
    to: WallTime


def _differ(hours: Quiet) -> Quiet:
    if hours.from_ == hours.to:
        raise ValueError("from and to must differ")
    return hours


class Choices(Body):
    """All that somebody chooses; `quiet_hours` null = none."""

    kinds: Kinds
    quiet_hours: Annotated[Quiet, AfterValidator(_differ)] | None
    time_zone: TimeZone


class ChoicesOut(BaseModel):
    """What somebody has chosen, and this server's public key for push subscriptions (VAPID, base64url), null when
    it sends none.
    """

    kinds: Kinds
    quiet_hours: Quiet | None
    time_zone: str
    push_key: str | None


class PushKeys(Body):
    """What messages to a browser are encrypted with: its public key (65 bytes) and a secret (16), base64url."""

    p256dh: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_-]{87}=?$")]
    auth: Annotated[str, Strict(), Field(pattern=r"^[A-Za-z0-9_-]{22}(==)?$")]


class PushIn(Body):
    """A browser's PushSubscription. `endpoint` is an https address of a push service."""

    endpoint: Endpoint
    keys: PushKeys


class PushGone(Body):
    """A browser that is not to be pushed to any more."""

    endpoint: Endpoint


class PushOut(BaseModel):
    """A subscription: it ends with the session that made it."""

    id: int
    created_at: dt.datetime
