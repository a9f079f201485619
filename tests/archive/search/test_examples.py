from datetime import date

import pytest

from accounts.visitor import Visitor
from archive.models import ArchivalUnit
from archive.search.examples import Example, examples
from tests.archive.search.world import STRANGER, find, index
from tests.counting import statements_of
from tests.factories.archive import make_document, make_name, make_repository, make_role, make_unit, make_volume

pytestmark = pytest.mark.django_db


def make_delo() -> ArchivalUnit:
    fond = make_unit(make_repository("rgaspi"), "558")
    return make_unit(fond.repository, "1082", make_unit(fond.repository, "11", fond))


def offered(visitor: Visitor = STRANGER) -> list[str]:
    return [example.query for example in examples(visitor)]


def test_an_empty_archive_offers_nothing() -> None:
    assert examples(STRANGER) == []


def test_every_example_finds_the_document_it_was_taken_from() -> None:
    unit = make_delo()
    letter = make_document(
        make_volume(), title="Report on the grain harvest in spring", day=date(1939, 12, 24), unit=unit
    )
    make_role(letter, make_name("Yezhov, Nikolai"))
    index()

    found = examples(STRANGER)

    assert [example.query for example in found] == ["Yezhov", "558/11/1082", "December 1939", '"grain harvest"']
    assert [find(example.query).count for example in found] == [1, 1, 1, 1]


def test_a_kind_without_an_example_is_left_out() -> None:
    make_document(make_volume(), title="A note", date_edtf="1939", earliest=date(1939, 1, 1), latest=date(1939, 12, 31))

    assert offered() == []


def test_the_name_that_stands_on_most_documents_is_taken() -> None:
    rare, often = make_name("Ames, Ada"), make_name("Byrd, Ben")
    for number, people in enumerate([[rare, often], [often]]):
        document = make_document(make_volume(), title=f"Note {number}")
        for name in people:
            make_role(document, name)

    assert offered() == ["Byrd"]


def test_nothing_of_a_hidden_document_is_offered() -> None:
    unit = make_delo()
    hidden = make_document(
        make_volume("draft", state="draft"), title="Planted secret protocol", day=date(1939, 12, 24), unit=unit
    )
    make_role(hidden, make_name("Planted, Name"))

    assert examples(STRANGER) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_documents_adds_no_statement(count: int) -> None:
    for number in range(count):
        make_document(make_volume(), title=f"Grain harvest {number}", day=date(1939, 12, 24))

    assert statements_of(lambda: examples(STRANGER)) == 2


def test_an_example_says_what_kind_it_is_of() -> None:
    make_document(make_volume(), title="A note", day=date(1939, 12, 24))

    assert examples(STRANGER) == [Example("December 1939", "a date")]
