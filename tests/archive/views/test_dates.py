"""Browsing by date and by what is read most: what is counted is what the visitor may know of."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.visitor import Visitor
from archive.calendar import decades, less_exact, months
from archive.models import Document, MonthlyUsage, UsageEvent
from archive.most_read import forget_ranking, most_read
from tests.factories.accounts import HIDDEN, lock
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
STRANGER = Visitor()


@pytest.fixture(autouse=True)
def _fresh_ranking() -> None:
    forget_ranking()


@pytest.fixture
def world() -> None:
    volume = make_volume()
    make_document(volume, title="Eve", day=date(1939, 12, 24))
    make_document(volume, title="Also eve", day=date(1939, 12, 24))
    make_document(volume, title="Some day in May", earliest=date(1939, 5, 1), latest=date(1939, 5, 31))
    make_document(volume, title="That year", earliest=date(1939, 1, 1), latest=date(1939, 12, 31))
    make_document(volume, title="Two years", earliest=date(1938, 7, 1), latest=date(1939, 6, 30))
    make_document(volume, title="Later", day=date(1950, 1, 1))
    make_document(volume, title="Undated")


@pytest.mark.usefixtures("world")
def test_years_are_counted_by_decade() -> None:
    found = [
        (decade, [(year.number, year.count, year.height) for year in years]) for decade, years in decades(STRANGER)
    ]

    assert found == [(1930, [(1938, 1, 25), (1939, 4, 100)]), (1950, [(1950, 1, 25)])]


@pytest.mark.usefixtures("world")
def test_year_is_a_calendar_of_days_and_months() -> None:
    december, may = months(STRANGER, 1939)[11], months(STRANGER, 1939)[4]

    assert [(day, count) for week in december.weeks for day, count in week if count] == [(24, 2)]
    assert (december.count, may.count, december.weeks[0]) == (
        2,
        1,
        ((0, 0), (0, 0), (0, 0), (0, 0), (1, 0), (2, 0), (3, 0)),
    )
    assert [document.title for document in less_exact(STRANGER, 1939)] == ["Two years", "That year"]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/dates/1939/12/24/", ["Also eve", "Eve"]),
        ("/dates/1939/12/", ["Also eve", "Eve"]),
        ("/dates/1939/5/", ["Some day in May"]),
        ("/dates/1938/", ["Two years"]),
    ],
)
def test_pages_list_their_documents(address: str, titles: list[str], client: Client) -> None:
    page = client.get(address)

    assert sorted(entry.title for entry in page.context["entries"]) == titles


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "address", ["/dates/1941/", "/dates/1939/2/30/", "/dates/1939/2/", "/dates/0/1/", "/dates/99999/1/1/"]
)
def test_date_without_documents_is_no_page(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_documents_are_on_no_page(kind: str, client: Client) -> None:
    hidden = make_document(make_volume(), title="Planted", day=date(1901, 2, 3), **lock(kind))
    read(hidden, 5)

    addresses = ["/dates/", "/dates/1901/", "/dates/1901/2/", "/dates/1901/2/3/", "/most-read/"]
    pages = [client.get(address) for address in addresses]

    assert [page.status_code for page in pages] == [200, 404, 404, 404, 200]
    assert [page for page in pages if "Planted" in page.content.decode()] == []
    assert [page for page in pages if page.status_code == 200 and "1901" in page.content.decode()] == []


def read(document: Document, readers: int, **fields: Any) -> None:
    for number in range(readers):
        for _ in range(2):
            UsageEvent.objects.create(
                **{
                    "at": timezone.now(),
                    "kind": "request",
                    "document": document,
                    "item": document.identifier,
                    "access_type": "open",
                    "actor": bytes([number]),
                    **fields,
                }
            )


def test_most_read_counts_readers_and_leaves_machines_out() -> None:
    volume = make_volume()
    often, sometimes, by_machines, long_ago, once = (
        make_document(volume, title=title) for title in ("Often", "Sometimes", "By machines", "Long ago", "Once")
    )
    read(often, 4)
    read(sometimes, 2)
    read(by_machines, 9, is_robot=True)
    read(long_ago, 9, at=timezone.now() - timedelta(days=500))
    read(once, 1)
    MonthlyUsage.objects.create(
        month=timezone.now().date().replace(day=1), metric="unique_item_requests", item=sometimes.identifier,
        access_type="open", count=5,
    )  # fmt: skip

    assert [entry.title for entry in most_read(STRANGER, "en")] == ["Sometimes", "Often"]
