"""Every page can be used by everybody: axe finds nothing, targets fit a thumb, nothing runs off the screen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.e2e import routes
from tests.e2e.chromium import open_browser
from tests.e2e.gallery import SPOKEN, VIEWS, household, walk
from tests.e2e.letters import Inbox
from tests.e2e.residents import Household
from tests.e2e.routes import Route

WEB = Path(__file__).parents[2] / "web"
ROUTES = WEB / "src" / "app" / "app.routes.ts"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In high contrast only what a change of colours can break is judged; the rest is as in the light.
COLOURS = ["color-contrast", "link-in-text-block"]
LOOK = """
async ({ only, popups }) => {
  axe.configure({ checks: [{ id: 'region', options: { regionMatcher: popups } }] });
  const { violations } = await axe.run({ runOnly: only, resultTypes: ['violations'], iframes: false });
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

  const targets = [...document.querySelectorAll('button, a, input, select, textarea, summary')]
    .filter((each) => each.checkVisibility() && !each.closest('praan-skip-link'));
  for (const each of targets) {
    // A link may be as large as what it lays over its card.
    const over = getComputedStyle(each, '::after');
    const spread = over.content !== 'none' && over.position === 'absolute';
    const box = (each.closest('.box') ?? each).getBoundingClientRect();
    const width = Math.max(box.width, spread ? parseFloat(over.width) : 0);
    const height = Math.max(box.height, spread ? parseFloat(over.height) : 0);
    if (width < 44 || height < 44)
      found.push(`small target: ${Math.round(width)}x${Math.round(height)} ${each.outerHTML.slice(0, 120)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('runs off the screen');

  const media = (query) => matchMedia(query).matches;
  const scheme = media('(prefers-contrast: more)') ? 'contrast'
    : media('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  // Names and notes stay as they were written, and each language calls itself by its own name.
  const count = (letters) => document.body.innerText.match(letters)?.length ?? 0;
  const letters = count(/[\u0900-\u097f]/g) * 3 > count(/[a-z]/gi) ? 'hi' : 'en';
  return {
    found,
    dress: `${document.documentElement.lang}-${scheme}-${innerWidth}`,
    letters,
    at: location.pathname,
    paper: getComputedStyle(document.body).backgroundColor,
  };
}
"""
# axe lets dialogs lie outside the landmarks, since they lie above the page; an open menu does too.
POPUPS = "dialog, [role=dialog], [role=alertdialog], [role=menu], svg"


@pytest.mark.timeout(600)
def test_every_page_in_every_dress(base_url: str, inbox: Inbox) -> None:
    """0 violations of WCAG 2.2 AA and best practice on each page x light/dark x English/Hindi x phone/desk."""
    residents = household(base_url, inbox)
    with ThreadPoolExecutor() as pool:
        walks = pool.map(lambda language: _look_around(base_url, residents, language), SPOKEN)
        faults = [fault for found in walks for fault in found]

    assert faults == []


def test_every_route_is_in_the_gallery() -> None:
    """A new page gets its line in VIEWS; a view leads to the route that the router would take."""
    known = routes.read(ROUTES)
    visited = {_route(known, view.path) for view in VIEWS}

    assert [route.path for route in known if route.is_page and route not in visited] == []


def _route(known: list[Route], path: str) -> Route | None:
    return routes.taken(known, re.split("[?#]", path)[0])


def _look_around(base_url: str, residents: Household, language: str) -> list[str]:
    """What is wrong with the pages in one language, in a browser of its own: most of the time is the browser's."""
    axe = AXE.read_text()
    known = routes.read(ROUTES)
    faults, papers = [], {}
    with open_browser() as browser:
        for view, dress, page in walk(browser, base_url, residents, language):
            if not page.evaluate("'axe' in window"):
                page.evaluate(axe)
            all_rules = dress.scheme != "contrast"
            only = {"type": "tag", "values": RULES} if all_rules else {"type": "rule", "values": COLOURS}
            seen = page.evaluate(LOOK, {"only": only, "popups": POPUPS})
            assert (seen["dress"], seen["letters"]) == (str(dress), language), view.name
            route = _route(known, view.path)
            assert route in (None, routes.taken(known, seen["at"])) or not route.is_page, (view.name, seen["at"])
            papers[dress.scheme] = seen["paper"]
            faults += [f"{view.name} ({dress}): {fault}" for fault in seen["found"]]
    assert len(set(papers.values())) == len(papers) == 3, papers
    return faults
