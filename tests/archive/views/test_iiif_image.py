from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.images import PYRAMID, derivative_path
from archive.models import Document, Image, UsageEvent
from tests.asking import BACKEND
from tests.factories.accounts import make_contract, make_institution, make_network, make_product, make_user
from tests.factories.archive import make_leaf
from tests.factories.pictures import keep_gradient

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
BASE = "/iiif/image/v-d/1"
TILE = f"{BASE}/0,0,512,512/max/0/default.jpg"
SMALL = f"{BASE}/full/130,/0/default.jpg"


@pytest.fixture
def image(settings: Any, tmp_path: Path) -> Image:
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    return keep_gradient()


def make_licensed(image: Image, *readers: Any) -> Document:
    product = make_product()
    for reader in readers:
        make_contract(reader, product)
    return make_leaf(image, audience="controlled", product=product)


@pytest.mark.parametrize(("address", "kind"), [(TILE, "image/jpeg"), (SMALL[:-3] + "png", "image/png")])
def test_picture_is_sent(client: Client, image: Image, address: str, kind: str) -> None:
    make_leaf(image)

    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_picture_names_its_canonical_address(client: Client, image: Image) -> None:
    make_leaf(image)

    response = client.get(f"{BASE}/pct:0,0,100,100/pct:10/0/default.jpg")

    canonical = f"http://testserver{BASE}/full/130,90/0/default.jpg"
    profile = '<http://iiif.io/api/image/3/level2.json>;rel="profile"'
    assert response["Link"] == f'{profile},<{canonical}>;rel="canonical"'


@pytest.mark.parametrize("address", [TILE, SMALL])
def test_picture_a_browser_has_is_not_sent_again(client: Client, image: Image, address: str) -> None:
    make_leaf(image)
    tag = client.get(address)["ETag"]

    response = client.get(address, headers={"If-None-Match": tag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)


def test_picture_a_browser_has_is_refused_once_the_licence_is_gone(client: Client, image: Image) -> None:
    document = make_leaf(image)
    tag = client.get(TILE)["ETag"]
    Document.objects.filter(pk=document.pk).update(audience="controlled", product=make_product())

    response = client.get(TILE, headers={"If-None-Match": tag})

    assert (response.status_code, response["Cache-Control"]) == (403, "private, no-store")


def test_tile_takes_two_statements_and_counts_no_visit(
    client: Client, image: Image, django_assert_num_queries: Counted
) -> None:
    make_leaf(image)

    with django_assert_num_queries(2):
        client.get(TILE)

    assert UsageEvent.objects.count() == 0


def test_tile_takes_three_statements_on_a_campus(
    client: Client, image: Image, django_assert_num_queries: Counted
) -> None:
    institution = make_institution()
    make_network(institution, "127.0.0.0/8")
    make_licensed(image, institution)

    with django_assert_num_queries(3):
        response = client.get(TILE)

    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response


def test_tile_is_asked_for_anew_each_time(client: Client, image: Image) -> None:
    reader = make_user()
    make_licensed(image, reader)
    client.force_login(reader, BACKEND)
    before = client.get(TILE).status_code
    contract = reader.contracts.get()
    contract.state = "suspended"
    contract.save()

    after = client.get(TILE)

    assert (before, after.status_code) == (200, 403)
    assert b"\xff\xd8" not in after.content


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("0,0,0,0/max/0/default.jpg", 400),
        ("full/full/0/default.jpg", 400),
        ("full/max/22.5/default.jpg", 501),
        ("full/max/0/default.webp", 501),
        ("full/max/0/native.jpg", 400),
    ],
)
def test_what_is_not_served_is_refused_with_a_reason(client: Client, image: Image, rest: str, status: int) -> None:
    make_leaf(image)

    response = client.get(f"{BASE}/{rest}")

    assert response.status_code == status
    assert response.content.decode().startswith("The ")


@pytest.mark.parametrize("rest", ["2/full/max/0/default.jpg", "x/full/max/0/default.jpg", "1/full/max/default.jpg"])
def test_what_is_not_there_is_404(client: Client, image: Image, rest: str) -> None:
    make_leaf(image)

    assert client.get(f"/iiif/image/v-d/{rest}").status_code == 404


def test_image_without_its_pyramid_is_404(client: Client, image: Image) -> None:
    make_leaf(image)
    derivative_path(image, PYRAMID).unlink()

    assert [client.get(address).status_code for address in (TILE, SMALL, f"{BASE}/info.json")] == [404, 404, 404]


def test_picture_is_sent_by_the_web_server_where_there_is_one(client: Client, image: Image, settings: Any) -> None:
    settings.INTERNAL_REDIRECT = "/protected/"
    make_leaf(image)

    responses = [client.get(SMALL), client.get(SMALL)]

    place = f"tiles/{image.sha256[:2]}/{image.sha256}/full_130,90_0_default.jpg"
    assert [(it.content, it["X-Accel-Redirect"]) for it in responses] == [(b"", f"/protected/{place}")] * 2
    assert (Path(settings.DERIVATIVES_ROOT) / place).read_bytes()[:2] == b"\xff\xd8"


def test_picture_is_sent_by_the_archive_when_it_cannot_be_kept(client: Client, image: Image, settings: Any) -> None:
    settings.INTERNAL_REDIRECT, settings.TILE_CACHE_MB = "/protected/", 0
    make_leaf(image)

    assert client.get(SMALL).content[:2] == b"\xff\xd8"


def test_base_address_leads_to_the_description(client: Client) -> None:
    response = client.get(BASE)

    assert (response.status_code, response["Location"]) == (303, f"{BASE}/info.json")


def test_description_is_open_to_every_site(client: Client, image: Image) -> None:
    make_leaf(image)

    response = client.get(f"{BASE}/info.json")

    info = response.json()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (info["id"], info["width"], info["height"]) == (f"http://testserver{BASE}", 1300, 900)
    assert "service" not in info


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'),
        ("application/json", "application/json"),
    ],
)
def test_description_has_the_type_asked_for(client: Client, image: Image, accept: str, kind: str) -> None:
    make_leaf(image)

    assert client.get(f"{BASE}/info.json", headers={"Accept": accept})["Content-Type"] == kind


def test_description_of_a_licensed_image_says_how_it_opens(client: Client, image: Image) -> None:
    reader = make_user()
    make_licensed(image, reader)
    refused = client.get(f"{BASE}/info.json")
    client.force_login(reader, BACKEND)
    allowed = client.get(f"{BASE}/info.json")

    assert (refused.status_code, allowed.status_code) == (401, 200)
    assert refused.json() == allowed.json()
    assert refused.json()["@context"] == [
        "http://iiif.io/api/auth/2/context.json",
        "http://iiif.io/api/image/3/context.json",
    ]
    assert [service.get("type") or service["@type"] for service in refused.json()["service"]] == [
        "AuthProbeService2",
        "AuthCookieService1",
    ]


def test_description_of_a_hidden_image_is_404_for_every_site(client: Client, image: Image) -> None:
    make_leaf(image, state="draft")

    response = client.get(f"{BASE}/info.json")

    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (404, "*")


def test_script_may_ask_before_it_asks(client: Client) -> None:
    response = client.options(f"{BASE}/info.json")

    assert (response.status_code, response["Access-Control-Allow-Headers"]) == (204, "Authorization")
    assert client.post(f"{BASE}/info.json").status_code == 405
