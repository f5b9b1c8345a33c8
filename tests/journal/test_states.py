"""One log through any sequence of operations: a model of its states tells each answer, and what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import API, make_log, make_program
from tests.journal.conftest import Pair
from tests.journal.ledger import assert_rebuild_changes_nothing
from tests.journal.settled import add_photo, fail, plate, settle

DEEDS = "SELECT action, actor_id FROM audit_logs WHERE member_id = $1 AND target_resource = ANY($2) ORDER BY id"
CALLS: dict[str, tuple[str, str, Any]] = {
    "content": ("PATCH", "", {"payload": {"calories": 321}}),
    "moment": ("PATCH", "", {"timestamp": None}),
    "nothing": ("PATCH", "", {}),
    "confirm": ("POST", "/verify", None),
    "items": ("POST", "/verify", {"items": "one"}),
    "retry": ("POST", "/retry", None),
    "copy": ("POST", "/copy", {"program_id": None}),
    "delete": ("DELETE", "", None),
    "restore": ("POST", "/restore", None),
}
OPERATIONS = st.lists(
    st.tuples(st.sampled_from([*CALLS, "seen", "certain", "refused"]), st.booleans(), st.booleans()),
    min_size=3,
    max_size=12,
)


@dataclass
class Model:
    """What the log should be; `expect` says the status of the answer, and moves on."""

    status: str
    photo: bool
    deleted: bool = False

    def expect(self, operation: str) -> int:
        if operation == "restore":
            self.deleted = False
            return 200
        if self.deleted:
            return 403
        match operation, self.status:
            case "nothing", _:
                return 400
            case (("content" | "moment"), "PROCESSING"):
                return 409
            case "moment", "FAILED":
                return 409
            case "content", _:
                self.status = "VERIFIED"
                return 200
            case "moment", _:
                return 200
            case "confirm", ("VERIFIED" | "NEEDS_REVIEW"):
                self.status = "VERIFIED"
                return 200
            case "items", "NEEDS_REVIEW":
                self.status = "VERIFIED"
                return 200
            case "retry", "FAILED":
                self.status = "PROCESSING"
                return 202
            case "copy", ("VERIFIED" | "NEEDS_REVIEW"):
                return 201
            case "delete", _:
                self.deleted = True
                return 204
        return 409


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(photo=st.booleans(), operations=OPERATIONS)
async def test_every_operation_answers_as_the_state_allows(
    pair: Pair, rt: Any, analysis_rt: Any, god: Any, photo: bool, operations: list[tuple[str, bool, bool]]
) -> None:
    program = await make_program(pair.owner, pair.member)
    food = await god.fetchval("SELECT id FROM foods ORDER BY id LIMIT 1")
    log = await (add_photo(rt, god, pair.owner.id, program) if photo else make_log(pair.owner, program))
    model = Model("PROCESSING" if photo else "VERIFIED", photo)
    chain, copies, estimates, deeds = [log], [], 0, 1

    for operation, by_manager, on_old in operations:
        if operation in ("seen", "certain", "refused"):
            waits = model.status == "PROCESSING" and not model.deleted
            if operation == "refused":
                ended = await fail(analysis_rt, pair.owner.id, chain[-1])
            else:
                seen = plate((food, 50), certain=operation == "certain")
                ended = await settle(analysis_rt, pair.owner.id, chain[-1], seen)
            assert ended == waits
            if ended:
                model.status = {"seen": "NEEDS_REVIEW", "certain": "VERIFIED", "refused": "FAILED"}[operation]
                deeds += 1
            continue
        method, tail, body = CALLS[operation]
        if operation == "moment":
            body = {"timestamp": (await newest(pair, chain, god))["timestamp"].isoformat()}
        elif operation == "items":
            body = {"items": [{"food_id": food, "grams": 12.5}]}
        elif operation == "copy":
            body = {"program_id": program}
        who = pair.manager if by_manager else pair.owner
        old = on_old and len(chain) > 1
        target = chain[0] if old else chain[-1]
        answer = await who.client.request(method, f"{API}/logs/{target}{tail}", json=body)
        if old:
            # A superseded revision is history: nothing changes it, and a deleted chain hides it.
            assert answer.status_code == (403 if model.deleted and operation != "restore" else 409), answer.text
            continue
        assert answer.status_code == model.expect(operation), f"{operation}: {answer.text}"
        if answer.is_success:
            deeds += 1
        if operation in ("content", "moment") and answer.is_success:
            assert answer.json()["supersedes"] == chain[-1]
            chain.append(answer.json()["id"])
        if operation == "copy" and answer.is_success:
            copies.append(answer.json()["id"])
            # A copied estimate waits for a look of its own.
            estimates += model.status == "NEEDS_REVIEW"

    shown = await pair.owner.client.get(f"{API}/logs/{chain[-1]}")
    assert shown.status_code == (403 if model.deleted else 200)
    if not model.deleted:
        body = shown.json()
        assert (body["status"], body["superseded_by"]) == (model.status, None)
        assert body["is_verified"] == (model.status == "VERIFIED")
        assert (body["failure"] is not None) == (model.status == "FAILED")
        for older, newer in pairwise(chain):
            assert (await pair.manager.client.get(f"{API}/logs/{older}")).json()["superseded_by"] == newer
    named = [f"logs/{one}" for one in chain + copies]
    assert len(await god.fetch(DEEDS, pair.member, named)) == deeds
    kept = await assert_rebuild_changes_nothing(rt, god, pair.owner.id, program)
    counted = model.status in ("VERIFIED", "NEEDS_REVIEW") and not model.deleted
    assert sum(day["logs"] for day in kept) == counted + len(copies)
    assert sum(day["provisional_logs"] for day in kept) == (counted and model.status == "NEEDS_REVIEW") + estimates


async def newest(pair: Pair, chain: list[int], god: Any) -> Any:
    return await god.fetchrow("SELECT timestamp FROM daily_logs WHERE id = $1", chain[-1])


async def test_the_audit_row_is_of_the_writes_own_transaction(pair: Pair, god: Any) -> None:
    program = await make_program(pair.owner, pair.member)
    log = await make_log(pair.manager, program)
    request = "0d9f8a52-7c3e-4f5b-8d7e-3c1a2b3c4d5e"
    await pair.manager.client.delete(f"{API}/logs/{log}", headers={"X-Request-ID": request})

    rows = await god.fetch(
        """SELECT a.action, a.actor_id, a.user_id, a.request_id::text AS request, a.ip_address::text AS address,
          a.xmin::text = l.xmin::text AS same, a.fields FROM audit_logs a, daily_logs l
        WHERE a.target_resource = 'logs/' || l.id AND l.id = $1 ORDER BY a.id""",
        log,
    )

    assert [row["action"] for row in rows] == ["log.create", "log.delete"]
    assert {(row["actor_id"], row["user_id"]) for row in rows} == {(pair.manager.id, pair.owner.id)}
    # The log's row was last written by the transaction that wrote the second deed, and by no other.
    assert [row["same"] for row in rows] == [False, True]
    assert rows[1]["request"] == request
    assert rows[1]["address"] == "127.0.0.1/32"
