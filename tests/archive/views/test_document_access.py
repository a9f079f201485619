"""People x locks at the doors of a document; words are planted, and may never come out where they may not be read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Product, User
from archive.models import Document, UsageEvent
from tests.asking import BACKEND
from tests.factories.accounts import (
    make_contract,
    make_curator,
    make_group,
    make_institution,
    make_member,
    make_network,
    make_product,
    make_seat,
    make_user,
)
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db

PLANTED = ("Planted words", "Planted note", "Planted translation", "/image/480/", 'data-text="')
PEOPLE = ("anonymous", "subscriber", "stranger", "member", "owner", "curator")
LOCKS: dict[str, tuple[dict[str, Any], tuple[int, ...]]] = {
    # 200 reads, 403 sees the record only, 404 knows of nothing
    "open": ({"audience": "open"}, (200, 200, 200, 200, 200, 200)),
    "controlled": ({"audience": "controlled"}, (403, 200, 403, 403, 200, 200)),
    "group": ({"audience": "group"}, (404, 404, 404, 200, 200, 404)),
    "owner": ({"audience": "owner"}, (404, 404, 404, 404, 200, 404)),
    "draft": ({"audience": "open", "state": "draft"}, (404, 404, 404, 404, 200, 200)),
    "withdrawn": ({"audience": "controlled", "state": "withdrawn"}, (404, 404, 404, 404, 200, 200)),
}


@pytest.fixture
def product() -> Product:
    return make_product("papers")


@pytest.fixture
def people(product: Product) -> dict[str, User | None]:
    member, subscriber = make_user(), make_user()
    make_member(make_group(slug="circle"), member)
    make_contract(subscriber, product)
    make_contract(stranger := make_user(), make_product("other"))
    people = {"anonymous": None, "subscriber": subscriber, "stranger": stranger, "member": member}
    return people | {"owner": make_user(), "curator": make_curator()}


def make_planted(product: Product | None, **lock: Any) -> Document:
    lock = {"state": "published", "product": product, **lock}
    document = make_document(make_volume("v", audience="open", state="published"), "d", title="The letter", **lock)
    make_page(document, 1, image=make_image())
    make_text(document, ["Planted words"], notes=["Planted note"])
    make_text(document, ["Planted translation"], slug="translation-en")
    return document


def come(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, BACKEND)
    return client


def leaks(html: str) -> list[str]:
    return [words for words in PLANTED if words in html]


@pytest.mark.parametrize("lock", LOCKS)
def test_doors_of_a_document_answer_each_person_by_its_lock(
    lock: str, people: dict[str, User | None], product: Product
) -> None:
    columns, expected = LOCKS[lock]
    group = people["member"].memberships.get().group if people["member"] else None
    make_planted(product, owner=people["owner"], group=group, **columns)

    for person, status in zip(PEOPLE, expected, strict=True):
        client = come(people[person])
        record, version = (client.get(f"/documents/v-d/{rest}") for rest in ("", "texts/transcription/v1/"))
        image, page = (client.get(f"/documents/v-d/pages/1/{rest}") for rest in ("image/480/", ""))

        assert record.status_code == (200 if status == 403 else status), person
        assert version.status_code == status, person
        assert image.status_code == (404 if status == 200 else status), person  # the row has no file behind it
        assert page.status_code == (302 if status != 404 else 404), person
        if status != 200:
            assert leaks(record.content.decode() + version.content.decode()) == [], person
        else:
            assert len(leaks(record.content.decode())) == len(PLANTED), person


@pytest.mark.parametrize("query", ["?page=1", "?panes=transcription", "?jump=1", "?spelling=original", "?page=77"])
def test_locked_page_shows_no_word_whatever_is_asked(client: Client, product: Product, query: str) -> None:
    make_planted(product, audience="controlled")

    response = client.get(f"/documents/v-d/{query}")

    assert response.status_code == 200
    assert leaks(response.content.decode()) == []


def test_locked_page_says_what_it_is_and_the_way_in(client: Client, product: Product) -> None:
    document = make_planted(product, audience="controlled", description="About the ice.", date_edtf="1934-10-14")
    Document.objects.filter(pk=document.pk).update(earliest="1934-10-14", latest="1934-10-14")

    html = client.get("/documents/v-d/").content.decode()

    for words in ("The letter", "About the ice.", "14 October 1934", "How to cite", "This document is licensed"):
        assert words in html
    assert "/account/login/?next=/documents/v-d/" in html


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"ends_on": timezone.now().date() - timedelta(days=3)}, " ended on "),
        ({"starts_on": timezone.now().date() + timedelta(days=3)}, "has not begun"),
        ({"state": "suspended"}, "is suspended"),
    ],
)
def test_locked_page_says_why_a_contract_does_not_open_it_and_whom_to_ask(
    client: Client, product: Product, terms: dict[str, Any], said: str
) -> None:
    institution = make_institution("University of Kryazhsk", contact_email="library@example.org")
    make_network(institution, "127.0.0.0/8")
    make_contract(institution, product, **terms)
    make_planted(product, audience="controlled")

    html = client.get("/documents/v-d/").content.decode()

    assert (said in html, "University of Kryazhsk" in html, "mailto:library@example.org" in html) == (True, True, True)
    assert leaks(html) == []


def test_full_seats_are_a_limit_and_not_a_missing_licence(product: Product) -> None:
    contract = make_contract(make_institution("University"), product, seats=1)
    queued = make_user()
    make_seat(contract, queued, is_queued=True)
    make_planted(product, audience="controlled")

    html = come(queued).get("/documents/v-d/").content.decode()

    assert "All places of the access through University are taken" in html
    assert list(UsageEvent.objects.values_list("kind", flat=True)) == ["limit_exceeded"]


def test_header_says_who_provides_access(client: Client, product: Product) -> None:
    institution = make_institution("University of Kryazhsk")
    make_network(institution, "127.0.0.0/8")
    make_contract(institution, product)
    make_planted(product, audience="controlled")

    html = client.get("/documents/v-d/").content.decode()

    assert "Access provided by University of Kryazhsk" in html
    (event,) = UsageEvent.objects.values("kind", "institutions", "access_type")
    assert event == {"kind": "request", "institutions": [institution.pk], "access_type": "controlled"}


def test_denial_is_noted_for_the_campus(client: Client, product: Product) -> None:
    institution = make_institution()
    make_network(institution, "127.0.0.0/8")
    make_planted(product, audience="controlled")

    client.get("/documents/v-d/")

    assert list(UsageEvent.objects.values_list("kind", "institutions")) == [("no_license", [institution.pk])]
