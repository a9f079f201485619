from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from archive.images import derivative_path
from archive.models import Document, Image, Page, UsageEvent
from archive.views.images import FILES
from tests.asking import BACKEND
from tests.factories.accounts import make_contract, make_product, make_user
from tests.factories.archive import make_image, make_leaf

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
ADDRESS = "/documents/v-d/pages/1/image/480/"


@pytest.fixture
def image(settings: Any, tmp_path: Any) -> Image:
    """An image whose derivatives lie in a folder of the test, each with its name as its bytes."""
    settings.DERIVATIVES_ROOT = tmp_path
    image = make_image()
    for name in FILES.values():
        path = derivative_path(image, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return image


def ask(client: Client, address: str = ADDRESS, **headers: str) -> tuple[Any, bytes]:
    """Give the answer and its bytes; reading them to the end closes the file."""
    response: Any = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return response, b"".join(response)


@pytest.mark.parametrize(("size", "name"), FILES.items())
def test_image_is_sent_in_its_sizes(client: Client, image: Image, size: str, name: str) -> None:
    make_leaf(image)

    response, sent = ask(client, f"/documents/v-d/pages/1/image/{size}/")

    assert (response.status_code, sent) == (200, name.encode())
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{image.sha256}-{size}"'


def test_image_takes_two_statements_and_counts_no_visit(
    client: Client, image: Image, django_assert_num_queries: Counted
) -> None:
    make_leaf(image)

    with django_assert_num_queries(2):
        ask(client)

    assert UsageEvent.objects.count() == 0


def test_image_a_browser_has_is_not_sent_again(client: Client, image: Image) -> None:
    make_leaf(image)
    tag = ask(client)[0]["ETag"]

    response, sent = ask(client, If_None_Match=tag)

    assert (response.status_code, sent, response["ETag"]) == (304, b"", tag)


def test_image_a_browser_has_is_refused_once_the_licence_is_gone(client: Client, image: Image) -> None:
    document = make_leaf(image)
    tag = ask(client)[0]["ETag"]
    Document.objects.filter(pk=document.pk).update(audience="controlled", product=make_product())

    response, _sent = ask(client, If_None_Match=tag)

    assert (response.status_code, response["Cache-Control"]) == (403, "private, no-store")


def test_image_is_sent_by_the_web_server_where_there_is_one(client: Client, image: Image, settings: Any) -> None:
    settings.INTERNAL_REDIRECT = "/protected/"
    make_leaf(image)

    response, sent = ask(client)

    place = f"{image.sha256[:2]}/{image.sha256[2:4]}/{image.sha256}/480.webp"
    assert (sent, response["X-Accel-Redirect"]) == (b"", f"/protected/{place}")
    assert response["Content-Type"] == "image/webp"


def test_image_of_a_licensed_page_is_for_those_with_the_licence(client: Client, image: Image) -> None:
    product, reader = make_product(), make_user()
    make_contract(reader, product)
    make_leaf(image, audience="controlled", product=product)

    before, refused = ask(client)
    client.force_login(reader, BACKEND)
    after, sent = ask(client)

    assert (before.status_code, after.status_code) == (403, 200)
    assert (b"webp" in refused, sent) == (False, b"480.webp")


@pytest.mark.parametrize(
    "rest", ["pages/1/image/2000/", "pages/1/image/pyramid.tif/", "pages/1/image/..%2F480/", "pages/2/image/480/"]
)
def test_image_that_is_not_there_is_404(client: Client, image: Image, rest: str) -> None:
    make_leaf(image)

    assert client.get(f"/documents/v-d/{rest}").status_code == 404


def test_image_of_a_hidden_document_is_404(client: Client, image: Image) -> None:
    make_leaf(image, state="draft")

    assert client.get(ADDRESS).status_code == 404


def test_image_that_is_withdrawn_waiting_missing_or_lost_is_404(client: Client, image: Image) -> None:
    document = make_leaf(image)
    statuses = []
    for change in (
        lambda: Page.objects.update(state="withdrawn"),
        lambda: Page.objects.update(state="published"),
        lambda: Image.objects.update(derived="waiting"),
        lambda: Image.objects.update(derived="ready"),
        lambda: derivative_path(image, "480.webp").unlink(),
        lambda: Page.objects.filter(document=document).update(image=None),
    ):
        change()
        statuses.append(ask(client)[0].status_code)

    assert statuses == [404, 200, 404, 200, 404, 404]


def test_image_is_only_read(client: Client, image: Image) -> None:
    make_leaf(image)

    assert client.post(ADDRESS).status_code == 405
