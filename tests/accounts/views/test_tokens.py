"""The page on which people make and revoke their tokens."""

import re

import pytest
from django.test import Client

from accounts.models import ApiToken
from accounts.tokens import make_token, token_called
from tests.asking import BACKEND
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user("ada@example.org"), BACKEND)
    return client


def test_a_token_is_made_and_shown_once(client: Client) -> None:
    made = client.post("/tokens/", {"name": "script", "scope": "read", "days": "30"})
    again = client.get("/tokens/").content.decode()

    (text,) = re.findall(r"<code>(fonds_[\w-]+)</code>", made.content.decode())
    found = token_called(text)
    assert found is not None
    assert (found.user.email, found.scope) == ("ada@example.org", "read")
    assert text not in again
    assert "script" in again
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("days", ["0", "367", "x", ""])
def test_a_token_ends_within_a_year(client: Client, days: str) -> None:
    client.post("/tokens/", {"name": "script", "scope": "read", "days": days})

    assert ApiToken.objects.count() == 0


def test_a_token_is_revoked_by_its_owner_only(client: Client) -> None:
    foreign, _text = make_token(make_user(), "theirs")
    client.post("/tokens/", {"name": "mine", "scope": "write", "days": "30"})
    own = ApiToken.objects.get(name="mine")

    for row in (foreign, own):
        client.post("/tokens/", {"revoke": str(row.pk)})

    assert list(ApiToken.objects.filter(revoked_at__isnull=True)) == [foreign]
