"""Neighbours that are both frequent, as lexemes of their own: a phrase of them is looked up, not sifted.

Two frequent words stand together on a page nearly as often as each alone, and seldom side by side. What stands for a
pair begins with a sign that is in no word.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise, product
from typing import NamedTuple

from archive.words.adjacency import single_words
from archive.words.analysis import QueryTerm

MOST_PAIRS = 64
"""Pairs of readings beyond which two neighbours of a phrase are not looked up."""
_PAIR, _MARK = "+", "#"


class FrequentWords(NamedTuple):
    """A choice of lexemes; pages are signed with its number, as another choice may follow. 0 is for no choice."""

    number: int
    lexemes: frozenset[str]


UNKNOWN = FrequentWords(0, frozenset())


def is_word(lexeme: str) -> bool:
    """Tell whether a lexeme of the index comes from a word, and not from here."""
    return not lexeme.startswith((_PAIR, _MARK))


def mark(number: int) -> str:
    """Give the lexeme of all pages that were written with a choice; of number 0 nothing is known but their words."""
    return f"{_MARK}{number}"


def pair(one: str, other: str) -> str:
    """Give the lexeme for two lexemes side by side: forty bits, so that two pairs do not share one by chance."""
    digest = blake2b(f"{one} {other}".encode(), digest_size=5).digest()
    return _PAIR + b64encode(digest).decode().rstrip("=")


def pairs(places: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Give the neighbours among the frequent lexemes of words in their order."""
    return {both for these, those in pairwise(places) if these and those for both in product(these, those)}


class Neighbours(NamedTuple):
    """What pages have where two words are side by side: one of these pairs, or else one of these lexemes.

    A page with a pair has them side by side. Of one with another of the lexemes it remains to be seen.
    """

    pairs: tuple[str, ...]
    others: tuple[str, ...]


def neighbours(terms: Sequence[QueryTerm], choices: Sequence[FrequentWords]) -> list[Neighbours]:
    """Give, for each two neighbours of a phrase of whom it helps, what the pages with them have.

    `choices` are all that pages may have been written with. A reading that one of them does not count among the
    frequent is enough by itself, as it is not frequent.
    """
    found = []
    for one, other in pairwise(single_words(terms)):
        if one.is_prefix or other.is_prefix or len(one.lexemes) * len(other.lexemes) > MOST_PAIRS:
            continue
        noted: dict[str, None] = {}
        others = {mark(UNKNOWN.number): None}
        for choice in choices:
            first, second = choice.lexemes.intersection(one.lexemes), choice.lexemes.intersection(other.lexemes)
            if first and second:
                noted |= dict.fromkeys(pair(*both) for both in product(sorted(first), sorted(second)))
                rare = [lexeme for lexeme in (*one.lexemes, *other.lexemes) if lexeme not in choice.lexemes]
            else:
                rare = [mark(choice.number)]
            others |= dict.fromkeys(rare)
        if noted:
            found.append(Neighbours(tuple(noted), tuple(others)))
    return found
