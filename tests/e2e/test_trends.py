"""The page of trends: ranges, tables, the file, the keyboard, what changes by itself, and what is not shared."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.caller import Caller
from tests.e2e.conftest import Verify
from tests.e2e.device import device, without_news
from tests.e2e.journey import Person
from tests.e2e.weeks import Weeks

LUNCH = {"calories": 700, "protein_g": 30}
PRESSURE = {"kind": "blood_pressure", "systolic": 128, "diastolic": 82}
STAGE_2 = {"kind": "blood_pressure", "systolic": 150, "diastolic": 84}
WEIGHT = {"kind": "weight", "value": 72.5, "unit": "kg"}


def told(weeks: Weeks) -> Weeks:
    """Meals on two of the last days, blood pressures on three: yesterday, the day before, and five days ago."""
    weeks.add_all(
        [
            ("NUTRITION", LUNCH, weeks.at(1)),
            ("NUTRITION", LUNCH, weeks.at(4)),
            ("VITALS", PRESSURE, weeks.at(1)),
            ("VITALS", STAGE_2, weeks.at(1, 18)),
            ("VITALS", PRESSURE, weeks.at(2)),
            ("VITALS", PRESSURE, weeks.at(5)),
            ("VITALS", WEIGHT, weeks.at(20)),
        ]
    )
    return weeks


def open_trends(page: Page, weeks: Weeks, query: str = "") -> Locator:
    """Grandpa's trends; the card of blood pressure."""
    weeks.sign_in(page.context)
    page.goto(f"{weeks.base_url}/m/{weeks.member}/trends{query}")
    card = page.get_by_role("region", name="Blood pressure")
    expect(card.get_by_role("slider", name="Blood pressure")).to_be_visible()
    return card


