"""The ground under every browser test: a page comes, in a browser with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

WIDTHS = [1440, 768, 390]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_has_no_axe_fault(page: Page, axe_faults: Callable[[Page], list[str]], width: int, scheme: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    page.goto("/")

    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert refused == []


def test_home_reads_without_script(page_without_script: Page) -> None:
    page_without_script.goto("/")

    assert page_without_script.locator("main").count() == 1
