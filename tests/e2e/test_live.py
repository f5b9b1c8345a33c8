"""What one browser logs, another shows by itself; a cut connection is resumed where it broke."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, WebSocket, expect
from tests.e2e.device import device
from tests.e2e.household import FirstDay
from tests.e2e.ledger import Ledger

ROUNDS, AT_ONCE = 2, 10
TICKET = "**/api/v1/live/ticket"
POST = """async (body) => {
  const sent = Date.now();
  const headers = { 'Content-Type': 'application/json', 'X-Praan-CSRF': '1' };
  const answer = await fetch('/api/v1/logs', { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(await answer.text());
  return sent;
}"""
"""Writes a log, as somebody at this page would; when it was sent."""
WATCH = """count => {
  window.shown = new Promise((resolve, reject) => {
    const look = () => {
      if (document.querySelectorAll('section[aria-labelledby=log] li').length >= count) resolve(Date.now());
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    setTimeout(() => reject(new Error(`${count} logs are not shown`)), 20_000);
    look();
  });
}"""
"""Notes the moment in which so many logs are shown: `shown`."""
KEEP = """window.wires = [];
window.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address);
    wires.push(this);
  }
};"""
"""Keeps the page's sockets where a test can cut them."""


class Wires:
    """The live sockets of a page, and what came through them."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.told: list[list[dict[str, Any]]] = []
        page.on("websocket", self._opened)

    def since(self) -> int:
        """The number that the last socket came back with."""
        return int(parse_qs(urlsplit(self.addresses[-1]).query)["since"][0])

    def _opened(self, socket: WebSocket) -> None:
        messages: list[dict[str, Any]] = []
        self.addresses.append(socket.url)
        self.told.append(messages)
        socket.on("framereceived", lambda text: messages.append(json.loads(text)))


def lines(page: Page) -> Locator:
    return page.get_by_role("region", name="Logged today").get_by_role("listitem")


def live(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="Live")


def one_told(page: Page, base_url: str) -> tuple[Wires, Ledger]:
    """A member's day that shows its first reading; how to tell more."""
    wires = Wires(page)
    ledger = FirstDay(page, base_url).ledger
    ledger.add("VITALS", {"kind": "pulse", "value": 61})
    expect(lines(page)).to_have_count(1)
    return wires, ledger


def test_two_browsers_see_each_others_logs(browser: Browser, base_url: str) -> None:
    """Within a second of its being sent, without a reload, whichever of them writes."""
    with device(browser) as one, device(browser) as two:
        here, there = one.new_page(), two.new_page()
        home = FirstDay(here, base_url)
        home.caller.open(two)
        there.goto(home.day)
        seconds: list[float] = []
        for _ in range(ROUNDS):
            for page in (here, there):
                # A page that has been told much in a short time looks in measure: each round begins anew.
                page.reload()
                expect(live(page)).to_be_visible()
                expect(lines(page)).to_have_count(len(seconds))
            for writer, reader in ((here, there), (there, here)) * (AT_ONCE // 2):
                body = {
                    "program_id": home.ledger.program_id,
                    "log_type": "VITALS",
                    "payload": {"kind": "pulse", "value": 60 + len(seconds)},
                }
                reader.evaluate(WATCH, len(seconds) + 1)
                sent = writer.evaluate(POST, body)
                seconds.append((reader.evaluate("shown") - sent) / 1000)
        seconds.sort()
        print(" ".join(f"{each:.2f}" for each in seconds))
        assert seconds[len(seconds) * 95 // 100 - 1] <= 1, seconds


def test_a_page_that_opens_asks_for_each_thing_once(browser: Browser, base_url: str) -> None:
    """The socket goes on from what the page has read: nothing is looked at again because it stands."""
    with device(browser) as context:
        page = context.new_page()
        wires, ledger = one_told(page, base_url)
        asked: Counter[str] = Counter()
        page.on("request", lambda each: asked.update([each.url] if each.method == "GET" else []))
        page.reload()
        expect(lines(page)).to_have_count(1)
        expect(live(page)).to_be_visible()
        first = {url: count for url, count in asked.items() if "/api/v1/" in url}

        ledger.add("VITALS", {"kind": "pulse", "value": 62})

        expect(lines(page)).to_have_count(2)
        assert "resync" not in [each["type"] for each in wires.told[-1]]
        assert len(first) > 3
        assert {url: count for url, count in first.items() if count > 1} == {}


def test_a_cut_connection_is_resumed_where_it_broke(browser: Browser, base_url: str) -> None:
    """What was logged meanwhile is told again, and shown at once; nothing has to be resynced."""
    with device(browser) as context:
        page = context.new_page()
        page.add_init_script(KEEP)
        wires, ledger = one_told(page, base_url)
        known = wires.told[-1][-1]["seq"]

        page.route(TICKET, lambda route: route.abort())
        page.evaluate("wires.at(-1).close()")
        expect(page.get_by_role("status").filter(has_text="Reconnecting").first).to_be_visible()
        missed = [ledger.add("VITALS", {"kind": "pulse", "value": value}) for value in (62, 63)]
        page.unroute(TICKET)

        expect(lines(page)).to_have_count(3)
        expect(live(page)).to_be_visible()
        assert wires.since() >= known
        replayed = wires.told[-1]
        assert [each["id"] for each in replayed if each["type"] == "log.updated"] == missed
        assert "resync" not in [each["type"] for each in replayed]


def test_without_the_network_nothing_stays_unseen(browser: Browser, base_url: str) -> None:
    """What was asked for meanwhile has failed: all is asked for again, whatever was told before."""
    with device(browser) as context:
        page = context.new_page()
        wires, ledger = one_told(page, base_url)

        context.set_offline(True)
        expect(page.get_by_role("status").filter(has_text="Offline").first).to_be_visible()
        ledger.add("VITALS", {"kind": "pulse", "value": 62})
        context.set_offline(False)

        expect(lines(page)).to_have_count(2)
        expect(live(page)).to_be_visible()
        assert wires.since() == 0
