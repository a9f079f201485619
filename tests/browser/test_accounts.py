"""People's pages in a browser: no axe fault at three widths in both colours; from sign-up to renewal; the dialog."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.invitations import open_to_many, token_of
from accounts.models import Contract, Order, ReadingGroup, User
from accounts.orders import mark_paid
from tests.browser.inspecting import Inspection
from tests.factories import accounts as make
from tests.factories.archive import make_document, make_volume

PASSWORD = make.PASSWORD


def member(email: str = "reader@example.org") -> User:
    user = make.make_user(email, name="Ada Reader")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_in(page: Page, email: str = "reader@example.org") -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


OUTSIDE = (
    *("/account/login/", "/account/signup/", "/account/password/reset/", "/account/password/reset/done/"),
    *("/account/confirm-email/", "/account/confirm-email/wrong/", "/account/login/code/", "/account/inactive/"),
    *("/account/password/reset/key/1-wrong/", "/institutions/", "/subscribe/", "/join/"),
)


@pytest.fixture
def world(live_server: Any) -> list[str]:  # noqa: ARG001 the server sees only what is committed
    """A member with something on every page, and the addresses of those pages."""
    user, product = member(), make.make_product("The Kolva Papers")
    university = make.make_institution("Brakebills", contact_email="library@example.org")
    make.make_contract(university, product)
    order = make.make_order(make.make_plan(product, slug="year", name="One year"), user, number="7KQ4-M2XD")
    ended = timezone.now().date() - timedelta(days=20)
    make.make_contract(user, product, starts_on=ended - timedelta(days=365), ends_on=ended)
    group = make.make_group("Seminar", slug="seminar", cap=3, join_until=timezone.now().date() + timedelta(days=9))
    make.make_member(group, user, "owner")
    make.make_member(group, make.make_user())
    make.make_waiting(group, make.make_user())
    make.make_invitation(group, "guest@example.org")
    link = open_to_many(group, "link", user)
    return [
        *("/subscribe/", "/subscribe/year/", "/subscription/", f"/orders/{order.number}/", "/redeem/"),
        *("/profile/", "/profile/data/", "/profile/delete/", "/groups/", "/groups/new/", "/groups/seminar/"),
        *("/groups/seminar/people/", "/groups/seminar/settings/", "/join/", f"/join/{token_of(link)}/"),
        *("/account/email/", "/account/2fa/", "/account/sessions/", "/account/password/change/", "/account/logout/"),
        *("/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/tokens/"),
        *("/institutions/?q=nobody", "/institutions/?q=brakebills"),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (390, "light"), (390, "dark")])
def test_pages_of_people_have_no_axe_fault(
    page: Page, inspection: Inspection, world: list[str], width: int, scheme: str
) -> None:
    inspection.set_window(width, scheme)

    inspection.visit(*OUTSIDE)
    sign_in(page)
    inspection.visit(*world)

    assert inspection.faults == {}


def sign_up(page: Page, email: str) -> None:
    """Register and type the code from the mail."""
    page.goto("/account/signup/")
    page.get_by_label("Email").fill(email)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.get_by_label("Code from the mail").fill(found(r"\b\d{4} \d{4}\b"))
    page.get_by_role("button", name="Verify").click()
    sign_in(page, email)


def order(page: Page) -> None:
    """Fill in the order form that is open, and let the payment be noted."""
    page.get_by_label("Name on the invoice").fill("Nora New")
    page.get_by_role("button", name="Order").click()
    latest = Order.objects.order_by("-pk")[0]
    mark_paid(latest, f"INV-{latest.pk}")


def expire() -> None:
    ended = timezone.now().date() - timedelta(days=2)
    Contract.objects.update(starts_on=ended - timedelta(days=365), ends_on=ended)


@pytest.mark.usefixtures("live_server")
def test_register_verify_order_paid_redeem_read_expire_renew_without_script(page_without_script: Page) -> None:
    page, product = page_without_script, make.make_product("The Kolva Papers")
    letter = make_document(make_volume("v", audience="controlled", product=product), "1", texts=["Planted words."])
    make.make_plan(product, slug="year", name="One year")
    seen = []

    def look() -> None:
        page.goto(f"/documents/{letter.identifier}/")
        seen.append(page.get_by_text("Planted words.").count() > 0)

    sign_up(page, "new@example.org")
    look()
    page.goto("/subscribe/year/")
    order(page)
    page.goto("/redeem/")
    page.get_by_label("Activation code").fill(found(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}"))
    page.get_by_role("button", name="Redeem").click()
    look()
    expire()
    look()
    page.goto("/subscription/")
    page.get_by_role("link", name="Renew").click()
    order(page)
    look()

    assert seen == [False, True, False, True]


def found(pattern: str) -> str:
    """What stands in the latest mail that has it."""
    matches = (re.search(pattern, str(message.body)) for message in reversed(mail.outbox))
    return next(match[0] for match in matches if match)


@pytest.mark.usefixtures("live_server")
def test_dialog_opens_over_the_page_and_loses_nothing_that_was_typed(page: Page) -> None:
    member()
    group = make.make_group("Seminar")
    page.goto("/join/")
    page.get_by_label("Code of the group").fill("HALF-TYPED")
    page.locator("header").get_by_role("link", name="Sign in").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Sign in")).to_be_visible()
    dialog.get_by_label("Email").fill("reader@example.org")
    dialog.get_by_label("Password").fill(PASSWORD)

    dialog.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_label("Code of the group")).to_have_value("HALF-TYPED")
    assert page.url.endswith("/join/")
    assert page.locator("header").get_by_text("Ada").count() == 1
    assert ReadingGroup.objects.get() == group


@pytest.mark.usefixtures("live_server")
def test_dialog_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/join/")
    link = page.locator("header").get_by_role("link", name="Sign in")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()


@pytest.mark.usefixtures("live_server")
def test_r1_signing_in_leads_back_to_the_same_page_and_the_same_scroll(page: Page) -> None:
    member()
    make_document(make_volume("v"), "1", identifier="v-1", texts=["Words of a long page.\n" * 400])
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto("/documents/v-1/")
    page.evaluate("scrollTo({ top: 900, behavior: 'instant' })")
    before = page.evaluate("scrollY")

    page.locator("header.site").get_by_role("link", name="Sign in").evaluate("link => link.click()")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email").fill("reader@example.org")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("header.site").get_by_text("Ada")).to_be_visible()
    page.wait_for_load_state("load")

    assert page.url.endswith("/documents/v-1/")
    page.wait_for_function("top => Math.abs(scrollY - top) < 5", arg=before)
