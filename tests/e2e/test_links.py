"""What letters lead to: a confirmed address, a new password, a person to help care for."""

from __future__ import annotations

import httpx
from playwright.sync_api import Browser, Page, expect
from tests.e2e.caller import Caller
from tests.e2e.conftest import Witness
from tests.e2e.device import PHONE, device
from tests.e2e.household import FirstDay, arrive
from tests.e2e.journey import Person
from tests.e2e.letters import CONFIRM, RESET, Inbox

INVITED = "Asha invites you to Praan"
NEW_PASSWORD = "copper lantern harbour 41"


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_an_address_is_confirmed_by_its_letter(page: Page, base_url: str, inbox: Inbox) -> None:
    asha = Person()
    arrive(page, base_url, asha)
    notice = page.get_by_role("region", name="Waiting for you")
    expect(notice).to_contain_text(asha.email)
    first = inbox.link(asha.email, CONFIRM)
    notice.get_by_role("button", name="Send it again").click()
    expect(notice).to_contain_text("A new letter is on its way.")

    inbox.link(asha.email, CONFIRM, after=first)
    letter = page.context.new_page()
    letter.goto(first)
    expect(letter.get_by_role("heading", level=1, name="Thank you")).to_be_visible()
    expect(letter).to_have_url(f"{base_url}/links/verify")
    letter.get_by_role("link", name="Go on").click()
    expect(letter.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_visible()
    expect(letter.get_by_role("region", name="Waiting for you")).to_have_count(0)
    letter.close()

    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(notice).to_have_count(0)


def test_a_forgotten_password_is_chosen_anew(page: Page, base_url: str, inbox: Inbox) -> None:
    asha = Person()
    Caller(base_url, asha).register()
    page.goto(f"{base_url}/welcome")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", level=1, name="A new password")).to_be_focused()
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.get_by_label("E-mail").fill(asha.email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1, name="Look in your inbox")).to_be_focused()

    link = inbox.link(asha.email, RESET)
    page.goto(link)
    expect(page.get_by_role("heading", level=1, name="Choose a new password")).to_be_visible()
    expect(page).to_have_url(f"{base_url}/links/reset")
    page.get_by_label("Password", exact=True).fill("password123")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_visible()
    expect(page.get_by_text("Your new password is set.")).to_be_visible()
    token = link.partition("#")[2]
    assert token not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")

    for password, status in ((asha.password, 401), (NEW_PASSWORD, 200)):
        answer = httpx.post(
            f"{base_url}/api/v1/auth/token", json={"email": asha.email, "password": password}, timeout=30
        )
        assert answer.status_code == status
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(asha.password)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", level=1, name="This link no longer works")).to_be_focused()


def test_an_invited_person_comes_by_the_letter(
    page: Page, browser: Browser, witness: Witness, base_url: str, inbox: Inbox
) -> None:
    home, ravi = FirstDay(page, base_url), Person(name="Ravi")
    member = home.grandpa
    home.ask("POST", f"/members/{member}/grants", {"email": ravi.email, "role": "MANAGER"})

    with device(browser, size=PHONE) as context:
        witness.watch(context)
        theirs = context.new_page()
        theirs.goto(inbox.link(ravi.email, INVITED))
        expect(theirs.get_by_role("heading", name="Asha asks you to help care for Grandpa")).to_be_visible()
        expect(theirs).to_have_url(f"{base_url}/invitations")
        theirs.get_by_role("link", name="Create an account").click()
        theirs.get_by_label("Your name").fill(ravi.name)
        theirs.get_by_label("E-mail").fill(ravi.email)
        theirs.get_by_label("Password", exact=True).fill(ravi.password)
        theirs.get_by_role("button", name="Create account").click()
        expect(theirs.get_by_text("First confirm that")).to_be_visible()
        expect(theirs.get_by_role("button", name="Help care for Grandpa")).to_have_count(0)

        theirs.goto(inbox.link(ravi.email, CONFIRM))
        theirs.get_by_role("link", name="See the invitation").click()
        theirs.get_by_role("button", name="Help care for Grandpa").click()
        expect(theirs.get_by_role("heading", level=1, name="Grandpa")).to_be_visible()
        expect(theirs).to_have_url(f"{base_url}/m/{member}/today")
        expect(theirs.get_by_text("You now help care for Grandpa.")).to_be_visible()
