from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.visitor import Visitor
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document
from archive.panes import layers_of
from archive.query import parse
from archive.search import within
from archive.search.within import occurrences
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


def make_letter() -> Document:
    """Two leaves: the name twice in Russian in two cases, once in the note, once in English on the second leaf."""
    document = make_document(make_volume(), "d")
    make_text(
        document,
        ["Ежов писал.", "Письмо Ежова."],
        language="ru",
        script="Cyrl",
        notes=["Ежов, нарком."],
        slug="transcription",
    )
    make_text(document, ["He wrote.", "A letter of Ezhov."], slug="translation-en")
    reindex([document.pk], Indexer())
    return document


def found(document: Document, words: str) -> list[tuple[str, int, str]]:
    layers = layers_of(Visitor.anonymous(), document)
    texts = {text.slug: text.current.canonical for text in document.texts.select_related("current") if text.current}
    return [(at.text, at.leaf, texts[at.text][at.start : at.end]) for at in occurrences(layers, parse(words))]


def test_occurrences_are_found_in_every_form_in_the_order_of_reading() -> None:
    document = make_letter()

    assert found(document, "Ежов") == [
        ("transcription", 1, "Ежов"),
        ("transcription", 1, "Ежов"),
        ("transcription", 2, "Ежова"),
    ]
    assert found(document, "ezhov or письмо") == [("transcription", 2, "Письмо"), ("translation-en", 2, "Ezhov")]


@pytest.mark.parametrize("words", ["", "   ", "Сталин", "-", "date:1934"])
def test_occurrences_of_nothing_are_none(words: str) -> None:
    assert found(make_letter(), words) == []


def test_occurrences_stay_within_the_texts_that_are_given() -> None:
    document = make_letter()
    other = make_document(make_volume(), "e", texts=["Ezhov elsewhere"])
    reindex([other.pk], Indexer())
    layers = [layer for layer in layers_of(Visitor.anonymous(), document) if layer.language == "en"]

    assert [(at.text, at.leaf) for at in occurrences(layers, parse("Ezhov"))] == [("translation-en", 2)]


def test_occurrences_take_two_statements_however_long_the_text(django_assert_num_queries: Counted) -> None:
    for leaves in (1, 30):
        document = make_document(make_volume(), "d")
        make_text(document, ["a letter"] * leaves)
        reindex([document.pk], Indexer())
        layers = layers_of(Visitor.anonymous(), document)

        with django_assert_num_queries(2):
            places = occurrences(layers, parse("letter"))

        assert [at.leaf for at in places] == list(range(1, leaves + 1))


def test_occurrences_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(within, "MOST", 3)
    document = make_document(make_volume(), "d")
    make_text(document, ["word " * 5])
    reindex([document.pk], Indexer())

    assert len(found(document, "word")) == 3
