"""Makes a picture of every page in every dress: python -m tests.e2e.shots BASE_URL FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.chromium import open_browser
from tests.e2e.gallery import SPOKEN, household, walk
from tests.e2e.letters import Inbox

from praan.localstack.home import default_home


def main(base_url: str, folder: Path) -> int:
    """Writes one PNG for each view in each dress and returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    made = 0
    residents = household(base_url, Inbox(default_home()))
    with open_browser() as browser:
        for language in SPOKEN:
            for view, dress, page in walk(browser, base_url, residents, language):
                page.screenshot(path=folder / f"{view.name}-{dress}.png", full_page=True, animations="disabled")
                made += 1
    return made


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.e2e.shots BASE_URL FOLDER")
    print(f"{main(sys.argv[1].rstrip('/'), Path(sys.argv[2]))} pictures in {sys.argv[2]}")
