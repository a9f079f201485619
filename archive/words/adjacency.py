"""Which words stand side by side, as a signature of a page: it can deny that two words do, and never wrongly."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from archive.words.analysis import QueryTerm

BITS = 2_048
"""Length of a signature: the two hundred pairs of a usual page, three bits for each, fill a quarter of it.

A place in it is eleven bits of a number below; what is stored must be made anew when this changes.
"""
MOST_KEYS = 8
"""Readings of a word in a query beyond which a pair is not asked for: too many would be true of every page."""
# The readings of a word mostly begin alike, so that one key stands for them.
_LETTERS = 4
_ONE = tuple(1 << bit for bit in range(BITS))


def _numbers(side: bytes) -> list[int]:
    """Give a number of 33 bits for every key; two of them together name the places of three bits."""
    digests = (blake2b(key.to_bytes(2), digest_size=5, person=side).digest() for key in range(BITS))
    return [int.from_bytes(digest) >> 7 for digest in digests]


_FIRST, _SECOND = _numbers(b"first"), _numbers(b"second")

Keys = tuple[int, ...]
Bits = tuple[int, int, int]
"""The places of the bits that are all set where two words stand side by side; some may be the same."""


def keys_of(lexemes: Iterable[str]) -> Keys:
    """Give what the lexemes of a word count as; lexemes that begin alike count as one."""
    return tuple(dict.fromkeys(crc32(lexeme[:_LETTERS].encode()) % BITS for lexeme in lexemes))


def signature(places: Sequence[Keys]) -> bytes:
    """Give the signature of words in their order, each as its keys; bit n is what `get_bit` of PostgreSQL gives."""
    found = {_FIRST[one] ^ _SECOND[other] for these, those in pairwise(places) for one in these for other in those}
    number = 0
    for pair in found:
        number |= _ONE[pair & 2047] | _ONE[pair >> 11 & 2047] | _ONE[pair >> 22]
    return number.to_bytes(BITS // 8, "little")


def bits_of_phrase(terms: Sequence[QueryTerm]) -> list[list[Bits]]:
    """Give, for each two neighbours of a phrase, the bits of which one triple is set wherever they stand side by side.

    Pairs of which nothing can be said are left out: beginnings of words that are too short, words of many readings.
    """
    found = []
    for one, other in pairwise(single_words(terms)):
        first, second = _asked(one), _asked(other)
        if first and second:
            found.append(sorted({_bits(before, after) for before in first for after in second}))
    return found


def single_words(terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """Give the terms that take a place of their own; one over several parts of a hyphenated word does not."""
    kept: list[QueryTerm] = []
    for term in terms:
        if not kept or term.start > kept[-1].start:
            kept.append(term)
    return kept


def _bits(before: int, after: int) -> Bits:
    pair = _FIRST[before] ^ _SECOND[after]
    return pair & 2047, pair >> 11 & 2047, pair >> 22


def _asked(term: QueryTerm) -> Keys:
    if term.is_prefix and any(len(lexeme) < _LETTERS for lexeme in term.lexemes):
        return ()
    keys = keys_of(term.lexemes)
    return keys if len(keys) <= MOST_KEYS else ()
