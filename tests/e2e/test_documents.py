"""A person's reports: put here as files or photos, checked, opened beside the page, named, deleted and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Browser, Locator, Page, expect
from tests import pdfs
from tests.e2e.caller import Caller
from tests.e2e.conftest import Verify, Witness
from tests.e2e.device import device
from tests.e2e.household import Household
from tests.e2e.journey import Person
from tests.e2e.jpegs import big_photo


@contextmanager
def desk(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page that may send files to the store, which is another origin."""
    with device(browser) as context:
        context.set_default_timeout(20_000)
        witness = Witness(base_url)
        witness.watch(context)
        yield context.new_page()
        assert witness.complaints == []


def put(page: Page, name: str, data: bytes, kind: str = "application/pdf") -> None:
    page.get_by_label("Choose files").set_input_files({"name": name, "mimeType": kind, "buffer": data})


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2, name=name))


def reports(page: Page, base_url: str, member: int) -> None:
    page.goto(f"{base_url}/m/{member}/documents")
    expect(page.get_by_role("heading", level=1, name="Grandpa’s reports")).to_be_visible()


def test_a_report_is_checked_cleaned_and_opened(browser: Browser, base_url: str) -> None:
    """Found from the family's page; another browser sees it turn; what opens is clean."""
    with desk(browser, base_url) as page, desk(browser, base_url) as phone:
        home = Household(page, base_url)
        page.goto(f"{base_url}/family")
        page.get_by_role("link", name="Grandpa’s reports").click()
        expect(page.get_by_text("No reports yet.")).to_be_visible()
        phone.context.add_cookies(page.context.storage_state()["cookies"])  # type: ignore[arg-type]
        reports(phone, base_url, home.grandpa)
        expect(phone.get_by_text("No reports yet.")).to_be_visible()

        put(page, "Blood_count March.pdf", pdfs.alive())

        for seen in (page, phone):
            open_ = card(seen, "Blood count March").get_by_role("button", name="Open Blood count March")
            expect(open_).to_be_visible(timeout=30_000)
            expect(card(seen, "Blood count March")).to_contain_text("2 pages")
        signed = page.context.expect_event("request", lambda each: "X-Amz-Signature" in each.url)
        with page.expect_popup() as opened, signed as asked:
            card(page, "Blood count March").get_by_role("button", name="Open").click()
        assert opened.value != page
        shown = httpx.get(asked.value.url)
        assert shown.headers["content-type"] == "application/pdf"
        assert shown.headers["content-disposition"].startswith("inline")
        assert shown.content.startswith(b"%PDF-1.7")
        assert pdfs.SECRET not in shown.content
        assert not {"/JavaScript", "/OpenAction", "/EmbeddedFiles", "/XFA"} & pdfs.names_in(shown.content)


def test_a_photo_of_a_report_is_taken_too(browser: Browser, base_url: str) -> None:
    with desk(browser, base_url) as page:
        home = Household(page, base_url)
        reports(page, base_url, home.grandpa)

        page.get_by_label("Take a photo").set_input_files(
            {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": big_photo()}
        )

        photo = card(page, "Photo of a report")
        expect(photo.get_by_role("button", name="Open")).to_be_visible(timeout=30_000)


def test_what_cannot_be_taken_says_why_and_what_to_do(browser: Browser, base_url: str) -> None:
    with desk(browser, base_url) as page:
        home = Household(page, base_url)
        reports(page, base_url, home.grandpa)

        put(page, "page.html", b"<script>alert(1)</script>", "text/html")
        refusal = page.get_by_role("listitem").filter(has_text="page.html")
        expect(refusal.get_by_role("alert")).to_contain_text("Only PDF, JPEG, PNG, WebP and HEIC")
        refusal.get_by_role("button", name="Remove").click()
        expect(refusal).to_have_count(0)

        put(page, "Locked echo.pdf", pdfs.locked(owner_only=False))
        locked = card(page, "Locked echo")
        expect(locked).to_contain_text("Could not be taken", timeout=30_000)
        expect(locked).to_contain_text("locked with a password. Save a copy without one")
        expect(locked.get_by_role("button", name="Open")).to_have_count(0)


def test_a_report_is_named_dated_deleted_and_back(browser: Browser, base_url: str) -> None:
    with desk(browser, base_url) as page:
        home = Household(page, base_url)
        reports(page, base_url, home.grandpa)
        put(page, "scan0001.pdf", pdfs.report())
        expect(card(page, "Report").get_by_role("button", name="Open Report")).to_be_visible(timeout=30_000)

        card(page, "Report").get_by_role("button", name="Name and date").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Lipids")
        dialog.get_by_label("Date on the report").fill("2999-01-01")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_text("Give a date up to today.")).to_be_visible()
        dialog.get_by_label("Date on the report").fill("2026-03-04")
        dialog.get_by_role("button", name="Save").click()
        expect(card(page, "Lipids")).to_contain_text("of 4 March 2026")

        card(page, "Lipids").get_by_role("button", name="Delete Lipids").click()
        expect(page.get_by_text("No reports yet.")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(card(page, "Lipids")).to_contain_text("of 4 March 2026")
        page.reload()
        expect(card(page, "Lipids").get_by_role("button", name="Open")).to_be_visible()


def test_who_may_only_look_opens_and_changes_nothing(browser: Browser, base_url: str, verify: Verify) -> None:
    """A doctor with a grant for documents; one without is told that the page is not shared."""
    with desk(browser, base_url) as page:
        home = Household(page, base_url)
        reports(page, base_url, home.grandpa)
        put(page, "Lipids.pdf", pdfs.report())
        expect(card(page, "Lipids").get_by_role("button", name="Open")).to_be_visible(timeout=30_000)
        for categories, allowed in ((["documents"], True), (["nutrition"], False)):
            doctor = Caller(base_url, Person("Ravi"))
            doctor.register()
            verify(doctor.person.email)
            grant = {"email": doctor.person.email, "role": "READ_ONLY", "categories": categories}
            home.ask("POST", f"/members/{home.grandpa}/grants", grant)
            token = doctor.ask("GET", "/me/invitations")["data"][0]["token"]
            doctor.ask("POST", f"/invitations/{token}/accept")
            with desk(browser, base_url) as theirs:
                doctor.open(theirs.context)
                theirs.goto(f"{base_url}/m/{home.grandpa}/documents")
                if allowed:
                    expect(card(theirs, "Lipids").get_by_role("button")).to_have_count(1)
                    expect(card(theirs, "Lipids").get_by_role("button", name="Open Lipids")).to_be_visible()
                    expect(theirs.locator("input[type=file]")).to_have_count(0)
                else:
                    expect(theirs.get_by_role("alert")).to_contain_text("not shared with you")
                    expect(theirs.get_by_text("Lipids")).to_have_count(0)
