"""The API of search: what it gives, what it refuses, and that its description is true."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from archive import rates
from archive.query import Query
from archive.search import finding
from tests.archive.search.world import index
from tests.factories.archive import make_document, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db


def plant() -> None:
    document = make_document(make_volume("papers", title="Papers"), "d1", title="Letter", date_edtf="1939-12-24")
    make_page(document)
    make_text(document, ["Of rivers and lakes."])
    index()


def test_results_have_the_shape_that_is_promised(client: Client) -> None:
    plant()

    data = client.get("/api/v1/search/", {"q": "rivers"}).json()

    assert data["results"] == [
        {
            "id": "papers-d1",
            "url": "http://testserver/documents/papers-d1/",
            "title": "Letter",
            "date": "24 December 1939",
            "volume": "Papers",
            "readable": True,
            "layers": [
                {
                    "text": "transcription",
                    "kind": "transcription",
                    "language": "en",
                    "page": 1,
                    "label": "1",
                    "snippet": "Of rivers and lakes.",
                    "marks": [[3, 9]],
                }
            ],
        }
    ]
    assert (data["count"], data["page"], data["pages"]) == (1, 1, 1)


@pytest.mark.parametrize("parameters", ["page=-1", "page=0", "page=x", "page=1000000000000", "sort=nonsense"])
def test_parameters_that_cannot_be_are_refused_by_name(parameters: str, client: Client) -> None:
    response = client.get(f"/api/v1/search/?{parameters}")

    assert (response.status_code, list(response.json())) == (400, [parameters.partition("=")[0]])


def test_page_beyond_the_last_is_the_last(client: Client) -> None:
    plant()

    assert client.get("/api/v1/search/", {"q": "rivers", "page": "99"}).json()["page"] == 1


def test_description_names_parameters_and_answers(client: Client) -> None:
    schema = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()

    search = schema["paths"]["/api/v1/search/"]["get"]
    names = {parameter["name"] for parameter in search["parameters"]}
    assert {"q", "page", "sort", "volume", "from", "to"} <= names
    assert set(search["responses"]) == {"200", "400", "429", "503"}


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)
def test_who_asks_too_often_is_told_when_to_come_again(client: Client, settings: Any) -> None:
    settings.SEARCH_RATE = 0
    rates.rates.clear()

    reader = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    data, page = (client.get(f"{path}?q=x", headers=reader) for path in ("/api/v1/search/", "/search/"))

    assert (data.status_code, page.status_code) == (429, 429)
    assert 0 < int(data.headers["Retry-After"]) <= 60
    assert 0 < int(page.headers["Retry-After"]) <= 60
    assert "You can go on in" in page.content.decode()


def test_search_that_takes_too_long_is_explained(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEARCH_TIMEOUT = 200
    plant()
    monkeypatch.setattr(finding, "across_scripts", _sleep)

    page, data = client.get("/search/?q=rivers"), client.get("/api/v1/search/?q=rivers")

    assert (page.status_code, data.status_code) == (503, 503)
    assert "took too long" in page.content.decode()
    assert "took too long" in data.json()["detail"]


def _sleep(query: Query) -> Query:
    """A statement longer than any search may take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    return query
