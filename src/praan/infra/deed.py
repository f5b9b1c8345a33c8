"""What a use case that changes something is handed from the edge."""

from __future__ import annotations

from dataclasses import dataclass

from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.kernel.principal import Origin


@dataclass(frozen=True, slots=True)
class Deed:
    """One change being made: who, from where, and the hints to send once it is committed."""

    conn: Connection
    vault: Vault
    origin: Origin
    after: After
