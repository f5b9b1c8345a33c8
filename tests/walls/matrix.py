"""Every operation of the API and how its wall is tried. A new route without a row here fails the tests."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.walls.world import SECRETS, Ids

from praan.entry import api

TODAY = dt.datetime.now(dt.UTC).date()
Operation = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One way to reach for somebody's things.

    `path` and `body` are filled with the ids of the family. `right` is what the caller needs, `control` the status
    that somebody who has it gets for the same request (so that a refusal is never due to a broken request).
    `bad_bodies` and `bad_queries` are refused as invalid for the owner, and still as forbidden for anybody else.
    """

    operation: Operation
    path: str
    right: Literal["read", "write", "own", "invited"]
    control: int = 200
    body: Callable[[Ids], dict[str, Any]] | None = None
    bad_bodies: tuple[Callable[[Ids], bytes], ...] = ()
    bad_queries: tuple[str, ...] = ()
    name: str = ""
    keyed: bool = False

    @property
    def title(self) -> str:
        return self.name or " ".join(self.operation)


def _text(text: str) -> Callable[[Ids], bytes]:
    return lambda ids: text.encode()


BROKEN = (_text("{"), _text("[]"), _text('{"unknown_key": 1}'), _text("null"))


def _of_program(**more: Any) -> Callable[[Ids], dict[str, Any]]:
    return lambda ids: {"program_id": ids["program"], **more}


def _bad_of_program(**more: Any) -> Callable[[Ids], bytes]:
    return lambda ids: json.dumps({"program_id": ids["program"], **more}).encode()


GOALS: dict[str, Any] = {"nutrition_goals": {}, "strength_goals": {}}
MEAL = {"log_type": "NUTRITION", "payload": {"calories": 300}}
CURSORS = ("cursor=MzAyMg==", "limit=0", "limit=many")
RANGES = ("from=2026-13-01", "to=x", f"from={TODAY}&to=1999-01-01", "from=1900-01-01&to=2200-01-01")
UPLOAD = {"content_type": "image/jpeg", "size": 10, "sha256": "0" * 64}
REPORT = {"content_type": "application/pdf", "size": 10, "sha256": "0" * 64}
OUTSIDE = {**MEAL, "timestamp": "1999-01-01T00:00:00Z"}


def _of_member(**more: Any) -> Callable[[Ids], dict[str, Any]]:
    return lambda ids: {"member_id": ids["member"], **more}


def _bad_of_member(**more: Any) -> Callable[[Ids], bytes]:
    return lambda ids: json.dumps({"member_id": ids["member"], **more}).encode()


def _photo(ids: Ids) -> dict[str, Any]:
    return {"program_id": ids["program"], "log_type": "NUTRITION", "payload": {"photo_key": ids["key"]}}


