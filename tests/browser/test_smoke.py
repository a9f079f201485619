"""The ground under every browser test: a page comes, in a browser with and without script."""

import pytest
from playwright.sync_api import Page

from tests.browser.inspecting import Inspection

WIDTHS = [1440, 768, 390]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_has_no_axe_fault(inspection: Inspection, width: int, scheme: str) -> None:
    inspection.set_window(width, scheme)

    inspection.visit("/")

    assert inspection.faults == {}


def test_home_reads_without_script(page_without_script: Page) -> None:
    page_without_script.goto("/")

    assert page_without_script.locator("main").count() == 1
