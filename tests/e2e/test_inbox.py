"""Alerts come by themselves, wherever somebody looks; who has seen to one says so, and it rests or is over."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.clock import EMERGENCY
from tests.e2e.caller import Caller
from tests.e2e.conftest import Verify
from tests.e2e.device import device
from tests.e2e.journey import Person
from tests.e2e.test_live import POST, live
from tests.e2e.test_shell import tab_to
from tests.e2e.weeks import Weeks

# A page that has been told much in a short time looks in measure: so many pairs, then it begins anew.
PAIRS = 5
ROUNDS = int(os.environ.get("PRAAN_ALERT_ROUNDS", "2"))
CRISIS = {"kind": "blood_pressure", "systolic": 185, "diastolic": 98}
CALM = {"kind": "blood_pressure", "systolic": 121, "diastolic": 78}
SUGAR = {"kind": "glucose", "value": 11.4, "unit": "mmol/L"}
OXYGEN = {"kind": "spo2", "value": 90}
WATCH = """words => {
  window.shown = new Promise((resolve, reject) => {
    const look = () => {
      const open = document.querySelector('section[aria-labelledby=open]');
      if (open && open.textContent.includes(words)) resolve(Date.now());
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    setTimeout(() => reject(new Error(`${words} is not shown`)), 20_000);
    look();
  });
}"""
"""Notes the moment in which words stand among the open alerts: `shown`."""


@pytest.fixture
def house(base_url: str, page: Page) -> Weeks:
    """Grandpa, with the page signed in."""
    made = Weeks(base_url)
    made.sign_in(page.context)
    return made


def open_inbox(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/inbox")
    expect(page.get_by_role("heading", level=1, name="Inbox")).to_be_visible()
    expect(live(page)).to_be_visible()


def card(page: Page, rule: str) -> Locator:
    title = page.get_by_role("heading", level=3, name=f"Grandpa: {rule}")
    return page.locator("praan-alert-card").filter(has=title)


def bell(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("link", name="Inbox")


def join(house: Weeks, verify: Verify, role: str) -> Caller:
    """Somebody who has accepted an invitation to look after Grandpa."""
    other = Caller(house.base_url, Person("Ravi"))
    other.register()
    verify(other.person.email)
    house.ask("POST", f"/members/{house.member}/grants", {"email": other.person.email, "role": role})
    token = other.ask("GET", "/me/invitations")["data"][0]["token"]
    other.ask("POST", f"/invitations/{token}/accept")
    return other


def test_a_crisis_is_in_another_persons_inbox_within_a_second(
    browser: Browser, base_url: str, verify: Verify
) -> None:
    """From its being sent to its being seen; the doctor who sees it may look and has nothing to press."""
    house = Weeks(base_url)
    doctor = join(house, verify, "READ_ONLY")
    # Without the worker, which fetches the whole app anew for each of these browsers.
    with device(browser) as one, device(browser) as two:
        house.sign_in(one)
        doctor.open(two)
        here, there = one.new_page(), two.new_page()
        here.goto(f"{base_url}/m/{house.member}/today")
        seconds: list[float] = []
        for _ in range(ROUNDS):
            open_inbox(there, base_url)
            expect(there.get_by_text("All is calm")).to_be_visible()
            for _ in range(PAIRS):
                told = {**CRISIS, "diastolic": 90 + len(seconds) % 20}
                there.evaluate(WATCH, f"185/{told['diastolic']} mmHg")
                sent = here.evaluate(POST, {"program_id": house.program, "log_type": "VITALS", "payload": told})
                seconds.append((there.evaluate("shown") - sent) / 1000)
                if len(seconds) == 1:
                    expect(bell(there)).to_have_accessible_name("Inbox 1 open alert")
                    first = card(there, "Blood pressure")
                    expect(first).to_contain_text("Urgent: crisis range")
                    expect(first.get_by_role("link", name=f"Call {EMERGENCY}")).to_be_visible()
                    expect(first.locator("button, textarea, a[href*='/log/']")).to_have_count(0)
                house.add("VITALS", CALM)
                expect(there.get_by_text("All is calm")).to_be_visible()
        print(" ".join(f"{each:.2f}" for each in seconds))
        seconds.sort()
        print(f"{len(seconds)} alerts, median {seconds[len(seconds) // 2]:.2f} s,", end=" ")
        print(f"p95 {seconds[len(seconds) * 95 // 100 - 1]:.2f} s, most {seconds[-1]:.2f} s")
        assert seconds[len(seconds) * 95 // 100 - 1] <= 1, seconds
        assert seconds[-1] <= 3, seconds
        expect(bell(there)).to_have_accessible_name("Inbox")


def test_seen_to_by_keyboard_alone_in_every_open_session(
    page: Page, browser: Browser, house: Weeks, verify: Verify
) -> None:
    """The most pressing first; a word about it is there for everybody at once, and the bell counts."""
    house.add("VITALS", {**OXYGEN, "value": 93}, house.at(2))
    for payload in (SUGAR, OXYGEN):
        house.add("VITALS", payload, house.at(1))
    helper = join(house, verify, "MANAGER")
    page.goto(f"{house.base_url}/m/{house.member}/today")
    expect(bell(page)).to_have_accessible_name("Inbox 2 open alerts")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", level=1, name="Inbox")).to_be_focused()
    titles = page.get_by_role("region", name="Open").get_by_role("heading", level=3)
    expect(titles).to_have_text(["Grandpa: Oxygen", "Grandpa: Blood sugar"])
    expect(card(page, "Oxygen")).to_contain_text("Urgent: at most 92. Source: NHS England home oximetry")
    expect(card(page, "Oxygen").get_by_role("img", name="2 readings, from 93% to 90%")).to_be_visible()
    expect(card(page, "Blood sugar")).to_contain_text("= 205 mg/dL")

    with device(browser) as context:
        helper.open(context)
        theirs = context.new_page()
        open_inbox(theirs, house.base_url)
        expect(bell(theirs)).to_have_accessible_name("Inbox 2 open alerts")
        keys = page.keyboard
        tab_to(page, card(page, "Oxygen").get_by_role("button", name="I have seen to it"), most=30)
        keys.press("Enter")
        expect(page.get_by_label("A word about it (optional)")).to_be_focused()
        keys.type("Rang Dr Rao")
        keys.press("Tab")
        keys.press("Enter")
        rest = page.get_by_role("region", name="Seen to or resting")
        expect(rest.get_by_role("heading", name="Grandpa: Oxygen")).to_be_focused()
        expect(bell(page)).to_have_accessible_name("Inbox 1 open alert")

        seen = theirs.get_by_role("region", name="Seen to or resting")
        expect(seen).to_contain_text("Seen to by Asha")
        expect(seen).to_contain_text("Rang Dr Rao")
        expect(bell(theirs)).to_have_accessible_name("Inbox 1 open alert")

    house.add("VITALS", {**OXYGEN, "value": 98})
    over = page.get_by_role("region", name="Over")
    expect(over).to_contain_text("Back in range")
    expect(rest).to_have_count(0)


def test_an_alert_rests_and_comes_back(page: Page, house: Weeks, admin_url: str) -> None:
    """An urgent one for half an hour, another as long as one likes; it is back by itself when the time is over."""
    house.add("VITALS", OXYGEN)
    house.add("VITALS", SUGAR)
    page.goto(f"{house.base_url}/family")
    page.get_by_role("link", name="An urgent reading").click()
    expect(page).to_have_url(f"{house.base_url}/inbox?person={house.member}")
    expect(live(page)).to_be_visible()
    sugar, oxygen = card(page, "Blood sugar"), card(page, "Oxygen")
    sugar.get_by_role("button", name="Remind me later").click()
    expect(page.get_by_role("menuitem")).to_have_text([f"Remind me in {each} mins" for each in (30, 60, 120)])
    page.get_by_role("menuitem", name="Remind me in 120 mins").click()
    expect(sugar).to_contain_text("Rests until")
    expect(oxygen.get_by_role("button", name="Remind me later")).to_have_count(0)
    oxygen.get_by_role("button", name="Remind me in 30 mins").click()
    expect(page.get_by_role("region", name="Open")).to_have_count(0)
    expect(bell(page)).to_have_accessible_name("Inbox")

    page.reload()
    for each in (sugar, oxygen):
        expect(each).to_contain_text("Rests until")
    _let_pass(admin_url, house.member)
    # It learns of the new end, and comes back by itself at it.
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    titles = page.get_by_role("region", name="Open").get_by_role("heading", level=3)
    expect(titles).to_have_count(2, timeout=15_000)
    expect(bell(page)).to_have_accessible_name("Inbox 2 open alerts")


def test_without_the_network_it_says_of_when_it_is(browser: Browser, base_url: str) -> None:
    """What was there stays, with its time; what is done then is refused in words, and done when one is back."""
    house = Weeks(base_url)
    house.add("VITALS", OXYGEN)
    with device(browser) as context:
        house.sign_in(context)
        page = context.new_page()
        open_inbox(page, base_url)
        oxygen = card(page, "Oxygen")
        expect(oxygen).to_be_visible()
        context.set_offline(True)
        expect(page.get_by_role("main").get_by_text("As of")).to_be_visible()
        oxygen.get_by_role("button", name="Remind me in 30 mins").click()
        expect(oxygen.get_by_role("alert")).to_contain_text("Praan cannot be reached")
        context.set_offline(False)
        expect(page.get_by_role("main").get_by_text("As of")).to_have_count(0)
        oxygen.get_by_role("button", name="Remind me in 30 mins").click()
        expect(oxygen).to_contain_text("Rests until")


def _let_pass(admin_url: str, member: int) -> None:
    """The rest of a member's alerts ends in a moment, as if the time had passed."""

    async def pass_() -> None:
        conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(admin_url)
        try:
            await conn.execute(
                "UPDATE alerts SET snoozed_until = now() + interval '4 seconds'"
                " WHERE member_id = $1 AND snoozed_until IS NOT NULL",
                member,
            )
        finally:
            await conn.close()

    with ThreadPoolExecutor(1) as pool:
        # A thread of its own: a browser's loop is running in this one.
        pool.submit(asyncio.run, pass_()).result()
