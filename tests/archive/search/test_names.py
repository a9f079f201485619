"""Every spelling of a name finds every other in the archive, and marks it; near names stay apart."""

from collections.abc import Sequence

import pytest

from accounts.visitor import Visitor
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document, WordForm
from archive.query import parse
from archive.search import search
from archive.search.finding import all_found
from archive.search.quoting import marks_of
from archive.search.selection import Selection
from archive.search.spelling import across_scripts
from tests.archive.names_table import NAMES, NEAR_NAMES, Name
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


STRANGER = Visitor()


def plant(words: Sequence[str]) -> dict[int, str]:
    """A document for each word, in whose text it stands; gives the words by the ids of their documents."""
    volume = make_volume()
    planted = {}
    for word in words:
        document = make_document(volume)
        make_text(document, [f"Вчера говорили {word} и другие."], language="ru")
        planted[document.pk] = word
    reindex(sorted(planted), Indexer())
    return planted


def found_and_marked(query: str, planted: dict[int, str]) -> set[str]:
    """The words whose documents are found and which are marked in them, and nothing else with them."""
    wanted = parse(query)
    marks = marks_of(across_scripts(wanted))
    words = {planted[pk] for pk in all_found(STRANGER, wanted, Selection(), "relevance", 200)}
    texts = {word: f"Вчера говорили {word} и другие." for word in words}
    return {word for word, text in texts.items() if [text[a:b] for a, b in marks.spans(text, "ru")] == [bare(word)]}


def bare(word: str) -> str:
    """Without the apostrophe at its end, which is no part of the word where it is marked."""
    return word.rstrip("'’")


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.modern)
def test_every_spelling_finds_and_marks_every_form(name: Name) -> None:
    planted = plant((name.modern, *name.cases, *name.before_reform, *name.latin))
    queries = (name.modern, *name.before_reform[:1], *name.latin)

    missed = {query: sorted(set(planted.values()) - found_and_marked(query, planted)) for query in queries}

    assert {query: words for query, words in missed.items() if words} == {}


def test_no_name_of_the_table_finds_another() -> None:
    planted = plant([name.modern for name in NAMES])
    confused = {
        query: others
        for name in NAMES
        for query in (name.modern, *name.latin)
        if (others := found_and_marked(query, planted) - {name.modern})
    }

    assert len(NAMES) >= 60
    assert confused == {}


def test_near_names_are_kept_apart() -> None:
    """Орлов, also the genitive plural of орёл, is found with that word wherever it stands: so its pair stands alone."""
    confused = []
    alone = [pair for pair in NEAR_NAMES if pair[0] == "Орёл"]
    for pairs in ([pair for pair in NEAR_NAMES if pair not in alone], alone):
        planted = plant([name for name, _ in pairs])
        confused += [(other, name) for name, other in pairs if name in found_and_marked(other, planted)]
        Document.objects.all().delete()
        WordForm.objects.all().delete()

    assert len(NEAR_NAMES) >= 40
    assert confused == []


def test_ordinary_words_are_not_taken_across_scripts() -> None:
    planted = plant(["мост", "Мост"])

    assert found_and_marked("most", planted) == set()


def test_name_in_small_letters_is_a_name() -> None:
    planted = plant(["Ежова", "Yezhov"])

    assert [found_and_marked(query, planted) for query in ("ежов", "yezhov", "Ёжов")] == [{"Ежова", "Yezhov"}] * 3


def test_name_is_found_in_a_phrase() -> None:
    document = make_document(make_volume())
    make_text(document, ["Приказ наркома Ежова и ответ."], language="ru")
    make_text(document, ["The order of Commissar Yezhov and a reply."], slug="translation-en")
    reindex([document.pk], Indexer())

    hits = search(STRANGER, parse('"Commissar Ezhov"')).hits

    assert [[layer.slug for layer in hit.layers] for hit in hits] == [["translation-en"]]