ROWS = (
    Row(("GET", "/members/{member_id}"), "/members/{member}", "read"),
    Row(("PATCH", "/members/{member_id}"), "/members/{member}", "write", body=lambda ids: {"units": "IMPERIAL"},
        bad_bodies=(*BROKEN, _text('{"time_zone": "Nowhere/At_All"}'))),
    Row(("POST", "/members/{member_id}/restore"), "/members/{member}/restore", "own"),
    Row(("GET", "/members/{member_id}/grants"), "/members/{member}/grants", "own", bad_queries=CURSORS),
    Row(("POST", "/members/{member_id}/grants"), "/members/{member}/grants", "own", 201, keyed=True,
        body=lambda ids: {"email": "new@example.com", "role": "MANAGER"},
        bad_bodies=(*BROKEN, _text('{"email": "x", "role": "KING"}'))),
    Row(("GET", "/members/{member_id}/programs"), "/members/{member}/programs", "read", bad_queries=CURSORS),
    Row(("POST", "/members/{member_id}/programs"), "/members/{member}/programs", "write", 201, keyed=True,
        body=lambda ids: {"title": "Another", "start_date": TODAY.isoformat()},
        bad_bodies=(*BROKEN, _text('{"title": "", "start_date": "soon"}'))),
    Row(("GET", "/program-templates"), "/program-templates?member_id={member}", "read", bad_queries=CURSORS),
    Row(("POST", "/invitations/{token}/accept"), "/invitations/{token}/accept", "invited"),
    Row(("DELETE", "/me/sessions/{session_id}"), "/me/sessions/{session}", "own", 204),
    Row(("GET", "/programs/{program_id}"), "/programs/{program}", "read"),
    Row(("PATCH", "/programs/{program_id}"), "/programs/{program}", "write", body=lambda ids: {"status": "PAUSED"},
        bad_bodies=(*BROKEN, _text('{"status": "FORGOTTEN"}'))),
    Row(("GET", "/programs/{program_id}/config"), "/programs/{program}/config", "read"),
    Row(("PUT", "/programs/{program_id}/config"), "/programs/{program}/config", "write", body=lambda ids: GOALS,
        bad_bodies=(*BROKEN, _text('{"nutrition_goals": {"calories": -1}, "strength_goals": 3}'))),
    Row(("GET", "/programs/{program_id}/configs"), "/programs/{program}/configs", "read", bad_queries=CURSORS),
    Row(("GET", "/programs/{program_id}/check-ins"), "/programs/{program}/check-ins", "read", bad_queries=CURSORS),
    Row(("POST", "/programs/{program_id}/check-ins/{check_in_id}"), "/programs/{program}/check-ins/{check_in}",
        "write", body=lambda ids: {"effort": 2, "note": SECRETS[3]},
        bad_bodies=(*BROKEN, _text('{"effort": 6}'), _text('{"effort": true}'), _text('{"note": "no effort"}'))),
    Row(("GET", "/programs/{program_id}/history"), "/programs/{program}/history", "read",
        bad_queries=(*CURSORS, "from=never", "log_type=SLEEP", "log_type=" + "x" * 100, "photo=perhaps")),
    Row(("GET", "/programs/{program_id}/history"), "/programs/{program}/history?photo=true", "read",
        name="GET /programs/{program_id}/history of photos", bad_queries=CURSORS),
    Row(("GET", "/programs/{program_id}/adherence/today"), "/programs/{program}/adherence/today", "read"),
    Row(("GET", "/programs/{program_id}/adherence/week"), "/programs/{program}/adherence/week", "read",
        bad_queries=("ending=tomorrow",)),
    Row(("GET", "/programs/{program_id}/adherence"),
        f"/programs/{{program}}/adherence?from={TODAY}&to={TODAY}", "read",
        bad_queries=RANGES),
    Row(("GET", "/programs/{program_id}/nutrition"),
        f"/programs/{{program}}/nutrition?from={TODAY}&to={TODAY}", "read", bad_queries=RANGES),
    Row(("GET", "/programs/{program_id}/trends.csv"),
        f"/programs/{{program}}/trends.csv?from={TODAY}&to={TODAY}", "read", bad_queries=RANGES),
    Row(("GET", "/members/{member_id}/readings/days"),
        f"/members/{{member}}/readings/days?from={TODAY}&to={TODAY}", "read", bad_queries=RANGES),
    Row(("GET", "/search"), "/search?q=tai&member_id={member}", "read",
        bad_queries=(*CURSORS, "type=songs", "type=" + "x" * 100, "q=", "q=" + "x" * 101)),
    Row(("POST", "/uploads"), "/uploads", "write", 201, body=_of_program(**UPLOAD), keyed=True,
        bad_bodies=(_bad_of_program(), _bad_of_program(**{**UPLOAD, "size": -1}), _bad_of_program(unknown=1))),
    Row(("POST", "/uploads"), "/uploads", "write", 201, body=_of_member(**REPORT), keyed=True,
        name="POST /uploads of a document",
        bad_bodies=(_bad_of_member(), _bad_of_member(**{**REPORT, "content_type": "text/html"}),
                    _bad_of_member(**REPORT, program_id="1"))),
    Row(("GET", "/members/{member_id}/documents"), "/members/{member}/documents", "read", bad_queries=CURSORS),
    Row(("POST", "/members/{member_id}/documents"), "/members/{member}/documents", "write", 202, keyed=True,
        body=lambda ids: {"key": ids["file"], "title": "Blood count"},
        bad_bodies=(*BROKEN, _text('{"key": ""}'), _text('{"key": "raw/none"}'),
                    lambda ids: json.dumps({"key": ids["file"], "date": "2200-01-01"}).encode())),
    Row(("GET", "/documents/{document_id}"), "/documents/{document}", "read"),
    Row(("GET", "/documents/{document_id}/link"), "/documents/{document}/link", "read"),
    Row(("PATCH", "/documents/{document_id}"), "/documents/{document}", "write",
        body=lambda ids: {"title": "Another"},
        bad_bodies=(*BROKEN, _text("{}"), _text('{"title": ""}'), _text('{"date": "2200-01-01"}'))),
    Row(("POST", "/documents/{document_id}/retry"), "/documents/{document}/retry", "write", 409),
    Row(("POST", "/documents/{document_id}/restore"), "/documents/{document}/restore", "write"),
    Row(("DELETE", "/documents/{document_id}"), "/documents/{document}", "write", 204),
    Row(("POST", "/logs"), "/logs", "write", 201, body=_of_program(**MEAL), keyed=True,
        bad_bodies=(_bad_of_program(), _bad_of_program(log_type="SLEEP", payload={}),
                    _bad_of_program(log_type="NUTRITION", payload={"calories": -1}),
                    _bad_of_program(**OUTSIDE), _bad_of_program(**MEAL, unknown=1))),
    Row(("POST", "/logs"), "/logs", "write", 201, name="POST /logs with a note",
        body=_of_program(log_type="NUTRITION", payload={"calories": 100, "note": "late"})),
    Row(("POST", "/logs"), "/logs", "write", 400, name="POST /logs with a photo that was never uploaded",
        body=_photo),
    Row(("GET", "/logs/{log_id}"), "/logs/{log}", "read"),
    Row(("GET", "/logs/{log_id}"), "/logs/{meal}", "read", name="GET /logs/{log_id} with a note"),
    Row(("GET", "/logs/{log_id}/photo"), "/logs/{log}/photo", "read", 409),
    Row(("POST", "/logs/{log_id}/verify"), "/logs/{log}/verify", "write", body=lambda ids: {},
        bad_bodies=(_text("{"), _text("[]"), _text('{"items": []}'))),
    Row(("POST", "/logs/{log_id}/retry"), "/logs/{log}/retry", "write", 409),
    Row(("POST", "/logs/{log_id}/restore"), "/logs/{log}/restore", "write"),
    Row(("POST", "/logs"), "/logs", "write", 201, name="POST /logs with a reading",
        body=_of_program(log_type="VITALS", payload={"kind": "spo2", "value": 97})),
    Row(("GET", "/members/{member_id}/thresholds"), "/members/{member}/thresholds", "read"),
    Row(("PUT", "/members/{member_id}/thresholds"), "/members/{member}/thresholds", "write",
        body=lambda ids: {"data": [{"rule": "spo2", "field": "value", "warn_low": 95}]},
        bad_bodies=(*BROKEN, _text('{"data": [{"rule": "spo2", "field": "value", "warn_low": 90}]}'))),
    Row(("GET", "/members/{member_id}/readings"), "/members/{member}/readings", "read",
        bad_queries=(*CURSORS, "rule=mood", "from=never")),
    Row(("GET", "/alerts"), "/alerts?member_id={member}", "read", bad_queries=(*CURSORS, "status=LOUD")),
    Row(("GET", "/alerts/{alert_id}"), "/alerts/{alert}", "read"),
    Row(("POST", "/alerts/{alert_id}/snooze"), "/alerts/{alert}/snooze", "write", body=lambda ids: {"minutes": 30},
        bad_bodies=(*BROKEN, _text('{"minutes": 60}'), _text('{"minutes": 7}'))),
    Row(("POST", "/alerts/{alert_id}/acknowledge"), "/alerts/{alert}/acknowledge", "write",
        body=lambda ids: {"note": "seen to"}, bad_bodies=(_text("{"), _text("[]"), _text('{"note": ""}'))),
    Row(("GET", "/members/{member_id}/reports"), "/members/{member}/reports", "read",
        bad_queries=(*CURSORS, "language=fr")),
    Row(("GET", "/reports/{report_id}"), "/reports/{report}", "read", bad_queries=("language=fr",)),
    Row(("GET", "/reports/{report_id}/pdf"), "/reports/{report}/pdf", "read", bad_queries=("language=fr",)),
    Row(("POST", "/reports/{report_id}/share"), "/reports/{report}/share", "write", 201, keyed=True,
        body=lambda ids: {"days": 2},
        bad_bodies=(_text("{"), _text("[]"), _text('{"days": 0}'), _text('{"unknown_key": 1}'))),
    Row(("DELETE", "/reports/{report_id}/share"), "/reports/{report}/share", "write", 204),
    Row(("POST", "/members/{member_id}/reports"), "/members/{member}/reports", "write", 202, keyed=True,
        body=lambda ids: {}, bad_bodies=(_text("{"), _text("[]"), _text('{"week_start": "2200-01-01"}'))),
    # Last, since the entitled go through the rows in this order, with the same family.
    Row(("PATCH", "/logs/{log_id}"), "/logs/{log}", "write",
        body=lambda ids: {"payload": {"kind": "duration", "activity": "walk", "minutes": 20}},
        bad_bodies=(*BROKEN, _text('{"payload": {"kind": "duration", "minutes": -4}}'))),
    Row(("DELETE", "/logs/{log_id}"), "/logs/{meal}", "write", 204),
    Row(("DELETE", "/grants/{grant_id}"), "/grants/{grant}", "own", 204),
    Row(("DELETE", "/members/{member_id}"), "/members/{member}", "own", 204),
)  # fmt: skip

