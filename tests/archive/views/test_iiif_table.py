"""Every address that gives an image, what is made of one, or words, to every persona: direct, old or guessed."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from archive.images import SIZES, derivative_path
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, EarlierIdentifier, Image
from archive.urls import urlpatterns as archive_doors
from tests.asking import BACKEND
from tests.factories.accounts import (
    make_contract,
    make_curator,
    make_group,
    make_institution,
    make_member,
    make_network,
    make_product,
    make_staff,
    make_user,
)
from tests.factories.archive import make_document, make_page, make_repository, make_text, make_unit, make_volume
from tests.factories.pictures import keep_gradient

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PERSONAS = ("anonymous", "campus", "subscriber", "member", "stranger", "curator", "staff")
SECRET = "Plantedword"
JPEG, RIFF = b"\xff\xd8\xff", b"RIFF"

# What gives bytes of an image, or words.
BYTES = (
    "/iiif/image/{id}/1/full/max/0/default.jpg",
    "/iiif/image/{id}/1/0,0,512,512/max/0/default.jpg",
    "/iiif/image/{id}/1/512,0,512,512/512,/0/default.jpg",
    "/iiif/image/{id}/1/square/!90,90/!90/gray.png",
    "/iiif/image/{id}/1/full/325,225/0/default.jpg",
    "/documents/{id}/pages/1/image/thumb/",
    "/documents/{id}/pages/1/image/480/",
    "/documents/{id}/pages/1/image/960/",
    "/documents/{id}/pages/1/image/1440/",
    "/documents/{id}/pages/1/zones/",
    "/iiif/documents/{id}/canvas/1/transcription.json",
    "/iiif/documents/{id}/search?q=plantedword",
    "/iiif/documents/{id}/search/1?q=plantedword",
    "/documents/{id}/find/?q=plantedword",
    "/documents/{id}/?part=text",
    "/documents/{id}/texts/transcription/v1/",
)
# What says what there is.
RECORDS = (
    "/iiif/documents/{id}/manifest.json",
    "/iiif/auth/probe/{id}/1/",
    "/iiif/documents/{id}/canvas/1",
)
INFO = "/iiif/image/{id}/1/info.json"
# What nobody was ever told.
GUESSED = (
    "/iiif/image/{id}/2/full/max/0/default.jpg",
    "/iiif/image/{id}/2/info.json",
    "/documents/{id}/pages/1/image/pyramid.tif/",
    "/documents/{id}/pages/2/zones/",
    "/iiif/documents/{id}/canvas/1/translation-en.json",
    "/iiif/documents/{id}/canvas/9/transcription.json",
    "/media/{sha}/pyramid.tif",
    "/media/derivatives/{sha}/480.webp",
    "/static/{sha}.jpg",
    "/protected/tiles/{sha2}/{sha}/full_max_0_default.jpg",
    "/internal/derivatives/{sha2}/{sha}/480.webp",
)

LOCKS: dict[str, dict[str, str]] = {
    "open": {"audience": "open", "state": "published"},
    "licensed": {"audience": "controlled", "state": "published"},
    "group": {"audience": "group", "state": "published"},
    "draft": {"audience": "open", "state": "draft"},
    "withdrawn": {"audience": "controlled", "state": "withdrawn"},
}
READERS = {
    "open": set(PERSONAS),
    "licensed": {"campus", "subscriber", "curator"},
    "group": {"member"},
    "draft": {"curator"},
    "withdrawn": {"curator"},
}
FINDERS = {**READERS, "licensed": set(PERSONAS)}
COLLECTIONS = ("/iiif/collection.json", "/iiif/holdings/r/1/collection.json")
# Doors that give nothing of a document: a name that leads to a description, and the ways of the authentication.
BARE = {"iiif-image", "iiif-access", "iiif-token", "iiif-token-1"}


@pytest.fixture
def image(settings: Any, tmp_path: Path) -> Image:
    """An image with its pyramid and its sizes."""
    settings.MASTERS_ROOT, settings.DERIVATIVES_ROOT = tmp_path / "masters", tmp_path / "derivatives"
    image = keep_gradient()
    for name in SIZES:
        derivative_path(image, name).write_bytes(RIFF)
    return image


@pytest.fixture
def clients(image: Image) -> dict[str, Client]:
    """The world: a document under every lock, each with an earlier identifier; a client for every persona."""
    product, group, campus = make_product(), make_group(), make_institution()
    make_network(campus, "192.0.2.0/24")
    make_contract(campus, product)
    unit = make_unit(make_repository("r"), "1")
    for lock, columns in LOCKS.items():
        letter = make_document(
            make_volume(f"v-{lock}", product=product, group=group, **columns),
            "d", product=product, group=group, unit=unit,
        )  # fmt: skip
        make_page(letter, 1, image=image)
        letter.refresh_from_db()
        make_text(letter, [f"{SECRET} of the {lock} letter."])
        EarlierIdentifier.objects.create(document=letter, value=f"old-{lock}")
    reindex(list(Document.objects.values_list("pk", flat=True)), Indexer())
    subscriber, member = make_user(), make_user()
    make_contract(subscriber, product)
    make_member(group, member)
    people = {"subscriber": subscriber, "member": member, "stranger": make_user()}
    people |= {"curator": make_curator(), "staff": make_staff()}
    clients = {persona: Client(REMOTE_ADDR="198.51.100.7") for persona in PERSONAS}
    clients["campus"] = Client(REMOTE_ADDR="192.0.2.7")
    for persona, user in people.items():
        clients[persona].force_login(user, BACKEND)
    return clients


def ask(client: Client, address: str) -> tuple[int, bytes]:
    response: Any = client.get(address)
    return response.status_code, b"".join(response)


def answers(clients: dict[str, Client], pattern: str, image: Image, identifier: str) -> dict[str, tuple[int, bytes]]:
    address = pattern.format(id=identifier, sha=image.sha256, sha2=image.sha256[:2])
    return {persona: ask(client, address) for persona, client in clients.items()}


def leaks(answer: bytes) -> bool:
    """Tell whether an answer holds bytes of an image or words of a text."""
    planted = (JPEG, b"PNG", RIFF, SECRET.encode(), b'"xywh"', b'"places": [{')
    return any(it in answer for it in planted)


def statuses(found: dict[str, tuple[int, bytes]]) -> dict[str, int]:
    return {persona: status for persona, (status, _content) in found.items()}


def leaky(found: dict[str, tuple[int, bytes]], allowed: Collection[str] = ()) -> set[str]:
    return {persona for persona, (_status, content) in found.items() if persona not in allowed and leaks(content)}


@pytest.mark.parametrize("lock", LOCKS)
def test_bytes_and_words_are_for_those_who_may_read(clients: dict[str, Client], image: Image, lock: str) -> None:
    denied = 403 if lock == "licensed" else 404
    wanted = {persona: 200 if persona in READERS[lock] else denied for persona in PERSONAS}

    for pattern in BYTES:
        found = answers(clients, pattern, image, f"v-{lock}-d")

        assert (pattern, statuses(found)) == (pattern, wanted)
        assert (pattern, leaky(found, READERS[lock])) == (pattern, set())


@pytest.mark.parametrize("lock", LOCKS)
def test_descriptions_are_for_those_who_may_find(clients: dict[str, Client], image: Image, lock: str) -> None:
    for pattern in (*RECORDS, INFO):
        found = answers(clients, pattern, image, f"v-{lock}-d")

        given = 303 if "canvas" in pattern else 200
        wanted = {persona: given if persona in FINDERS[lock] else 404 for persona in PERSONAS}
        if pattern == INFO and lock == "licensed":
            wanted |= {persona: 401 for persona in PERSONAS if persona not in READERS[lock]}
        assert (pattern, statuses(found)) == (pattern, wanted)
        assert (pattern, leaky(found)) == (pattern, set())


@pytest.mark.parametrize("lock", LOCKS)
def test_old_addresses_lead_on_for_those_who_may_find(clients: dict[str, Client], image: Image, lock: str) -> None:
    wanted = {persona: 301 if persona in FINDERS[lock] else 404 for persona in PERSONAS}

    for pattern in (*BYTES, *RECORDS, INFO):
        found = answers(clients, pattern, image, f"old-{lock}")

        assert (pattern, statuses(found)) == (pattern, wanted)
        assert (pattern, leaky(found)) == (pattern, set())


@pytest.mark.parametrize("lock", LOCKS)
def test_guessed_addresses_give_nothing(clients: dict[str, Client], image: Image, lock: str) -> None:
    for pattern in GUESSED:
        found = answers(clients, pattern, image, f"v-{lock}-d")

        assert (pattern, set(statuses(found).values()) - {403, 404}) == (pattern, set())
        assert (pattern, leaky(found)) == (pattern, set())


def test_collections_name_what_may_be_found(clients: dict[str, Client]) -> None:
    for address in COLLECTIONS:
        named = {
            persona: {lock for lock in LOCKS if f"v-{lock}" in ask(client, address)[1].decode()}
            for persona, client in clients.items()
        }

        assert named == {persona: {lock for lock in LOCKS if persona in FINDERS[lock]} for persona in PERSONAS}


@pytest.mark.parametrize("lock", LOCKS)
def test_collection_of_a_volume_is_for_those_who_may_find_it(
    clients: dict[str, Client], image: Image, lock: str
) -> None:
    found = answers(clients, "/iiif/volumes/{id}/collection.json", image, f"v-{lock}")

    assert statuses(found) == {persona: 200 if persona in FINDERS[lock] else 404 for persona in PERSONAS}
    assert leaky(found) == set()


def test_no_door_of_images_and_words_is_left_out_of_the_table() -> None:
    doors = {it.name for it in archive_doors if re.search("^iiif/|image|zones|find/|/texts/", str(it.pattern))}
    asked = [*BYTES, *RECORDS, INFO, *COLLECTIONS, "/iiif/volumes/{id}/collection.json"]
    covered = {resolve(address.format(id="d").partition("?")[0]).url_name for address in asked}

    assert doors - BARE <= covered


def test_image_that_is_withdrawn_is_gone_for_readers(clients: dict[str, Client], image: Image) -> None:
    page = image.pages.get(document__identifier="v-open-d")
    page.state = "withdrawn"
    page.save()

    for pattern in (*BYTES[:9], INFO, RECORDS[1]):
        found = answers(clients, pattern, image, "v-open-d")
        assert statuses(found) == {persona: 200 if persona == "curator" else 404 for persona in PERSONAS}, pattern
    manifests = answers(clients, RECORDS[0], image, "v-open-d")
    shown = {persona for persona, (_status, content) in manifests.items() if b"/iiif/image/" in content}
    assert shown == {"curator"}
