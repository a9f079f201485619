"""The reader in every state: nothing that axe finds, readable without script and on paper, closing humanely."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.inspecting import axe_faults
from tests.browser.library import LETTER, LOCKED, LONG, TWO, YIDDISH
from tests.browser.reading import Reader

pytestmark = pytest.mark.django_db


def as_it_comes(page: Page) -> None:
    """The page as it is opened."""
    page.wait_for_timeout(300)


def show_display(page: Page) -> None:
    page.get_by_role("button", name="Display").click()


def show_keys(page: Page) -> None:
    page.keyboard.press("?")


def show_contents(page: Page) -> None:
    page.get_by_role("link", name="Contents").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def show_tools(page: Page) -> None:
    page.locator("[data-image-act=light]").click()
    page.locator("[data-image-act=strip]").click()


def find_words(page: Page) -> None:
    page.get_by_label("Find in this document").last.fill("Kaufering")
    page.keyboard.press("Enter")
    expect(page.locator(".hits output")).to_have_text("1 of 10")


def read_on(page: Page) -> None:
    page.locator("#transcription-p4 .no").focus()


def show_image(page: Page) -> None:
    page.locator(".tabs [data-tab=image]").click()


COLOURS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "contrast": "no-preference"},
    "more contrast": {"color_scheme": "light", "forced_colors": "none", "contrast": "more"},
    "forced": {"color_scheme": "light", "forced_colors": "active", "contrast": "no-preference"},
}
WIDE = (as_it_comes, show_display, show_keys, show_contents, show_tools, find_words, read_on)
STATES = [
    *((1440, state) for state in WIDE),
    *((width, as_it_comes) for width in (768, 390, 320)),
    *((390, state) for state in (show_display, show_image, find_words)),
]


@pytest.mark.parametrize(("width", "state"), STATES)
def test_no_state_has_a_fault_in_any_colours(
    browser: Browser, library: str, width: int, state: Callable[[Page], None]
) -> None:
    faults = {}

    with Reader.opened(browser, library, viewport={"width": width, "height": 900}) as reader:
        state(reader.open(LETTER))
        for name, colours in COLOURS.items():
            reader.page.emulate_media(**colours)
            faults[name] = axe_faults(reader.page, "best-practice")

        assert {name: found for name, found in faults.items() if found} == {}
        assert reader.width <= width
        assert reader.complaints == []


@pytest.mark.parametrize("path", [LONG, YIDDISH, TWO, LOCKED])
def test_no_kind_of_document_has_a_fault(reader: Reader, path: str) -> None:
    reader.page.goto(path)

    assert axe_faults(reader.page) == []


@pytest.mark.parametrize("path", [LETTER, LOCKED])
def test_text_of_twice_the_size_fits_a_phone(browser: Browser, library: str, path: str) -> None:
    with Reader.opened(browser, library, viewport={"width": 390, "height": 844}) as reader:
        reader.page.goto(path)
        reader.page.evaluate("document.documentElement.style.fontSize = '200%'")

        assert reader.width <= 390


def test_a_tablet_has_the_image_above_both_texts_and_in_sight(browser: Browser, library: str) -> None:
    with Reader.opened(browser, library, viewport={"width": 768, "height": 1024}) as reader:
        page = reader.open(LETTER)
        reader.image_of(1)
        page.locator("#transcription-p4").evaluate("it => it.scrollIntoView({ behavior: 'instant' })")

        image, left, right, words = (
            page.locator(part).bounding_box() for part in (".facs", "#page-1 .c1", "#page-1 .c2", "#transcription-p4")
        )

        assert image
        assert left
        assert right
        assert words
        assert 0 <= image["y"] < image["y"] + image["height"] <= words["y"]
        assert (round(image["width"]), round(image["height"])) == (768, round(0.38 * 1024))
        assert left["x"] + left["width"] <= right["x"]


def test_a_document_is_read_without_script(browser: Browser, library: str) -> None:
    with Reader.opened(browser, library, java_script_enabled=False) as reader:
        page = reader.page
        page.goto(LETTER)
        pictures = page.locator(".scan img").count()
        assert (pictures, page.locator(".with-js:visible").count()) == (3, 0)

        page.get_by_label("Find in this document").last.fill("Kaufering")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=Kaufering**")
        assert page.locator("mark.hit").count() == 10
        page.locator(".found a").last.click()
        assert page.url.endswith("#page-3") or page.url.endswith("#page-2")

        page.locator(".panes").get_by_role("button", name="English").click()
        page.wait_for_url("**panes=**")
        assert (page.locator(".layer.c2").count(), page.locator("mark.hit").count() > 0) == (0, True)

        page.goto(LOCKED)
        assert page.get_by_role("heading", name="This document is licensed").is_visible()
        assert "Planted words" not in page.content()


def test_paper_has_the_texts_beside_each_other_and_none_of_the_tools(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.emulate_media(media="print")
    shown = [
        part
        for part in (".bar", ".facs", ".split", ".tabs", ".find.inside", ".hits", ".c1", ".c2", ".citation")
        if page.locator(part).first.is_visible()
    ]
    left, right = (page.locator(f"#page-1 .{column}").bounding_box() for column in ("c1", "c2"))

    assert shown == [".c1", ".c2", ".citation"]
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_on_a_phone_one_thing_is_seen_at_a_time_and_both_texts_paragraph_by_paragraph(
    browser: Browser, library: str
) -> None:
    with Reader.opened(browser, library, viewport={"width": 390, "height": 844}, has_touch=True) as reader:
        page = reader.open(LETTER)
        order = page.evaluate(
            """[...document.querySelectorAll("#page-1 .layer > *")]
                .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
                .map((it) => it.parentElement.dataset.text)"""
        )

        page.locator(".tabs [data-tab='2']").click()
        expect(page.locator("#page-1 .c1")).to_be_hidden()
        page.locator(".tabs [data-tab=image]").click()
        reader.image_of(1)
        expect(page.locator("#text")).to_be_hidden()

        assert order == ["transcription", "translation-en"] * 4
        assert reader.complaints == []


def test_a_missing_image_is_named_and_the_text_stays(browser: Browser, library: str) -> None:
    with Reader.opened(browser, library) as reader:
        reader.page.route("**/iiif/image/*/2/**", lambda route: route.abort())
        page = reader.open(LETTER)
        reader.image_of(1)

        page.keyboard.press("]")

        expect(page.locator(".facs .gap-note")).to_have_text("The image of page 2 could not be loaded. The text stays.")
        assert page.locator("#page-2 .layer.c1").is_visible()
