from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from tests.asking import body
from tests.factories.archive import make_document, make_name, make_role, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


def test_names_on_hidden_documents_only_do_not_exist(client: Client) -> None:
    volume = make_volume()
    shown, planted, idle = make_name("Ozerova"), make_name("Planted"), make_name("Idle")
    make_role(make_document(volume), shown)
    make_role(make_document(volume, state="draft"), planted)

    html = body(client, "/people/")

    assert ("Ozerova" in html, "Planted" in html, "Idle" in html) == (True, False, False)
    assert [client.get(f"/people/{name.slug}/").status_code for name in (shown, planted, idle)] == [200, 404, 404]


def test_hidden_documents_are_not_counted(client: Client) -> None:
    volume, name = make_volume(), make_name("Ozerova")
    make_role(make_document(volume), name)
    make_role(make_document(volume, title="Planted", state="draft"), name)

    assert "1 document" in body(client, "/people/")
    assert "Planted" not in body(client, f"/people/{name.slug}/")


def test_document_with_two_roles_is_counted_once(client: Client) -> None:
    name, letter = make_name("Ozerova"), make_document(make_volume())
    make_role(letter, name)
    make_role(letter, name, "mentioned")

    assert "1 document" in body(client, "/people/")


def test_names_are_listed_by_kind_and_letter(client: Client) -> None:
    letter = make_document(make_volume())
    for name, kind in (("Ozerova", "person"), ("Молотов", "person"), ("Kolva", "place")):
        make_role(letter, make_name(name, kind), "mentioned")

    pages = [
        body(client, address)
        for address in ("/people/", "/people/?letter=м", "/people/?kind=place", "/people/?letter=z")
    ]

    shown = [[name for name in ("Ozerova", "Молотов", "Kolva") if f">{name}</a>" in html] for html in pages]
    assert shown == [["Ozerova", "Молотов"], ["Молотов"], ["Kolva"], ["Ozerova", "Молотов"]]


def test_two_people_of_one_name_are_told_apart(client: Client) -> None:
    letter = make_document(make_volume())
    for words in ("engineer", "minister"):
        make_role(letter, make_name("Ivanov", disambiguation=words), "mentioned")

    html = body(client, "/people/")

    assert ("engineer" in html, "minister" in html) == (True, True)


def test_name_shows_documents_of_a_role_and_its_spellings(client: Client) -> None:
    volume = make_volume()
    name = make_name("Molotov", variants=["Молотов"])
    make_role(make_document(volume, title="Written"), name)
    make_role(make_document(volume, title="Received"), name, "recipient")

    default, received, unknown = (
        body(client, f"/people/{name.slug}/{query}") for query in ("", "?role=recipient", "?role=x")
    )

    assert [("Written" in html, "Received" in html) for html in (default, received, unknown)] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert "Молотов" in default


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "statements"), [("/people/", 5), ("/people/ozerova/", 7)])
def test_statements_do_not_grow(
    client: Client, rows: int, address: str, statements: int, django_assert_num_queries: Counted
) -> None:
    name = make_name("Ozerova", slug="ozerova")
    for number in range(rows):
        letter = make_document(make_volume(), title=f"Letter {number}")
        make_role(letter, name)
        make_role(letter, make_name(f"Other {number}"), "mentioned")

    with django_assert_num_queries(statements):
        body(client, address)
