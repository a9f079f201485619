"""A passkey on localhost, by the browser's own virtual authenticator: added, used to sign in, listed, removed."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.factories import accounts as make

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, email: str) -> None:
    """Sign in by password."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.usefixtures("live_server")
def test_passkey_is_added_and_signs_in_without_a_password(page: Page) -> None:
    user = make.make_user("reader@example.org", name="Ada Reader")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    sign_in(page, user.email)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(make.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page.locator("main")).to_contain_text("recovery codes", ignore_case=True)
    held = tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]

    page.context.clear_cookies()
    page.goto("/account/login/?next=/groups/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My reading groups")).to_be_visible()

    assert len(held) == 1
    assert page.locator("header").get_by_text("Ada").count() == 1
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]
    assert refused == []
