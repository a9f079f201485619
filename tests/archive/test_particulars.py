from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.visitor import Visitor
from archive.models import Document, EarlierIdentifier, Volume
from archive.particulars import credits_of, find, neighbours, successor
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_name, make_repository, make_role, make_unit, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
ANYBODY = Visitor.anonymous()


def titles(visitor: Visitor, document: Document) -> tuple[str | None, str | None]:
    before, after = neighbours(visitor, document)
    return before and before.title, after and after.title


def make_row(volume: Volume, *hidden: int, count: int = 12) -> list[Document]:
    return [
        make_document(volume, title=str(order), order=order, state="draft" if order in hidden else "published")
        for order in range(1, count + 1)
    ]


def test_find_does_not_know_what_is_hidden() -> None:
    make_document(make_volume(), identifier="planted", state="draft")

    with pytest.raises(Document.DoesNotExist):
        find(ANYBODY, "planted")


def test_find_tells_whether_the_words_may_be_read() -> None:
    product = make_product()
    make_document(make_volume(audience="controlled", product=product), identifier="d")

    readable = [
        getattr(find(visitor, "d"), "is_readable", None)
        for visitor in (ANYBODY, Visitor(products=frozenset({product.pk})))
    ]

    assert readable == [False, True]


def test_find_takes_one_statement_with_a_holding_and_without(django_assert_num_queries: Counted) -> None:
    repository = make_repository()
    unit = make_unit(repository, "1")
    make_document(make_volume(), identifier="held", unit=unit, repository=repository)
    make_document(make_volume(), identifier="plain")

    with django_assert_num_queries(2):
        held, plain = find(ANYBODY, "held"), find(ANYBODY, "plain")
        assert held.volume is not None
        assert held.unit is not None
        assert held.repository is not None
        assert plain.volume is not None
        names = (held.volume.title, held.unit.repository.name, held.repository.name, plain.volume.title)

    assert names[1] == names[2] == repository.name


def test_successor_gives_today_s_identifier_only_of_what_may_be_found() -> None:
    shown, hidden = make_document(make_volume()), make_document(make_volume(), state="draft")
    EarlierIdentifier.objects.create(document=shown, value="old/1")
    EarlierIdentifier.objects.create(document=hidden, value="old/2")

    assert [successor(ANYBODY, value) for value in ("old/1", "old/2", "old/3")] == [shown.identifier, None, None]


def test_credits_leave_out_who_is_only_mentioned() -> None:
    document = make_document(make_volume())
    for order, (name, role) in enumerate([("Ozerova", "author"), ("Lange", "mentioned"), ("Zhogin", "recipient")]):
        make_role(document, make_name(name), role, order=order)

    assert [(credit.name, credit.role) for credit in credits_of(document)] == [
        ("Ozerova", "author"),
        ("Zhogin", "recipient"),
    ]


def test_neighbours_are_those_beside_it_in_the_volume() -> None:
    row = make_row(make_volume())
    make_document(make_volume(), title="elsewhere", order=6)

    assert titles(ANYBODY, row[4]) == ("4", "6")


def test_neighbours_pass_over_what_is_hidden_however_long_the_gap() -> None:
    row = make_row(make_volume(), 2, 3, 4, 5, 6, 8, 9, 10, 11)

    assert titles(ANYBODY, row[6]) == ("1", "12")


def test_neighbours_end_with_the_volume() -> None:
    row = make_row(make_volume(), count=2)

    assert [titles(ANYBODY, document) for document in row] == [(None, "2"), ("1", None)]


def test_neighbours_of_equal_order_follow_their_age() -> None:
    volume = make_volume()
    row = [make_document(volume, title=name, order=0) for name in "abc"]

    assert titles(ANYBODY, row[1]) == ("a", "c")


def test_neighbours_outside_volumes_are_those_of_the_holding() -> None:
    unit = make_unit(make_repository(), "1")
    row = [make_document(None, title=name, unit=unit, order=0) for name in "ab"]
    make_document(make_volume(), title="in a volume", unit=unit, order=0)

    assert titles(ANYBODY, row[0]) == (None, "b")


def test_neighbours_in_a_volume_take_one_statement(django_assert_num_queries: Counted) -> None:
    row = make_row(make_volume(), 2, 3, 4)

    with django_assert_num_queries(1):
        neighbours(ANYBODY, row[5])
