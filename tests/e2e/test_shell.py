"""The frame around every page: places, single keys, language, appearance, and a session that ends in mid-work."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.clock import ZONE
from tests.e2e.caller import Caller
from tests.e2e.conftest import Witness
from tests.e2e.device import device
from tests.e2e.journey import Person
from tests.e2e.patience import until

PHONE = {"width": 390, "height": 640}


class Account(Caller):
    """The same person over the API, as somebody at another device."""

    def __init__(self, base_url: str, person: Person) -> None:
        super().__init__(base_url, person)
        self.sign_in()

    def me(self) -> dict[str, Any]:
        """The profile as the server has it."""
        profile: dict[str, Any] = self.ask("GET", "/me")
        return profile

    def end_other_sessions(self) -> None:
        """Signs the person out everywhere but here."""
        ended = 0
        for session in self.ask("GET", "/me/sessions")["data"]:
            if not session["current"]:
                self.ask("DELETE", f"/me/sessions/{session['id']}")
                ended += 1
        assert ended


def join(caller: Caller) -> int:
    """Makes the account, its first member and the program, and leaves no session behind; the member's id."""
    caller.register()
    grandpa = {
        "name": "Grandpa",
        "relation_type": "GRANDPARENT",
        "dob": "1948-03-21",
        "time_zone": ZONE,
    }
    member_id: int = caller.ask("POST", "/members", grandpa)["id"]
    program = {"title": "Ninety days", "start_date": dt.datetime.now(ZoneInfo(ZONE)).date().isoformat()}
    caller.ask("POST", f"/members/{member_id}/programs", program)
    caller.ask("POST", "/auth/logout")
    return member_id


@pytest.fixture
def asha(page: Page, base_url: str) -> Person:
    """Signed in, with Grandpa in the family and his day open."""
    person = Person()
    caller = Caller(base_url, person)
    member_id = join(caller)
    caller.open(page.context)
    page.goto(f"{base_url}/m/{member_id}/today")
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()
    return person


def open_settings(page: Page) -> None:
    page.get_by_role("button", name=re.compile("account and preferences")).click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_focused()


