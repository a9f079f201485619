from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.visitor import Visitor
from archive.models import Document, Page, PageBreak, Text, TextVersion
from archive.reading import page_called, read, read_version, version_of
from tests.factories.archive import make_document, make_image, make_page, make_text, make_version, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
ANYBODY, CURATOR = Visitor.anonymous(), Visitor.curator()


def make_book(leaves: int, *slugs: str, images: bool = False, **fields: Any) -> Document:
    """A document of so many leaves with a text of each slug, one line a leaf."""
    document = make_document(make_volume(), **fields)
    image = make_image() if images else None
    Page.objects.bulk_create(
        Page(document=document, order=order, label=f"p{order}", image=image) for order in range(1, leaves + 1)
    )
    Document.objects.filter(pk=document.pk).update(page_count=leaves)
    document.page_count = leaves
    for slug in slugs:
        make_text(document, [f"{slug} on {order}" for order in range(1, leaves + 1)], slug=slug)
    return document


@pytest.mark.parametrize(("page", "first", "last"), [(1, 1, 20), (20, 1, 20), (21, 21, 40), (45, 41, 45)])
def test_read_gives_the_window_that_holds_the_page(page: int, first: int, last: int) -> None:
    reading = read(ANYBODY, make_book(45, "transcription"), page)

    assert reading is not None
    assert (reading.window.first, reading.window.last) == (first, last)
    shown = [f"transcription on {order}<" in reading.html for order in (first - 1, first, last, last + 1)]
    assert shown == [False, True, True, False]


def test_read_gives_nothing_for_a_page_that_is_not_there() -> None:
    assert [read(ANYBODY, make_book(3, "transcription"), page) for page in (0, 4)] == [None, None]


@pytest.mark.parametrize("leaves", [3, 20, 400])
def test_read_takes_three_statements_for_any_length(leaves: int, django_assert_num_queries: Counted) -> None:
    document = make_book(leaves, "transcription", "translation-en", images=True)

    with django_assert_num_queries(3):
        reading = read(ANYBODY, document, leaves)

    assert reading is not None
    assert reading.has_content


def test_read_leaves_out_texts_in_draft_but_for_curators() -> None:
    document = make_book(1, "transcription", "translation-en")
    Text.objects.filter(slug="translation-en").update(state="draft")

    readings = [read(visitor, document, 1) for visitor in (ANYBODY, CURATOR)]

    assert [len(reading.layers) for reading in readings if reading] == [1, 2]


def test_read_leaves_out_a_withdrawn_image_and_keeps_the_words() -> None:
    document = make_book(2, "transcription", images=True)
    Page.objects.filter(document=document, order=2).update(state="withdrawn")

    reading = read(ANYBODY, document, 1)

    assert reading is not None
    assert "transcription on 2" in reading.html
    assert ("pages/2/image" in reading.html, "The image of this page is not shown." in reading.html) == (False, True)


def test_read_shows_texts_with_different_numbers_of_breaks_on_the_leaves_they_pair_with() -> None:
    document = make_book(2, "transcription")
    translation = make_text(document, ["all of one", "all of two", "more of two"], slug="translation-en")
    PageBreak.objects.filter(version=translation.current, order=3).update(leaf=2, label="3")

    reading = read(ANYBODY, document, 1)

    assert reading is not None
    second = reading.html.partition('id="page-2"')[2]
    assert [words in second for words in ("all of one", "all of two", "more of two", "Page 3")] == [
        False,
        True,
        True,
        True,
    ]


def test_read_without_texts_shows_images_alone() -> None:
    reading = read(ANYBODY, make_book(1, images=True), 1)

    assert reading is not None
    assert ([pane.slug for pane in reading.panes], reading.has_content) == (["image"], True)
    assert "No text of this page" not in reading.html


def test_read_of_nothing_has_no_content() -> None:
    reading = read(ANYBODY, make_book(0), 1)

    assert reading is not None
    assert (reading.has_content, reading.panes, reading.layers) == (False, (), ())


def test_read_version_shows_the_words_that_were_cited() -> None:
    document = make_book(1, "transcription")
    make_version(document.texts.get(), ["corrected words"])

    reading = read_version(ANYBODY, document, version_of(ANYBODY, document, "transcription", 1), 1)

    assert reading is not None
    assert ("transcription on 1" in reading.html, "corrected" in reading.html) == (True, False)


@pytest.mark.parametrize(("slug", "number"), [("transcription", 2), ("translation-en", 1), ("hidden", 1)])
def test_version_of_knows_no_other_text_version_or_draft(slug: str, number: int) -> None:
    document = make_book(1, "transcription", "hidden")
    Text.objects.filter(slug="hidden").update(state="draft")

    with pytest.raises(TextVersion.DoesNotExist):
        version_of(ANYBODY, document, slug, number)


@pytest.mark.parametrize(
    ("asked", "leaf"),
    [
        ("48", 2),
        (" 48 ", 2),
        ("xii", 1),
        ("XII", 1),
        ("5 ob.", 4),
        ("л. 5 об.", 4),
        ("5v", 4),
        ("3", 3),
        ("7", None),
        ("0", None),
        ("99999999999999999999", None),
        ("nothing", None),
        ("12a", None),
        ("tr-9", 3),
    ],
)
def test_page_called_takes_printed_number_folio_or_order(asked: str, leaf: int | None) -> None:
    document = make_document(make_volume())
    rows: list[dict[str, Any]] = [{"label": "xii"}, {"label": "48"}, {"label": ""}, {"folio": "5", "is_verso": True}]
    for order, fields in enumerate(rows, 1):
        make_page(document, order, **{"label": "", **fields})
    text = make_text(document, ["a", "b", "c"], slug="translation-en")
    PageBreak.objects.filter(version=text.current).update(label="")
    PageBreak.objects.filter(version=text.current, order=3).update(label="tr-9")
    document.refresh_from_db()

    assert page_called(ANYBODY, document, asked) == leaf
