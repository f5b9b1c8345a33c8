"""Vision over the network: good, slow, broken and malicious answers."""

from __future__ import annotations

import base64
import gzip
import json
import time
from typing import Any

import pytest

from praan.infra.breaker import Breaker
from praan.infra.vision.interface import Vision
from praan.infra.vision.local import MODEL, LocalVision
from praan.infra.vision.remote import MAX_GRAMS, MAX_NAME, RemoteVision, plain_name
from praan.meals.foods import by_name
from praan.meals.matching import menu

LOCAL: Vision = LocalVision(menu())


def eyes(server: Any, *, timeout_s: float = 5, failures: int = 100, rest_s: float = 30) -> RemoteVision:
    return RemoteVision(
        url=server.url,
        model="seer",
        api_key="key-1",
        menu=menu(),
        fallback=LOCAL,
        breaker=Breaker("test", failures=failures, rest_s=rest_s),
        timeout_s=timeout_s,
    )


def food(name: str, grams: float = 100, confidence: float = 0.9) -> dict[str, Any]:
    return {"name": name, "grams": grams, "confidence": confidence}


class TestGood:
    def test_a_plate_becomes_foods_of_the_table(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(food("dal", 160, 0.8), food("Rotis", 90, 0.95))]

        seen = eyes(server).analyse(coffee)

        assert [(item.food_id, item.name) for item in seen.candidates] == [
            (by_name()["Bread, chappatti or roti"].id, "Bread, chappatti or roti"),
            (by_name()["Dal"].id, "Dal"),
        ]
        assert (seen.is_food, seen.together, seen.model) == (True, True, "remote:seer")
        assert [item.grams.typical for item in seen.candidates] == [90, 160]
        assert all(item.grams.low < item.grams.typical < item.grams.high for item in seen.candidates)

    def test_it_is_never_certain(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(food("banana", 118, 1.0))]

        assert not eyes(server).analyse(coffee).certain

    def test_the_question_holds_the_photo_the_schema_and_the_key(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(food("banana"))]

        eyes(server).analyse(coffee)

        asked = server.asked[0]
        picture = asked["messages"][1]["content"][0]["image_url"]["url"]
        assert base64.b64decode(picture.removeprefix("data:image/jpeg;base64,")) == coffee
        assert asked["response_format"]["json_schema"]["strict"] is True
        assert asked["model"] == "seer"
        assert server.paths == ["/v1/chat/completions"]
        assert server.keys == ["Bearer key-1"]

    def test_no_food_says_so(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(is_food=False)]

        seen = eyes(server).analyse(coffee)

        assert (seen.is_food, seen.candidates) == (False, ())
        assert "could not see food" in seen.message

    def test_a_food_named_twice_is_one_with_both_amounts(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(food("idli", 40, 0.7), food("Idlis", 80, 0.9))]

        (idli,) = eyes(server).analyse(coffee).candidates

        assert (idli.grams.typical, idli.confidence) == (120, 0.9)

    def test_a_food_that_the_table_does_not_know_keeps_its_name_without_an_id(
        self, server: Any, coffee: bytes
    ) -> None:
        server.script = [server.plate(food("zorblax stew", 200))]

        (unknown,) = eyes(server).analyse(coffee).candidates

        assert (unknown.food_id, unknown.name, unknown.grams.typical) == (None, "zorblax stew", 200)

    def test_one_repair_names_what_was_wrong(self, server: Any, coffee: bytes) -> None:
        server.script = [server.content("Sure! Here is a banana."), server.plate(food("banana"))]

        seen = eyes(server).analyse(coffee)

        assert seen.model == "remote:seer"
        assert "does not fit the schema" in server.asked[1]["messages"][-1]["content"]


