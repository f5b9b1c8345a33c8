"""Where push messages may go: to the whole internet, and never into this network."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest
from tests.notifications.pushes import Browser

from praan.infra import push
from praan.infra.push import Signer, Subscription, is_public
from praan.localstack.credentials import _push_key

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "2002:7f00:1::1", "fec0::1", "64:ff9b:1::1", "::10.0.0.1", "::ffff:0:127.0.0.1",
    "192.0.0.8", "192.0.0.9", "2001::1", "2001:db8::1", "3fff::1", "2001:2::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.1.1", "2606:4700::1111", "2404:6800::1"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433"])
async def test_nothing_is_sent_into_this_network(host: str) -> None:
    browser, signer = Browser("/x"), Signer(_push_key(), "mailto:praan@example.com")
    subscription = Subscription(f"https://{host}/x", **browser.keys)

    with pytest.raises(push.Refused):
        await push.deliver(signer, subscription, b"{}", topic="x", urgency="normal", private_too=False)


@pytest.mark.parametrize("key", ["", "AAAA", "A" * 43, "_" * 43, "no key at all"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Signer(key, "mailto:praan@example.com")


async def test_names_that_hang_keep_no_letter_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()

    def hang(*_: object, **__: object) -> list[Any]:
        answer.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    names = [asyncio.create_task(push._address("push.example.com", private_too=False)) for _ in range(40)]
    try:
        # Letters are handed over in these threads.
        await asyncio.wait_for(asyncio.to_thread(int), 5)
    finally:
        answer.set()
    assert set(await asyncio.gather(*names)) == {"8.8.8.8"}
