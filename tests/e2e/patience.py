"""Waiting for what no locator can tell."""

from __future__ import annotations

from playwright.sync_api import Page


def until(page: Page, condition: str) -> None:
    """Waits in the page for what is no matter of elements; the condition may `await`.

    Playwright's wait_for_function evaluates its words anew at each look, which the app's Content Security Policy
    forbids: it works only where nothing has to be waited for.
    """
    page.evaluate(f"""async () => {{
        const end = Date.now() + 30_000;
        while (!({condition})) {{
            if (Date.now() > end) throw new Error('still not so');
            await new Promise((resolve) => setTimeout(resolve, 50));
        }}
    }}""")
