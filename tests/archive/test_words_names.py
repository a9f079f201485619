"""Every spelling of a name finds every other, at the level of words; the same table serves the search."""

from functools import cache

import pytest

from archive.words import lemmas, name_keys, query_terms
from tests.archive.names_table import NAMES, NEAR_NAMES, Name


@cache
def _wanted(query: str) -> frozenset[str]:
    return frozenset(lexeme for term in query_terms(query) for lexeme in term.lexemes)


_keys = cache(name_keys)


def _finds(query: str, word: str) -> bool:
    """Whether a query for one word finds another: by a lexeme of its own script, or by a key across scripts."""
    return not (_wanted(query).isdisjoint(lemmas(word, "ru")) and _keys(query).isdisjoint(_keys(word)))


def test_names_table_is_big_enough_to_mean_something() -> None:
    assert len(NAMES) >= 60
    assert len(NEAR_NAMES) >= 40


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.modern)
def test_name_is_found_from_every_spelling_in_every_form(name: Name) -> None:
    written = (name.modern, *name.cases, *name.before_reform)
    queries = (name.modern, *name.before_reform[:1], *name.latin)

    missed = [(query, word) for query in queries for word in (*written, *name.latin) if not _finds(query, word)]

    assert missed == []


@pytest.mark.parametrize(("name", "other"), NEAR_NAMES)
def test_near_name_is_not_found(name: str, other: str) -> None:
    assert not _finds(other, name)
    assert not _finds(name, other)


def test_names_of_the_table_do_not_find_each_other() -> None:
    confused = [
        (spelling, other.modern)
        for name in NAMES
        for other in NAMES
        if name is not other
        for spelling in (name.modern, *name.latin)
        if _finds(spelling, other.modern)
    ]

    assert confused == []
