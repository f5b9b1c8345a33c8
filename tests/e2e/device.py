"""A phone whose network may go: what one does there, and what then lies on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from tests.e2e.patience import until

LOGS = re.compile(r"/api/v1/logs$")
APP_IS_KEPT = """async () => {
    await navigator.serviceWorker.ready;
    const names = (await caches.keys()).filter((name) => name.endsWith(':assets:app:cache'));
    const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    const { assetGroups } = await (await fetch('/ngsw.json')).json();
    return kept.some((count) => count >= assetGroups[0].urls.length);
}"""
"""Whether the worker has put every file of the app on the device."""
ON_THE_DEVICE = """() => new Promise((resolve) => {
    const opening = indexedDB.open('praan');
    opening.onsuccess = () => {
        const read = opening.result.transaction(['keys', 'things', 'marks']);
        const all = (store) => read.objectStore(store).getAll();
        const [keys, things, marks] = [all('keys'), all('things'), all('marks')];
        read.oncomplete = () => resolve({
            keys: keys.result.map(({ seal }) => seal.extractable),
            things: things.result.map(({ drawer, bytes, ...rest }) => ({
                drawer,
                words: JSON.stringify(rest) + new TextDecoder('latin1').decode(bytes),
            })),
            marks: marks.result,
        });
    };
})"""
"""What lies in the browser's database: whether its keys could be read, and every byte as letters."""
PARCELS = f"(await ({ON_THE_DEVICE})()).things.filter(({{ drawer }}) => drawer === 'parcel').length"


DESK, PHONE = (1280, 800), (390, 844)


@contextmanager
def device(
    browser: Browser,
    *,
    worker: bool = False,
    locale: str = "en-GB",
    size: tuple[int, int] = DESK,
    touch: bool = False,
) -> Iterator[BrowserContext]:
    """Somebody's browser with nothing in it yet; the test can stand in for a broken network.

    `worker`: with the service worker, which fetches all of the app at once; each test without it is a second
    shorter.
    """
    with browser.new_context(
        locale=locale,
        viewport={"width": size[0], "height": size[1]},
        has_touch=touch,
        is_mobile=touch,
        service_workers="allow" if worker else "block",
    ) as context:
        context.set_default_timeout(10_000)
        yield context


def without_news(page: Page) -> None:
    """The page hears of nothing by itself: it is the person who tries again."""
    page.route_web_socket("**/api/v1/live*", lambda socket: None)


def keep_app(page: Page) -> None:
    """Waits until the app is on the device, and opens the page from there."""
    until(page, f"await ({APP_IS_KEPT})()")
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def log_by_hand(page: Page, calories: int, note: str = "") -> None:
    """From any page of Grandpa: a meal of which only the calories are known; ends on his day."""
    page.get_by_role("navigation").get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("link", name="A meal by hand").click()
    page.get_by_role("button", name="I only know the calories").click()
    page.get_by_label("Calories (kcal)").fill(str(calories))
    if note:
        page.get_by_label("Note (optional)").fill(note)
    page.get_by_role("button", name="Save the meal").click()
    expect(page.get_by_role("heading", level=1, name="Today with Grandpa")).to_be_visible()


def waiting(page: Page, count: int) -> None:
    """The badge says so many; with none it is gone."""
    badge = page.get_by_role("button", name="waiting to be sent")
    if count:
        expect(badge).to_contain_text(f"{count} waiting to be sent")
    else:
        expect(badge).to_have_count(0)


def all_gone(page: Page) -> None:
    """Waits until nothing lies on the device that the server does not have."""
    until(page, f"(await ({ON_THE_DEVICE})()).things.every(({{ drawer }}) => drawer === 'answer')")


def post_logs(context: BrowserContext) -> list[Request]:
    """Collects the calls that would make a log."""
    seen: list[Request] = []
    context.on(
        "request", lambda each: seen.append(each) if each.method == "POST" and LOGS.search(each.url) else None
    )
    return seen


def sign_out(page: Page, name: str = "Asha") -> None:
    page.get_by_role("button", name=f"{name}: account and preferences").click()
    page.get_by_role("menuitem", name="Sign out").click()
