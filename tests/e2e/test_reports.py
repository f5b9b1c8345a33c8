"""Weekly reports: made from the page, read, taken along as a PDF, shared by a link, and not all shown to all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.caller import Caller
from tests.e2e.conftest import Verify, Witness
from tests.e2e.device import device
from tests.e2e.journey import Person
from tests.e2e.weeks import Weeks

PRESSURE = {"kind": "blood_pressure", "systolic": 131, "diastolic": 84}
LUNCH = {"calories": 640, "protein_g": 31, "meal": "LUNCH"}


@contextmanager
def desk(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    """A browser of its own, watched for complaints; PDFs come from the store, which is another origin."""
    with device(browser) as context:
        context.set_default_timeout(20_000)
        witness = Witness(base_url)
        witness.watch(context)
        yield context
        assert witness.complaints == []


@pytest.fixture
def home(base_url: str) -> Weeks:
    """Last Wednesday: a lunch of 640 kcal, a walk, and a blood pressure of 131/84."""
    weeks = Weeks(base_url, days=20)
    wednesday = weeks.today.weekday() + 5
    weeks.add("NUTRITION", LUNCH, weeks.at(wednesday, 12))
    weeks.add("WORKOUT", {"kind": "duration", "activity": "walk", "minutes": 30}, weeks.at(wednesday, 17))
    weeks.add("VITALS", PRESSURE, weeks.at(wednesday, 8))
    return weeks


def ask(home: Weeks) -> str:
    """The address of last week's report, which is being made."""
    report = home.ask("POST", f"/members/{home.member}/reports")["id"]
    return f"{home.base_url}/reports/{report}"


def week(home: Weeks) -> str:
    """The first day of last week as its link begins."""
    monday = home.today - dt.timedelta(days=home.today.weekday() + 7)
    return str(monday.day)


def opens(page: Page, button: str) -> bytes:
    """What the tab shows that a button opens."""
    signed = page.context.expect_event("request", lambda each: "X-Amz-Signature" in each.url)
    with page.expect_popup(), signed as asked:
        page.get_by_role("button", name=button, exact=True).click()
    return httpx.get(asked.value.url).content


def test_a_report_is_made_read_and_made_again(browser: Browser, base_url: str, home: Weeks) -> None:
    with desk(browser, base_url) as context:
        home.sign_in(context)
        page = context.new_page()
        page.goto(f"{base_url}/family")
        page.get_by_role("link", name="Grandpa’s weeks").click()
        expect(page.get_by_text("No report yet.")).to_be_visible()

        page.get_by_role("button", name="Make last week’s").click()
        reports = page.get_by_role("list", name="Weekly reports")
        expect(reports.get_by_role("link")).to_have_count(1, timeout=30_000)
        expect(reports.get_by_role("link")).to_contain_text(week(home))
        reports.get_by_role("link").click()

        expect(page.get_by_role("heading", level=1, name="Grandpa’s week")).to_be_visible()
        told = "Meals were logged on 1 of 7 days, with 30 minutes of movement on 1 day."
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.get_by_role("row", name="Energy")).to_contain_text("640")
        expect(page.get_by_role("region", name="Blood pressure")).to_contain_text("131/84")
        assert opens(page, "PDF").startswith(b"%PDF-")

        home.add("NUTRITION", LUNCH, home.at(home.today.weekday() + 4, 12))
        page.get_by_role("button", name="Make it again").click()
        expect(page.get_by_text("Meals were logged on 2 of 7 days")).to_be_visible(timeout=30_000)


def test_a_link_opens_it_without_an_account_until_it_is_taken_back(
    browser: Browser, base_url: str, home: Weeks
) -> None:
    with desk(browser, base_url) as context, desk(browser, base_url) as elsewhere:
        home.sign_in(context)
        page, theirs = context.new_page(), elsewhere.new_page()
        page.goto(ask(home))
        page.get_by_role("button", name="Share").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("30 days").check()
        dialog.get_by_role("button", name="Make a link").click()
        expect(dialog.get_by_label("Link to the report")).to_be_visible()
        link = dialog.get_by_label("Link to the report").input_value()

        theirs.goto(link)
        expect(theirs.get_by_role("heading", level=1, name="Grandpa’s week")).to_be_visible()
        expect(theirs.get_by_role("region", name="Blood pressure")).to_contain_text("131/84")
        expect(theirs).to_have_url(f"{base_url}/shared/report")
        address = theirs.get_by_role("link", name="PDF").get_attribute("href")
        assert address is not None
        assert httpx.get(address).content.startswith(b"%PDF-")

        dialog.get_by_role("button", name="Take back all links").click()
        expect(dialog.get_by_text("No link opens this report any more.")).to_be_visible()
        theirs.goto("about:blank")
        theirs.goto(link)
        expect(theirs.get_by_text("This link opens nothing any more")).to_be_visible()


def test_who_may_only_read_some_of_it_sees_that(
    browser: Browser, base_url: str, home: Weeks, verify: Verify
) -> None:
    """A doctor for meals and movement: no readings, no PDF, nothing to make or to share."""
    doctor = Caller(base_url, Person("Ravi"))
    doctor.register()
    verify(doctor.person.email)
    grant = {"email": doctor.person.email, "role": "READ_ONLY", "categories": ["nutrition", "workout"]}
    home.ask("POST", f"/members/{home.member}/grants", grant)
    token = doctor.ask("GET", "/me/invitations")["data"][0]["token"]
    doctor.ask("POST", f"/invitations/{token}/accept")
    with desk(browser, base_url) as context:
        doctor.open(context)
        page = context.new_page()
        page.goto(ask(home))

        expect(page.get_by_role("row", name="Energy")).to_contain_text("640")
        expect(page.get_by_text("Readings are not shared with you.")).to_be_visible()
        expect(page.get_by_role("region", name="Blood pressure")).to_have_count(0)
        expect(page.locator("praan-report .ways button")).to_have_count(1)
        expect(page.get_by_role("button", name="Print")).to_be_visible()
