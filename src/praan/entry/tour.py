"""`praan tour`: the main journey against the running Praan, each step printed as it happens."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from websockets.asyncio.client import connect

ZONE = "Asia/Kolkata"
PATIENCE_S = 60
EVERY_DAY = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]


class TourFailed(Exception):
    """A step did not go as it should; the text says which and how."""


@dataclass
class Tour:
    """One walk. `say` gets each line; `base_url` is where Praan listens."""

    base_url: str
    say: Callable[[str], None]

    async def walk(self) -> dict[str, Any]:
        """Runs every step; the finished log. Raises TourFailed."""
        async with httpx.AsyncClient(base_url=self.base_url, timeout=30) as client:
            await self._register(client)
            member = await self._call(
                client,
                "Add Grandpa",
                "POST",
                "/members",
                name="Grandpa",
                relation_type="GRANDPARENT",
                dob="1948-03-21",
                time_zone=ZONE,
            )
            program = await self._call(
                client,
                "Start his 90 days",
                "POST",
                f"/members/{member['id']}/programs",
                title="Heart & blood pressure",
                start_date=dt.datetime.now(ZoneInfo(ZONE)).date().isoformat(),
                nutrition_goals={"calories": 1900, "protein_g": 65, "meals_per_day": 3},
                strength_goals={"days": EVERY_DAY, "minutes_per_session": 30},
            )
            path = f"/programs/{program['id']}/adherence/today"
            before = await self._call(client, "Today's adherence", "GET", path)
            ticket = await self._call(client, "Ask for a live ticket", "POST", "/live/ticket")
            address = self.base_url.replace("http", "ws", 1) + f"/api/v1/live?ticket={ticket['ticket']}"
            async with connect(address, open_timeout=10) as socket:
                self.say("The live socket is open.")
                log = await self._photo(client, program["id"])
                await self._until_read(socket, log["id"])
            read = await self._call(client, "Read the log", "GET", f"/logs/{log['id']}")
            self._describe(read)
            after = await self._call(client, "Today's adherence", "GET", path)
            self.say(f"Adherence went from {before['total_score']} to {after['total_score']}.")
            if after["total_score"] == before["total_score"]:
                raise TourFailed("the photo did not change today's adherence")
            return read

    async def _register(self, client: httpx.AsyncClient) -> None:
        account = await self._call(
            client,
            "Register",
            "POST",
            "/auth/register",
            email=f"tour-{secrets.token_hex(5)}@example.com",
            password=secrets.token_urlsafe(12),
            name="Asha",
        )
        client.headers["Authorization"] = f"Bearer {account['access_token']}"

    async def _photo(self, client: httpx.AsyncClient, program: int) -> dict[str, Any]:
        photo = (files("praan.meals") / "data" / "example-coffee.jpg").read_bytes()
        upload = await self._call(
            client,
            f"Ask where to put a photo ({len(photo) // 1024} KiB)",
            "POST",
            "/uploads",
            program_id=program,
            content_type="image/jpeg",
            size=len(photo),
            sha256=hashlib.sha256(photo).hexdigest(),
        )
        async with httpx.AsyncClient(timeout=30) as store:
            answer = await store.put(upload["url"], headers=upload["headers"], content=photo)
        self.say(f"PUT the photo straight to S3: {answer.status_code}")
        if answer.status_code != 200:
            raise TourFailed(f"S3 refused the photo: {answer.text[:300]}")
        return await self._call(
            client,
            "Log the meal",
            "POST",
            "/logs",
            program_id=program,
            log_type="NUTRITION",
            payload={"photo_key": upload["key"], "meal": "BREAKFAST"},
        )

    async def _until_read(self, socket: Any, log_id: int) -> None:
        told: list[str] = []
        try:
            async with asyncio.timeout(PATIENCE_S):
                # One log.updated when it was logged, one when it was read.
                while told.count("log.updated") < 2 or "adherence.updated" not in told:
                    message = json.loads(await socket.recv())
                    told.append(message["type"])
                    self.say(f"Live: {message['type']} (seq {message['seq']}, id {message['id']})")
        except TimeoutError:
            raise TourFailed(f"log {log_id} was not read within {PATIENCE_S} s; is the worker running?") from None

    def _describe(self, log: dict[str, Any]) -> None:
        payload = log["payload"]
        self.say(f"Status {log['status']}. The photo may show:")
        for candidate in log["candidates"]:
            grams = candidate["grams"]
            self.say(
                f"  {candidate['name']}, {candidate['confidence']:.0%} sure, about {grams['typical']:g} g"
                f" ({grams['low']:g} to {grams['high']:g})"
            )
        if "calories" in payload:
            self.say(
                f"From the food table: {payload['calories']:g} kcal, {payload['protein_g']:g} g protein,"
                f" {payload['carbs_g']:g} g carbohydrate, {payload['fat_g']:g} g fat"
            )

    async def _call(
        self, client: httpx.AsyncClient, what: str, method: str, path: str, **body: Any
    ) -> dict[str, Any]:
        answer = await client.request(method, f"/api/v1{path}", json=body or None)
        took = answer.elapsed.total_seconds() * 1000
        self.say(f"{what}: {method} /api/v1{path} -> {answer.status_code} in {took:.0f} ms")
        if not answer.is_success:
            raise TourFailed(f"{what}: {answer.text[:400]}")
        found: dict[str, Any] = answer.json()
        return found
