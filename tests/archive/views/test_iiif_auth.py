import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Product, User
from tests.asking import client_of
from tests.factories.accounts import make_contract, make_institution, make_network, make_product, make_user
from tests.factories.archive import make_document, make_page, make_volume
from tests.factories.pictures import keep_gradient

pytestmark = pytest.mark.django_db
INFO = "/iiif/image/v-d/1/info.json"
PROBE = "/iiif/auth/probe/v-d/1/"
VIEWER = "https://viewer.example.org"


@pytest.fixture(autouse=True)
def product(settings: Any, tmp_path: Path) -> Product:
    """What opens the one page there is."""
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    cache.clear()
    product = make_product("papers")
    document = make_document(make_volume("v"), "d", audience="controlled", product=product)
    make_page(document, 1, image=keep_gradient())
    return product


@pytest.fixture
def reader(product: Product) -> User:
    user = make_user()
    make_contract(user, product)
    return user


@pytest.fixture
def signed_in(reader: User) -> Client:
    return client_of(reader)


def posted(response: Any) -> tuple[dict[str, Any], str]:
    """Give what the frame posts, and to whom."""
    found = re.search(r'data-message="([^"]*)" data-origin="([^"]*)"', response.content.decode())
    assert found is not None
    return json.loads(unescape(found[1])), found[2]


def ask_token(client: Client, version: str = "", origin: str = VIEWER) -> tuple[dict[str, Any], str]:
    return posted(client.get(f"/iiif/auth/token/{version}", {"messageId": "7", "origin": origin}))


def probed(client: Client, token: str) -> int:
    response = client.get(PROBE, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200
    return int(response.json()["status"])


def test_description_names_a_way_in_for_viewers_of_either_version(client: Client) -> None:
    probe, cookie = client.get(INFO).json()["service"]

    assert (probe["type"], probe["profile"]) == ("AuthProbeService2", "http://iiif.io/api/auth/2/probe")
    assert [access["profile"] for access in probe["service"]] == ["external", "active"]
    assert (cookie["@type"], cookie["profile"]) == ("AuthCookieService1", "http://iiif.io/api/auth/1/login")


def test_probe_refuses_and_says_what_would_help(client: Client) -> None:
    response = client.get(PROBE)

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (200, "*")
    assert response.json() == {
        "@context": "http://iiif.io/api/auth/2/context.json",
        "type": "AuthProbeResult2",
        "status": 401,
        "heading": {"en": ["This document is licensed"]},
        "note": {
            "en": ["Its images open on the network of a library that subscribes, or with an account that has access."]
        },
    }


def test_probe_answers_the_preflight_of_a_token(client: Client) -> None:
    response = client.options(PROBE)

    assert (response["Access-Control-Allow-Origin"], response["Access-Control-Allow-Headers"]) == ("*", "Authorization")


def test_token_of_a_reader_is_believed_by_the_probe(client: Client, signed_in: Client) -> None:
    message, origin = ask_token(signed_in)

    assert {**message, "accessToken": ""} == {
        "@context": "http://iiif.io/api/auth/2/context.json",
        "type": "AuthAccessToken2",
        "accessToken": "",
        "expiresIn": 300,
        "messageId": "7",
    }
    assert (origin, probed(client, message["accessToken"])) == (VIEWER, 200)


def test_token_is_not_the_cookie_and_opens_no_image(client: Client, signed_in: Client) -> None:
    token = ask_token(signed_in)[0]["accessToken"]

    response = client.get("/iiif/image/v-d/1/full/max/0/default.jpg", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 403
    assert token not in {cookie.value for cookie in signed_in.cookies.values()}


def test_token_says_who_and_the_rule_is_asked_anew(client: Client, signed_in: Client, reader: User) -> None:
    token = ask_token(signed_in)[0]["accessToken"]
    before = probed(client, token)
    reader.contracts.update(state="suspended")

    assert (before, probed(client, token)) == (200, 401)


def test_token_of_a_closed_account_opens_nothing(client: Client, signed_in: Client, reader: User) -> None:
    token = ask_token(signed_in)[0]["accessToken"]
    User.objects.filter(pk=reader.pk).update(is_active=False)

    assert probed(client, token) == 401


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000, "\u00e9"])
def test_token_that_was_never_given_makes_nobody(signed_in: Client, token: str) -> None:
    assert probed(signed_in, token) == 401


def test_token_of_a_campus_is_worth_nothing_elsewhere(client: Client, product: Product) -> None:
    institution = make_institution()
    make_network(institution, "192.0.2.0/24")
    make_contract(institution, product)
    there = Client(REMOTE_ADDR="192.0.2.7")
    token = ask_token(there)[0]["accessToken"]

    assert (probed(there, token), probed(client, token)) == (200, 401)


def test_token_is_refused_to_who_has_nothing_that_could_open(client: Client) -> None:
    message, _origin = ask_token(client)

    assert (message["type"], message["profile"]) == ("AuthAccessTokenError2", "missingAspect")


@pytest.mark.parametrize(
    "origin",
    ["", "*", "null", "https://a.example/path", "javascript:alert(1)", "https://x@y", "https://[", "https://h:x"],
)
def test_token_goes_to_no_origin_that_is_none(signed_in: Client, origin: str) -> None:
    message, target = ask_token(signed_in, origin=origin)

    assert (message["profile"], target) == ("invalidRequest", "")


def test_token_of_version_1_opens_the_description(client: Client, signed_in: Client) -> None:
    message, _origin = ask_token(signed_in, "1/")

    response = client.get(INFO, headers={"Authorization": f"Bearer {message['accessToken']}"})

    assert sorted(message) == ["accessToken", "expiresIn", "messageId"]
    assert (client.get(INFO).status_code, response.status_code) == (401, 200)


def test_token_of_version_1_is_plain_json_without_a_frame(client: Client, signed_in: Client) -> None:
    given, refused = (it.get("/iiif/auth/token/1/", {"origin": VIEWER}) for it in (signed_in, client))

    assert (given.status_code, sorted(given.json())) == (200, ["accessToken", "expiresIn"])
    assert (refused.status_code, refused.json()["error"]) == (401, "missingCredentials")


def test_token_frame_may_stand_in_any_site_and_is_kept_nowhere(client: Client) -> None:
    response = client.get("/iiif/auth/token/", {"messageId": "7", "origin": VIEWER})

    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_access_window_says_what_to_do(client: Client, signed_in: Client) -> None:
    outside, inside = client.get("/iiif/auth/access/"), signed_in.get("/iiif/auth/access/")

    assert outside["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert ("data-done" in outside.content.decode(), "data-done" in inside.content.decode()) == (False, True)
