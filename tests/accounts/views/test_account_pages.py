"""allauth's pages in the look of the site, usable without script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.asking import BACKEND
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
OUTSIDE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
INSIDE = ["account_email", "account_change_password", "account_logout", "mfa_index", "usersessions_list"]


def faults(html: str) -> list[str]:
    """What a page lacks: our header and style, one heading, a label for each field, nothing inline."""
    fields = re.findall(r"<(?:input|select|textarea)\b(?![^>]*type=\"(?:hidden|submit)\")[^>]*>", html)
    ids = [found[1] for field in fields if (found := re.search(r'id="([^"]+)"', field))]
    return [
        *(["no header of ours"] if 'class="site"' not in html else []),
        *(["no sheet for forms"] if "css/components/forms.css" not in html else []),
        *(["not one heading"] if html.count("<h1>") != 1 else []),
        *(f"no label for {name}" for name in ids if f'for="{name}"' not in html),
        *(["field without id"] if len(ids) != len(fields) else []),
        *(["script in the page"] if re.search(r"<script(?![^>]*(?:src=|application/json))", html) else []),
    ]


@pytest.mark.parametrize("name", OUTSIDE)
def test_page_before_signing_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert (response.status_code, faults(response.content.decode())) == (200, [])


@pytest.mark.parametrize("name", INSIDE)
def test_page_of_ones_own_account(client: Client, name: str) -> None:
    client.force_login(make_user(), BACKEND)

    response = client.get(reverse(name))

    assert (response.status_code, faults(response.content.decode())) == (200, [])


def test_wrong_password_is_explained_beside_the_form(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "reader@example.org", "password": "wrong"})

    html = response.content.decode()
    assert 'role="alert"' in html
    assert "not correct" in html


def test_wrong_field_is_tied_to_its_error(client: Client) -> None:
    html = client.post(reverse("account_signup"), {"email": "nobody"}).content.decode()

    field = next(found for found in re.findall(r"<input[^>]*>", html) if 'name="email"' in found)
    assert 'aria-invalid="true"' in field
    assert re.search(r'aria-describedby="[^"]*id_email_error', field)
    assert 'id="id_email_error"' in html


def test_expired_link_of_confirmation_says_what_to_do(client: Client) -> None:
    html = client.get(reverse("account_confirm_email", args=["wrong"])).content.decode()

    assert (faults(html), "expired" in html) == ([], True)
