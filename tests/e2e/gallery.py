"""Every page in every dress: light and dark, English and Hindi, phone and desk. A new view is a line of VIEWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.device import DESK, PHONE
from tests.e2e.letters import Inbox
from tests.e2e.residents import Household, move_in

Scheme = Literal["light", "dark", "contrast"]
Who = Literal["nobody", "newcomer", "helper", "carer"]
SPOKEN = {"en": "en-GB", "hi": "hi-IN"}
SIZES = dict((PHONE, DESK))


@dataclass(frozen=True)
class View:
    """A page in one of its states: who opens which address, and what they do there first.

    `prepare` gives what must then be seen in each dress.
    """

    name: str
    path: str
    who: Who = "carer"
    prepare: Callable[[Page], Locator] | None = None
    schemes: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Dress:
    """How a page is looked at."""

    scheme: Scheme
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


def _send_empty(page: Page) -> Locator:
    page.locator("button[type=submit]").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    return page.locator("[aria-invalid=true]").first


def _open_account(page: Page) -> Locator:
    page.locator("praan-preferences-menu button").click()
    return page.get_by_role("menu")


def _open_members(page: Page) -> Locator:
    page.locator("praan-member-switcher button").click()
    return page.get_by_role("menu")


def _open_help(page: Page) -> Locator:
    page.keyboard.press("?")
    return page.get_by_role("dialog")


def _fields(page: Page) -> Locator:
    return page.locator("form input").first


def _confirmed(page: Page) -> Locator:
    return page.locator("praan-icon.sign[name=check]")


def _invitation(page: Page) -> Locator:
    return page.locator("praan-link-frame li").first


def _invitation_to_accept(page: Page) -> Locator:
    return _invitation(page).get_by_role("button")


def _card_to_accept(page: Page) -> Locator:
    return page.locator("praan-invitation-card").get_by_role("button")


def _ask_how_it_goes(page: Page) -> Locator:
    """As at the end of a phase, which no household of a minute has reached."""
    asked = {"program_id": 1, "made_at": "2026-12-02T00:30:00Z", "phase": "BUILD", "day": 31, "id": 2}
    unanswered = {**asked, "answered_at": None, "effort": None, "note": None}
    told = {"phase": "FOUNDATION", "day": 1, "id": 1, "answered_at": "2026-12-03T08:00:00Z", "effort": 4}
    answers = [unanswered, {**asked, **told, "note": "The stairs are easier now."}]
    page.route(
        "**/check-ins?*",
        lambda route: route.fulfill(
            json={"data": answers, "pagination": {"next_cursor": None, "has_more": False}}
        ),
    )
    page.reload()
    rest(page)
    return page.locator("praan-check-in form")


def _think_of_a_rest(page: Page) -> Locator:
    page.locator("praan-rhythm button").first.click()
    return page.get_by_role("dialog")


def _name_a_document(page: Page) -> Locator:
    page.locator("praan-document-card").last.get_by_role("button").nth(1).click()
    return page.get_by_role("dialog")


def _type_pressure(page: Page, systolic: int, diastolic: int) -> None:
    for place, number in enumerate((systolic, diastolic)):
        page.locator("praan-vitals-form input").nth(place).fill(str(number))


def _type_a_crisis(page: Page) -> Locator:
    _type_pressure(page, 186, 104)
    return page.locator(".crisis h2")


def _type_what_is_rare(page: Page) -> Locator:
    page.locator("[value=glucose]").check()
    page.locator(".units input").last.check()
    page.locator("praan-vitals-form input").fill("90")
    page.locator("button[type=submit]").click()
    return page.locator(".doubt")


def _tell_a_reading(page: Page) -> Locator:
    """As the server would answer, which keeps the household as it is."""
    page.route("**/api/v1/logs", lambda route: route.fulfill(status=201, json={"id": 1, "status": "VERIFIED"}))
    judged = {"id": 1, "severity": "WARN", "band": "stage_2"}
    page.route("**/api/v1/logs/1", lambda route: route.fulfill(json=judged))
    _type_pressure(page, 151, 94)
    page.locator("button[type=submit]").click()
    return page.locator("praan-vitals-told praan-reading-mark")


def _see_to(page: Page) -> Locator:
    page.locator(".see").first.click()
    return page.locator("praan-seen-to textarea")


def _share_report(page: Page) -> Locator:
    page.locator("praan-report .ways button").nth(1).click()
    return page.get_by_role("dialog")


def _told(page: Page) -> Locator:
    return page.locator("praan-report-sheet .summary")


def _search_yoga(page: Page) -> Locator:
    page.get_by_role("textbox").fill("yog")
    return page.locator("[data-hit]").first


def _search_nothing(page: Page) -> Locator:
    page.get_by_role("textbox").fill("qqqq")
    return page.locator("search + .state").get_by_text("qqqq")


def _open_tables(page: Page) -> Locator:
    for each in page.locator("praan-table-twin summary").all():
        each.click()
    return page.locator("praan-table-twin details[open]").last


ALL: tuple[Scheme, ...] = ("light", "dark", "contrast")
VIEWS = (
    View("sign-in", "/welcome", "nobody", schemes=ALL),
    View("sign-in-mistakes", "/welcome", "nobody", _send_empty),
    View("create-account", "/welcome/create", "nobody"),
    View("forgot-password", "/forgot", "nobody"),
    View("reset", "/links/reset#{reset}", "nobody", _fields),
    View("reset-mistakes", "/links/reset#{reset}", "nobody", _send_empty),
    View("reset-without-token", "/links/reset", "nobody"),
    View("verify", "/links/verify#{confirm}", "nobody", _confirmed),
    View("verify-without-token", "/links/verify", "nobody"),
    View("invited", "/invitations#{asked}", "nobody", _invitation),
    View("invited-unconfirmed", "/invitations/{asked_newcomer}", "newcomer", _invitation),
    View("invited-confirmed", "/invitations/{asked}", "helper", _invitation_to_accept),
    View("invited-without-token", "/invitations", "newcomer"),
    View("missing-page", "/no-such-page", "nobody"),
    View("unreachable", "/unreachable", "nobody"),
    View("first-person", "/onboarding", "newcomer"),
    View("add-person", "/onboarding"),
    View("add-person-mistakes", "/onboarding", prepare=_send_empty),
    View("edit-person", "/onboarding/{waiting}"),
    View("choose-program", "/onboarding/{waiting}/program"),
    View("set-goals", "/onboarding/{waiting}/goals"),
    View("today", "/m/{full}/today", schemes=ALL),
    View("today-before", "/m/{waiting}/today"),
    View("today-empty", "/m/{fresh}/today"),
    View("today-account", "/m/{full}/today", prepare=_open_account),
    View("today-members", "/m/{full}/today", prepare=_open_members),
    View("today-help", "/m/{full}/today", prepare=_open_help),
    View("program", "/m/{full}/program", schemes=ALL),
    View("program-asked", "/m/{full}/program", prepare=_ask_how_it_goes),
    View("program-rest", "/m/{full}/program", prepare=_think_of_a_rest),
    View("program-before", "/m/{waiting}/program"),
    View("trends", "/m/{full}/trends", schemes=ALL),
    View("trends-tables", "/m/{full}/trends?range=7", prepare=_open_tables),
    View("trends-empty", "/m/{fresh}/trends"),
    View("documents", "/m/{full}/documents", schemes=ALL),
    View("documents-empty", "/m/{fresh}/documents"),
    View("document-named", "/m/{full}/documents", prepare=_name_a_document),
    View("reports", "/m/{full}/reports"),
    View("reports-empty", "/m/{fresh}/reports"),
    View("report", "/reports/{report}", schemes=ALL),
    View("report-shared", "/reports/{report}", prepare=_share_report),
    View("shared-report", "/shared/report#{shared}", "nobody", _told),
    View("shared-report-over", "/shared/report", "nobody"),
    View("not-shared", "/m/999999999/today"),
    View("log", "/m/{full}/log"),
    View("log-meal", "/m/{full}/log/meal"),
    View("log-meal-by-hand", "/m/{full}/log/meal?way=hand"),
    View("log-workout", "/m/{full}/log/workout"),
    View("log-vitals", "/m/{full}/log/vitals"),
    View("log-vitals-urgent", "/m/{full}/log/vitals", prepare=_type_a_crisis, schemes=ALL),
    View("log-vitals-rare", "/m/{full}/log/vitals", prepare=_type_what_is_rare),
    View("log-vitals-told", "/m/{full}/log/vitals", prepare=_tell_a_reading),
    View("inbox", "/inbox", schemes=ALL),
    View("inbox-seen-to", "/inbox", prepare=_see_to),
    View("inbox-empty", "/inbox?person={waiting}"),
    View("log-too-early", "/m/{waiting}/log/meal"),
    View("meal", "/m/{full}/logs/{meal}", schemes=ALL),
    View("photo-read", "/m/{full}/logs/{read}"),
    View("photo-not-read", "/m/{full}/logs/{unread}"),
    View("workout", "/m/{full}/logs/{workout}"),
    View("reading", "/m/{full}/logs/{reading}"),
    View("timeline", "/m/{full}/timeline"),
    View("timeline-empty", "/m/{fresh}/timeline"),
    View("timeline-photos", "/m/{full}/timeline?view=photos"),
    View("family", "/family", schemes=ALL),
    View("family-invited", "/family", "newcomer"),
    View("family-to-accept", "/family", "helper", _card_to_accept),
    View("leaderboard", "/family/leaderboard", schemes=ALL),
    View("leaderboard-empty", "/family/leaderboard?week=2020-W01"),
    View("leaderboard-guest", "/family/leaderboard", "newcomer"),
    View("person", "/family/{full}"),
    View("search", "/search"),
    View("search-found", "/search", prepare=_search_yoga, schemes=ALL),
    View("search-nothing", "/search", prepare=_search_nothing),
    View("settings", "/settings"),
)


def household(base_url: str, inbox: Inbox) -> Household:
    """Who lives in all the views; each language is walked at most once."""
    return move_in(base_url).letters(inbox, SPOKEN)


def walk(
    browser: Browser, base_url: str, household: Household, language: str
) -> Iterator[tuple[View, Dress, Page]]:
    """Each view in each dress of one language, at rest."""
    for who in get_args(Who):
        with browser.new_context(
            locale=SPOKEN[language], reduced_motion="reduce", service_workers="block"
        ) as context:
            if who != "nobody":
                context.add_cookies([household.account(who).cookie])  # type: ignore[list-item]
            page = context.new_page()
            in_place = False
            for view in VIEWS:
                if view.who == who:
                    yield from in_each_dress(page, view, language, base_url, household, in_place=in_place)
                    # What somebody has opened or sent is not carried on into the next view.
                    in_place = who != "nobody" and view.prepare is None


def in_each_dress(
    page: Page, view: View, language: str, base_url: str, household: Household, *, in_place: bool = False
) -> Iterator[tuple[View, Dress, Page]]:
    """The page in each dress of a view, in one language: it is opened once and then only dressed.

    `in_place`: the app is there and leads to the view by itself, which spares it a start.
    """
    page.set_viewport_size({"width": 390, "height": SIZES[390]})
    path = view.path.format(**household.places, confirm=household.places.get(f"confirm_{language}"))
    if in_place:
        _lead(page, path)
    else:
        if "#" in path:
            # From the same address with another token behind the # a browser would not load the page anew.
            page.goto("about:blank")
        page.goto(base_url + path)
    rest(page)
    shown = view.prepare(page) if view.prepare else page.get_by_role("heading", level=1)
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": SIZES[width]})
        for scheme in view.schemes:
            page.emulate_media(
                color_scheme="dark" if scheme == "dark" else "light",
                contrast="more" if scheme == "contrast" else "no-preference",
                reduced_motion="reduce",
            )
            expect(shown).to_be_visible()
            yield view, Dress(scheme, language, width), page


def _lead(page: Page, path: str) -> None:
    """As a link within the app; by way of a page outside the frame, so that all of the view is made anew."""
    outside = page.locator("praan-elsewhere")
    for each, count in (("/no-such-page", 1), (path, 0)):
        page.evaluate(
            "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }", each
        )
        expect(outside).to_have_count(count)


def rest(page: Page) -> None:
    """Waits until the page has its words, its data and its letters."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("praan-skeleton, .skeleton")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => true)")
