"""A contract that ends while a document is open; its end is put into the last hour by choice of a time zone."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Contract, Product
from archive.grace import COOKIE, IMAGE_COOKIE
from archive.models import Document
from tests.factories.accounts import make_contract, make_institution, make_network, make_product
from tests.factories.archive import make_document, make_page, make_text, make_volume
from tests.factories.pictures import keep_gradient

pytestmark = pytest.mark.django_db


def zone_where_the_day_has_just_begun() -> str:
    hour = timezone.now().hour
    return f"Etc/GMT+{hour}" if hour <= 12 else f"Etc/GMT-{24 - hour}"


@pytest.fixture
def product() -> Product:
    return make_product("papers")


@pytest.fixture
def contract(product: Product) -> Contract:
    """A campus contract of which today is the last day, two licensed documents, d of 21 leaves and e."""
    institution = make_institution("University of Kryazhsk", contact_email="library@example.org")
    make_network(institution, "127.0.0.0/8")
    volume = make_volume("v", audience="controlled", product=product)
    make_text(make_document(volume, "d", page_count=21), [f"words {leaf}." for leaf in range(1, 22)])
    make_document(volume, "e", texts=["other words"])
    zone = zone_where_the_day_has_just_begun()
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    return make_contract(institution, product, ends_on=today, time_zone=zone, grace_minutes=120)


def end(contract: Contract, **fields: object) -> None:
    """Let yesterday have been the last day: it ended less than an hour ago."""
    assert contract.ends_on
    Contract.objects.filter(pk=contract.pk).update(ends_on=contract.ends_on - timedelta(days=1), **fields)


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_open_document_stays_readable_in_all_its_windows_and_says_what_to_do(
    client: Client, contract: Contract
) -> None:
    before = body(client, "/documents/v-d/")
    end(contract)

    after, further = body(client, "/documents/v-d/"), body(client, "/documents/v-d/?page=21")

    assert ("words 1." in before, "has ended" in before) == (True, False)
    assert ("words 1." in after, "words 21." in further) == (True, True)
    assert "The access through University of Kryazhsk has ended." in after
    assert ("mailto:library@example.org" in after, "This document stays open until" in after) == (True, True)
    assert client.get("/documents/v-d/texts/transcription/v1/").status_code == 200


def test_no_other_document_opens_in_grace(client: Client, contract: Contract) -> None:
    body(client, "/documents/v-d/")
    end(contract)
    client.cookies[COOKIE]["path"] = "/"  # a browser made to send it everywhere

    html = body(client, "/documents/v-e/")

    assert ("other words" in html, "This document is licensed" in html) == (False, True)


def test_document_that_was_not_open_does_not_open_in_grace(client: Client, contract: Contract) -> None:
    end(contract)

    assert "words 1." not in body(client, "/documents/v-d/")


def test_forged_cookie_opens_nothing(client: Client, contract: Contract) -> None:
    end(contract)
    client.cookies[COOKIE] = "yes:1tXyZa:forged"

    assert "words 1." not in body(client, "/documents/v-d/")


def test_cookie_opens_nothing_without_the_ended_contract(client: Client, contract: Contract) -> None:
    body(client, "/documents/v-d/")
    Contract.objects.filter(pk=contract.pk).delete()

    assert "words 1." not in body(client, "/documents/v-d/")


@pytest.mark.parametrize("fields", [{"grace_minutes": 0}, {"state": "suspended"}])
def test_ended_without_grace_or_suspended_closes_at_once(
    client: Client, contract: Contract, fields: dict[str, object]
) -> None:
    body(client, "/documents/v-d/")
    end(contract, **fields)

    assert "words 1." not in body(client, "/documents/v-d/")


def test_reinstated_contract_opens_on_the_next_request(client: Client, contract: Contract) -> None:
    body(client, "/documents/v-d/")
    end(contract, grace_minutes=0)
    closed = body(client, "/documents/v-d/")
    Contract.objects.filter(pk=contract.pk).update(ends_on=contract.ends_on)

    opened = body(client, "/documents/v-d/")

    assert ("words 1." in closed, "words 1." in opened) == (False, True)


def test_reader_with_a_second_live_contract_notices_nothing(
    client: Client, contract: Contract, product: Product
) -> None:
    other = make_institution("Consortium")
    make_network(other, "127.0.0.0/8")
    make_contract(other, product)
    end(contract)

    html = body(client, "/documents/v-d/")

    assert ("words 1." in html, "Access provided by Consortium" in html, "has ended" in html) == (True, True, False)


def test_cookie_is_given_only_when_the_end_is_near(client: Client, contract: Contract) -> None:
    assert contract.ends_on
    Contract.objects.filter(pk=contract.pk).update(ends_on=contract.ends_on + timedelta(days=30))

    response = client.get("/documents/v-d/")

    assert COOKIE not in response.cookies


@pytest.mark.usefixtures("contract")
def test_cookie_is_bound_to_the_document_and_out_of_reach_of_scripts(client: Client) -> None:
    cookie = client.get("/documents/v-d/").cookies[COOKIE]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/documents/v-d/", True, "Lax")
    assert 0 < int(cookie["max-age"]) <= 26 * 3600


def test_tiles_of_the_open_document_alone_stay_readable(
    client: Client, contract: Contract, settings: Any, tmp_path: Path
) -> None:
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    image = keep_gradient()
    for identifier in ("v-d", "v-e"):
        make_page(Document.objects.get(identifier=identifier), 1, image=image)
    body(client, "/documents/v-d/")
    paths = {cookie["path"] for name, cookie in client.cookies.items() if name == IMAGE_COOKIE}
    end(contract)

    statuses = [client.get(f"/iiif/image/{it}/1/full/130,/0/default.jpg").status_code for it in ("v-d", "v-e")]

    assert (paths, statuses) == ({"/iiif/image/v-d"}, [200, 403])