def day_in_words(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def test_ranges_tables_and_the_file_say_the_same(page: Page, base_url: str, tmp_path: Path) -> None:
    """A day without anything is a gap: no mark, no line over it, empty in the table and in the file."""
    weeks = told(Weeks(base_url, days=40))
    pressure = open_trends(page, weeks)
    expect(page.get_by_role("radio", name="30 days")).to_be_checked()
    expect(page.get_by_role("region", name="Weight")).to_contain_text("72.5 kg on average")

    page.get_by_role("radio", name="7 days").check()
    expect(page).to_have_url(re.compile(r"/trends\?range=7$"))
    expect(page.get_by_role("region", name="Weight")).to_have_count(0)
    expect(pressure.get_by_role("slider")).to_be_visible(timeout=15_000)
    # Two numbers of three days; of the days two are neighbours.
    expect(pressure.locator(".dot")).to_have_count(6)
    expect(pressure.locator(".joint")).to_have_count(2)
    expect(pressure).to_contain_text("134/83 mmHg on average · 4 readings")

    pressure.get_by_text("Show as a table").click()
    rows = pressure.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(8)
    yesterday = weeks.today - dt.timedelta(days=1)
    expect(rows.nth(6)).to_have_text(re.compile(rf"{day_in_words(yesterday)}\s*128–150/82–84\s*2\s*high, stage 2"))
    expect(rows.nth(4)).to_have_text(re.compile(r"nothing logged\s*$"))

    first = weeks.today - dt.timedelta(days=6)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == f"praan-{first}-{weeks.today}.csv"
    download.value.save_as(tmp_path / "days.csv")
    with (tmp_path / "days.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    query = f"?from={first}&to={weeks.today}"
    (rule,) = weeks.ask("GET", f"/members/{weeks.member}/readings/days{query}")["rules"]
    days = {day["date"]: day for day in rule["days"]}
    assert [line["date"] for line in lines if line["systolic_mean_mmhg"]] == list(days)
    assert {line["systolic_max_mmhg"] for line in lines} == {"", *(f"{day['max']:g}" for day in days.values())}
    eaten = weeks.ask("GET", f"/programs/{weeks.program}/nutrition{query}")["days"]
    assert [line["calories_kcal"] for line in lines] == [
        "" if day["calories"] is None else f"{day['calories']:g}" for day in eaten
    ]

    page.go_back()
    expect(page.get_by_role("radio", name="30 days")).to_be_checked()
    expect(page.get_by_role("region", name="Weight")).to_be_visible()


def test_points_are_walked_by_keyboard_and_change_by_themselves(page: Page, base_url: str) -> None:
    """From the day's page; arrow keys tell each day, and a reading told elsewhere shows up without a touch."""
    weeks = told(Weeks(base_url, days=40))
    weeks.sign_in(page.context)
    page.goto(f"{base_url}/m/{weeks.member}/today")
    page.get_by_role("region", name="The last seven days").get_by_role("link", name="Trends").click()
    expect(page.get_by_role("heading", level=1, name="Grandpa’s trends")).to_be_focused()
    slider = page.get_by_role("slider", name="Blood pressure")
    expect(slider).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if slider.evaluate("each => each === document.activeElement"):
            break
    expect(slider).to_be_focused()

    def says(days_ago: int, words: str) -> None:
        day = day_in_words(weeks.today - dt.timedelta(days=days_ago))
        expect(slider).to_have_attribute("aria-valuetext", f"{day}, {words}")
        expect(page.get_by_role("region", name="Blood pressure").locator(".told")).to_have_text(f"{day}, {words}")

    says(1, "128–150/82–84 mmHg, 2 readings, high, stage 2")
    page.keyboard.press("ArrowLeft")
    says(2, "128/82 mmHg, high, stage 1")
    page.keyboard.press("ArrowLeft")
    says(3, "nothing logged")
    page.keyboard.press("Home")
    says(29, "nothing logged")
    page.keyboard.press("End")
    says(0, "nothing logged")

    weeks.add("VITALS", {**PRESSURE, "systolic": 117, "diastolic": 76})
    says(0, "117/76 mmHg, in range")
    expect(slider).to_be_focused()


def test_each_part_stands_for_itself(browser: Browser, base_url: str, verify: Verify) -> None:
    """A guest without readings sees the rest; a part fails alone; without a network the page is of then."""
    weeks = told(Weeks(base_url, days=40))
    doctor = Caller(base_url, Person("Dr Rao"))
    doctor.register()
    verify(doctor.person.email)
    grant = {"email": doctor.person.email, "role": "READ_ONLY", "categories": ["nutrition"]}
    weeks.ask("POST", f"/members/{weeks.member}/grants", grant)
    token = doctor.ask("GET", "/me/invitations")["data"][0]["token"]
    doctor.ask("POST", f"/invitations/{token}/accept")
    with device(browser) as context:
        doctor.open(context)
        page = context.new_page()
        page.goto(f"{base_url}/m/{weeks.member}/trends?range=program")
        readings = page.get_by_role("region", name="Readings")
        expect(readings).to_contain_text("This part is not shared with you.")
        expect(page.get_by_role("slider", name="Scores")).to_be_visible()
        expect(page.get_by_role("slider", name="Energy")).to_be_visible()

    with device(browser) as context:
        page = context.new_page()
        without_news(page)
        page.route("**/nutrition?*", lambda route: route.fulfill(status=503))
        pressure = open_trends(page, weeks)
        food = page.get_by_role("region", name="Food")
        expect(food.get_by_role("alert")).to_contain_text("catching its breath")
        expect(pressure).to_contain_text("4 readings")
        page.unroute("**/nutrition?*")
        food.get_by_role("button", name="Try again").click()
        expect(food.get_by_role("slider", name="Energy")).to_be_visible()

        context.set_offline(True)
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.get_by_text(re.compile(r"^As of \d\d:\d\d$"))).to_be_visible()
        expect(pressure).to_contain_text("4 readings")
        page.get_by_role("button", name="Download as CSV").click()
        expect(page.get_by_text("Praan cannot be reached.")).to_be_visible()
