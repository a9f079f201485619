"""What the script of a document's page asks for: parts of the page, places of words, zones of an image."""

from typing import Any

import pytest
from django.test import Client

from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, Page, Text, UsageEvent, Zone, ZoneLink
from tests.asking import BACKEND
from tests.factories.accounts import make_contract, make_product, make_user
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db


def make_book(leaves: int = 25, **lock: Any) -> Document:
    document = make_document(make_volume("v", **lock), "d")
    make_page(document, 1, image=make_image())
    Document.objects.filter(pk=document.pk).update(page_count=leaves)
    for slug in ("transcription", "translation-en"):
        make_text(document, [f"Planted {slug} {number}" for number in range(1, leaves + 1)], slug=slug)
    reindex([document.pk], Indexer())
    return document


def make_zone(page: Page, text: Text, words: tuple[int, int]) -> None:
    polygon = [[10, 20], [110, 20], [110, 60], [10, 60]]
    zone = Zone.objects.create(page=page, level="line", order=Zone.objects.count(), polygon=polygon, text="Planted")
    assert text.current
    ZoneLink.objects.create(zone=zone, version=text.current, start=words[0], end=words[1])


def test_part_is_the_window_alone_and_counts_as_no_visit(client: Client) -> None:
    make_book()

    response = client.get("/documents/v-d/?page=21&part=text")
    html = response.content.decode()

    assert (html.count('<section class="leaf"'), "<html" in html, "docfoot" in html) == (5, False, False)
    assert 'data-first="21" data-last="25"' in html
    assert "part=text" not in html
    assert response.headers["Cache-Control"] == "no-cache, private" or "private" in response.headers["Cache-Control"]
    assert UsageEvent.objects.count() == 0


def test_part_follows_a_jump_and_stays_a_part(client: Client) -> None:
    make_book()

    response = client.get("/documents/v-d/?jump=22&part=text", follow=True)

    assert response.redirect_chain == [("/documents/v-d/?part=text&page=22#page-22", 302)]
    assert 'id="page-22"' in response.content.decode()


def test_panes_and_spelling_kept_by_the_browser_are_shown(client: Client) -> None:
    make_book(2)
    client.cookies["panes"] = "image.en.en%3Atranslation-en"

    html = client.get("/documents/v-d/").content.decode()
    asked = client.get("/documents/v-d/?panes=transcription").content.decode()

    assert ("Planted transcription" in html, "Planted translation-en" in html) == (False, True)
    assert ("Planted transcription" in asked, "Planted translation-en" in asked) == (True, False)


def test_words_that_led_here_are_marked_and_listed_without_script(client: Client) -> None:
    make_book()

    html = client.get("/documents/v-d/?q=planted").content.decode()

    assert html.count('<mark class="hit">Planted</mark>') == 40
    assert "“planted”: 50 places, marked." in html
    assert '<a href="?q=planted&amp;page=25#page-25">page 25</a> 2' in html
    assert 'id="find" name="q" type="search" value="planted"' in html


def test_words_that_are_looked_for_are_escaped(client: Client) -> None:
    make_book(1)

    html = client.get("/documents/v-d/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in html


def test_find_tells_places_in_the_texts_that_are_asked_for(client: Client) -> None:
    make_book(2)

    every = client.get("/documents/v-d/find/?q=planted").json()
    one = client.get("/documents/v-d/find/?q=planted&texts=translation-en,nothing").json()

    assert (every["count"], every["is_cut"]) == (4, False)
    assert [(at["text"], at["leaf"], at["start"], at["end"]) for at in one["places"]] == [
        ("translation-en", 1, 0, 7),
        ("translation-en", 2, 25, 32),
    ]


def test_zones_tell_where_the_words_of_current_texts_stand(client: Client) -> None:
    document = make_book(1)
    page = document.pages.get()
    text = document.texts.get(slug="transcription")
    draft = make_text(document, ["Secret"], slug="translation-de", state="draft")
    make_zone(page, text, (0, 7))
    make_zone(page, draft, (0, 6))

    zones = client.get("/documents/v-d/pages/1/zones/").json()["zones"]

    assert zones == [
        {
            "level": "line",
            "xywh": [10, 20, 100, 40],
            "words": [{"text": "transcription", "version": 1, "start": 0, "end": 7}],
        },
        {"level": "line", "xywh": [10, 20, 100, 40], "words": []},
    ]
    assert client.get("/documents/v-d/pages/2/zones/").status_code == 404


def test_parts_of_a_licensed_document_hold_no_words_for_strangers(client: Client) -> None:
    product = make_product("papers")
    document = make_book(1, audience="controlled", product=product)
    make_zone(document.pages.get(), document.texts.get(slug="transcription"), (0, 7))
    addresses = ["?part=text", "?part=text&q=planted", "find/?q=planted", "pages/1/zones/"]
    make_contract(reader := make_user(), product)

    refused = [client.get(f"/documents/v-d/{address}") for address in addresses]
    client.force_login(reader, BACKEND)
    let_in = [client.get(f"/documents/v-d/{address}") for address in addresses]

    assert [response.status_code for response in refused] == [403] * 4
    assert [b"Planted" in response.content for response in refused] == [False] * 4
    assert [response.json() for response in refused[2:]] == [{"count": 0, "places": []}, {"zones": []}]
    assert [response.status_code for response in let_in] == [200] * 4
    assert "data-closed" in refused[0].content.decode()
    assert 'next=/documents/v-d/%3Fq%3Dplanted"' in refused[1].content.decode()


def test_parts_of_a_hidden_document_are_not_there(client: Client) -> None:
    make_book(1, state="draft")

    statuses = [
        client.get(f"/documents/v-d/{address}").status_code for address in ("?part=text", "find/?q=a", "pages/1/zones/")
    ]

    assert statuses == [404, 404, 404]