def tab_to(page: Page, target: Locator, most: int = 20) -> None:
    """Walks on by Tab until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(most):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_a_session_that_ends_in_mid_work(page: Page, base_url: str, asha: Person) -> None:
    """The password is asked for over the page; nothing typed is lost, and the form is sent after it."""
    open_settings(page)
    name = page.get_by_label("Your name")
    expect(name).to_have_value("Asha")
    name.fill("Asha Rao")
    account = Account(base_url, asha)
    account.end_other_sessions()
    page.get_by_role("button", name="Save").click()

    dialog = page.get_by_role("dialog", name="Is it still you?")
    password = dialog.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    expect(dialog).to_contain_text(asha.email)
    password.fill("not the password")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("does not match")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    password.fill(asha.password)
    dialog.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    expect(dialog).to_have_count(0)
    expect(name).to_have_value("Asha Rao")
    assert account.me()["name"] == "Asha Rao"


def test_somebody_else_at_the_password_dialog(page: Page, base_url: str, asha: Person) -> None:
    """Who is not Asha gets to the front door, and nothing of her family stays."""
    Account(base_url, asha).end_other_sessions()
    # By keys: the page may look again by itself meanwhile, and the dialog then lies over what one would click.
    page.keyboard.press("g")
    page.keyboard.press("f")
    dialog = page.get_by_role("dialog", name="Is it still you?")
    dialog.get_by_role("button", name="Sign in as somebody else").click()

    expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
    expect(page).to_have_url(re.compile("/welcome$"))
    expect(page.get_by_text("Grandpa")).to_have_count(0)


def test_leaving_typed_work_asks(page: Page, asha: Person) -> None:
    """A question, whose careful answer has the focus; the page and the typed words stay until it is answered."""
    open_settings(page)
    name = page.get_by_label("Your name")
    expect(name).to_have_value("Asha")
    name.fill("Asha R")
    today = page.get_by_role("link", name="Today", exact=True)
    today.click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    expect(question.get_by_role("button", name="Stay here")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page).to_have_url(re.compile("/settings$"))
    expect(name).to_have_value("Asha R")

    page.go_back()
    question.get_by_role("button", name="Stay here").click()
    expect(page).to_have_url(re.compile("/settings$"))
    expect(name).to_have_value("Asha R")

    today.click()
    question.get_by_role("button", name="Leave without saving").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_focused()


def test_single_keys(page: Page, asha: Person) -> None:
    """`?` explains them, they lead about, they keep still in a field, and they can be turned off for good."""
    keyboard = page.keyboard
    keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_dialog.get_by_role("row", name=re.compile("Go to today"))).to_be_visible()
    keyboard.press("g")
    keyboard.press("l")
    keyboard.press("Escape")
    expect(help_dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("/today$"))

    keyboard.press("n")
    expect(page).to_have_url(re.compile(r"/m/\d+/log$"))
    keyboard.press("g")
    keyboard.press("t")
    expect(page).to_have_url(re.compile(r"/m/\d+/today$"))
    keyboard.press("m")
    expect(page.get_by_role("menu").get_by_role("menuitem", name="Grandpa")).to_be_focused()
    keyboard.press("Escape")

    page.goto(f"{page.url.split('/m/')[0]}/settings")
    name = page.get_by_label("Your name")
    expect(name).to_have_value("Asha")
    name.press("End")
    expect(name).to_be_focused()
    keyboard.type("?n")
    expect(name).to_have_value("Asha?n")
    expect(page).to_have_url(re.compile("/settings$"))
    keyboard.press("Backspace")
    keyboard.press("Backspace")

    page.get_by_role("switch", name="Single-key shortcuts").uncheck()
    until(page, "localStorage.getItem('praan.hotkeys')")
    page.reload()
    expect(page.get_by_role("switch", name="Single-key shortcuts")).not_to_be_checked()
    page.get_by_role("heading", level=1).focus()
    keyboard.press("n")
    keyboard.press("?")
    expect(help_dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("/settings$"))


def test_sign_in_and_places_by_keyboard(page: Page, base_url: str, asha: Person) -> None:
    """From the sign-in page to the places and the settings without a mouse."""
    page.context.clear_cookies()
    page.goto(f"{base_url}/welcome")
    expect(page.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
    keyboard = page.keyboard
    tab_to(page, page.get_by_label("E-mail"))
    keyboard.type(asha.email)
    keyboard.press("Tab")
    keyboard.type(asha.password)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_focused()

    places = page.get_by_role("navigation", name="Places")
    expect(places.get_by_role("link", name="Today")).to_have_attribute("aria-current", "page")
    log = places.get_by_role("link", name="Log")
    page.reload()
    tab_to(page, log)
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/m/\d+/log$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(log).to_have_attribute("aria-current", "page")
    expect(places.get_by_role("link", name="Today")).not_to_have_attribute("aria-current", "page")

    page.reload()
    tab_to(page, page.get_by_role("button", name=re.compile("account and preferences")))
    keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    settings = page.get_by_role("menuitem", name="Settings")
    for _ in range(12):
        if settings.evaluate("(element) => element === document.activeElement"):
            break
        keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_focused()


def test_language_and_appearance(page: Page, base_url: str, asha: Person) -> None:
    """Hindi and high contrast are chosen, worn at once and kept; letters will come in Hindi."""
    open_settings(page)
    page.get_by_role("radio", name="High contrast").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    with page.expect_response(lambda answer: answer.url.endswith("/me") and answer.request.method == "PATCH"):
        page.get_by_role("radio", name="हिन्दी").check()
    expect(page.get_by_role("heading", level=1, name="सेटिंग")).to_be_visible()
    expect(page.get_by_role("region", name="संदेश")).to_contain_text("सहेज लिया।")

    page.reload()
    expect(page.get_by_role("heading", level=1, name="सेटिंग")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("radio", name="हिन्दी")).to_be_checked()
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    assert Account(base_url, asha).me()["language"] == "hi"


def test_ending_another_session(
    page: Page, browser: Browser, base_url: str, witness: Witness, asha: Person
) -> None:
    """The list tells this device from the others; ending one of them signs it out, and only it."""
    with device(browser) as context:
        witness.watch(context)
        other = context.new_page()
        other.goto(f"{base_url}/welcome")
        other.get_by_label("E-mail").fill(asha.email)
        other.get_by_label("Password", exact=True).fill(asha.password)
        other.get_by_role("button", name="Sign in").click()
        expect(other.get_by_role("navigation", name="Places")).to_be_visible()

        open_settings(page)
        sessions = page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")
        expect(sessions).to_have_count(2)
        expect(sessions.first).to_contain_text("This device")
        sessions.nth(1).get_by_role("button", name="Sign out there: Chrome on Linux").click()
        expect(sessions).to_have_count(1)
        expect(page.get_by_role("region", name="Messages")).to_contain_text("Signed out: Chrome on Linux.")

        other.reload()
        expect(other.get_by_role("heading", level=1, name="Welcome back")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()


def test_what_somebody_wants_to_be_told(page: Page, asha: Person) -> None:
    """Each switch and each time is kept at once, and is there again."""
    open_settings(page)
    told = page.get_by_role("region", name="Notifications")
    saved = page.get_by_role("region", name="Messages").get_by_text("Saved.")
    reports = told.get_by_role("switch", name="Weekly reports: E-mail")
    expect(reports).to_be_checked()
    reports.uncheck()
    expect(saved).to_be_visible()
    expect(told.get_by_label("From")).to_have_count(0)
    with page.expect_response("**/api/v1/me/notifications"):
        told.get_by_role("switch", name="Quiet hours").check()
    told.get_by_label("From").fill("21:30")
    with page.expect_response("**/api/v1/me/notifications"):
        told.get_by_label("Until").focus()

    page.reload()
    expect(told.get_by_label("From")).to_have_value("21:30")
    expect(told.get_by_label("Until")).to_have_value("07:00")
    expect(reports).not_to_be_checked()
    expect(told.get_by_role("switch", name="Readings out of range: Push")).to_be_checked()


def test_the_bar_of_a_phone_covers_nothing(page: Page, asha: Person) -> None:
    """Neither what has the focus nor a message lies behind the bar; the end of the page can be scrolled free."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_settings(page)
    expect(page.get_by_role("listitem").filter(has_text="This device")).to_be_visible()
    bar = page.get_by_role("navigation", name="Places")
    top = bar.bounding_box()
    assert top is not None
    assert top["y"] > PHONE["height"] / 2
    lowest = "document.activeElement.closest('nav') ? 0 : document.activeElement.getBoundingClientRect().bottom"
    reached = 0
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached += 1
        assert page.evaluate(lowest) <= top["y"], page.evaluate("document.activeElement.outerHTML")
    assert reached >= 6

    page.get_by_role("radio", name="Dark").check()
    toast = page.get_by_text("Saved.")
    expect(toast).to_be_visible()
    box = toast.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= top["y"]


def test_the_way_back_leads_to_where_one_was(page: Page, asha: Person) -> None:
    """The back button restores the scroll position; a page that is entered begins at its top."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_settings(page)
    expect(page.get_by_role("listitem").filter(has_text="This device")).to_be_visible()
    page.evaluate("scrollTo(0, 500)")
    assert page.evaluate("scrollY") == 500
    page.get_by_role("link", name="Log", exact=True).click()
    expect(page).to_have_url(re.compile(r"/log$"))
    until(page, "scrollY === 0")

    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Settings")).to_be_visible()
    until(page, "scrollY === 500")
