"""A meal from a photo, by hand or as before, and all that may be done with it afterwards."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyvips
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.e2e.conftest import Witness
from tests.e2e.device import PHONE, device
from tests.e2e.household import Household
from tests.e2e.jpegs import big_photo, fields, with_gps

PHOTOS = Path(__file__).parents[1] / "photos"
KEEP_WHAT_IS_SENT = """
window.sent = [];
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) {
  if (body instanceof Blob) window.sent.push(body);
  return send.call(this, body);
};
"""
FIRST_SENT = """async () => {
  const bytes = new Uint8Array(await window.sent[0].arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""


@contextmanager
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    """A page on a phone whose pictures come from the store, another origin, past the service worker."""
    with device(browser, size=PHONE, touch=True) as context:
        witness = Witness(base_url)
        witness.watch(context)
        yield context.new_page()
        assert witness.complaints == []


def places(page: Page) -> Locator:
    return page.get_by_role("navigation").filter(has=page.get_by_role("link", name="Timeline"))


def day_log(page: Page) -> Locator:
    return page.get_by_role("region", name="Logged today").get_by_role("listitem")


def photograph(page: Page, photo: Path | bytes) -> None:
    """From Grandpa's day: chooses a photo, looks at it, and saves; ends on his day."""
    places(page).get_by_role("link", name="Log", exact=True).click()
    given = photo if isinstance(photo, Path) else {"name": "meal.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.get_by_label("Choose a photo").set_input_files(given)  # type: ignore[arg-type]
    expect(page.get_by_role("img", name="The chosen photo")).to_be_visible()
    page.get_by_role("button", name="Save the meal").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def open_log(page: Page, name: str | re.Pattern[str]) -> None:
    day_log(page).get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


MEAL = re.compile("Breakfast|Lunch|Dinner|Snack")


def test_from_a_photo_to_the_score(browser: Browser, base_url: str) -> None:
    """A photo is on the day at once, is read, says how sure it is, is confirmed by a person, and then counts."""
    with phone(browser, base_url) as page:
        home = Household(page, base_url)
        photograph(page, PHOTOS / "coffee.jpg")
        expect(day_log(page)).to_have_count(1)
        expect(day_log(page)).to_contain_text("To be checked")
        before = home.ledger.score()

        open_log(page, MEAL)
        photo = page.get_by_role("img", name="Photo of the meal")
        expect(photo).to_be_visible()
        review = page.get_by_role("region", name="Is this what it was?")
        expect(review).to_contain_text("Coffee, espresso")
        expect(review).to_contain_text(re.compile(r"(Perhaps|A guess|Quite sure) · estimated 25–60 g"))
        review.get_by_role("button", name=re.compile("^Tea, hot, with milk")).click()
        review.get_by_role("button", name="More Tea, hot, with milk").click()
        review.get_by_role("combobox", name="Something else, or something more?").fill("roti")
        review.get_by_role("option", name="Bread, chappatti or roti").first.click()
        review.get_by_role("button", name="Save it like this").click()

        expect(page.get_by_text("Thank you. The meal now counts as it was.")).to_be_visible()
        plate = page.get_by_role("list", name="On the plate")
        expect(plate.get_by_role("listitem")).to_have_count(2)
        expect(plate).to_contain_text("2 × roti · 80 g")
        assert home.ledger.score() > before
        page.get_by_role("link", name="Back", exact=True).click()
        expect(page.get_by_role("region", name="Today so far")).to_contain_text(f"{home.ledger.score()}%")


def test_by_hand_with_the_keyboard(page: Page, base_url: str) -> None:
    """Foods are found by a few letters, measured in katoris by halves, and counted while one types."""
    home = Household(page, base_url)
    places(page).get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("link", name="A meal by hand").click()
    search = page.get_by_role("combobox", name="What was it?")
    search.fill("zzzz")
    expect(page.get_by_text("Nothing found for “zzzz”")).to_be_visible()
    search.fill("dal")
    expect(page.get_by_role("option", name="Dal").first).to_have_attribute("aria-selected", "true")
    search.press("ArrowDown")
    search.press("ArrowUp")
    search.press("Enter")
    expect(search).to_be_focused()
    expect(search).to_have_value("")

    amount = page.get_by_role("spinbutton", name="Amount of Dal")
    expect(amount).to_have_value("1")
    page.get_by_role("button", name="More Dal").press("Enter")
    expect(amount).to_have_value("1.5")
    expect(page.get_by_label("Dal is measured in")).to_have_value("katori")
    expect(page.get_by_text("326 kcal")).to_be_visible()
    page.get_by_label("Dal is measured in").select_option("grams")
    expect(amount).to_have_value("225")
    page.get_by_label("Note (optional)").fill("With ghee")
    page.get_by_role("radio", name="Dinner").check(force=True)
    page.get_by_role("link", name="Photo", exact=True).press("Enter")
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay here").press("Enter")
    expect(question).to_have_count(0)
    expect(amount).to_have_value("225")
    page.get_by_role("button", name="Save the meal").press("Enter")

    expect(day_log(page).filter(has_text="326 kcal")).to_contain_text("With ghee")
    [log] = home.logs(home.grandpa, 1)
    assert log["payload"]["items"] == [{"food_id": home.food("dal"), "grams": 225}]
    assert log["payload"]["meal"] == "DINNER"


def test_nothing_ahead_and_nothing_before_the_first_day(page: Page, base_url: str) -> None:
    """A meal may be backdated by the member's clock within the program; mistakes are explained where they are."""
    home = Household(page, base_url)
    page.goto(f"{base_url}/m/{home.grandpa}/log/meal?way=hand")
    page.get_by_role("button", name="Save the meal").click()
    expect(page.get_by_role("alert")).to_contain_text("Add at least one food")
    page.get_by_role("button", name="I only know the calories").click()
    page.get_by_label("Calories (kcal)").fill("20000")
    page.get_by_role("button", name="Save the meal").click()
    expect(page.get_by_label("Calories (kcal)")).to_have_accessible_description(re.compile("0 to 10,000"))
    page.get_by_label("Calories (kcal)").fill("500")

    page.get_by_role("button", name="Another time").click()
    when = page.get_by_label("When?")
    expect(when).to_be_focused()
    today = when.input_value()[:10]
    for wrong, why in (("2020-01-01T08:00", "before the first"), ("2999-01-01T08:00", "not happened yet")):
        when.fill(wrong)
        page.get_by_role("button", name="Save the meal").click()
        expect(when).to_have_accessible_description(re.compile(why))
        expect(when).to_be_focused()
    when.fill(f"{today}T00:05")
    page.get_by_role("button", name="Save the meal").click()
    expect(day_log(page).locator("time")).to_have_text("00:05")


def test_the_same_again(page: Page, base_url: str) -> None:
    """A meal of before is logged again with one tap, or changed a little first."""
    home = Household(page, base_url)
    dal, roti = home.food("dal"), home.food("roti")
    items = [{"food_id": dal, "grams": 150}, {"food_id": roti, "grams": 80}]
    for _ in range(2):
        home.ledger.add("NUTRITION", {"meal": "LUNCH", "items": items})
    places(page).get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("link", name="A meal as before").click()
    again = page.get_by_role("button", name="Log again: Dal + Bread, chappatti or roti")
    expect(again).to_have_count(1)
    again.click()
    expect(day_log(page)).to_have_count(3)

    page.goto(f"{base_url}/m/{home.grandpa}/log/meal?way=again")
    page.get_by_role("button", name="Change first: Dal + Bread, chappatti or roti").click()
    page.get_by_role("button", name="Remove Dal").click()
    page.get_by_role("button", name="Less Bread, chappatti or roti").click()
    page.get_by_role("button", name="Save the meal").click()
    expect(day_log(page)).to_have_count(4)
    logged = [log["payload"]["items"][0]["grams"] for log in home.logs(home.grandpa, 4)]
    assert sorted(logged) == [60, 150, 150, 150]


def test_a_photo_without_food(browser: Browser, base_url: str) -> None:
    """A cat is no meal: the page says so and takes the meal by hand instead."""
    with phone(browser, base_url) as page:
        Household(page, base_url)
        photograph(page, PHOTOS / "cat.jpg")
        expect(day_log(page)).to_contain_text("Could not be read")
        open_log(page, MEAL)
        expect(page.get_by_text("There seems to be no food in this photo")).to_be_visible()
        page.get_by_role("button", name="Enter it by hand").click()
        form = page.get_by_role("region", name="Enter it by hand")
        form.get_by_role("button", name="I only know the calories").click()
        form.get_by_label("Calories (kcal)").fill("250")
        form.get_by_role("button", name="Save", exact=True).click()

        expect(page.get_by_text("250 kcal")).to_be_visible()
        expect(page.get_by_role("heading", name="What it said before")).to_be_visible()
        page.get_by_role("link", name="Back", exact=True).click()
        expect(day_log(page)).to_have_count(1)
        expect(day_log(page)).to_contain_text("250 kcal")


def test_what_is_no_photo_is_explained(page: Page, base_url: str) -> None:
    """A file that cannot become a photo is refused with a reason, and the photo that was there stays."""
    home = Household(page, base_url)
    page.goto(f"{base_url}/m/{home.grandpa}/log/meal")
    choose = page.get_by_label("Choose a photo")
    choose.set_input_files(PHOTOS / "README.md")
    expect(page.get_by_role("alert")).to_contain_text("not a photo")
    choose.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 broken"})
    expect(page.get_by_role("alert")).to_contain_text("may be damaged")
    choose.set_input_files(PHOTOS / "coffee.jpg")
    expect(page.get_by_role("img", name="The chosen photo")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    choose.set_input_files(PHOTOS / "README.md")
    expect(page.get_by_role("alert")).to_contain_text("not a photo")
    expect(page.get_by_role("img", name="The chosen photo")).to_be_visible()
    choose.set_input_files(PHOTOS / "coffee.heic")
    expect(page.get_by_text("Praan can read it")).to_be_visible()


def test_the_store_refuses_a_photo(browser: Browser, base_url: str) -> None:
    """An upload that the store refuses keeps the photo on the device; a retry brings it there."""
    with device(browser) as context:
        page = context.new_page()
        Household(page, base_url)

        def tamper(route: Route) -> None:
            if route.request.method != "PUT":
                route.fallback()
                return
            # What the link was signed for is something else: the store itself says no.
            route.continue_(headers={**route.request.headers, "content-type": "image/png"})

        store = re.compile("X-Amz-Signature")
        page.route(store, tamper)
        photograph(page, PHOTOS / "coffee.jpg")
        card = day_log(page)
        retry = card.get_by_role("button", name="Send again")
        expect(retry).to_be_visible()
        expect(card.get_by_role("img", name="Photo of the meal")).to_be_visible()

        page.unroute(store)
        retry.click()
        expect(card).to_contain_text("To be checked")
        expect(card).to_have_count(1)


def test_a_correction_keeps_what_was_said(page: Page, base_url: str) -> None:
    """A correction is a new revision; the old one stays to be read, and leads to the new one."""
    home = Household(page, base_url)
    first = home.ledger.add("NUTRITION", {"meal": "LUNCH", "calories": 700, "note": "Office canteen"})
    open_log(page, "Lunch")
    page.get_by_role("button", name="Correct").click()
    form = page.get_by_role("region", name="Correct this entry")
    expect(form.get_by_role("heading")).to_be_focused()
    form.get_by_label("Calories (kcal)").fill("550")
    form.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("550 kcal")).to_be_visible()
    expect(page.get_by_text("Office canteen", exact=True)).to_be_visible()
    before = page.get_by_role("region", name="What it said before")
    expect(before.get_by_role("listitem")).to_contain_text("700 kcal")
    before.get_by_role("link").click()
    expect(page).to_have_url(f"{base_url}/m/{home.grandpa}/logs/{first}")
    expect(page.get_by_text("It has been corrected since.")).to_be_visible()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.get_by_role("button", name="Show what it says now").click()
    expect(page.get_by_text("550 kcal")).to_be_visible()


def test_somebody_else_was_faster(page: Page, base_url: str) -> None:
    """A correction of what was corrected meanwhile is refused, explained, and leads on."""
    home = Household(page, base_url)
    log = home.ledger.add("VITALS", {"kind": "blood_pressure", "systolic": 126, "diastolic": 81})
    open_log(page, "Blood pressure")
    page.get_by_role("button", name="Correct").click()
    form = page.get_by_role("region", name="Correct this entry")
    form.get_by_label("Upper (systolic)").fill("70")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_label("Lower (diastolic)")).to_have_accessible_description(re.compile("swapped"))
    payload = {"kind": "blood_pressure", "systolic": 136, "diastolic": 86}
    home.ask("PATCH", f"/logs/{log}", {"payload": payload})
    form.get_by_label("Upper (systolic)").fill("146")
    form.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this entry in the meantime")
    form.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Show what it says now").click()
    expect(page.get_by_text("136/86 mmHg")).to_be_visible()


def test_delete_and_think_again(page: Page, base_url: str) -> None:
    """A deleted log is gone from the day; Undo, or its own address, brings it back."""
    home = Household(page, base_url)
    log = home.ledger.add("WORKOUT", {"kind": "duration", "activity": "Yoga", "minutes": 25})
    open_log(page, "Yoga")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()
    expect(day_log(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1, name="Yoga")).to_be_visible()

    home.ledger.delete(log)
    page.reload()
    expect(page.get_by_text("This entry is not here.")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("25 mins")).to_be_visible()


def test_the_same_for_somebody_else(page: Page, base_url: str) -> None:
    """Who ate together is told once and copied."""
    home = Household(page, base_url)
    home.ledger.add("NUTRITION", {"meal": "LUNCH", "items": [{"food_id": home.food("dal"), "grams": 150}]})
    open_log(page, "Lunch")
    page.get_by_role("button", name="Copy to…").click()
    page.get_by_role("region", name="Copy this to whom?").get_by_role("button", name="Grandma").dblclick()
    expect(page.get_by_text("Copied to Grandma.")).to_be_visible()
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page).to_have_url(re.compile(f"/m/{home.grandma}/logs/"))
    expect(page.get_by_text("1 × katori · 150 g")).to_be_visible()
    home.logs(home.grandma, 1)


def test_where_it_was_taken_stays_here(browser: Browser, base_url: str) -> None:
    """A photo leaves the device without its EXIF, turned as it was held, and no bigger than needed."""
    given = with_gps(big_photo())
    assert any("GPSLatitude" in name for name in fields(given))
    with phone(browser, base_url) as page:
        page.add_init_script(KEEP_WHAT_IS_SENT)
        home = Household(page, base_url)
        photograph(page, given)
        expect(day_log(page)).to_contain_text(re.compile("To be checked|Could not be read"))
        sent = base64.b64decode(page.evaluate(FIRST_SENT))

        assert not any("exif" in name.lower() for name in fields(sent))
        assert b"Exif" not in sent
        picture = pyvips.Image.new_from_buffer(sent, "")
        assert (picture.width, picture.height) == (1067, 1600)
        [log] = home.logs(home.grandpa, 1)
        if log["photo"]:
            stored = httpx.get(home.ask("GET", f"/logs/{log['id']}/photo")["url"]).raise_for_status().content
            assert not any("exif" in name.lower() for name in fields(stored))


def test_it_holds_on_a_small_screen_and_grows_with_two_fingers(browser: Browser, base_url: str) -> None:
    """Nothing runs off at 320 px, on any of the pages of a meal, and nobody is kept from zooming in."""
    with device(browser, size=(320, 568)) as context:
        page = context.new_page()
        home = Household(page, base_url)
        items = [{"food_id": home.food("roti"), "grams": 80}]
        log = home.ledger.add("NUTRITION", {"meal": "LUNCH", "items": items, "note": "Rotis " * 30})
        for path in ("log", "log/meal", "log/meal?way=hand", "log/meal?way=again", f"logs/{log}"):
            page.goto(f"{base_url}/m/{home.grandpa}/{path}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("praan-skeleton")).to_have_count(0)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.get_by_role("button", name="Correct").click()
        expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
        assert "maximum-scale" not in viewport
        assert "user-scalable" not in viewport
