"""The steps a person takes on the pages, by the words they see."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from tests.clock import ZONE

PASSWORD = "marigold peacock thali 7"


@dataclass(frozen=True)
class Person:
    """Somebody who signs up: a new address for each, so that runs never meet."""

    name: str = "Asha"
    email: str = field(default_factory=lambda: f"asha-{secrets.token_hex(6)}@example.com")
    password: str = PASSWORD


def register(page: Page, base_url: str, person: Person) -> None:
    """From the front door to the form for the first family member, in English."""
    page.goto(f"{base_url}/welcome")
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", level=1, name="Start with you")).to_be_focused()
    page.get_by_label("Your name").fill(person.name)
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1, name="Who will you care for first?")).to_be_visible()


def tell_of_grandpa(page: Page) -> None:
    """From the form for a person to the choice of a program, in English."""
    page.get_by_label("Name", exact=True).fill("Grandpa")
    page.get_by_label("Who are they to you?").select_option("GRANDPARENT")
    page.get_by_label("Date of birth").fill("1948-03-21")
    choose_time_zone(page, ZONE)
    page.get_by_role("button", name="Continue").click()
    expect(
        page.get_by_role("heading", level=1, name="What should Grandpa’s ninety days be about?")
    ).to_be_visible()


def choose_time_zone(page: Page, zone: str) -> None:
    """In the form for a person, in English."""
    field, name = page.get_by_role("combobox", name="Time zone"), zone.replace("_", " ")
    field.fill(name.partition("/")[2])
    page.get_by_role("option", name=name).click()
    expect(field).to_have_value(name)


def add_grandpa(page: Page) -> None:
    """From the form for a person to the person's day, without a program, in English."""
    tell_of_grandpa(page)
    page.get_by_role("link", name="Not now").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def start_ninety_days(page: Page) -> None:
    """On the day of a person without a program; no goals are set, in English."""
    page.get_by_role("link", name="Start the 90 days").click()
    page.get_by_role("radio", name="Our own way").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="Grandpa’s goals to begin with")).to_be_visible()
    page.get_by_role("button", name="Start the 90 days").click()
    expect(page.get_by_text("Day 1 of 90")).to_be_visible()
