"""Neighbours that are both frequent: what a page notes of them, and what a phrase asks of it."""

import pytest

from archive.words import QueryTerm
from archive.words.frequent import (
    MOST_PAIRS,
    UNKNOWN,
    FrequentWords,
    Neighbours,
    is_word,
    mark,
    neighbours,
    pair,
    pairs,
)

FIRST = FrequentWords(1, frozenset({"red", "tape", "rot"}))
SECOND = FrequentWords(2, frozenset({"red", "tape", "blue"}))


def terms(*words: str | tuple[str, ...], prefix: bool = False) -> list[QueryTerm]:
    """Give terms side by side, each with its readings; `prefix` is for the last."""
    readings = [(word,) if isinstance(word, str) else word for word in words]
    return [
        QueryTerm(lexemes, at, at + 1, at, is_prefix=prefix and at == len(words) - 1, is_common=False)
        for at, lexemes in enumerate(readings)
    ]


def test_a_pair_is_of_its_order_and_like_no_word() -> None:
    assert pair("red", "tape") == pair("red", "tape")
    assert len({pair("red", "tape"), pair("tape", "red"), pair("red", "blue")}) == 3
    assert [is_word(lexeme) for lexeme in (pair("red", "tape"), mark(0), mark(17), "red")] == [
        False,
        False,
        False,
        True,
    ]


def test_every_reading_of_frequent_neighbours_is_a_pair() -> None:
    assert pairs([["red", "rot"], ["tape"], [], ["blue"], ["red"]]) == {
        ("red", "tape"),
        ("rot", "tape"),
        ("blue", "red"),
    }
    assert pairs([["red"]]) == pairs([]) == set()


def test_two_frequent_words_are_looked_up_as_a_pair() -> None:
    assert neighbours(terms("red", "tape"), [FIRST]) == [Neighbours((pair("red", "tape"),), (mark(0),))]


def test_words_of_which_one_is_not_frequent_are_left_to_the_words_alone() -> None:
    assert neighbours(terms("red", "sky"), [FIRST, SECOND]) == []
    assert neighbours(terms("red", "tape"), []) == []
    assert neighbours(terms("red", "tape"), [UNKNOWN]) == []


def test_a_page_of_a_choice_without_the_words_is_known_by_its_mark() -> None:
    assert neighbours(terms("rot", "tape"), [FIRST, SECOND]) == [Neighbours((pair("rot", "tape"),), (mark(0), mark(2)))]
    assert neighbours(terms("red", "tape"), [FIRST, SECOND]) == [Neighbours((pair("red", "tape"),), (mark(0),))]


def test_a_reading_that_is_not_frequent_is_enough_by_itself() -> None:
    assert neighbours(terms("red", ("tape", "taping")), [FIRST]) == [
        Neighbours((pair("red", "tape"),), (mark(0), "taping"))
    ]


def test_each_two_words_of_a_longer_phrase_are_asked_for() -> None:
    assert neighbours(terms("red", "tape", "sky", "red", "blue"), [SECOND]) == [
        Neighbours((pair("red", "tape"),), (mark(0),)),
        Neighbours((pair("red", "blue"),), (mark(0),)),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        terms("red", "tape", prefix=True),
        terms("red", ("tape", *(f"tape{number}" for number in range(MOST_PAIRS)))),
        terms("red"),
        [],
    ],
)
def test_beginnings_and_words_of_very_many_readings_are_not_looked_up(asked: list[QueryTerm]) -> None:
    assert neighbours(asked, [FIRST]) == []


def test_the_whole_of_a_hyphenated_word_is_no_neighbour() -> None:
    parts = terms("red", "tape")
    whole = QueryTerm(("redtape",), parts[0].start, parts[1].end, 0, is_prefix=False, is_common=False)

    assert neighbours([*parts, whole], [FIRST]) == neighbours(parts, [FIRST])
