"""What a family logs over the API, as the same person who then looks at the pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.e2e.caller import Caller

LUNCH = {"meal": "LUNCH", "calories": 1456, "protein_g": 18, "note": "Dal and rice at home"}
PRESSURE = {"kind": "blood_pressure", "systolic": 126, "diastolic": 81, "pulse": 75}
YOGA = {"kind": "duration", "activity": "Yoga", "minutes": 25}
GOALS = {
    "nutrition_goals": {"meals_per_day": 3, "calories": {"min": 1600, "max": 2000}, "protein_g": 60},
    "strength_goals": {},
    "vitals_goals": {"blood_pressure": 1},
}


class Ledger:
    """The API calls of one person for the one running program of one member."""

    def __init__(self, caller: Caller, member_id: int) -> None:
        self._caller = caller
        self.program_id: int = self._ask("GET", f"/members/{member_id}/programs")["data"][0]["id"]

    def add(self, log_type: str, payload: dict[str, Any], at: dt.datetime | None = None) -> int:
        """Adds a log, of this moment unless said otherwise; its id."""
        body = {"program_id": self.program_id, "log_type": log_type, "payload": payload}
        if at is not None:
            body["timestamp"] = at.isoformat()
        log_id: int = self._ask("POST", "/logs", body)["id"]
        return log_id

    def add_photo(self, photo: Path) -> int:
        """Uploads a photo of a dinner and logs it; the id of the log, which waits to be read."""
        return self.add("NUTRITION", {"photo_key": self._caller.upload(self.program_id, photo), "meal": "DINNER"})

    def add_member(self, name: str, time_zone: str) -> int:
        """Adds somebody to the family; their id."""
        body = {"name": name, "relation_type": "GRANDPARENT", "dob": "1950-05-05", "time_zone": time_zone}
        member_id: int = self._ask("POST", "/members", body)["id"]
        return member_id

    def start(self, member_id: int, first: dt.date, nutrition_goals: dict[str, Any]) -> None:
        """Starts a member's ninety days; what is logged from here on belongs to them."""
        body = {"title": "Care", "start_date": first.isoformat(), "nutrition_goals": nutrition_goals}
        self.program_id = self._ask("POST", f"/members/{member_id}/programs", body)["id"]

    def set_goals(self) -> None:
        """Goals from today on, so that the day has a score."""
        self._ask("PUT", f"/programs/{self.program_id}/config", GOALS)

    def goals(self) -> dict[str, Any]:
        """The goals in force today."""
        return self._ask("GET", f"/programs/{self.program_id}/config")

    def add_day(self) -> None:
        """A meal, a workout and a reading."""
        self.add("NUTRITION", LUNCH)
        self.add("WORKOUT", YOGA)
        self.add("VITALS", PRESSURE)

    def logs(self) -> list[dict[str, Any]]:
        """Every log of the program as the API tells it, the newest first."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self._ask("GET", f"/programs/{self.program_id}/history?limit=100{cursor}")
            found += page["data"]
            if not page["pagination"]["has_more"]:
                return found
            cursor = f"&cursor={page['pagination']['next_cursor']}"

    def delete(self, log_id: int) -> None:
        """Deletes a log."""
        self._caller.ask("DELETE", f"/logs/{log_id}")

    def score(self) -> int:
        """Today's score as the API tells it."""
        total: int = self._ask("GET", f"/programs/{self.program_id}/adherence/today")["total_score"]
        return total

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        content: dict[str, Any] = self._caller.ask(method, path, body)
        return content


def member_of(url: str) -> int:
    """The member whose day has this address: /m/<id>/today."""
    return int(url.split("/m/")[1].split("/")[0])
