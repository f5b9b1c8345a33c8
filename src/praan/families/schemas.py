"""Bodies of members, grants and invitations."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, Strict

from praan.identity.schemas import Email, Name
from praan.kernel.clock import zone_names
from praan.kernel.fields import Body, Day, Moment, Text, Whole
from praan.kernel.paging import Pagination

Relation = Literal["SELF", "SPOUSE", "PARENT", "GRANDPARENT", "CHILD", "SIBLING", "OTHER"]
Sex = Literal["FEMALE", "MALE", "OTHER"]
Units = Literal["METRIC", "IMPERIAL"]
Role = Literal["OWNER", "MANAGER", "READ_ONLY"]
GrantRole = Literal["MANAGER", "READ_ONLY"]
Category = Literal["nutrition", "workout", "vitals", "documents", "notes"]


def _known_zone(name: str) -> str:
    if name not in zone_names():
        raise ValueError("must be an IANA time zone like Asia/Kolkata")
    return name


def _distinct(categories: list[Category]) -> list[Category]:
    if len(set(categories)) != len(categories):
        raise ValueError("must not name a category twice")
    return categories


TimeZone = Annotated[
    Text,
    Field(min_length=1, max_length=64, description="An IANA time zone.", examples=["Asia/Kolkata"]),
    AfterValidator(_known_zone),
]
Colour = Annotated[Whole, Field(ge=0, le=11)]
Categories = Annotated[
    list[Category],
    Field(min_length=1, max_length=5, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_distinct),
]


class MemberIn(Body):
    """Somebody to care for. `dob` is not in the future of their own time zone."""

    name: Name
    relation_type: Relation
    dob: Day
    time_zone: TimeZone
    sex: Sex | None = None
    units: Units = "METRIC"
    avatar_colour: Colour = 0


class MemberPatch(Body):
    """What to change about a member; what is left out (or null) stays."""

    name: Name | None = None
    relation_type: Relation | None = None
    dob: Day | None = None
    time_zone: TimeZone | None = None
    sex: Sex | None = None
    units: Units | None = None
    avatar_colour: Colour | None = None
    leaderboard: Annotated[bool, Strict()] | None = None


class MemberOut(BaseModel):
    """A member as the caller sees them; `role` is the caller's.

    `leaderboard`: whether they take part in the family's weekly board. Who was never asked does from 18 on.
    """

    id: int
    name: str
    relation_type: Relation
    dob: dt.date
    time_zone: str
    sex: Sex | None
    units: Units
    avatar_colour: int
    leaderboard: bool
    role: Role
    created_at: dt.datetime


class MemberList(BaseModel):
    """Own and shared members, by id."""

    data: list[MemberOut]
    pagination: Pagination


class GrantIn(Body):
    """An invitation by e-mail. Without `categories` it covers all; without `expires_at` it does not end."""

    email: Email
    role: GrantRole
    categories: Categories | None = None
    expires_at: Moment | None = None


class GrantOut(BaseModel):
    """Who may look after a member. `status` ACCEPTED with an `expires_at` in the past opens nothing.

    `mailed`: the letter has been asked for; it waits while the address of who invited is not confirmed.
    """

    id: int
    member_id: int
    email: str
    role: GrantRole
    categories: list[Category]
    status: Literal["INVITED", "ACCEPTED"]
    created_at: dt.datetime
    accepted_at: dt.datetime | None
    expires_at: dt.datetime | None
    mailed: bool


class GrantList(BaseModel):
    """Open and accepted invitations to one member, by id."""

    data: list[GrantOut]
    pagination: Pagination


class InvitationIn(Body):
    """A mailed invitation's token."""

    token: Annotated[Text, Field(min_length=1, max_length=200)]


class InvitationOut(BaseModel):
    """An open invitation: `token` accepts it, `from` is the name of who invites."""

    token: str
    member_name: str
    role: GrantRole
    from_: Annotated[str, Field(serialization_alias="from", validation_alias="from")]


class InvitationList(BaseModel):
    """Open invitations to the caller's address, oldest first."""

    data: list[InvitationOut]
    pagination: Pagination
