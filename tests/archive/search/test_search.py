import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.visitor import Visitor
from archive.models import Text
from archive.search import bounded, weighing
from archive.search.session import bitmaps
from tests.archive.search.world import find, index, quoted, titles
from tests.factories.accounts import make_product
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


@pytest.mark.parametrize(
    ("query", "marked"),
    [("приказ", ["приказом"]), ("приказы", ["приказом"]), ('"секретным приказом"', ["секретным", "приказом"])],
)
def test_words_are_found_in_any_form_and_marked(query: str, marked: list[str]) -> None:
    document = make_document(make_volume(), title="Letter")
    make_text(document, ["Вчера объявлено секретным приказом."], language="ru")
    index()

    assert quoted(find(query)) == [marked]


def test_phrase_wants_its_words_side_by_side() -> None:
    volume = make_volume()
    make_document(volume, title="Near", texts=["They spoke of war aims at length."])
    make_document(volume, title="Far", texts=["The aims of peace, not of war."])
    index()

    assert sorted(titles(find("war aims"))) == ["Far", "Near"]
    assert titles(find('"war aims"')) == ["Near"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cats AND dogs", ["Both"]),
        ("cats OR dogs", ["Both", "Cats", "Dogs"]),
        ("cats -dogs", ["Cats"]),
        ("cat*", ["Both", "Cats"]),
        ("-cats", ["Dogs"]),
        ("title:cats", ["Cats"]),
        ("text:cats", ["Both", "Cats"]),
    ],
)
def test_operators(query: str, found: Sequence[str]) -> None:
    volume = make_volume()
    make_document(volume, title="Cats", texts=["Of cats only."])
    make_document(volume, title="Dogs", texts=["Of dogs only."])
    make_document(volume, title="Both", texts=["Cats and dogs together."])
    index()

    assert sorted(titles(find(query))) == found


def test_words_on_different_pages_find_the_document() -> None:
    document = make_document(make_volume())
    make_text(document, ["A page of rivers.", "A page of mountains."])
    make_text(document, ["Реки.", "Горы."], slug="translation-ru", language="ru")
    index()

    found = find("rivers mountains")

    assert found.count == 1
    assert quoted(found) == [["rivers"]]


@pytest.mark.parametrize("query", ["558/11/1082", "ф. 558, оп. 11, д. 1082", "F.558 Op.11 D.1082", "РГАСПИ 558/11"])
def test_shelf_mark_finds_the_holding(query: str) -> None:
    fond = make_unit(make_repository("rgaspi"), "558")
    opis = make_unit(fond.repository, "11", fond)
    delo = make_unit(fond.repository, "1082", opis)
    make_document(None, "kept", unit=delo, title="Kept")
    make_document(make_volume(), title="Cited", shelf_mark="РГАСПИ. Ф. 558. Оп. 11. Д. 1082. Л. 5")
    make_document(make_volume(), title="Other", shelf_mark="РГАСПИ. Ф. 558. Оп. 110. Д. 10820")
    index()

    assert sorted(titles(find(query))) == ["Cited", "Kept"]


@pytest.mark.parametrize("query", ["December 1939", "24.12.1939", "декабрь 1939", "1939", "1930s"])
def test_date_finds_what_is_dated_so(query: str) -> None:
    volume = make_volume()
    make_document(volume, title="Eve", day=date(1939, 12, 24))
    make_document(volume, title="Later", day=date(1941, 1, 1))
    index()

    assert titles(find(query)) == ["Eve"]


def test_number_and_identifier_find_the_document() -> None:
    volume = make_volume("papers")
    document = make_document(volume, "d7", title="Seventh", number="7")
    document.earlier_identifiers.create(value="old-7")
    make_document(volume, "d8", title="Eighth", number="8")
    index()

    assert [titles(find(query)) for query in ("№ 7", "papers-d7", "old-7", "id:7")] == [["Seventh"]] * 4


