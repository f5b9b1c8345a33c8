"""One message to one browser by Web Push: encrypted for it (RFC 8291), signed by us (VAPID, RFC 8292), over https.

Addresses of push services are chosen by whoever subscribes, so this process must not be led to its own network: a
name is resolved once, every address that it has must be a public one, and the connection goes to just that one.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import re
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from praan.infra.breaker import Breaker, BreakerOpen

STEP_S = 5.0
# People's alerts wait behind it; what takes longer is tried again.
WHOLE_S = 3.0
# A token may live a day at most; a browser that is away that long is not pushed to late.
TOKEN_S = 12 * 3600
TTL_S = 86_400
MOST_BREAKERS = 500
# 401 and 403: made for another key than ours. The browser has to be asked anew.
GONE = (401, 403, 404, 410)
LATER = (408, 425, 429)
# What is given out of IPv6, without what is for books or carries an address of the other kind (Teredo, 6to4).
GLOBAL6 = ipaddress.IPv6Network("2000::/3")
NOT_GLOBAL6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# Of protocols; a few addresses of it count as global, and none of them is a push service's.
PROTOCOLS4 = ipaddress.IPv4Network("192.0.0.0/24")
# Names are looked up apart from all other work: one that hangs would keep letters from being sent.
_names = ThreadPoolExecutor(4, thread_name_prefix="push-names")

# No address of IPv6 in brackets: push services have names.
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")

Urgency = Literal["normal", "high"]


class Gone(Exception):
    """The push service does not know this subscription any more."""


class Refused(Exception):
    """The push service, or the rule about addresses, will never let this message through."""


class Later(OSError):
    """The push service did not take it this time."""


@dataclass(frozen=True)
class Signer:
    """Our key pair for push services (P-256), from base64url of the private number's 32 bytes.

    Raises ValueError for what is none. `contact` is a mailto: or https: address of whoever runs this server.
    """

    private: str = field(repr=False)
    contact: str

    def __post_init__(self) -> None:
        _ = self._key

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        raw = base64.urlsafe_b64decode(self.private + "=" * (-len(self.private) % 4))
        if len(raw) != 32:
            raise ValueError("must be base64url of 32 bytes")
        return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())

    @cached_property
    def public(self) -> str:
        """What a browser subscribes with: the uncompressed point, base64url without padding."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def header(self, audience: str) -> str:
        """Authorization for a push service, whose origin is `audience`."""
        # Imported here: only the worker has to carry it and what it brings along.
        from py_vapid import Vapid02

        claims = {"aud": audience, "sub": self.contact, "exp": int(time.time()) + TOKEN_S}
        said: str = Vapid02(self._key).sign(claims)["Authorization"]
        return said


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is reached, and the keys that only it can read messages with (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


def check(subscription: Subscription, *, private_too: bool) -> None:
    """Raises ValueError, which says what is wrong, for a subscription that could never be sent to.

    `private_too` lets plain http and any port through, for a push service of the tests.
    """
    _parts(subscription.endpoint, private_too)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(subscription.p256dh))
    except ValueError:
        raise ValueError("p256dh must be a public key of the curve P-256, base64url") from None
    if len(_bytes(subscription.auth)) != 16:
        raise ValueError("auth must be 16 bytes, base64url")


async def deliver(
    signer: Signer, subscription: Subscription, message: bytes, *, topic: str, urgency: Urgency, private_too: bool
) -> None:
    """Hands a message (at most 3000 bytes) to a browser's push service; returns once that has taken it.

    A later message of a `topic` (at most 32 letters of base64url) takes the place of one that still waits there.
    Raises Gone, Refused, and OSError (also Later) or BreakerOpen for what may pass.
    """
    try:
        parts = _parts(subscription.endpoint, private_too)
    except ValueError as error:
        raise Refused(str(error)) from None
    origin = f"{parts.scheme}://{parts.netloc}"
    headers = {
        "Authorization": signer.header(origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Host": parts.netloc,
        "TTL": str(TTL_S),
        "Topic": topic,
        "Urgency": urgency,
    }
    body = _sealed(subscription, message)
    with _breaker(origin).watch((OSError,)):
        status = await _post(subscription.endpoint, parts, headers, body, private_too)
        if status >= 500 or status in LATER:
            raise Later(f"status {status}")
    if status in GONE:
        raise Gone
    if not 200 <= status < 300:
        raise Refused(f"status {status}")


async def _post(endpoint: str, parts: SplitResult, headers: dict[str, str], body: bytes, private_too: bool) -> int:
    # Imported here, as below: only the worker pushes.
    import httpx

    assert parts.hostname is not None
    try:
        async with asyncio.timeout(WHOLE_S):
            address = await _address(parts.hostname, private_too)
            # No proxy: it would resolve the name a second time, perhaps to another address.
            async with (
                httpx.AsyncClient(verify=_tls(), timeout=STEP_S, trust_env=False) as client,
                client.stream(
                    "POST",
                    httpx.URL(endpoint).copy_with(host=address),
                    headers=headers,
                    content=body,
                    extensions={"sni_hostname": parts.hostname},
                ) as answer,
            ):
                # What it says is not read: it could be of any length.
                return answer.status_code
    except httpx.HTTPError as error:
        raise Later(type(error).__name__) from error


async def _address(host: str, private_too: bool) -> str:
    """One address of a host; raises Refused when any of them is not for everybody to reach, and OSError."""
    look_up = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_names, look_up)
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not private_too and not all(is_public(address) for address in addresses):
        raise Refused("the push service's address is not public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole internet's, and hides none that is not."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in GLOBAL6 and ip.is_global and not any(ip in network for network in NOT_GLOBAL6)
    return ip.is_global and not ip.is_multicast and ip not in PROTOCOLS4


def _parts(endpoint: str, private_too: bool) -> SplitResult:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise ValueError("endpoint must be an https address") from None
    odd = not endpoint.isascii() or any(letter.isspace() or not letter.isprintable() for letter in endpoint)
    if odd or parts.username is not None or parts.fragment or not HOST.fullmatch(parts.hostname or ""):
        raise ValueError("endpoint must be an https address")
    if not private_too and (parts.scheme != "https" or port not in (None, 443)):
        raise ValueError("endpoint must be an https address")
    if parts.scheme not in ("https", "http"):
        raise ValueError("endpoint must be an https address")
    return parts


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _sealed(subscription: Subscription, message: bytes) -> bytes:
    from pywebpush import WebPusher

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    sealed: bytes = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(message)["body"]
    return sealed


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


_breakers: dict[str, Breaker] = {}


def _breaker(origin: str) -> Breaker:
    if len(_breakers) >= MOST_BREAKERS:
        _breakers.clear()
    return _breakers.setdefault(origin, Breaker(f"push {origin}", failures=5, rest_s=30))


__all__ = [
    "BreakerOpen",
    "Gone",
    "Later",
    "Refused",
    "Signer",
    "Subscription",
    "check",
    "deliver",
    "is_public",
]
