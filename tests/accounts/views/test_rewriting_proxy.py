"""R1: pages, forms and sign-in behind a proxy that answers under another host and rewrites what it knows."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.invitations import open_to_many, token_of
from tests.asking import BACKEND
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
OURS = "http://testserver"
PATHS = ["/", "/subscribe/", "/account/login/", "/account/signup/", "/account/password/reset/", "/about/", "/volumes/"]
INSIDE = ["/subscription/", "/redeem/", "/profile/", "/profile/data/", "/profile/delete/", "/groups/", "/groups/new/"]
LINKS = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")


def absolute(html: str) -> list[str]:
    """Links that name a host: a rewriting proxy that misses one sends the reader out of the proxy."""
    return [link for link in LINKS.findall(html) if re.match(r"(?:https?:)?//", link)]


@pytest.mark.parametrize("path", PATHS)
def test_public_pages_name_no_host(client: Client, path: str) -> None:
    assert absolute(client.get(path).content.decode()) == []


@pytest.mark.parametrize("path", INSIDE)
def test_pages_of_the_account_name_no_host(client: Client, path: str) -> None:
    client.force_login(make.make_user(), BACKEND)

    assert absolute(client.get(path).content.decode()) == []


def test_scripts_name_no_host(client: Client) -> None:
    pages = [client.get(path).content.decode() for path in PATHS]

    assert [link for page in pages for link in re.findall(r"data-[a-z-]+=[\"'](https?://[^\"']+)", page)] == []


def test_signing_in_through_the_proxy_leads_back_by_a_path(client: Client) -> None:
    user = make.make_user("reader@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    response = client.post("/account/login/", {"login": user.email, "password": make.PASSWORD, "next": "/volumes/"})

    assert response["Location"] == "/volumes/"


def test_joining_through_the_proxy_leads_on_by_a_path(client: Client) -> None:
    group = make.make_group()
    client.force_login(make.make_user(), BACKEND)

    response = client.post(f"/join/{token_of(open_to_many(group, 'link', None))}/")

    assert response["Location"] == f"/groups/{group.slug}/"
