"""Documents and texts for programs."""

from typing import Any

import pytest
from django.test import Client

from accounts.tokens import make_token
from archive.models import UsageEvent
from tests.factories.accounts import make_contract, make_product, make_user
from tests.factories.archive import make_document, make_text, make_version, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def product() -> Any:
    product = make_product("papers")
    make_document(make_volume("open"), "a", identifier="open-a", title="Open", texts=["Words of the letter."])
    closed = make_volume("closed", audience="controlled", product=product)
    make_document(closed, "b", identifier="closed-b", title="Closed", texts=["Planted words."])
    make_document(make_volume("draft", state="draft"), "c", identifier="draft-c", title="Draft", texts=["Planted."])
    return product


def listed(client: Client, query: str = "", **headers: str) -> list[tuple[str, bool]]:
    data = client.get(f"/api/v1/documents/{query}", headers=headers).json()
    return [(row["identifier"], row["readable"]) for row in data["documents"]]


def test_documents_are_those_one_may_know_of(client: Client, product: Any) -> None:
    subscriber = make_user()
    make_contract(subscriber, product)
    _row, text = make_token(subscriber, "script")

    assert listed(client) == [("closed-b", False), ("open-a", True)]
    assert listed(client, Authorization=f"Bearer {text}") == [("closed-b", True), ("open-a", True)]
    assert listed(client, "?volume=open") == [("open-a", True)]


def test_pages_follow_each_other(client: Client) -> None:
    first = client.get("/api/v1/documents/?limit=1").json()
    second = client.get(f"/api/v1/documents/?limit=1&after={first['next']}").json()

    assert [first["next"], second["next"]] == ["closed-b", None]
    assert second["documents"][0]["identifier"] == "open-a"


@pytest.mark.parametrize("query", ["?limit=0", "?limit=x", "?after=%00", "?limit=99999999999"])
def test_a_query_that_means_nothing_answers_400(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/documents/{query}").status_code == 400


def test_a_text_is_given_in_the_version_that_is_asked_for(client: Client) -> None:
    document = make_document(make_volume("v"), "d", identifier="v-d")
    make_version(make_text(document, ["First words."], notes=["A note."]), ["Second words."])
    address = "/api/v1/documents/v-d/texts/transcription/"

    record = client.get("/api/v1/documents/v-d/").json()
    now, then = client.get(address).json(), client.get(f"{address}?version=1").json()

    assert [(text["slug"], text["version"]) for text in record["texts"]] == [("transcription", 2)]
    assert (now["version"], now["words"], now["notes"]) == (2, "Second words.", "")
    assert (then["version"], then["words"], then["notes"]) == (1, "First words.", "A note.")
    assert [client.get(f"{address}?version={number}").status_code for number in ("3", "x")] == [404, 404]


def test_words_are_given_to_their_readers_and_every_reading_is_counted(client: Client, product: Any) -> None:
    subscriber = make_user()
    make_contract(subscriber, product)
    _row, text = make_token(subscriber, "script")
    address = "/api/v1/documents/{}/texts/transcription/"

    denied = client.get(address.format("closed-b"))
    given = client.get(address.format("closed-b"), headers={"Authorization": f"Bearer {text}"})
    hidden = client.get(address.format("draft-c"))

    assert (denied.status_code, given.status_code, hidden.status_code) == (403, 200, 404)
    assert b"Planted" not in denied.content
    assert given.json()["words"] == "Planted words."
    assert given["Cache-Control"] == "private, no-cache"
    assert list(UsageEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["no_license", "request"]


def test_the_description_names_every_address_of_the_api(client: Client) -> None:
    paths = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()["paths"]

    assert {"/api/v1/documents/", "/annotations/", "/annotations/{key}/"} <= paths.keys()
    assert {"get", "put", "delete"} <= paths["/annotations/{key}/"].keys()
