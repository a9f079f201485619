"""A window of a browser on a document, and what tests ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, expect

# Chromium tells of every shift that no input caused; the list is kept from the first paint on.
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
addEventListener("securitypolicyviolation", (event) => console.error(`refused: ${event.violatedDirective}`));
"""


@dataclass
class Reader:
    """A page; `complaints` are errors of the console and of scripts."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, browser: Browser, address: str, **options: Any) -> Iterator[Reader]:
        """Open a window of its own, a desk's width unless told otherwise."""
        context = browser.new_context(base_url=address, **{"viewport": {"width": 1440, "height": 900}, **options})
        context.add_init_script(WATCH)
        reader = cls(context.new_page())
        reader.page.on(
            "console", lambda message: reader.complaints.append(message.text) if message.type == "error" else None
        )
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        try:
            yield reader
        finally:
            context.close()

    def open(self, path: str) -> Page:
        """Go to a document and wait until its script has mounted."""
        self.page.goto(path)
        self.page.wait_for_selector("article[data-ready]", state="attached")
        return self.page

    def at_page(self, number: int) -> None:
        """Wait until a page is the one that is read."""
        expect(self.page.locator(f"#page-{number}.now")).to_be_attached()

    def image_of(self, number: int) -> None:
        """Wait until the viewer shows the image of a page."""
        canvas = self.page.locator(".openseadragon-canvas")
        expect(canvas).to_have_attribute(
            "aria-label", f"Image of page {number}. Arrow keys pan, plus and minus zoom, 0 fits the page."
        )

    def said(self, words: str) -> None:
        """Wait until something is announced."""
        expect(self.page.locator("[data-live]")).to_have_text(words)

    @property
    def focus(self) -> str:
        """Give what has the focus: the address of a link, else its text."""
        return str(self.page.evaluate("document.activeElement.hash || document.activeElement.textContent.trim()"))

    @property
    def shift(self) -> float:
        """Give by how much the page has moved by itself since it came."""
        return float(self.page.evaluate("window.shifts.reduce((sum, it) => sum + it, 0)"))

    @property
    def width(self) -> int:
        """Give how wide the page is, which should be no wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))
