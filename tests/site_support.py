"""A page in a real browser, with everything noted that must not happen there."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, ViewportSize

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

__all__ = ["NARROW", "WIDE", "Visit", "serious", "visiting"]

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield Chromium as the system has it; where CI is set, its absence is a failure.

    Its loop and that of an evaluation do not go together: runs are to be made before.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "there is no Chromium to look at pages with; on Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit(NamedTuple):
    """A page, and what went wrong on it: errors on its console, and requests to anywhere but the disk."""

    page: Page
    errors: list[str]
    requests: list[str]

    def open(self, path: Path, fragment: str = "") -> Page:
        """Go to a file; a fragment alone would not load it anew."""
        self.page.goto("about:blank")
        self.page.goto(path.absolute().as_uri() + (f"#{fragment}" if fragment else ""))
        return self.page

    def is_clean(self) -> bool:
        """Check that nothing went wrong, and nothing untrusted ran."""
        assert self.errors == []
        assert self.requests == []
        assert self.page.evaluate("window.pwned") is None
        return True


@contextmanager
def visiting(browser: Browser, viewport: ViewportSize | None = None, **settings: Any) -> Iterator[Visit]:
    """Yield a page of its own, whose errors and requests are noted."""
    context = browser.new_context(viewport=viewport or WIDE, **settings)
    page = context.new_page()
    page.set_default_timeout(10_000)
    visit = Visit(page, [], [])

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.errors.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "blob:", "data:", "about:")):
            visit.requests.append(request.url)

    def opened(dialog: Dialog) -> None:
        visit.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("request", asked)
    page.on("dialog", opened)
    try:
        yield visit
    finally:
        context.close()


def serious(page: Page) -> list[str]:
    """Return what axe finds that is serious or critical; the page's context must bypass its policy."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
