"""Search in a browser: no axe fault, nothing wider than the page, all of it by keyboard, and on a telephone."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.archive.search.world import index
from tests.browser.inspecting import Inspection
from tests.browser.test_accounts import member, sign_in
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_name, make_role, make_text, make_volume

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RESULTS = "/search/?q=rivers"
PAGES = [
    "/search/",
    RESULTS,
    "/search/?q=rivers&volume=papers&from=1930&sort=date&page=2",
    "/search/?q=rivrs",
    "/search/?q=zzzz",
    "/search/advanced/",
    "/search/help/",
    "/search/side-by-side/?d=papers-1&d=papers-2&d=closed-1&q=rivers",
    "/dates/",
    "/dates/1931/",
    "/most-read/",
]
WIDTHS = [(1440, "light"), (1440, "dark"), (768, "light"), (768, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def rows(transactional_db: None) -> None:  # noqa: ARG001 the server sees only what is committed
    """Letters on rivers of many years in two languages, one of them licensed."""
    volume, author = make_volume("papers", title="Papers of the river station"), make_name("Ozerova", slug="ozerova")
    for number in range(1, 25):
        letter = make_document(
            volume,
            str(number),
            title=f"Letter {number} on rivers and on the ice that covers them for most of the long winter",
            day=date(1930 + number % 7, 3, number),
            order=number,
        )
        make_text(letter, ["The rivers stand still from October on, and the station reports it."])
        make_text(letter, ["Реки стоят с октября."], slug="translation-ru", language="ru")
        make_role(letter, author)
    closed = make_volume("closed", title="Licensed papers", audience="controlled", product=make_product("papers"))
    make_document(closed, "1", title="Licensed letter on rivers", texts=["Rivers, in confidence."])
    index()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_pages_of_search_have_no_axe_fault(inspection: Inspection, width: int, scheme: str) -> None:
    inspection.set_window(width, scheme)

    inspection.visit(*PAGES)

    assert inspection.faults == {}


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_pages_of_alerts_have_no_axe_fault(page: Page, inspection: Inspection, width: int, scheme: str) -> None:
    member()
    inspection.set_window(width, scheme)
    sign_in(page)
    page.goto(RESULTS)
    page.get_by_role("link", name="Save this search").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="rivers")).to_be_visible()
    make_document(make_volume("later"), title="Another letter on rivers", texts=["Of rivers."])
    index()

    inspection.visit(page.url, "/alerts/", "/alerts/searches/new/?q=ice", "/alerts/watch/volume/papers/")

    assert inspection.faults == {}


@pytest.mark.usefixtures("rows")
def test_search_by_keyboard_alone(page: Page) -> None:
    page.goto("/search/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _tab_to(page, "#q")
    page.keyboard.type("rivers")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("25 documents")
    first, second = (page.locator("input[name=d]").nth(place) for place in (0, 1))

    _tab_to(page, f"#{first.get_attribute('id')}")
    page.keyboard.press("Space")
    _tab_to(page, f"#{second.get_attribute('id')}")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert page.locator(".side-by-side article").count() == 2
    # The first is the licensed letter, which gives no words.
    assert page.locator(".side-by-side mark").all_text_contents() == ["rivers"]


@pytest.mark.usefixtures("rows")
def test_facet_is_chosen_and_taken_away_by_keyboard(page: Page) -> None:
    page.goto(RESULTS)

    _tab_to(page, ".narrow-down details a")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_text("24 documents")
    _tab_to(page, ".chips a")
    page.keyboard.press("Enter")

    expect(page.locator("#results")).to_have_text("25 documents")


@pytest.mark.usefixtures("rows")
def test_back_to_search_comes_back_to_the_place(page: Page) -> None:
    page.goto("/search/?q=rivers&volume=papers&page=2")
    hit = page.locator(".hits > li").nth(2)
    place = hit.get_attribute("id")
    hit.locator("h3 a").click()

    page.get_by_role("link", name="Back to search").click()

    assert page.url.endswith(f"/search/?q=rivers&page=2&volume=papers#{place}")
    assert hit.evaluate("it => it.getBoundingClientRect().top < innerHeight")


@pytest.mark.usefixtures("rows")
def test_search_on_a_telephone_without_script(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url,
        java_script_enabled=False,
        has_touch=True,
        is_mobile=True,
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.goto("/search/")
    page.locator("#q").fill("rivers")
    page.locator("main").get_by_role("button", name="Search").tap()
    expect(page.locator("#results")).to_have_text("25 documents")

    page.get_by_role("link", name="Narrow down").tap()
    page.locator(".bars a").first.tap()

    expect(page.locator(".chips a").first).to_be_visible()
    assert page.url.count("from=") == 1
    context.close()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the first such element, as somebody without a mouse would."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement === document.querySelector(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")
