from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.visitor import Visitor
from archive.cross_references import addresses
from archive.models import Anchor, Document
from archive.windows import Window
from tests.factories.archive import make_document, make_repository, make_unit, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
FIRST = Window(1, 20, 40)


@pytest.fixture
def document() -> Document:
    """The first of three documents of a volume; another volume stands beside it."""
    volume = make_volume("frus1944v01")
    found = make_document(volume, "d1")
    second, hidden = make_document(volume, "d2"), make_document(volume, "d3", state="draft")
    other = make_document(make_volume("frus1945v02"), "d9")
    for owner, key, leaf, fragment in (
        (found, "fn1", 2, "transcription-note-0"),
        (found, "far", 25, "transcription-p90"),
        (second, "pg_101", 3, ""),
        (second, "fn1", 1, "transcription-note-7"),
        (hidden, "planted", 1, ""),
        (other, "pg_1", 1, ""),
    ):
        Anchor.objects.create(document=owner, key=key, leaf=leaf, fragment=fragment)
    return found


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("#fn1", "#transcription-note-0"),
        ("#far", "/documents/frus1944v01-d1/?page=25#transcription-p90"),
        ("#pg_101", "/documents/frus1944v01-d2/?page=3#page-3"),
        ("#d2", "/documents/frus1944v01-d2/"),
        ("d2.xml", "/documents/frus1944v01-d2/"),
        ("../texts/d2.xml#pg_101", "/documents/frus1944v01-d2/?page=3#page-3"),
        ("frus1945v02#pg_1", "/documents/frus1945v02-d9/#page-1"),
        ("frus1945v02#d9", "/documents/frus1945v02-d9/"),
    ],
)
def test_addresses_lead_to_the_place_meant(document: Document, target: str, address: str) -> None:
    assert addresses(Visitor.anonymous(), document, FIRST, {target}) == {target: address}


@pytest.mark.parametrize("target", ["#nothing", "#planted", "#d3", "d3.xml", "frus1899#pg_1", "#"])
def test_addresses_of_what_is_not_there_or_hidden_are_not_given(document: Document, target: str) -> None:
    assert addresses(Visitor.anonymous(), document, FIRST, {target}) == {}


def test_addresses_take_one_statement_for_any_number(document: Document, django_assert_num_queries: Counted) -> None:
    with django_assert_num_queries(1):
        found = addresses(Visitor.anonymous(), document, FIRST, {"#fn1", "#pg_101", "frus1945v02#d9", "d2.xml"})

    assert len(found) == 4


def test_addresses_take_none_without_targets_or_volume(document: Document, django_assert_num_queries: Counted) -> None:
    loose = make_document(None, unit=make_unit(make_repository(), "1"))

    with django_assert_num_queries(0):
        found = (
            addresses(Visitor.anonymous(), document, FIRST, ()),
            addresses(Visitor.anonymous(), loose, FIRST, {"#a"}),
        )

    assert found == ({}, {})
