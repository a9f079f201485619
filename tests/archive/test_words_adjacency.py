"""The signature of neighbours: it may say yes too often, never no too often, and PostgreSQL reads the same bits."""

from random import Random
from re import fullmatch

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from archive.index_terms import LONGEST, Indexer
from archive.query import Words, parse
from archive.words import QueryTerm
from archive.words.adjacency import BITS, Bits, bits_of_phrase, keys_of, signature

WORD = st.text(alphabet="абвёяяabz'-", min_size=1, max_size=6)


def bits(pairs: bytes) -> set[int]:
    return {bit for bit in range(BITS) if pairs[bit // 8] >> (bit % 8) & 1}


def phrase(text: str) -> list[list[Bits]]:
    root = parse(f'"{text}"', ("en", "ru")).root
    assert isinstance(root, Words)
    assert root.is_phrase
    return bits_of_phrase(root.terms)


def is_possible(pairs: bytes, text: str) -> bool:
    return lets_through(pairs, phrase(text))


def lets_through(pairs: bytes, wanted: list[list[Bits]]) -> bool:
    known = bits(pairs)
    return all(any(known.issuperset(those) for those in alternatives) for alternatives in wanted)


def pairs_of(text: str, *notes: str, language: str = "") -> bytes:
    pairs = Indexer().page(text, notes, language).pairs
    assert pairs is not None
    return pairs


def test_three_bits_for_two_words_and_others_when_they_change_places() -> None:
    first, second = bits(pairs_of("red tape", language="en")), bits(pairs_of("tape red", language="en"))

    assert (len(first), len(second)) == (3, 3)
    assert first.isdisjoint(second)


def test_one_page_in_fifty_that_has_both_words_apart_is_let_through() -> None:
    chance = Random(1)
    words = ["".join(chance.choices("bcdfghjklm", k=6)) for _ in range(2_000)]
    pages = [pairs_of(" ".join(chance.sample(words, 200))) for _ in range(500)]
    wanted = bits_of_phrase(
        [
            QueryTerm((word,), at, at + 1, at, is_prefix=False, is_common=False)
            for at, word in enumerate(("other", "words"))
        ]
    )

    assert sum(lets_through(page, wanted) for page in pages) <= 10


@pytest.mark.parametrize("text", ["Центральный Комитет", "ЦЕНТРАЛЬНОМУ КОМИТЕТУ", "центральныхъ комитетовъ"])
def test_every_form_of_the_words_of_a_phrase_is_let_through(text: str) -> None:
    page = pairs_of("Секретарь Центрального Комитета партии", language="ru")

    assert is_possible(page, text)
    assert not is_possible(page, "комитет центральный")
    assert not is_possible(page, "секретарь партии")


def test_the_parts_of_a_hyphenated_word_stand_side_by_side_and_beside_their_neighbours() -> None:
    page = pairs_of("a well-known red-tape case", language="en")

    assert [is_possible(page, text) for text in ("well known red", "red-tape case", "tape well")] == [True, True, False]


@pytest.mark.parametrize("text", ["economic cooperation", "cooperation operation", "of coop"])
def test_a_hyphenated_word_is_let_through_as_one_word_too(text: str) -> None:
    page = pairs_of("Of economic co-operation; of co-op", language="en")

    assert is_possible(page, text)
    assert not is_possible(page, "cooperation economic")


def test_the_first_word_of_the_notes_follows_the_last_of_the_page() -> None:
    page = pairs_of("red tape", "blue sky", language="en")

    assert [is_possible(page, text) for text in ("tape blue", "blue sky", "red blue")] == [True, True, False]


def test_a_page_with_more_words_than_places_has_no_signature() -> None:
    assert Indexer().page("word and words " * (LONGEST // 10), [], "en").pairs is None


def test_nothing_is_asked_of_short_beginnings_and_of_words_with_many_readings() -> None:
    short = QueryTerm(("ab",), 0, 2, 1, is_prefix=True, is_common=False)
    long = QueryTerm(("abcdefg",), 4, 11, 2, is_prefix=True, is_common=False)
    many = QueryTerm(tuple("bcdfghjkl"), 12, 13, 3, is_prefix=False, is_common=False)
    plain = QueryTerm(("word",), 14, 18, 4, is_prefix=False, is_common=False)

    assert bits_of_phrase([short, long]) == []
    assert bits_of_phrase([long, many]) == []
    [[found]] = bits_of_phrase([long, plain])
    assert set(found) == bits(signature([keys_of(["abcdzzz"]), keys_of(["word"])]))


@given(st.lists(WORD, min_size=2, max_size=12), st.data())
def test_no_phrase_that_stands_on_a_page_is_denied(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    text = " ".join(words[first : last + 1])
    if fullmatch(r"[^\W_]+(-[^\W_]+)+", words[last]) and data.draw(st.booleans()):
        # A hyphenated word is asked for as one.
        text = text[: -len(words[last])] + words[last].replace("-", "")
    page = Indexer().page(" ".join(words), [], "ru").pairs
    root = parse(f'"{text}"', ("en", "ru")).root

    assert page is not None
    if isinstance(root, Words):
        assert lets_through(page, bits_of_phrase(root.terms))


@pytest.mark.django_db
def test_postgresql_reads_the_same_bits() -> None:
    page = pairs_of("the quick brown fox jumps over the lazy dog", language="en")

    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM generate_series(0, %s) AS n WHERE get_bit(%s, n) = 1", [BITS - 1, page])
        read = {row[0] for row in cursor.fetchall()}

    assert read == bits(page)
