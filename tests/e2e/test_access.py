"""Every page can be used by everybody: axe finds nothing, targets fit a thumb, nothing runs off the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.gallery import walk

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe lets dialogs lie outside the landmarks, since they lie above the page; an open menu does too.
POPUPS = """axe.configure({ checks: [{ id: 'region', options: {
  regionMatcher: 'dialog, [role=dialog], [role=alertdialog], [role=menu], svg' } }] })"""
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, a, input, select')]
  .filter((each) => each.checkVisibility() && !each.closest('praan-skip-link'))
  .map((each) => ({ box: (each.closest('.box') ?? each).getBoundingClientRect(), words: each.outerHTML }))
  .filter(({ box }) => box.height < 44 || box.width < 44)
  .map(({ box, words }) => `${Math.round(box.width)}x${Math.round(box.height)} ${words.slice(0, 120)}`)
"""


@pytest.mark.timeout(600)
def test_every_page_in_every_dress(browser: Browser, base_url: str) -> None:
    """0 violations of WCAG 2.2 AA and best practice on each page x light/dark x English/Hindi x phone/desk."""
    axe = AXE.read_text()
    seen, faults = 0, []
    for view in walk(browser, base_url):
        seen += 1
        where = f"{view.name} ({view.dress})"
        faults += [f"{where}: {fault}" for fault in _violations(view.page, axe)]
        faults += [f"{where}: small target {target}" for target in view.page.evaluate(SMALL_TARGETS)]
        if view.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{where}: runs off the screen")

    assert faults == []
    assert seen == 96


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    page.evaluate(POPUPS)
    found: list[dict[str, Any]] = page.evaluate(
        "(tags) => axe.run({ runOnly: tags }).then((result) => result.violations)", RULES
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
