"""The bounds of one member: the general ones of their age, tightened where their owner or a manager did so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import cast

from praan.families import members
from praan.families import service as families
from praan.families.scope import MemberScope
from praan.infra.crypto import Vault
from praan.infra.db import Connection
from praan.kernel.clock import local_date, now
from praan.kernel.errors import FieldError, Forbidden, Invalid
from praan.kernel.principal import Origin
from praan.vitals import bands, queries
from praan.vitals.bands import EDGES, WHOLE, Bound, Edge, Limits, Own
from praan.vitals.schemas import ThresholdIn, ThresholdOut, Thresholds, ThresholdsIn
from praan.vitals.service import newest_table, own_of

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class General:
    """The general bounds of one rule and field at an age."""

    bounds: list[Bound]

    def at(self, edge: Edge) -> Decimal | None:
        """The bound of an edge; of several bands of one severity the one that is met first."""
        severity, side = EDGES[edge]
        found = [bound.at for bound in self.bounds if (bound.severity, bound.side) == (severity, side)]
        if not found:
            return None
        return max(found) if side == "LOW" else min(found)


async def show(conn: Connection, vault: Vault, scope: MemberScope) -> Thresholds:
    """What the member's readings are judged by today."""
    return _shown(await _general(conn, vault, scope), await _own(conn, scope))


async def tighten(
    conn: Connection, vault: Vault, scope: MemberScope, origin: Origin, body: ThresholdsIn
) -> Thresholds:
    """Puts the member's own bounds in force, for readings that are told from now on.

    Raises Invalid naming each bound that is looser than the general one or out of order with its neighbours, and
    Forbidden.
    """
    general, before = await _general(conn, vault, scope), await _own(conn, scope)
    wanted = _checked(general, body)
    changed = {
        key: wanted.get(key, Limits())
        for key in {*before, *wanted}
        if wanted.get(key, Limits()) != before.get(key, Limits())
    }
    for (rule, field), limits in sorted(changed.items()):
        await conn.execute(
            queries.TIGHTEN,
            scope.user_id,
            scope.member_id,
            rule,
            field,
            limits.warn_low,
            limits.warn_high,
            limits.urgent_low,
            limits.urgent_high,
            scope.actor_id,
        )
    await families.record(
        conn,
        origin,
        scope,
        f"members/{scope.member_id}/thresholds",
        "thresholds.update",
        [f"{rule}.{field}" for rule, field in changed],
    )
    return _shown(general, {**before, **changed})


async def _general(conn: Connection, vault: Vault, scope: MemberScope) -> dict[Key, General]:
    dob = await conn.fetchval(queries.BORN, scope.user_id, scope.member_id)
    if dob is None:
        raise Forbidden("You may not do this for this person.")
    born = members.birth_date(vault, scope.user_id, dob)
    months = bands.age_in_months(born, local_date(now(), scope.time_zone))
    found: dict[Key, General] = {}
    for bound in (await newest_table(conn)).bounds:
        if bound.holds_at(months):
            found.setdefault((bound.rule, bound.field), General([])).bounds.append(bound)
    return found


async def _own(conn: Connection, scope: MemberScope) -> Own:
    return own_of(await conn.fetchval(queries.OWN_THRESHOLDS, scope.user_id, scope.member_id))


def _checked(general: dict[Key, General], body: ThresholdsIn) -> dict[Key, Limits]:
    """The own bounds of a body, without those that only repeat the general ones; raises Invalid."""
    wrong: list[FieldError] = []
    wanted: dict[Key, Limits] = {}
    for place, row in enumerate(body.data):
        key = (row.rule, row.field)
        if key not in general:
            wrong.append(FieldError(f"data.{place}.field", "is not judged for this person"))
        elif key in wanted:
            wrong.append(FieldError(f"data.{place}.field", "is named twice"))
        else:
            wrong += [FieldError(f"data.{place}.{edge}", why) for edge, why in _faults(general[key], row)]
            wanted[key] = _tighter(general[key], row)
    if wrong:
        raise Invalid(f"{wrong[0].field}: {wrong[0].message}", errors=tuple(wrong))
    return wanted


def _tighter(general: General, row: ThresholdIn) -> Limits:
    said = {edge: _number(row, edge) for edge in EDGES}
    return Limits(**{edge: at for edge, at in said.items() if at is not None and at != general.at(edge)})


def _faults(general: General, row: ThresholdIn) -> Iterator[tuple[Edge, str]]:
    """Each edge that may not be so, and why."""
    faulty = False
    for edge in EDGES:
        at, most = _number(row, edge), general.at(edge)
        if at is None:
            continue
        if at != at.quantize(Decimal(1) if row.rule in WHOLE else Decimal("0.1")):
            faulty = True
            yield edge, "must be a whole number" if row.rule in WHOLE else "has at most one decimal"
        elif most is not None and (at < most if EDGES[edge][1] == "LOW" else at > most):
            faulty = True
            yield edge, f"may only be tighter than {most.normalize():f}, the general bound"
    if faulty:
        return
    force: dict[Edge, Decimal | None] = {}
    for edge in EDGES:
        said = _number(row, edge)
        force[edge] = general.at(edge) if said is None else said
    # Each pair in order, and strictly so where a normal range must lie between them.
    for lower, upper, strictly in (
        ("urgent_low", "warn_low", False),
        ("warn_low", "warn_high", True),
        ("warn_high", "urgent_high", False),
        ("urgent_low", "urgent_high", True),
    ):
        low, high = force[cast(Edge, lower)], force[cast(Edge, upper)]
        if low is not None and high is not None and (low >= high if strictly else low > high):
            named = cast(Edge, lower if _number(row, cast(Edge, lower)) is not None else upper)
            yield named, f"leaves no room: {lower} is {low.normalize():f} and {upper} {high.normalize():f}"
            return


def _number(row: ThresholdIn, edge: Edge) -> Decimal | None:
    at: float | None = getattr(row, edge)
    return None if at is None else Decimal(repr(at))


def _shown(general: dict[Key, General], own: Own) -> Thresholds:
    rows = []
    for (rule, field), found in general.items():
        mine = own.get((rule, field), Limits())
        edges = {edge: getattr(mine, edge) for edge in EDGES}
        force = {edge: found.at(edge) if at is None else at for edge, at in edges.items()}
        rows.append(
            ThresholdOut.model_validate(
                {
                    "rule": rule,
                    "field": field,
                    "unit": bands.UNITS[rule],
                    **force,
                    "warn_inclusive": _inclusive(found, "WARN"),
                    "urgent_inclusive": _inclusive(found, "URGENT"),
                    "source": "; ".join(dict.fromkeys(bound.source for bound in found.bounds)),
                    "own": any(getattr(mine, each.name) is not None for each in fields(Limits)),
                }
            )
        )
    return Thresholds(data=rows)


def _inclusive(general: General, severity: bands.Severity) -> bool:
    return next((bound.inclusive for bound in general.bounds if bound.severity == severity), True)
