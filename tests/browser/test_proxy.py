"""R1: through a rewriting proxy pages, image tiles, notes and signing in all work, and nothing goes around it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from annotations.models import Annotation
from tests.browser.rewriting import rewritten
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_page, make_text, make_volume
from tests.factories.pictures import keep_gradient


@pytest.fixture
def member(live_server: Any, settings: Any, tmp_path: Path) -> User:  # noqa: ARG001 the server sees what is committed
    """A subscriber, and a licensed letter with an image."""
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    product, user = make.make_product(), make.make_user("reader@example.org", name="Ada Reader")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    make.make_contract(user, product)
    letter = make_document(make_volume("v", audience="controlled", product=product), "1", identifier="v-1")
    make_page(letter, 1, image=keep_gradient())
    make_text(letter, ["Planted words."])
    return user


def read_and_write(page: Page, user: User) -> None:
    """From a closed page through the dialog to its text and image, then a note by the form without script."""
    page.goto("/documents/v-1/")
    page.locator("main").get_by_role("link", name="sign in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email").fill(user.email)
    dialog.get_by_label("Password").fill(make.PASSWORD)
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Planted words.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.goto("/annotations/new/v-1/")
    page.get_by_label("Your note").fill("Written through the proxy.")
    page.locator("main form button").first.click()
    expect(page.get_by_text("Written through the proxy.").first).to_be_visible()


def test_r1_through_a_rewriting_proxy_pages_tiles_notes_and_signing_in_work(
    browser: Browser, live_server: Any, member: User
) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    with rewritten(str(live_server.url)) as (proxy, seen):
        context = browser.new_context(base_url=proxy, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)

        read_and_write(page, member)

        context.close()

    assert {urlsplit(address).netloc for address in asked if address.startswith("http")} == {urlsplit(proxy).netloc}
    assert [path for path in seen if path.startswith("/iiif/image/v-1/1/")] != []
    assert Annotation.objects.get().body == "Written through the proxy."
    assert wrong == []
