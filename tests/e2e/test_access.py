"""Every page can be used by everybody: axe finds nothing, targets fit a thumb, nothing runs off the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.gallery import VIEWS, walk

WEB = Path(__file__).parents[2] / "web"
APP = WEB / "src" / "app"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe lets dialogs lie outside the landmarks, since they lie above the page; an open menu does too.
POPUPS = """axe.configure({ checks: [{ id: 'region', options: {
  regionMatcher: 'dialog, [role=dialog], [role=alertdialog], [role=menu], svg' } }] })"""
# A link may be as large as what it lays over its card.
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, a, input, select, textarea, summary')]
  .filter((each) => each.checkVisibility() && !each.closest('praan-skip-link'))
  .map((each) => {
    const over = getComputedStyle(each, '::after');
    const spread = over.content !== 'none' && over.position === 'absolute';
    const box = (each.closest('.box') ?? each).getBoundingClientRect();
    return {
      width: Math.max(box.width, spread ? parseFloat(over.width) : 0),
      height: Math.max(box.height, spread ? parseFloat(over.height) : 0),
      words: each.outerHTML.slice(0, 120),
    };
  })
  .filter(({ width, height }) => height < 44 || width < 44)
  .map(({ width, height, words }) => `${Math.round(width)}x${Math.round(height)} ${words}`)
"""
# What a change of colours alone can break; the rest is judged in the light.
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.mark.timeout(600)
def test_every_page_in_every_dress(browser: Browser, base_url: str) -> None:
    """0 violations of WCAG 2.2 AA and best practice on each page x light/dark x English/Hindi x phone/desk."""
    axe = AXE.read_text()
    seen, faults = set(), []
    for view, dress, page in walk(browser, base_url):
        seen.add((view.name, str(dress)))
        where = f"{view.name} ({dress})"
        only = {"type": "tag", "values": RULES} if dress.scheme == "light" else {"type": "rule", "values": COLOURS}
        faults += [f"{where}: {fault}" for fault in _violations(page, axe, only)]
        if dress.scheme == "light":
            faults += [f"{where}: small target {target}" for target in page.evaluate(SMALL_TARGETS)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{where}: runs off the screen")

    assert faults == []
    assert len(seen) == sum(len(view.schemes) * 4 for view in VIEWS)


def test_every_route_is_in_the_gallery() -> None:
    """A new page gets its line in VIEWS."""
    # Routes without a page of their own only lead on.
    lines = [line for line in (APP / "app.routes.ts").read_text().splitlines() if "children: []" not in line]
    routes = re.findall(r"path: '([^']*)'", "\n".join(lines))
    walked = [view.path.split("?")[0].strip("/") for view in VIEWS]

    def is_walked(route: str) -> bool:
        pattern = re.sub(r":\w+", "[^/]+", route)
        return any(re.fullmatch(pattern, path) for path in walked)

    assert [route for route in routes if route not in ("", "**") and not is_walked(route)] == []


def _violations(page: Page, axe: str, only: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
        page.evaluate(POPUPS)
    found: list[dict[str, Any]] = page.evaluate(
        "(only) => axe.run({ runOnly: only, resultTypes: ['violations'] }).then((result) => result.violations)",
        only,
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
