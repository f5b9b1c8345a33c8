"""Makes the pictures of docs/: python -m tests.e2e.pictures BASE_URL.

One WebP for each of TOUR in light and dark, small enough to lie beside the text.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyvips
from playwright.sync_api import Browser, Page
from tests.e2e.chromium import open_browser
from tests.e2e.gallery import SIZES, SPOKEN, VIEWS, in_each_dress
from tests.e2e.residents import Household, move_in

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 60_000
# Nobody may ask more than a hundred things a minute, and a page that is opened cold asks a dozen.
PAUSE_MS = 9_000
# View, language, width.
TOUR = (
    ("sign-in", "en", 1280),
    ("today", "en", 1280),
    ("today", "hi", 390),
    ("log-meal", "en", 390),
    ("photo-read", "en", 390),
    ("timeline", "en", 390),
    ("inbox", "en", 1280),
    ("log-vitals", "en", 390),
    ("trends", "en", 390),
    ("program", "en", 390),
    ("report", "hi", 390),
    ("family", "en", 1280),
    ("set-goals", "hi", 390),
)


def main(base_url: str) -> int:
    """Writes the pictures and returns how many."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    household = move_in(base_url)
    with open_browser() as browser:
        return sum(_take(browser, base_url, household, *wanted) for wanted in TOUR)


def _take(browser: Browser, base_url: str, household: Household, name: str, language: str, width: int) -> int:
    [view] = [each for each in VIEWS if each.name == name]
    made = 0
    with browser.new_context(
        locale=SPOKEN[language], reduced_motion="reduce", service_workers="block", device_scale_factor=1.5
    ) as context:
        if view.who != "nobody":
            context.add_cookies([household.account(view.who).cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.wait_for_timeout(PAUSE_MS)
        for _, dress, dressed in in_each_dress(page, view, language, base_url, household):
            if dress.width == width and dress.scheme in ("light", "dark"):
                _write(dressed, PICTURES / f"{name}-{dress}.webp")
                made += 1
    return made


def _write(page: Page, path: Path) -> None:
    later = page.locator("praan-account-notice button[maticonbutton]")
    if later.is_visible():
        later.click()
    size = page.viewport_size or {"width": 0, "height": SIZES[390]}
    shot = page.screenshot(animations="disabled", clip={"x": 0, "y": 0, **size})
    image = pyvips.Image.new_from_buffer(shot, "")
    for quality in range(88, 30, -8):
        packed = image.webpsave_buffer(Q=quality, effort=6)
        if len(packed) <= MOST_BYTES:
            break
    path.write_bytes(packed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.e2e.pictures BASE_URL")
    print(f"{main(sys.argv[1].rstrip('/'))} pictures in {PICTURES}")
