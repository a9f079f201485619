"""The reader in every state: nothing that axe finds, readable without script and on paper, closing humanely."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import Contract
from tests.browser.library import LETTER, LOCKED, LONG, TWO, YIDDISH
from tests.browser.reading import Reader
from tests.factories.accounts import make_contract, make_institution, make_network, make_product
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db(transaction=False)
AxeFaults = Callable[[Page], list[str]]


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


WIDE = [as_it_comes, show_display, show_keys, show_contents, show_tools, find_words, read_on]
STATES = [
    *((1440, scheme, state) for scheme in ("light", "dark", "forced") for state in WIDE),
    *((width, scheme, as_it_comes) for width in (768, 390, 320) for scheme in ("light", "dark")),
    (390, "light", show_display),
    (390, "dark", show_image),
    (390, "forced", show_image),
    (390, "light", find_words),
]


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_no_state_has_a_fault(browser: Browser, library: str, axe_faults: AxeFaults, width: int, scheme: str) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": "dark"}
    options |= {"light": {"color_scheme": "light"}, "forced": {"forced_colors": "active"}}.get(scheme, {})
    faults = {}

    for state in [act for at, colours, act in STATES if (at, colours) == (width, scheme)]:
        with Reader.opened(browser, library, **options) as reader:
            state(reader.open(LETTER))
            faults[state.__name__] = [*axe_faults(reader.page), *reader.complaints]
            assert reader.width <= width

    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize("path", [LONG, YIDDISH, TWO, LOCKED])
def test_no_kind_of_document_has_a_fault(reader: Reader, axe_faults: AxeFaults, path: str) -> None:
    reader.page.goto(path)

    assert axe_faults(reader.page) == []


def test_a_document_is_read_without_script(browser: Browser, library: str) -> None:
    with Reader.opened(browser, library, java_script_enabled=False) as reader:
        page = reader.page
        page.goto(LETTER)
        pictures = page.locator(".scan img").count()
        assert (pictures, page.locator(".with-js:visible").count()) == (3, 0)

        page.get_by_label("Find in this document").last.fill("Kaufering")
        page.keyboard.press("Enter")
        assert page.locator("mark.hit").count() == 10
        page.locator(".found a").last.click()
        assert page.url.endswith("#page-3") or page.url.endswith("#page-2")

        page.locator(".panes").get_by_role("button", name="English").click()
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
        reader.page.route("**/pages/2/image/**", lambda route: route.abort())
        page = reader.open(LETTER)
        reader.image_of(1)

        page.keyboard.press("]")

        expect(page.locator(".facs .gap-note")).to_have_text("The image of page 2 could not be loaded. The text stays.")
        assert page.locator("#page-2 .c1").is_visible()


def test_a_contract_that_ends_keeps_the_open_page_and_says_whom_to_ask(browser: Browser, library: str) -> None:
    institution = make_institution("University of Kryazhsk", contact_email="library@example.org")
    make_network(institution, "127.0.0.0/8")
    make_network(institution, "::1/128")
    product = make_product("reports")
    document = make_document(make_volume("closing", audience="controlled", product=product), "d", page_count=45)
    make_text(document, [f"words {leaf}.\n" + "more words " * 80 for leaf in range(1, 46)])
    contract = make_contract(institution, product)
    with Reader.opened(browser, library) as reader:
        page = reader.open("/documents/closing-d/")
        expect(page.get_by_text("Access provided by University of Kryazhsk")).to_be_visible()

        today = timezone.now().date()
        Contract.objects.filter(pk=contract.pk).update(ends_on=today - timedelta(days=2), grace_minutes=0)
        page.locator("#page-20").evaluate("leaf => leaf.scrollIntoView({ behavior: 'instant' })")

        expect(page.locator("[data-closed]")).to_contain_text("library@example.org")
        assert page.locator(".leaf").count() == 20
        assert page.locator("#page-20").is_visible()
