from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from archive.models import ArchivalUnit, Repository
from tests.asking import body
from tests.factories.archive import make_document, make_repository, make_unit, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def repository() -> Repository:
    return make_repository("rgaspi", name="State archive", code="RGASPI")


def tree(repository: Repository, number: str = "558") -> ArchivalUnit:
    """A delo in its opis in its fond."""
    fond = make_unit(repository, number, title=f"Papers {number}")
    return make_unit(repository, "1082", make_unit(repository, "11", fond), title=f"Letters {number}")


def test_tree_leads_from_repository_to_document(client: Client, repository: Repository) -> None:
    make_document(key="letter", title="A letter", unit=tree(repository))
    steps = [
        ("/holdings/", "/holdings/rgaspi/558/"),
        ("/holdings/rgaspi/", "/holdings/rgaspi/558/"),
        ("/holdings/rgaspi/558/", "/holdings/rgaspi/558/11/"),
        ("/holdings/rgaspi/558/11/", "/holdings/rgaspi/558/11/1082/"),
        ("/holdings/rgaspi/558/11/1082/", "/documents/letter/"),
    ]

    found = [address for address, link in steps if f'href="{link}"' in body(client, address)]

    assert found == [address for address, _link in steps]


def test_unit_shows_the_way_up(client: Client, repository: Repository) -> None:
    make_document(key="letter", unit=tree(repository))

    html = body(client, "/holdings/rgaspi/558/11/1082/")

    assert (
        html.index('/holdings/rgaspi/558/"')
        < html.index('/holdings/rgaspi/558/11/"')
        < html.index('aria-current="page"')
    )


def test_units_with_nothing_to_find_do_not_exist(client: Client, repository: Repository) -> None:
    tree(repository, "17")
    make_document(key="draft", unit=tree(repository, "666"), state="draft")
    make_document(key="letter", unit=tree(repository, "558"))

    html = body(client, "/holdings/") + body(client, "/holdings/rgaspi/")

    assert ("Papers 558" in html, "Papers 17" in html, "Papers 666" in html) == (True, False, False)
    for path in ("rgaspi/17", "rgaspi/666", "rgaspi/666/11/1082", "rgaspi/1", "garf"):
        assert client.get(f"/holdings/{path}/").status_code == 404


def test_repository_of_drafts_only_does_not_show(client: Client) -> None:
    make_document(key="draft", unit=tree(make_repository("planted", name="Planted archive")), state="draft")

    assert "Planted" not in body(client, "/holdings/") + body(client, "/")
    assert client.get("/holdings/planted/").status_code == 404


def test_a_path_is_not_a_prefix_of_another_number(client: Client, repository: Repository) -> None:
    make_document(key="one", title="In 55", unit=tree(repository, "55"))
    make_document(key="two", title="In 558", unit=tree(repository, "558"))

    html = body(client, "/holdings/rgaspi/55/")

    assert html.count("1 document") == 1


def test_repository_lists_documents_whose_unit_is_not_known(client: Client, repository: Repository) -> None:
    make_document(make_volume(), title="Without a fond", repository=repository)

    assert "Without a fond" in body(client, "/holdings/rgaspi/")


def test_documents_of_a_delo_are_paged(client: Client, repository: Repository) -> None:
    delo = tree(repository)
    for number in range(51):
        make_document(key=f"d{number:02}", title=f"Letter {number:02}", unit=delo)

    first, second = (body(client, f"/holdings/rgaspi/558/11/1082/?page={page}") for page in (1, 2))

    assert ("Letter 49" in first, "Letter 50" in first, "Letter 50" in second) == (True, False, True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "statements"), [("/holdings/", 5), ("/holdings/rgaspi/", 5), ("/holdings/rgaspi/558/11/1082/", 7)]
)
def test_statements_do_not_grow(
    client: Client, repository: Repository, rows: int, address: str, statements: int, django_assert_num_queries: Counted
) -> None:
    delo = tree(repository)
    volume = make_volume()
    for number in range(rows):
        make_document(volume, title=f"Letter {number}", unit=delo)
        make_document(key=f"other{number}", unit=tree(repository, str(number)))
        make_document(key=f"away{number}", unit=tree(make_repository()))

    with django_assert_num_queries(statements):
        body(client, address)
