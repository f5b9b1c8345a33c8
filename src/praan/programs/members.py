"""Use cases on a member that reach into what is cached of their programs."""

from __future__ import annotations

from praan.families import members
from praan.families import service as families
from praan.families.schemas import MemberOut, MemberPatch
from praan.families.scope import MemberScope
from praan.infra.after import After
from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.kernel.principal import Origin
from praan.programs import service


async def change(
    conn: Connection, vault: Vault, after: After, scope: MemberScope, origin: Origin, body: MemberPatch
) -> MemberOut:
    """Changes a member; raises Invalid and Forbidden. Another time zone may mean another today, another birth date
    another place among the others.
    """
    member = await members.change(conn, vault, scope, origin, body)
    after.drop(families.scores_key(scope.user_id))
    if body.time_zone is not None:
        after.drop(*await service.cached_keys(conn, scope))
    return member


async def delete(conn: Connection, after: After, scope: MemberScope, origin: Origin) -> None:
    """Deletes a member, with undo; raises Forbidden. What is cached of their programs would outlive them."""
    await members.delete(conn, scope, origin)
    after.drop(families.scores_key(scope.user_id), *await service.cached_keys(conn, scope))


async def restore(conn: Connection, vault: Vault, after: After, scope: MemberScope, origin: Origin) -> MemberOut:
    """Brings a deleted member back."""
    after.drop(families.scores_key(scope.user_id))
    return await members.restore(conn, vault, scope, origin)
