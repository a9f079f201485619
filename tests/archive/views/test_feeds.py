"""Feeds: well-formed Atom of what everybody may know of, whoever asks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from tests.archive.search.world import index
from tests.asking import BACKEND
from tests.factories.accounts import HIDDEN, lock, make_curator, make_product
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(body: bytes) -> list[str]:
    root = etree.fromstring(body)
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]


def test_volume_feed_has_the_newest_first(client: Client) -> None:
    volume = make_volume("papers", title="Papers & letters")
    for title in ("First", "Second <b>"):
        make_document(volume, title=title)
    make_document(make_volume("other"), title="Elsewhere")

    response = client.get("/volumes/papers/feed/")

    root = etree.fromstring(response.content)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (root.findtext(f"{ATOM}title"), titles(response.content)) == ("Papers & letters", ["Second <b>", "First"])
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href").startswith("http://testserver/documents/")


def test_search_feed_has_what_the_search_finds(client: Client) -> None:
    volume = make_volume("papers")
    make_document(volume, title="Letter", texts=["Of rivers."])
    make_document(volume, title="Licensed", texts=["Of rivers, in confidence."], audience="controlled",
                  product=make_product("papers"))  # fmt: skip
    make_document(volume, title="Other", texts=["Of lakes."])
    index()

    body = client.get("/search/feed/?q=rivers&volume=papers").content

    assert titles(body) == ["Licensed", "Letter"]
    assert b"confidence" not in body


def test_document_appears_when_it_becomes_public(client: Client) -> None:
    volume = make_volume("papers")
    opened = timezone.now() - timedelta(minutes=1)
    make_document(volume, title="Long there")
    type(volume).objects.get().documents.update(created_at=timezone.now() - timedelta(days=9))
    make_document(volume, title="Opened", public_from=opened)
    volume.documents.filter(title="Opened").update(created_at=timezone.now() - timedelta(days=99))

    assert titles(client.get("/volumes/papers/feed/").content) == ["Opened", "Long there"]


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_document_changes_no_feed_even_for_a_curator(kind: str, client: Client) -> None:
    volume = make_volume("papers")
    make_document(volume, title="Open", texts=["Of rivers."])
    index()
    addresses = ("/volumes/papers/feed/", "/search/feed/?q=rivers")
    without = [client.get(address).content for address in addresses]
    make_document(volume, title="Planted", texts=["Of rivers."], **lock(kind))
    index()
    client.force_login(make_curator(), BACKEND)

    assert [client.get(address).content for address in addresses] == without


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_volume_has_no_feed(kind: str, client: Client) -> None:
    make_volume("papers", **lock(kind))

    assert client.get("/volumes/papers/feed/").status_code == 404


def test_feed_without_entries_is_well_formed(client: Client) -> None:
    make_volume("papers")

    bodies = [client.get(address).content for address in ("/volumes/papers/feed/", "/search/feed/?q=nothing")]

    assert [titles(body) for body in bodies] == [[], []]


def test_feed_of_no_search_is_none(client: Client) -> None:
    assert client.get("/search/feed/").status_code == 404


def test_control_signs_in_a_query_leave_the_feed_well_formed(client: Client) -> None:
    assert titles(client.get("/search/feed/?q=a%01%00b%0B").content) == []
