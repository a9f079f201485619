import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import index_terms
from archive.index_terms import LONGEST, Indexer
from archive.words import analyse, to_tsvector_input
from archive.words.frequent import FrequentWords, pair

SAMPLES = [
    ("Хрущёв — Кеннеди: мирное со-существование, т.е. «мир»; Прошенiе въ Сенатъ.", "ru"),
    ("The well-known co-operation of Mr. O'Brien's re-\nport, the report’s co-op; report", "en"),
    ("l'État-major; aujourd'hui, peut-être 1914-1918 et 12-13", "fr"),
    ("C:\\dir 'quoted' ''twice''", ""),
    ("", "en"),
]


def places(vector: str) -> dict[str, set[str]]:
    """Read the text of a tsvector: the places of each lexeme, however often it is named and in whatever order."""
    found = defaultdict(set)
    for lexeme, at in re.findall(r"('(?:[^']|'')*'):([\d,A-C]+)", vector):
        found[lexeme].update(at.split(","))
    return found


def extra(vector: str) -> set[str]:
    """Read the lexemes without a place."""
    return set(re.findall(r"'([^']*)'(?= |$)", vector))


@pytest.mark.parametrize(("text", "language"), SAMPLES)
def test_vector_is_what_the_analyser_gives(text: str, language: str) -> None:
    assert places(Indexer().vector(text, language)) == places(to_tsvector_input(analyse(text, language)))


@given(st.text(alphabet="аяЁ ьi-‐\n'’aбzé1.\u0301\u00ad\\", max_size=60), st.sampled_from(["", "ru", "en"]))
def test_vector_is_what_the_analyser_gives_for_any_text(text: str, language: str) -> None:
    assert places(Indexer().vector(text, language)) == places(to_tsvector_input(analyse(text, language)))


def test_a_long_text_is_read_like_a_short_one() -> None:
    text = "word and words " * (LONGEST // 10)

    assert places(Indexer().vector(text, "en")) == places(to_tsvector_input(analyse(text, "en")))


def test_a_remembered_word_is_read_again_in_another_language() -> None:
    indexer = Indexer()

    first, second = indexer.vector("mines", "en"), indexer.vector("mines", "fr")

    assert (first, second) == (
        to_tsvector_input(analyse("mines", "en")),
        to_tsvector_input(analyse("mines", "fr")),
    )


def test_lexemes_of_all_texts_are_given_once_and_forgotten() -> None:
    indexer = Indexer()
    indexer.vector("red tape", "en")
    indexer.vector("red flag", "en")

    assert sorted(indexer.forget().split()) == ["'flag'", "'red'", "'tape'"]
    assert indexer.forget() == ""


def test_places_are_counted_on_from_where_the_caller_says() -> None:
    assert Indexer().vector("red well-known tape", "en", after=100) == (
        "'red':101 'well':102 'wellknown':102 'known':103 'tape':104"
    )


def test_what_was_remembered_is_forgotten_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_terms, "REMEMBERED", 2)
    indexer = Indexer()

    for word in ("one", "two", "three", "well-known", "five", "well-known"):
        assert places(indexer.vector(word, "en")) == places(to_tsvector_input(analyse(word, "en")))


def test_what_exceeds_the_size_of_a_vector_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_terms, "MOST_BYTES", 30)
    indexer = Indexer()
    indexer.vector("red tape", "en")

    assert indexer.forget() in {"'red'", "'tape'"}


def test_a_page_tells_which_frequent_words_are_neighbours_also_across_to_its_notes() -> None:
    frequent = FrequentWords(7, frozenset({"red", "tape", "blue", "known"}))

    page = Indexer(frequent).page("Red tape, red sky; well-known red", ["Blue tape"], "en")

    assert extra(page.words) == {
        "#7", pair("red", "tape"), pair("tape", "red"), pair("known", "red"), pair("red", "blue"), pair("blue", "tape")
    }  # fmt: skip


def test_the_whole_of_a_hyphenated_word_is_the_neighbour_of_what_stands_before() -> None:
    frequent = FrequentWords(7, frozenset({"the", "worldwid", "world"}))

    page = Indexer(frequent).page("the world-wide", [], "en")

    assert extra(page.words) == {"#7", pair("the", "worldwid"), pair("the", "world")}


def test_a_page_of_more_words_than_places_bears_the_mark_of_no_choice() -> None:
    frequent = FrequentWords(7, frozenset({"word"}))

    assert extra(Indexer(frequent).page("word and words " * (LONGEST // 10), [], "en").words) == {"#0"}


def test_the_lexemes_of_a_document_have_no_pairs() -> None:
    indexer = Indexer(FrequentWords(7, frozenset({"red", "tape"})))
    indexer.page("red tape", [], "en")

    assert sorted(indexer.forget().split()) == ["'red'", "'tape'"]
