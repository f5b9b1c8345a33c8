"""The built web app as static files: pure ASGI, every file in memory, nothing read while answering.

A request is a look-up in a dictionary made from the build's own file list, so no path can lead out of it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

from praan.infra.http import problems
from praan.infra.http.preload import Plan
from praan.kernel.errors import MethodNotAllowed, NotFound

HASHED = re.compile(r"^/(?:media/.+|[^/]+)-[A-Za-z0-9_-]{8}\.(?:js|css|woff2|svg|png|webp)$")
FOREVER = b"public, max-age=31536000, immutable"
ASK_FIRST = b"no-cache"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
PAGE = "/index.html"
PLAN = "/preload.json"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a file with the headers of its answer."""

    body: bytes
    etag: bytes
    headers: Headers


def built_web_app(configured: Path | None) -> Path | None:
    """The folder of the built app: the configured one, else the package's, else the checkout's.

    None when no app has been built; a configured folder is returned as it is.
    """
    if configured is not None:
        return configured
    package = Path(__file__).parents[2]
    for folder in (package / "web", package.parents[1] / "web" / "dist" / "praan" / "browser"):
        if (folder / "index.html").is_file():
            return folder
    return None


class WebApp:
    """Serves a built single-page app from `directory`.

    `storage` is the origin (scheme, host and port; a path is ignored) that presigned URLs lead to: the only
    foreign origin the page may talk to; `cookie` is the name of a session's cookie. Raises FileNotFoundError when
    the folder holds no index.html.
    """

    def __init__(self, directory: Path, storage: str = "", cookie: str = "") -> None:
        security = _security(storage)
        self.files: dict[str, dict[str, Variant]] = {}
        for path in sorted(directory.rglob("*")):
            if path.is_file() and path.suffix not in ENCODINGS.values():
                name = "/" + path.relative_to(directory).as_posix()
                self.files[name] = _variants(path, name, security)
        if PAGE not in self.files:
            raise FileNotFoundError(f"No built web app in {directory}: run `npm run build` in web/.")
        planned = self.files.pop(PLAN, None)
        self.plan = Plan(planned[""].body if planned else None, cookie)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"The web app answers HTTP only, not {scope['type']}.")
        if scope["method"] not in ("GET", "HEAD"):
            refused = problems.from_problem(MethodNotAllowed(), _request_id(scope))
            await refused(scope, receive, send)
            return
        variants = self._find(scope["path"])
        if variants is None:
            missing = problems.from_problem(NotFound(), _request_id(scope))
            await missing(scope, receive, send)
            return
        asked = dict(scope["headers"])
        variant = _choose(variants, asked.get(b"accept-encoding", b"").decode("latin-1"))
        fresh = variant.etag in [
            tag.strip().removeprefix(b"W/") for tag in asked.get(b"if-none-match", b"").split(b",")
        ]
        status = 304 if fresh else 200
        body = b"" if fresh or scope["method"] == "HEAD" else variant.body
        headers = list(variant.headers)
        if not fresh:
            headers.append((b"content-length", str(len(variant.body)).encode()))
        if variants is self.files[PAGE] and (link := self.plan.link(scope["path"], asked.get(b"cookie", b""))):
            headers.append((b"link", link))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _find(self, path: str) -> dict[str, Variant] | None:
        found = self.files.get(path)
        if found is not None:
            return found
        # A page of the app is named by the app itself; what looks like a file, or belongs to the API, is missing.
        if "." in path or path == "/api" or path.startswith("/api/"):
            return None
        return self.files[PAGE]


def _request_id(scope: Scope) -> str:
    return str(scope.get("state", {}).get("request_id", ""))


def _variants(path: Path, name: str, security: Headers) -> dict[str, Variant]:
    kind = TYPES.get(path.suffix) or guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    shared: Headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", FOREVER if HASHED.search(name) else ASK_FIRST),
        (b"vary", b"accept-encoding"),
        *security,
    ]
    variants = {"": _variant(path.read_bytes(), "", shared)}
    for encoding, ending in ENCODINGS.items():
        packed = path.with_name(path.name + ending)
        if packed.is_file():
            variants[encoding] = _variant(packed.read_bytes(), encoding, shared)
    return variants


def _variant(body: bytes, encoding: str, shared: Headers) -> Variant:
    digest = hashlib.sha256(body).hexdigest()[:24]
    etag = f'"{digest}{"-" if encoding else ""}{encoding}"'.encode()
    headers = [*shared, (b"etag", etag)]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return Variant(body, etag, headers)


def _choose(variants: dict[str, Variant], accepted: str) -> Variant:
    offered = {part.split(";")[0].strip().lower(): part for part in accepted.split(",")}
    for encoding in ENCODINGS:
        if encoding in variants and encoding in offered:
            quality = re.search(r";\s*q=0(\.0*)?\s*$", offered[encoding])
            if quality is None:
                return variants[encoding]
    return variants[""]


def _security(storage: str) -> Headers:
    parts = urlsplit(storage)
    foreign = f" {parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' blob:{foreign}",
            f"connect-src 'self'{foreign}",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types angular praan",
        )
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=()"),
    ]
