"""A phrase finds the same pages whatever choice of frequent words they were written with."""

from random import Random

import pytest

from archive.frequent_words import take_into_use
from archive.index_terms import LONGEST, Indexer
from archive.indexing import reindex
from archive.models import Document, PageIndex
from archive.models import FrequentWords as Choice
from archive.query import Words, parse
from archive.search.pages import documents_with, on_page, pages, phrase_places
from archive.words.frequent import UNKNOWN, FrequentWords
from tests.archive.search.world import find, quoted
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db

WORDS = [
    "стали",
    "сталь",
    "Сталин",
    "мины",
    "мину",
    "report",
    "reports",
    "the",
    "well-known",
    "wellknown",
    "known",
    "мир",
]
CHOICES = [["сталь", "стать", "мина", "report", "the"], ["мина", "мир", "well", "known", "wellknown", "the"], []]


def phrase(text: str) -> Words:
    root = parse(text).root
    assert isinstance(root, Words)
    assert root.is_phrase
    return root


def choose(*lexemes: str) -> FrequentWords:
    choice = Choice.objects.create(lexemes=list(lexemes))
    return FrequentWords(choice.pk, frozenset(lexemes))


def test_every_phrase_finds_the_pages_that_its_words_stand_side_by_side_on() -> None:
    chance = Random(7)
    volume = make_volume()
    for _ in range(60):
        body, note = (" ".join(chance.choices(WORDS, k=length)) for length in (6, 2))
        document = make_document(volume)
        make_text(document, [body], notes=[note], language=chance.choice(["ru", "en"]))
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    indexers = [Indexer(choose(*lexemes)) for lexemes in CHOICES] + [Indexer(UNKNOWN)]
    for at, indexer in enumerate(indexers):
        reindex(ids[at :: len(indexers)], indexer)
    take_into_use(indexers[0].frequent.number)
    asked = [phrase(f'{field}"{" ".join(chance.choices(WORDS, k=length))}"')
             for field in ("", "text:", "notes:") for length in (2, 2, 3) for _ in range(40)]  # fmt: skip

    counts = []
    for words in asked:
        held = PageIndex.objects.filter(words__matches=on_page(words))
        places = sorted(held.values_list("document_id", "page_break_id"))
        assert sorted(phrase_places(words)) == places
        assert sorted(documents_with(on_page(words), words)) == [document for document, _ in places]
        assert sorted(pages(on_page(words), words).values_list("document_id", "page_break_id")) == places
        counts.append(len(places))

    assert sum(map(bool, counts)) > len(asked) // 3


def test_a_page_of_more_words_than_places_is_found_by_its_phrases() -> None:
    document = make_document(make_volume(), texts=["red tape " + "blue sky " * (LONGEST // 4)])
    reindex([document.pk], Indexer(choose("red", "tape", "blue", "sky")))
    take_into_use(Choice.objects.get().pk)

    assert [find(text).count for text in ('"red tape"', '"sky blue"', '"tape red"')] == [1, 1, 0]


def test_hits_of_a_phrase_of_frequent_words_are_quoted_and_marked() -> None:
    document = make_document(make_volume(), texts=["Much red tape here."])
    reindex([document.pk], Indexer(choose("red", "tape")))
    take_into_use(Choice.objects.get().pk)

    assert quoted(find('"red tape"')) == [["red", "tape"]]
