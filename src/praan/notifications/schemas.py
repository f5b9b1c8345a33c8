"""Body of the ticket route."""

from __future__ import annotations

from pydantic import BaseModel


class Ticket(BaseModel):
    """Open /api/v1/live?ticket=... within `expires_in` seconds."""

    ticket: str
    expires_in: int
