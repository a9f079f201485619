"""The terms of a text as the index holds them: what `analyse` and `to_tsvector_input` give, at the speed of a load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from archive.word_forms import Forms
from archive.words import ANALYSER_VERSION, Term, analyse, to_tsvector_input
from archive.words.adjacency import Keys, keys_of, signature
from archive.words.frequent import UNKNOWN, FrequentWords, mark, pair, pairs
from archive.words.tokens import find_runs, join
from archive.words.tsvector import LAST_POSITION, MOST_BYTES, Weight, quoted

# What rows of the index are signed with; the number changes when they are written otherwise.
INDEX_VERSION = f"5:{ANALYSER_VERSION}"
# Runs one language's memory may hold; then it starts anew, so that a long load stays small.
REMEMBERED = 150_000
# Up to here there are not more words than a vector has places, nor can it come near the size PostgreSQL allows.
LONGEST = LAST_POSITION

_WEIGHTS: tuple[Weight, ...] = ("", "A", "B", "C")
_PLACES = {weight: [f":{place}{weight}" for place in range(LAST_POSITION + 1)] for weight in _WEIGHTS}


class _Part(NamedTuple):
    """What stands at one place: the lexemes, quoted, that are found there, and what they count as for neighbours.

    `frequent` are those of the lexemes of which neighbours are looked up.
    """

    lexemes: tuple[str, ...]
    keys: Keys
    frequent: tuple[str, ...]


_LEXEMES, _KEYS, _FREQUENT = attrgetter("lexemes"), attrgetter("keys"), attrgetter("frequent")


class IndexedPage(NamedTuple):
    """The text of a tsvector for a page, and the signature of its neighbours; None where the page is too long.

    Among the words are pairs of frequent ones and the mark of their choice, without places (`archive.words.frequent`).
    """

    words: str
    pairs: bytes | None


@dataclass(slots=True)
class _Memory:
    """What runs of one language are indexed under, part by part: a word is one, words joined by hyphens are several."""

    language: str
    forms: Forms
    frequent: frozenset[str]
    parts: dict[str, tuple[_Part, ...]] = field(default_factory=dict)

    def read(self, runs: Sequence[str]) -> list[_Part]:
        """Give the parts of some runs in their order."""
        fresh = set(runs).difference(self.parts)
        if len(self.parts) + len(fresh) > REMEMBERED:
            self.parts.clear()
            fresh = set(runs)
        for run in fresh:
            self.parts[run] = self._learn(run)
        return [*chain.from_iterable(map(self.parts.__getitem__, runs))]

    def _learn(self, run: str) -> tuple[_Part, ...]:
        terms = analyse(run, self.language)
        _note_forms(self.forms, run, terms)
        # The whole of a hyphenated word stands at the place of its first part, and so beside the neighbour of that.
        lexemes: dict[int, dict[str, None]] = defaultdict(dict)
        for term in terms:
            lexemes[term.position] |= dict.fromkeys(term.lexemes)
        return tuple(
            _Part(
                tuple(map(quoted, lexemes[place])),
                keys_of(lexemes[place]),
                tuple(lexeme for lexeme in lexemes[place] if lexeme in self.frequent),
            )
            for place in sorted(lexemes)
        )


@dataclass(slots=True)
class Indexer:
    """Remembers what words are indexed under; one for a load. `lexemes` collects those of the texts given so far.

    `forms` collects the forms of words, to be written with the index; `place` is the last that was given.
    `frequent` are the words of which neighbours are noted on pages.
    """

    frequent: FrequentWords = UNKNOWN
    lexemes: set[str] = field(default_factory=set)
    forms: Forms = field(default_factory=Forms)
    place: int = 0
    _beside: list[_Part] = field(default_factory=list)
    _pairs: dict[tuple[str, str], str] = field(default_factory=dict)
    _memories: dict[str, _Memory] = field(default_factory=dict)

    def page(self, main: str, notes: Sequence[str], language: str = "") -> IndexedPage:
        """Give how a page is found, the words of its notes with weight B and following on the others."""
        self._beside.clear()
        words = self.vector(main, language)
        if notes:
            beneath = self.vector("\n".join(notes), language, after=self.place, weight="B")
            words = f"{words} {beneath}"
        if len(self._beside) != self.place:
            return IndexedPage(f"{words} {quoted(mark(UNKNOWN.number))}", None)
        return IndexedPage(f"{words} {self._neighbours()}", signature([*map(_KEYS, self._beside)]))

    def vector(self, text: str, language: str = "", *, after: int = 0, weight: Weight = "") -> str:
        """Give the text of a tsvector, to be cast; places are counted on from `after` where there is room.

        Places of a lexeme beyond the 255th are left out by PostgreSQL when it reads this.
        """
        if len(text) + after > LONGEST:
            return self._written_slowly(text, language, weight)
        memory = self._memories.setdefault(language, _Memory(language, self.forms, self.frequent.lexemes))
        parts = memory.read(find_runs(text))
        self.place = after + len(parts)
        here = _PLACES[weight][after + 1 : self.place + 1]
        self.lexemes.update(chain.from_iterable(map(_LEXEMES, parts)))
        self._beside += parts
        # PostgreSQL puts the places of a lexeme together.
        return " ".join([lexeme + at for part, at in zip(parts, here, strict=True) for lexeme in part.lexemes])

    def forget(self) -> str:
        """Give what was collected in `lexemes` as the text of a tsvector without places, and begin anew.

        What would exceed the size of a tsvector is left out.
        """
        room = MOST_BYTES
        written = []
        for lexeme in self.lexemes:
            room -= 4 * len(lexeme)
            if room < 0:
                break
            written.append(lexeme)
        self.lexemes.clear()
        self._beside.clear()
        return " ".join(written)

    def _neighbours(self) -> str:
        """Give the frequent neighbours of a page and the mark of their choice, as the text of a tsvector."""
        found = pairs(map(_FREQUENT, self._beside))
        for both in found.difference(self._pairs):
            self._pairs[both] = quoted(pair(*both))
        return " ".join([*map(self._pairs.__getitem__, found), quoted(mark(self.frequent.number))])

    def _written_slowly(self, text: str, language: str, weight: Weight) -> str:
        terms = analyse(text, language)
        _note_forms(self.forms, text, terms)
        self.place = LAST_POSITION
        self.lexemes.update(quoted(lexeme) for term in terms for lexeme in term.lexemes)
        return to_tsvector_input(terms, weight)


def _note_forms(forms: Forms, text: str, terms: Iterable[Term]) -> None:
    for term in terms:
        word = join(text[term.start : term.end])
        if not any(sign in word for sign in "-\u2010\u2011"):
            forms.add(word, term.lexemes)
