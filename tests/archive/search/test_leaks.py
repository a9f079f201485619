"""Nothing about search tells a stranger what the record page would not: for each lock, planted and looked for."""

import json
from typing import Any

import pytest
from django.test import Client

from archive.models import Document, Text, Volume
from tests.archive.search.world import STRANGER, find, index, titles
from tests.asking import BACKEND
from tests.factories.accounts import HIDDEN, lock, make_group, make_member, make_user
from tests.factories.archive import (
    make_document,
    make_name,
    make_repository,
    make_role,
    make_text,
    make_unit,
    make_volume,
)

pytestmark = pytest.mark.django_db

WORD, NAME, PLACE, TITLE = "quicksilver", "Plantedov", "Plantgrad", "Embargoed matter"
# A page may say again what was typed, and nothing else of these.
PLANTED = (TITLE, NAME, PLACE, "Planted volume", "planted-archive", "1901", '"yi"')
MISSPELT = ["quicksilvr", "quicksilwer", "Plantedof", "quicksilver nothing", '"quicksilver nothing"']
ORDERS = [(query, sort) for query in ("", "things") for sort in ("relevance", "date", "newest")]


def plant(kind: str) -> Document:
    """A document with this lock, in a volume and a fond of its own, with people and a rare word; and an open one."""
    columns = lock(kind)
    volume = make_volume("planted-volume", title="Planted volume", **columns)
    unit = make_unit(make_repository("planted-archive"), "777")
    document = make_document(volume, "secret", title=TITLE, unit=unit, date_edtf="1901", **columns)
    Document.objects.filter(pk=document.pk).update(earliest="1901-01-01", latest="1901-12-31")
    make_text(document, [f"Of {WORD} and other things."], language="yi")
    make_role(document, make_name(NAME), "author")
    make_role(document, make_name(NAME + " the younger"), "recipient")
    make_role(document, make_name(PLACE, "place"), "place")
    make_document(make_volume("open-volume"), "open", title="Open letter", texts=["Of common things."])
    index()
    return document


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize(
    "query",
    [
        WORD, f'"{WORD} and"', "quicks*", f"text:{WORD}", f"={WORD}", TITLE, f"title:{TITLE}", NAME, f"author:{NAME}",
        "planted-volume-secret", "id:planted-volume-secret", "777", "fond:777", "1901", "volume:planted-volume",
        f"{WORD} OR nothing", f"-nothing {WORD}",
    ],
)  # fmt: skip
def test_hidden_document_is_not_found_counted_or_named(kind: str, query: str, client: Client) -> None:
    plant(kind)
    for address in ("/search/", "/search/list/csv/", "/search/list/csl-json/", "/api/v1/search/"):
        body = client.get(address, {"q": query}).content.decode().replace(query, "")

        told = [
            word for word in (TITLE, NAME, PLACE, "Planted volume", "planted-archive", "1901", 'yi"') if word in body
        ]
        assert told == [word for word in told if word in query]

    assert find(query).count == 0


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_document_changes_no_facet_order_or_timeline(kind: str, client: Client) -> None:
    def seen() -> list[Any]:
        pages = [
            client.get("/api/v1/search/", {"q": q, "sort": s}).json()
            for q in ("", "things")
            for s in ("relevance", "date", "newest")
        ]
        return [{key: page[key] for key in ("count", "pages", "facets", "results")} for page in pages]

    document = plant(kind)
    with_it = seen()
    document.delete()
    Volume.objects.filter(slug="planted-volume").delete()

    assert seen() == with_it


@pytest.mark.parametrize("kind", HIDDEN)
@pytest.mark.parametrize("query", MISSPELT)
def test_words_of_hidden_documents_are_never_suggested(kind: str, query: str, client: Client) -> None:
    plant(kind)

    html = client.get("/search/", {"q": query}).content.decode()

    assert "These find something" not in html
    assert WORD in query or WORD not in html


def test_licensed_document_is_a_record_with_a_lock_and_no_words(client: Client) -> None:
    plant("licensed")

    html = client.get("/search/", {"q": WORD}).content.decode()
    data = client.get("/api/v1/search/", {"q": WORD}).json()

    assert (TITLE in html, "Licensed" in html, "and other things" in html) == (True, True, False)
    assert [(row["readable"], row["layers"]) for row in data["results"]] == [(False, [])]
    assert "other things" not in json.dumps(data)


def test_licensed_document_side_by_side_has_no_words(client: Client) -> None:
    document = plant("licensed")

    html = client.get("/search/side-by-side/", {"d": document.identifier, "q": WORD}).content.decode()

    assert (TITLE in html, "other things" in html) == (True, False)


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_document_side_by_side_is_not_there(kind: str, client: Client) -> None:
    document = plant(kind)

    assert TITLE not in client.get("/search/side-by-side/", {"d": document.identifier}).content.decode()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_text_that_is_not_published_counts_nowhere(state: str, client: Client) -> None:
    document = make_document(make_volume(), title="Half open", texts=["Of common things."])
    hidden = make_text(document, [f"Of {WORD}."], slug="translation-yi", language="yi")
    Text.objects.filter(pk=hidden.pk).update(state=state)
    index()

    data = client.get("/api/v1/search/", {"q": "common"}).json()

    assert (find(WORD).count, data["count"]) == (0, 1)
    assert {value["value"] for facet in ("language", "has") for value in data["facets"].get(facet, ())} <= {
        "en",
        "transcription",
    }
    assert WORD not in json.dumps(data)


def test_facets_name_no_hidden_volume() -> None:
    volume = make_volume("planted-volume", title="Planted volume", state="draft")
    make_document(volume, title="Out of turn", texts=["Of common things."], state="published")
    make_document(make_volume("other"), title="Other", texts=["Of common things."])
    index()

    assert sorted(titles(find("common", STRANGER))) == ["Other", "Out of turn"]


def test_facets_as_data_name_no_hidden_volume(client: Client) -> None:
    volume = make_volume("planted-volume", title="Planted volume", state="draft")
    make_document(volume, title="Out of turn", texts=["Of common things."], state="published")
    for slug in ("other", "third"):
        make_document(make_volume(slug), title=slug, texts=["Of common things."])
    index()

    data = client.get("/api/v1/search/", {"q": "common"}).json()

    assert sorted(value["value"] for value in data["facets"]["volume"]) == ["other", "third"]
    assert "Planted volume" not in json.dumps(data)


def test_group_member_finds_what_the_group_reads(client: Client) -> None:
    group, member = make_group(), make_user()
    make_member(group, member)
    make_document(make_volume(), title="For the group", texts=[f"Of {WORD}."], audience="group", group=group)
    index()
    client.force_login(member, BACKEND)

    assert client.get("/api/v1/search/", {"q": WORD}).json()["count"] == 1