class TestBad:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no json",
            "[]",
            "null",
            '{"is_food": true}',
            '{"is_food": "yes", "foods": []}',
            '{"is_food": true, "foods": [], "extra": 1}',
            json.dumps({"is_food": True, "foods": [food("egg", -5)]}),
            json.dumps({"is_food": True, "foods": [food("egg", 1e9)]}),
            json.dumps({"is_food": True, "foods": [food("egg", confidence=7)]}),
            json.dumps({"is_food": True, "foods": [food("x" * 5000)]}),
            json.dumps({"is_food": True, "foods": [food("egg")] * 500}),
            '{"is_food": true, "foods": [{"name": "egg", "grams": NaN, "confidence": 1}]}',
            '{"is_food": true, "foods": [{"name": "egg", "grams": true, "confidence": 1}]}',
            "[" * 20_000,
            "\ud800",
        ],
    )
    def test_two_answers_outside_the_schema_end_in_the_local_one(
        self, server: Any, coffee: bytes, text: str
    ) -> None:
        server.script = [server.content(text)]

        seen = eyes(server).analyse(coffee)

        assert seen == LOCAL.analyse(coffee)
        assert len(server.asked) <= 2

    @pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
    def test_an_error_status_ends_in_the_local_answer_at_once(
        self, server: Any, coffee: bytes, status: int
    ) -> None:
        server.script = [server.raw(b"{}", status, Location="http://127.0.0.1:9/", Retry_After="60")]

        assert eyes(server).analyse(coffee).model == MODEL
        assert len(server.asked) == 1

    @pytest.mark.parametrize(
        "body", [b"", b"\xff\xfe", b"{}", b'{"choices": []}', b'{"choices": [{"message": {}}]}']
    )
    def test_what_is_no_chat_completion_ends_in_the_local_answer(
        self, server: Any, coffee: bytes, body: bytes
    ) -> None:
        server.script = [server.raw(body)]

        assert eyes(server).analyse(coffee).model == MODEL

    def test_a_refusal_without_content_ends_in_the_local_answer(self, server: Any, coffee: bytes) -> None:
        server.script = [server.content(None)]

        assert eyes(server).analyse(coffee).model == MODEL

    def test_food_that_it_cannot_name_ends_in_the_local_answer(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate()]

        assert eyes(server).analyse(coffee).model == MODEL

    @pytest.mark.parametrize("how", ["silence", "drip", "flood", "hang_up"])
    def test_a_server_that_never_ends_costs_no_more_than_the_time_out(
        self, server: Any, coffee: bytes, how: str
    ) -> None:
        server.script = [getattr(server, how)]
        LOCAL.analyse(coffee)
        began = time.monotonic()

        seen = eyes(server, timeout_s=0.5).analyse(coffee)

        assert seen.model == MODEL
        assert time.monotonic() - began < 2.5

    def test_the_time_out_is_for_both_tries_together(self, server: Any, coffee: bytes) -> None:
        server.script = [server.content("nonsense"), server.silence]
        began = time.monotonic()

        eyes(server, timeout_s=0.6).analyse(coffee)

        assert len(server.asked) == 2
        assert time.monotonic() - began < 2.5

    def test_a_packed_answer_is_not_unpacked(self, server: Any, coffee: bytes) -> None:
        bomb = gzip.compress(bytes(5_000_000))
        server.script = [server.raw(bomb, Content_Encoding="gzip")]

        assert eyes(server).analyse(coffee).model == MODEL

    def test_nobody_there_ends_in_the_local_answer(self, server: Any, coffee: bytes) -> None:
        vision = eyes(server)
        server.close()

        assert vision.analyse(coffee).model == MODEL


class TestMalicious:
    def test_markup_and_control_characters_do_not_survive_in_names(self, server: Any, coffee: bytes) -> None:
        nasty = "<script>alert('x')</script>\u202e\u0000\n{{7*7}} ${jndi:ldap} zorblax"
        server.script = [server.plate(food(nasty))]

        (seen,) = eyes(server).analyse(coffee).candidates

        assert not set(seen.name) & set("<>{}$;:\u202e\0\n")
        assert len(seen.name) <= MAX_NAME

    @pytest.mark.parametrize(("grams", "name"), [(9999, "banana"), (0.001, "banana"), (9999, "zorblax")])
    def test_absurd_amounts_are_held_within_reason(
        self, server: Any, coffee: bytes, grams: float, name: str
    ) -> None:
        server.script = [server.plate(food(name, grams))]

        (seen,) = eyes(server).analyse(coffee).candidates

        low, _, high = by_name()["Banana, raw"].usual_grams()
        bounds = (low / 4, high * 4) if name == "banana" else (1, MAX_GRAMS)
        assert bounds[0] <= seen.grams.typical <= bounds[1]

    def test_names_of_marks_only_are_dropped(self, server: Any, coffee: bytes) -> None:
        server.script = [server.plate(food("\u200b\u202e\n"), food("egg", 50))]

        assert [item.name for item in eyes(server).analyse(coffee).candidates] == ["Egg, whole, boiled or poached"]

    def test_a_very_long_name_is_cut(self) -> None:
        assert len(plain_name("rice " * 100)) <= MAX_NAME

    @pytest.mark.parametrize(
        "url",
        [
            "http://models.example/v1",
            "ftp://127.0.0.1/v1",
            "file:///etc/passwd",
            "https://",
            "",
            "http://localhost.x/",
        ],
    )
    def test_an_address_that_would_send_photos_in_the_clear_is_refused(self, url: str) -> None:
        with pytest.raises(ValueError, match="vision address"):
            RemoteVision(url=url, model="m", api_key="", menu=menu(), fallback=LOCAL)


class TestBreaker:
    def test_after_some_failures_in_a_row_the_address_rests(self, server: Any, coffee: bytes) -> None:
        server.script = [server.raw(b"{}", 500)]
        vision = eyes(server, failures=3)

        answers = [vision.analyse(coffee).model for _ in range(6)]

        assert answers == [MODEL] * 6
        assert len(server.asked) == 3

    def test_after_the_rest_it_is_asked_again(self, server: Any, coffee: bytes) -> None:
        server.script = [server.raw(b"{}", 500), server.plate(food("banana"))]
        vision = eyes(server, failures=1, rest_s=0)

        assert [vision.analyse(coffee).model for _ in range(3)] == [MODEL, "remote:seer", "remote:seer"]

    def test_a_success_between_failures_keeps_it_closed(self, server: Any, coffee: bytes) -> None:
        good, bad = server.plate(food("banana")), server.raw(b"{}", 500)
        server.script = [bad, good, bad, good]
        vision = eyes(server, failures=2)

        for _ in range(4):
            vision.analyse(coffee)

        assert len(server.asked) == 4
