"""A contract ends while a document is open: what is on screen stays, and the page says why no more comes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.models import Contract
from tests.browser.reading import Reader
from tests.factories.accounts import make_contract, make_institution, make_network, make_product
from tests.factories.archive import make_document, make_text, make_volume

LEAVES = 45


@pytest.fixture
def contract(transactional_db: None) -> Contract:  # noqa: ARG001 the server sees only what is committed
    """A campus of this machine with a contract for one document of 45 leaves."""
    institution = make_institution("University of Kryazhsk", contact_email="library@example.org")
    for network in ("127.0.0.0/8", "::1/128"):
        make_network(institution, network)
    product = make_product("reports")
    document = make_document(make_volume("v", audience="controlled", product=product), "d", page_count=LEAVES)
    make_text(document, [f"words {leaf}.\n" + "more words " * 80 for leaf in range(1, LEAVES + 1)])
    return make_contract(institution, product)


def test_the_open_page_stays_and_says_whom_to_ask(browser: Browser, base_url: str, contract: Contract) -> None:
    with Reader.opened(browser, base_url) as reader:
        page = reader.open("/documents/v-d/")
        expect(page.get_by_text("Access provided by University of Kryazhsk")).to_be_visible()

        Contract.objects.filter(pk=contract.pk).update(ends_on=timezone.now().date() - timedelta(days=2))
        page.locator("#page-20").evaluate("leaf => leaf.scrollIntoView({ behavior: 'instant' })")

        expect(page.locator("[data-closed]")).to_contain_text("library@example.org")
        expect(page.locator("[data-closed]")).to_have_attribute("role", "alert")
        assert page.locator(".leaf").count() == 20
        assert page.locator("#page-20").is_visible()
