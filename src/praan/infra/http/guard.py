"""Authentication and rate limits before routing, so that 401 and 429 come before any body is read.

Every path under /api/v1 needs a signed-in person, unless `public` names it. A public path is limited by
address instead. The order of checks is 401, 429, then the route's own 403 and 400.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from praan.infra.http import problems
from praan.infra.http.bodies import check_body
from praan.infra.limits import Bucket, Gate, Verdict
from praan.infra.settings import Settings
from praan.kernel.errors import Forbidden, NotFound, Problem, TooMany, Unauthorized
from praan.kernel.principal import Principal

API = "/api/v1/"
LOGS = "/api/v1/logs"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

ReadToken = Callable[[str | None, str | None], Principal | None]
IsAlive = Callable[[Principal], Awaitable[bool]]
Exists = Callable[[Scope], bool]


class Guard:
    """`read_token(authorization, cookie)` raises Unauthorized for a bad token, None = anonymous.

    `is_alive` asks PostgreSQL about a session that Valkey does not know; `exists` says whether any route has
    this path (an unknown path is 404 for everybody). `cached_key` names a cached value that is read in the same
    call as the limits ('' = none) and left in the request's state as `cached`.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        gate: Callable[[], Gate],
        read_token: ReadToken,
        is_alive: IsAlive,
        exists: Exists,
        public: frozenset[str],
        unlimited: frozenset[str],
        cookie: str,
        cached_key: Callable[[Scope], str],
    ) -> None:
        self.app = app
        self.settings = settings
        self.gate = gate
        self.read_token = read_token
        self.is_alive = is_alive
        self.exists = exists
        self.public = public
        self.unlimited = unlimited
        self.cookie = cookie
        self.cached_key = cached_key
        self.hosts = own_hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._admit(scope, receive, send)
        except Problem as problem:
            # Answered here, inside CORS, so that a page elsewhere on this machine can read it. What the routes
            # raise never comes this far.
            await problems.from_problem(problem, scope["state"]["request_id"])(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(API) or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        if path in self.public:
            if path not in self.unlimited:
                address = (scope.get("client") or ("unknown", 0))[0]
                bucket = Bucket("address", address, self.settings.rate_limit_address)
                judge(await self.gate().check((bucket,)), state)
            check_body(scope)
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        authorization = headers.get(b"authorization")
        cookie = self._cookie(headers.get(b"cookie"))
        try:
            principal = self.read_token(authorization.decode("latin-1") if authorization else None, cookie)
            if principal is None:
                raise Unauthorized("Send a valid access token.")
        except Unauthorized:
            if not self.exists(scope):
                raise NotFound("There is no such address in the API.") from None
            raise
        buckets = [Bucket("user", str(principal.user_id), self.settings.rate_limit_user)]
        if path == LOGS and scope["method"] == "POST":
            buckets.append(Bucket("logs", str(principal.user_id), self.settings.rate_limit_logs))
        verdict = await self.gate().check(
            tuple(buckets), session_key(principal.session_id), self.cached_key(scope)
        )
        if verdict.session == "revoked" or (not verdict.session and not await self.is_alive(principal)):
            raise Unauthorized("This session has ended. Sign in again.")
        judge(verdict, state)
        if principal.kind == "WEB" and scope["method"] not in SAFE:
            same_site(headers, self.hosts)
        state["principal"] = principal
        state["degraded"] = verdict.degraded
        state["cached"] = verdict.cached
        check_body(scope)
        await self.app(scope, receive, send)

    def _cookie(self, header: bytes | None) -> str | None:
        if not header:
            return None
        for part in header.decode("latin-1").split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.cookie:
                return value
        return None


def own_hosts(settings: Settings) -> frozenset[str]:
    """Host names whose pages may write with the cookie."""
    return LOOPBACK | {urlsplit(settings.origin).hostname or ""}


def judge(verdict: Verdict, state: dict[str, object]) -> None:
    """Raises TooMany for a full bucket and leaves the limit's headers for the edge."""
    if verdict.refused is not None:
        state["limit_headers"] = _headers(verdict.refused, 0, verdict.retry_after)
        raise TooMany(f"Wait {verdict.retry_after} s, then try again.", retry_after=verdict.retry_after)


def same_site(headers: Mapping[bytes, bytes], hosts: frozenset[str]) -> None:
    """Raises Forbidden when a request that works by the cookie may come from another site's page."""
    if headers.get(b"x-praan-csrf") != b"1":
        raise Forbidden("Send the header X-Praan-CSRF: 1 with this request.")
    own_site(headers, hosts)


def own_site(headers: Mapping[bytes, bytes], hosts: frozenset[str]) -> None:
    """Raises Forbidden when another site's page asks."""
    origin = headers.get(b"origin")
    if origin is not None and host_of(origin) not in hosts:
        raise Forbidden("This request came from another site.")


def host_of(origin: bytes) -> str | None:
    try:
        return urlsplit(origin.decode("latin-1")).hostname
    except ValueError:
        return None


def session_key(session_id: int) -> str:
    """Where Valkey keeps what is known of a session: 'revoked' or 'alive'."""
    return f"session:{session_id}"


def _headers(bucket: Bucket, remaining: int, reset: int) -> list[tuple[bytes, bytes]]:
    return [
        (b"ratelimit", f'"{bucket.policy}";r={remaining};t={reset}'.encode()),
        (b"ratelimit-policy", f'"{bucket.policy}";q={bucket.quota};w={bucket.seconds}'.encode()),
    ]
