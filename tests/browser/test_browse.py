"""Browsing in a browser: no fault that axe finds, nothing wider than the page, and the way by keyboard."""

from datetime import date

import pytest
from playwright.sync_api import Page

from tests.browser.inspecting import Inspection
from tests.factories.accounts import make_product
from tests.factories.archive import (
    make_document,
    make_name,
    make_repository,
    make_role,
    make_section,
    make_unit,
    make_volume,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CONTENTS = ["/", "/volumes/open/", "/volumes/licensed/"]
OTHERS = [
    "/volumes/",
    "/holdings/",
    "/holdings/rgaspi/558/11/1082/",
    "/people/",
    "/people/ozerova/",
    "/help/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
]


@pytest.fixture
def rows(transactional_db: None) -> None:  # noqa: ARG001 the server sees only what is committed
    """An open volume in parts, a licensed one, a delo and a person."""
    fond = make_unit(make_repository("rgaspi", name="State archive"), "558")
    delo = make_unit(fond.repository, "1082", make_unit(fond.repository, "11", fond))
    author = make_name("Ozerova", slug="ozerova", dates="1901–1975", variants=["Озерова"])
    product = make_product("papers")
    for volume in (
        make_volume("open", language="ru", description="Letters.", licence="Open.", is_fictional=True),
        make_volume("licensed", audience="controlled", product=product),
    ):
        for part in range(3):
            section = make_section(volume, f"s{part}", order=part * 10)
            for number in range(1, 4):
                letter = make_document(
                    volume,
                    title="A letter with a title long enough to need a second line on a telephone",
                    order=part * 10 + number,
                    number=str(part * 10 + number),
                    day=date(1934, 10, number),
                    section=section,
                    unit=delo,
                )
                make_role(letter, author)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("width", "scheme", "addresses"),
    [
        (1440, "light", CONTENTS + OTHERS),
        (1440, "dark", CONTENTS),
        (768, "light", CONTENTS),
        (768, "dark", CONTENTS),
        (390, "light", CONTENTS),
        (390, "dark", CONTENTS + OTHERS),
    ],
)
def test_pages_have_no_axe_fault(inspection: Inspection, width: int, scheme: str, addresses: list[str]) -> None:
    inspection.set_window(width, scheme)

    inspection.visit(*addresses)

    assert inspection.faults == {}


@pytest.mark.usefixtures("rows")
def test_a_reader_without_script_goes_from_home_to_an_entry_and_folds_a_part(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/")
    page.get_by_role("link", name="By volume").click()
    page.get_by_role("link", name="Documents, open").click()
    entries = page.locator("#section-s0 .entries li")

    assert entries.count() == 3
    page.locator("#section-s0 summary").click()

    assert not entries.first.is_visible()
    assert page.locator("#section-s1 .entries a").first.is_visible()


@pytest.mark.usefixtures("rows")
def test_dark_colours_are_chosen_without_script_and_stay(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/volumes/")

    page.get_by_role("button", name="Dark").click()

    assert page.url.endswith("/volumes/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 23, 20)"


@pytest.mark.usefixtures("rows")
def test_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/volumes/open/")

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert skip == "Skip to the content"
    assert page.evaluate("document.activeElement.id") == "main"
