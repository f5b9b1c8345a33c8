"""The static files of the web app: what is served, how long it may be kept, and what is never reached."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Scope

from praan.infra.http.web import WebApp, built_web_app

PAGE = b"<!doctype html><html lang='en'></html>"
SCRIPT = b"console.log('praan')" * 40


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "browser"
    (folder / "media").mkdir(parents=True)
    (folder / "index.html").write_bytes(PAGE)
    (folder / "main-AB12CD34.js").write_bytes(SCRIPT)
    (folder / "main-AB12CD34.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "ngsw-worker.js").write_bytes(b"worker")
    (folder / "manifest.webmanifest").write_bytes(b"{}")
    (folder / "media" / "figtree-AB12CD34.woff2").write_bytes(b"font")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return folder


@pytest.fixture
def app(build: Path) -> WebApp:
    return WebApp(build, "http://127.0.0.1:8333/praan")


def client(app: WebApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://praan", headers={"accept-encoding": "identity"}
    )


async def raw(app: WebApp, path: str) -> tuple[int, bytes]:
    """Asks for a path just as it is written: an HTTP client would tidy it up first."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


class TestWhatIsServed:
    @pytest.mark.parametrize("path", ["/", "/welcome", "/m/7/today", "/apix", "/index.html"])
    async def test_a_page_of_the_app_is_the_index(self, app: WebApp, path: str) -> None:
        async with client(app) as web:
            response = await web.get(path)

        assert (response.status_code, response.content) == (200, PAGE)
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["cache-control"] == "no-cache"

    @pytest.mark.parametrize("path", ["/main-00000000.js", "/m/7/photo.jpg", "/.env", "/api", "/api/v1/members"])
    async def test_what_looks_like_a_file_or_the_api_is_missing(self, app: WebApp, path: str) -> None:
        async with client(app) as web:
            response = await web.get(path)

        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize(
        ("path", "kind", "kept"),
        [
            ("/main-AB12CD34.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
            ("/media/figtree-AB12CD34.woff2", "font/woff2", "public, max-age=31536000, immutable"),
            ("/ngsw-worker.js", "text/javascript; charset=utf-8", "no-cache"),
            ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ],
    )
    async def test_only_names_with_a_hash_are_kept(self, app: WebApp, path: str, kind: str, kept: str) -> None:
        async with client(app) as web:
            response = await web.get(path)

        assert (response.status_code, response.headers["content-type"]) == (200, kind)
        assert response.headers["cache-control"] == kept

    async def test_head_tells_the_length_without_the_body(self, app: WebApp) -> None:
        async with client(app) as web:
            response = await web.head("/main-AB12CD34.js")

        assert response.headers["content-length"] == str(len(SCRIPT))
        assert response.content == b""

    async def test_writing_is_refused(self, app: WebApp) -> None:
        async with client(app) as web:
            assert (await web.post("/welcome")).status_code == 405


class TestTravelLight:
    @pytest.mark.parametrize(
        ("accepted", "encoding"),
        [("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("br", None), ("", None)],
    )
    async def test_a_packed_twin_is_sent_to_those_who_take_it(
        self, app: WebApp, accepted: str, encoding: str | None
    ) -> None:
        async with client(app) as web:
            response = await web.get("/main-AB12CD34.js", headers={"accept-encoding": accepted})

        assert response.headers.get("content-encoding") == encoding
        assert response.headers["vary"] == "accept-encoding"
        assert response.content == SCRIPT

    async def test_a_packed_twin_has_no_address_of_its_own(self, app: WebApp) -> None:
        async with client(app) as web:
            assert (await web.get("/main-AB12CD34.js.gz")).status_code == 404

    @pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}'])
    async def test_what_the_browser_holds_is_not_sent_again(self, app: WebApp, shape: str) -> None:
        async with client(app) as web:
            etag = (await web.get("/")).headers["etag"]
            again = await web.get("/", headers={"if-none-match": shape.format(etag)})
            other = await web.get("/", headers={"if-none-match": '"other"'})

        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert other.status_code == 200


class TestWalls:
    @pytest.mark.parametrize(
        "path",
        ["/../secret.txt", "/media/../../secret.txt", "//secret.txt", "/..\\secret.txt", "/%2e%2e/secret.txt", ""],
    )
    async def test_no_path_leads_out_of_the_build(self, app: WebApp, path: str) -> None:
        _, body = await raw(app, path)

        assert b"secret" not in body

    async def test_a_link_out_of_the_build_is_not_followed(self, build: Path) -> None:
        (build / "door").symlink_to(build.parent)

        status, body = await raw(WebApp(build), "/door/secret.txt")

        assert (status, b"secret" in body) == (404, False)

    async def test_the_page_may_talk_to_itself_and_the_storage_only(self, app: WebApp) -> None:
        async with client(app) as web:
            headers = (await web.get("/welcome")).headers

        rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == "'self'"
        assert rules["style-src"] == "'self'"
        assert rules["connect-src"] == "'self' http://127.0.0.1:8333"
        assert rules["img-src"] == "'self' blob: http://127.0.0.1:8333"
        assert rules["frame-ancestors"] == "'none'"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"


class TestWhereItLies:
    def test_a_configured_folder_wins(self, build: Path) -> None:
        assert built_web_app(build) == build

    def test_a_folder_without_a_page_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=str(tmp_path)):
            WebApp(tmp_path)


class TestWhatAPageNames:
    @pytest.fixture
    def planned(self, build: Path) -> WebApp:
        pages = {
            "/welcome": {"scripts": ["door-AB12CD34.js"], "asks": []},
            "/m/*/today": {"scripts": ["day-AB12CD34.js"], "asks": ["/api/v1/me", "/api/v1/members/*/programs"]},
        }
        plan = {"styles": ["styles-AB12CD34.css"], "all": ["core-AB12CD34.js"], "pages": pages}
        (build / "preload.json").write_text(json.dumps(plan))
        return WebApp(build, cookie="praan")

    @pytest.mark.parametrize(
        ("path", "scripts"),
        [
            ("/welcome", ["core", "door"]),
            ("/m/7/today", ["core", "day"]),
            ("/m/7/8/today", ["core"]),
            ("/m/x>,<y/today", ["core"]),
            ("/welcome/create", ["core"]),
            ("/", ["core"]),
        ],
    )
    async def test_its_style_then_its_scripts(self, planned: WebApp, path: str, scripts: list[str]) -> None:
        async with client(planned) as http:
            answer = await http.get(path)

        style = "</styles-AB12CD34.css>; rel=preload; as=style"
        named = [f"</{name}-AB12CD34.js>; rel=modulepreload; fetchpriority=low" for name in scripts]
        assert (answer.content, answer.headers["link"]) == (PAGE, ", ".join([style, *named]))

    @pytest.mark.parametrize(
        ("cookie", "asks"),
        [
            ("praan=x", True),
            ("theme=dark; praan=x", True),
            ("notpraan=x", False),
            ("theme=praan", False),
        ],
    )
    async def test_what_it_asks_for_a_session_only(self, planned: WebApp, cookie: str, asks: bool) -> None:
        async with client(planned) as http:
            answer = await http.get("/m/7/today", headers={"cookie": cookie})

        asked = [
            part.split(">")[0].lstrip(" <") for part in answer.headers["link"].split(",") if "as=fetch" in part
        ]
        assert asked == (["/api/v1/me", "/api/v1/members/7/programs"] if asks else [])

    async def test_the_plan_itself_is_nobodys(self, planned: WebApp) -> None:
        assert (await raw(planned, "/preload.json"))[0] == 404

    async def test_a_script_names_nothing(self, planned: WebApp) -> None:
        async with client(planned) as http:
            assert "link" not in (await http.get("/main-AB12CD34.js")).headers

    async def test_nothing_without_a_plan(self, app: WebApp) -> None:
        async with client(app) as http:
            assert "link" not in (await http.get("/welcome")).headers