# Nothing of anybody else's can be named: the answer is about the caller.
OWN_THINGS = {
    ("GET", "/foods"): "a public table",
    ("GET", "/foods/by-id"): "a public table",
    ("GET", "/me"): "the caller",
    ("PATCH", "/me"): "the caller",
    ("GET", "/me/sessions"): "the caller's",
    ("GET", "/me/notifications"): "the caller's",
    ("PUT", "/me/notifications"): "the caller's",
    ("POST", "/me/push"): "bound to the caller's session",
    ("DELETE", "/me/push"): "of the caller's own browsers",
    ("GET", "/me/invitations"): "the caller's",
    ("GET", "/members"): "the caller's and those shared with them",
    ("POST", "/members"): "into the caller's own family",
    ("GET", "/leaderboard"): "the caller's and those whom they manage",
    ("GET", "/family/overview"): "the caller's and those shared with them",
    ("POST", "/live/ticket"): "for the caller",
    ("POST", "/auth/logout"): "the caller's session",
    ("POST", "/auth/email/verification"): "to the caller's own address",
}
# No token needed.
PUBLIC = {
    ("POST", "/auth/register"): "who registers has no token yet",
    ("POST", "/auth/token"): "the password is the proof",
    ("POST", "/auth/refresh"): "the refresh token is the proof",
    ("POST", "/auth/session"): "the password is the proof",
    ("DELETE", "/auth/session"): "the cookie is the proof",
    ("POST", "/auth/password/forgot"): "who asks cannot sign in; the answer is the same for all",
    ("POST", "/auth/password/reset"): "the mailed token is the proof",
    ("POST", "/auth/email/verify"): "the mailed token is the proof",
    ("POST", "/invitations/look"): "the mailed token is the proof",
    ("POST", "/shared/reports"): "the link's token is the proof",
    ("GET", "/health/live"): "for load balancers",
    ("GET", "/health/ready"): "for load balancers",
}
# Two ids at once: tried by tests of their own.
PAIRS = {("POST", "/logs/{log_id}/copy"): "test_copies"}


def operations() -> list[Operation]:
    """Every operation of the OpenAPI document, by paths below /api/v1."""
    document = json.loads(api.document())
    return [
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in document["paths"].items()
        for method in methods
    ]