def test_people_are_found_by_every_variant_and_in_their_role() -> None:
    volume = make_volume()
    person = make_name("Орджоникидзе, Григорий", variants=["Ordzhonikidze, Grigorii", "Sergo"])
    make_role(make_document(volume, title="From him"), person, "author")
    make_role(make_document(volume, title="To him"), person, "recipient")
    index()

    assert sorted(titles(find("Sergo"))) == ["From him", "To him"]
    assert titles(find("author:Sergo")) == ["From him"]
    assert titles(find('recipient:"Grigorii Ordzhonikidze"')) == []


def test_licensed_text_is_found_without_its_words() -> None:
    product = make_product("papers")
    volume = make_volume(audience="controlled", product=product)
    make_document(volume, title="Locked letter", texts=["A planted confidence."])
    index()

    shut, opened = find("confidence"), find("confidence", Visitor(products=frozenset({product.pk})))

    assert (shut.count, titles(shut), quoted(shut)) == (1, ["Locked letter"], [])
    assert quoted(opened) == [["confidence"]]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_documents_are_not_found(state: str) -> None:
    make_document(make_volume(), title="Planted", texts=["A planted confidence."], state=state)
    index()

    assert [find(query).count for query in ("planted", "confidence", "-nothing")] == [0, 0, 0]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("query", ["confidence", '"planted confidence"', "confid*", "text:confidence"])
def test_texts_that_are_not_published_are_not_searched_even_before_the_index_is_built_anew(
    query: str, state: str
) -> None:
    document = make_document(make_volume(), texts=["Public words."])
    hidden = make_text(document, ["A planted confidence."], slug="translation-en")
    index()
    Text.objects.filter(pk=hidden.pk).update(state=state)

    assert find(query).count == 0
    assert quoted(find("public")) == [["Public"]]


def test_results_come_in_pages() -> None:
    volume = make_volume()
    for number in range(23):
        make_document(volume, title=f"Letter {number:02}", texts=["Of rivers."])
    index()

    first, second, beyond = (find("rivers", page=page) for page in (1, 2, 99))

    assert (first.count, first.last, len(first.hits), len(second.hits)) == (23, 2, 20, 3)
    assert titles(beyond) == titles(second)
    assert len({*titles(first), *titles(second)}) == 23


def test_hit_in_a_note_is_quoted_from_the_note() -> None:
    document = make_document(make_volume())
    make_text(document, ["The main text."], notes=["See the memoirs."])
    index()

    assert quoted(find("memoirs")) == [["memoirs"]]


@pytest.mark.parametrize(("most", "weighed"), [(1, 1), (2, 2), (3, 3)])
def test_pages_are_weighed_of_the_documents_that_stand_best(
    most: int, weighed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = make_volume()
    made = [make_document(volume, title=name, texts=["Ice."]) for name in "abc"]
    index()
    monkeypatch.setattr(weighing, "FIRST", 1)
    monkeypatch.setattr(weighing, "WEIGHED", most)
    best = [document.pk for document in reversed(made)]

    with bounded():
        found = weighing.page_hits("'ice'", best)

    assert set(found) == set(best[:weighed])


@pytest.mark.parametrize(("text", "found"), [('notes:="See Ice"', ["b"]), ('description:="the Ice"', ["a"])])
def test_exact_words_are_a_phrase_where_letters_are_not_compared(text: str, found: list[str]) -> None:
    volume = make_volume()
    make_document(volume, title="a", description="Of the ice.", texts=["See ice."])
    make_text(make_document(volume, title="b"), ["Water."], notes=["See ice."])
    index()

    assert titles(find(text)) == found


def test_all_statements_that_look_into_pages_share_the_time_of_the_search(settings: Any) -> None:
    settings.SEARCH_TIMEOUT = 60_000

    def limit() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
            return int(cursor.fetchone()[0])

    with bitmaps():
        outside = limit()
    with bounded():
        first = limit()
        time.sleep(0.02)
        with bitmaps():
            then = limit()

    assert (outside, first) == (0, 60_000)
    assert 0 < then <= 59_980
