"""Setting up a person in three steps, and the family: details, archive, sharing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Verify
from tests.e2e.device import device
from tests.e2e.household import FirstDay, arrive
from tests.e2e.journey import Person, tell_of_grandpa
from tests.e2e.ledger import Ledger, member_of


@contextmanager
def another(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    with device(browser) as context:
        yield context.new_page()


def test_three_steps_lead_to_a_day_with_goals(page: Page, base_url: str) -> None:
    """What suits a man of 78 is suggested with its source, adjusted, switched off, and then counts on his day."""
    caller = arrive(page, base_url, Person())
    page.get_by_label("Sex (optional)").select_option("MALE")
    tell_of_grandpa(page)
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("Active child"))).to_have_count(0)
    page.get_by_role("radio", name=re.compile("Strength for seniors.*Often chosen")).check()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", level=1, name="Grandpa’s goals to begin with")).to_be_focused()
    protein = page.get_by_role("spinbutton", name="Protein, at least")
    expect(protein).to_have_value("84")
    expect(page.get_by_text("1.2 g for each kg of body weight, here for 70 kg")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("PROT-AGE"))).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("spinbutton", name="Energy, from")).to_have_value("2000")
    page.get_by_role("button", name="Protein, at least: more").click()
    expect(protein).to_have_value("85")
    page.get_by_role("switch", name="Blood pressure").uncheck()
    page.get_by_role("switch", name="Weight").check()
    page.get_by_role("spinbutton", name="Energy, from").fill("9000")
    page.get_by_role("button", name="Start the 90 days").click()
    expect(page.get_by_role("spinbutton", name="Energy, from")).to_be_focused()
    expect(page.get_by_text("The first number is larger than the second.")).to_be_visible()
    page.get_by_role("spinbutton", name="Energy, from").fill("1800")
    page.get_by_role("button", name="Start the 90 days").click()

    expect(page.get_by_text("Day 1 of 90")).to_be_visible()
    goals = Ledger(caller, member_of(page.url)).goals()
    assert goals["nutrition_goals"]["protein_g"] == 85
    assert goals["nutrition_goals"]["calories"] == {"min": 1800, "max": 2200}
    assert goals["strength_goals"]["days"] == ["MON", "WED", "FRI"]
    assert goals["vitals_goals"] == {"weight": 1}


def test_setting_up_goes_on_where_it_was_left(page: Page, base_url: str, browser: Browser) -> None:
    """After a reload, and in another browser: the person is known, the program is still to choose."""
    asha = Person()
    arrive(page, base_url, asha)
    tell_of_grandpa(page)
    page.reload()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    page.get_by_role("radio", name=re.compile("Diabetes care")).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Step 3 of 3")).to_be_visible()
    page.reload()
    expect(page.get_by_role("spinbutton", name="Carbohydrates, from")).to_have_value("130")

    with another(browser) as phone:
        phone.goto(f"{base_url}/welcome")
        phone.get_by_label("E-mail").fill(asha.email)
        phone.get_by_label("Password", exact=True).fill(asha.password)
        phone.get_by_role("button", name="Sign in").click()
        question = "What should Grandpa’s ninety days be about?"
        expect(phone.get_by_role("heading", level=1, name=question)).to_be_visible()


def test_going_back_keeps_what_was_chosen(page: Page, base_url: str) -> None:
    """Goals, program and person are as they were told, however often somebody goes back and forth."""
    arrive(page, base_url, Person())
    tell_of_grandpa(page)
    page.get_by_role("radio", name=re.compile("Diabetes care")).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("spinbutton", name="Carbohydrates, to").fill("190")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("radio", name=re.compile("Diabetes care"))).to_be_checked()

    page.get_by_role("link", name="Back").click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("Grandpa")
    expect(page.get_by_label("Date of birth")).to_have_value("1948-03-21")
    name.fill("Nana")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Nana’s ninety days"))).to_be_visible()
    page.get_by_role("radio", name=re.compile("Diabetes care")).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("spinbutton", name="Carbohydrates, to")).to_have_value("190")


def test_typed_words_are_asked_about_before_they_are_lost(page: Page, base_url: str) -> None:
    """Leaving the details of a person after typing asks; nothing typed, nothing asked."""
    FirstDay(page, base_url)
    page.goto(f"{base_url}/family")
    page.get_by_role("link", name="Details and sharing of Grandpa").click()
    page.get_by_role("link", name="Family").last.click()
    expect(page.get_by_role("heading", level=1, name="Your family")).to_be_visible()

    page.get_by_role("link", name="Details and sharing of Grandpa").click()
    page.get_by_label("Name", exact=True).fill("Dadaji")
    page.get_by_role("main").get_by_role("link", name="Family").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Dadaji’s details are saved.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Family").click()
    expect(page.get_by_role("heading", level=2, name="Dadaji")).to_be_visible()


def test_archived_by_mistake(page: Page, base_url: str) -> None:
    """A person leaves the family and comes back with all that was theirs."""
    FirstDay(page, base_url)
    page.goto(f"{base_url}/family")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Grandpa"))
    expect(card).to_contain_text("Day 1 of 90")
    expect(card).to_contain_text("Grandparent · 78 years")

    page.get_by_role("link", name="Details and sharing of Grandpa").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("heading", name="Nobody here yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(card).to_contain_text("Day 1 of 90")


def test_a_shared_person_is_seen_and_not_changed(
    page: Page, base_url: str, browser: Browser, verify: Verify
) -> None:
    """Invited, accepted once the address is verified, seen without one control that writes, and ended."""
    doctor = Person(name="Ravi")
    home = FirstDay(page, base_url)
    day, member = home.day, home.grandpa
    page.goto(f"{base_url}/family")
    page.get_by_role("link", name="Details and sharing of Grandpa").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.get_by_label("E-mail").fill(doctor.email)
    page.get_by_role("radio", name=re.compile("^Look")).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"{doctor.email} is invited.", exact=True)).to_be_visible()
    waiting = page.get_by_role("listitem").filter(has_text=doctor.email)
    expect(waiting).to_contain_text("Look · Invited, not accepted yet")

    with another(browser) as theirs:
        arrive(theirs, base_url, doctor)
        theirs.goto(f"{base_url}/family")
        expect(theirs.get_by_text("once your e-mail")).to_contain_text(doctor.email)
        verify(doctor.email)
        theirs.reload()
        theirs.get_by_role("button", name="Accept the invitation to Grandpa").click()
        expect(theirs.get_by_role("heading", level=2, name="Grandpa")).to_be_visible()
        expect(theirs.get_by_text("You may look")).to_be_visible()
        expect(theirs.get_by_role("link", name=re.compile("of Grandpa"))).to_have_count(0)

        theirs.get_by_role("link", name="Today with Grandpa").click()
        expect(theirs.get_by_text("Day 1 of 90")).to_be_visible()
        places = theirs.get_by_role("navigation", name="Places")
        expect(places.get_by_role("link", name="Timeline")).to_be_visible()
        expect(places.get_by_role("link", name="Log", exact=True)).to_have_count(0)
        writing = theirs.get_by_role("main").locator("a[href*='/log/'], a[href*='/onboarding'], form")
        expect(writing).to_have_count(0)
        theirs.goto(f"{base_url}/m/{member}/log/meal")
        expect(theirs).to_have_url(day)
        theirs.goto(f"{base_url}/family/{member}")
        expect(theirs.get_by_text("shared with you for reading")).to_be_visible()
        expect(theirs.get_by_role("main").get_by_role("button")).to_have_count(0)
        theirs.goto(f"{base_url}/onboarding/{member}/goals")
        expect(theirs.get_by_role("alert")).to_contain_text("not shared with you")

        page.reload()
        expect(waiting).to_contain_text("Look · Accepted")
        page.get_by_role("button", name=f"End access of {doctor.email}").click()
        page.get_by_role("dialog").get_by_role("button", name="End access").click()
        expect(waiting).to_have_count(0)
        theirs.goto(day)
        expect(theirs.get_by_role("alert")).to_contain_text("not shared with you")
