"""Manifests, collections, annotation pages and answers of search, each accepted by the public models of IIIF."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from iiif_prezi3 import AnnotationPage, Collection, Manifest

from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, Zone, ZoneLink
from tests.factories.accounts import make_product
from tests.factories.archive import (
    make_document,
    make_image,
    make_name,
    make_page,
    make_repository,
    make_role,
    make_text,
    make_unit,
    make_volume,
)

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
HOST = "http://testserver"
MANIFEST = "/iiif/documents/v-d/manifest.json"
CANVAS = f"{HOST}/iiif/documents/v-d/canvas"
WORDS = "/iiif/documents/v-d/canvas/1/transcription.json"
SEARCH = "/iiif/documents/v-d/search"


def make_letter(**fields: Any) -> Document:
    """A letter of two pages, the first with an image and a region for its second line, in two languages."""
    volume = make_volume("v", title="Letters", licence="https://creativecommons.org/licenses/by/4.0/")
    unit = make_unit(make_repository("rgaspi"), "558")
    letter = make_document(volume, "d", unit=unit, description="A letter home.", **fields)
    first = make_page(letter, 1, image=make_image(), label="5")
    make_page(letter, 2)
    letter.refresh_from_db()
    russian = make_text(letter, ["Вода поднялась.\nЛёд идёт.", "Конец."], language="ru", script="Cyrl")
    make_text(letter, ["The water rose.\nThe ice is moving.", "End."], slug="translation-en")
    zone = Zone.objects.create(page=first, level="line", order=1, polygon=[[10, 20], [110, 20], [110, 50], [10, 50]])
    assert russian.current is not None
    ZoneLink.objects.create(zone=zone, version=russian.current, start=16, end=25)
    return letter


def get(client: Client, address: str, **parameters: str) -> Any:
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def test_manifest_describes_the_document_page_by_page(client: Client) -> None:
    letter = make_letter()
    make_role(letter, make_name("Ivanova, Anna"))

    manifest = get(client, MANIFEST)

    assert Manifest(**manifest).id == f"{HOST}{MANIFEST}"
    assert manifest["label"] == {"none": [letter.title]}
    assert manifest["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert manifest["homepage"][0]["id"] == f"{HOST}/documents/v-d/"
    assert [(part["id"], part["type"]) for part in manifest["partOf"]] == [
        (f"{HOST}/iiif/volumes/v/collection.json", "Collection"),
        (f"{HOST}/iiif/holdings/rgaspi/558/collection.json", "Collection"),
    ]
    assert [service.get("type") or service["@type"] for service in manifest["service"]] == [
        "SearchService2",
        "SearchService1",
    ]
    assert manifest["@context"][-1] == "http://iiif.io/api/presentation/3/context.json"
    assert [(it["id"], it["label"], it["width"], it["height"]) for it in manifest["items"]] == [
        (f"{CANVAS}/1", {"none": ["5"]}, 1200, 1600),
        (f"{CANVAS}/2", {"none": ["2"]}, 1000, 1414),
    ]


def test_canvas_has_its_image_and_its_texts(client: Client) -> None:
    make_letter()

    canvas = get(client, MANIFEST)["items"][0]

    body = canvas["items"][0]["items"][0]["body"]
    assert body == {
        "id": f"{HOST}/iiif/image/v-d/1/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": 1200,
        "height": 1600,
        "service": [
            {
                "id": f"{HOST}/iiif/image/v-d/1",
                "type": "ImageService3",
                "profile": "level2",
                "width": 1200,
                "height": 1600,
            }
        ],
    }
    assert canvas["thumbnail"][0]["id"] == f"{HOST}/iiif/image/v-d/1/full/300,400/0/default.jpg"
    assert [(page["id"], page["label"]) for page in canvas["annotations"]] == [
        (f"{CANVAS}/1/transcription.json", {"none": ["Русский: transcription"]}),
        (f"{CANVAS}/1/translation-en.json", {"none": ["English: translation"]}),
    ]


def test_manifest_of_a_document_without_pages_or_volume_is_whole(client: Client) -> None:
    make_document(None, "single", unit=make_unit(make_repository("r"), "1"), identifier="v-d")

    manifest = get(client, MANIFEST)

    assert Manifest(**manifest).items is not None
    assert [canvas["id"] for canvas in manifest["items"]] == [f"{CANVAS}/1"]


def test_manifest_of_a_text_from_right_to_left_turns_its_pages_so(client: Client) -> None:
    letter = make_document(make_volume("v"), "d")
    make_text(letter, ["שלום"], language="yi", script="Hebr")

    assert get(client, MANIFEST)["viewingDirection"] == "right-to-left"


def test_manifest_of_a_licensed_document_says_what_it_is_without_words(client: Client) -> None:
    make_letter(audience="controlled", product=make_product())

    manifest = get(client, MANIFEST)

    assert Manifest(**manifest).label
    assert "service" not in manifest
    assert sorted(manifest["items"][0]) == [
        "height", "id", "items", "label", "thumbnail", "type", "width",
    ]  # fmt: skip
    assert manifest["requiredStatement"]["value"] == {
        "en": ["Licensed: images and texts open to subscribers."],
        "ru": ["По подписке: изображения и тексты открыты подписчикам."],
    }
    assert "Вода" not in json.dumps(manifest, ensure_ascii=False)


def test_manifest_takes_as_many_statements_for_many_pages_as_for_one(
    client: Client, django_assert_num_queries: Counted
) -> None:
    letter = make_letter()
    for order in range(3, 9):
        make_page(letter, order, image=make_image())

    with django_assert_num_queries(6):
        get(client, MANIFEST)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (MANIFEST, "presentation/3"),
        ("/iiif/collection.json", "presentation/3"),
        (WORDS, "presentation/3"),
        (f"{SEARCH}?q=water", "search/2"),
        (f"{SEARCH}/1?q=water", "search/1"),
    ],
)
def test_answers_are_linked_data_for_scripts_of_every_site(client: Client, address: str, kind: str) -> None:
    make_letter()

    response = client.get(address)

    assert response["Content-Type"] == f'application/ld+json;profile="http://iiif.io/api/{kind}/context.json"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("address", "members"),
    [
        ("/iiif/collection.json", ["/iiif/volumes/v/collection.json", "/iiif/holdings/rgaspi/558/collection.json"]),
        ("/iiif/volumes/v/collection.json", [MANIFEST]),
        ("/iiif/holdings/rgaspi/558/collection.json", [MANIFEST]),
    ],
)
def test_collection_lists_what_stands_in_it(client: Client, address: str, members: list[str]) -> None:
    make_letter()

    collection = get(client, address)

    assert Collection(**collection).id == f"{HOST}{address}"
    assert [member["id"] for member in collection["items"]] == [f"{HOST}{member}" for member in members]


def test_collection_leaves_out_what_is_hidden(client: Client) -> None:
    make_document(make_volume("v"), "draft", state="draft", unit=make_unit(make_repository("r"), "1"))

    assert get(client, "/iiif/volumes/v/collection.json")["items"] == []
    assert client.get("/iiif/holdings/r/1/collection.json").status_code == 404


def test_words_of_a_page_stand_in_their_regions(client: Client) -> None:
    make_letter()

    page = get(client, WORDS)

    assert AnnotationPage(**page).id == f"{HOST}{WORDS}"
    assert [(it["motivation"], it["body"]["value"], it["body"]["language"], it["target"]) for it in page["items"]] == [
        ("supplementing", "Вода поднялась.", "ru", f"{CANVAS}/1"),
        ("supplementing", "Лёд идёт.", "ru", f"{CANVAS}/1#xywh=10,20,100,30"),
    ]


@pytest.mark.parametrize("rest", ["1/nothing.json", "3/transcription.json", "0/transcription.json"])
def test_words_that_are_not_there_are_404(client: Client, rest: str) -> None:
    make_letter()

    assert client.get(f"/iiif/documents/v-d/canvas/{rest}").status_code == 404


def test_text_in_draft_is_named_nowhere(client: Client) -> None:
    letter = make_letter()
    letter.texts.filter(slug="transcription").update(state="draft")
    reindex([letter.pk], Indexer())

    assert client.get(WORDS).status_code == 404
    assert "transcription" not in json.dumps(get(client, MANIFEST)["items"])
    assert get(client, SEARCH, q="вода")["items"] == []


def test_search_finds_words_where_they_stand(client: Client) -> None:
    reindex([make_letter().pk], Indexer())

    answer = get(client, SEARCH, q="лед", motivation="painting")

    assert AnnotationPage(**{**answer, "annotations": None, "ignored": None}).items
    assert [(it["body"]["value"], it["target"]) for it in answer["items"]] == [("Лёд", f"{CANVAS}/1#xywh=10,20,100,30")]
    assert answer["annotations"][0]["items"][0]["target"] == {
        "type": "SpecificResource",
        "source": answer["items"][0]["id"],
        "selector": [{"type": "TextQuoteSelector", "prefix": "Вода поднялась.\n", "exact": "Лёд", "suffix": " идёт."}],
    }
    assert (answer["partOf"]["total"], answer["startIndex"], answer["ignored"]) == (1, 0, ["motivation"])


def test_search_of_version_1_finds_the_same(client: Client) -> None:
    reindex([make_letter().pk], Indexer())

    answer = get(client, f"{SEARCH}/1", q="ice")

    assert [(it["resource"]["chars"], it["on"]) for it in answer["resources"]] == [("ice", f"{CANVAS}/1")]
    assert [(hit["match"], hit["before"]) for hit in answer["hits"]] == [("ice", "The water rose.\nThe ")]
    assert answer["within"]["total"] == 1


def test_search_gives_long_answers_page_by_page(client: Client) -> None:
    letter = make_document(make_volume("v"), "d", texts=["water " * 250])
    reindex([letter.pk], Indexer())

    pages = [get(client, SEARCH, q="water", page=number) for number in ("1", "2", "3", "99", "x")]

    assert [(len(page["items"]), page["startIndex"]) for page in pages] == [
        (100, 0), (100, 100), (50, 200), (50, 200), (100, 0),
    ]  # fmt: skip
    assert [("next" in page, "prev" in page) for page in pages[:3]] == [(True, False), (True, True), (False, True)]
    assert pages[0]["next"]["id"] == f"{HOST}{SEARCH}?q=water&page=2"


@pytest.mark.parametrize("query", ["", "   ", "nothing", "\x00", '"', "NOT water"])
def test_search_for_nothing_finds_nothing(client: Client, query: str) -> None:
    reindex([make_letter().pk], Indexer())

    assert get(client, SEARCH, q=query)["items"] == []


def test_canvas_leads_to_its_page(client: Client) -> None:
    make_letter()

    response = client.get("/iiif/documents/v-d/canvas/2")

    assert (response.status_code, response["Location"]) == (303, "/documents/v-d/pages/2/")
    assert client.get("/iiif/documents/v-d/canvas/3").status_code == 404


def test_zones_tell_where_words_stand_and_no_words(client: Client) -> None:
    make_letter()

    response = client.get("/documents/v-d/pages/1/zones/")

    words = [{"text": "transcription", "version": 1, "start": 16, "end": 25}]
    assert response.json() == {"zones": [{"level": "line", "xywh": [10, 20, 100, 30], "words": words}]}
    assert client.get("/documents/v-d/pages/3/zones/").status_code == 404
