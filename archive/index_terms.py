"""The terms of a text as the index holds them: what `analyse` and `to_tsvector_input` give, at the speed of a load."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.word_forms import Forms
from archive.words import ANALYSER_VERSION, Term, analyse, to_tsvector_input
from archive.words.tokens import find_runs, join
from archive.words.tsvector import LAST_POSITION, MOST_BYTES, Weight, quoted

# What rows of the index are signed with; the number changes when they are written otherwise.
INDEX_VERSION = f"2:{ANALYSER_VERSION}"
# Runs one language's memory may hold; then it starts anew, so that a long load stays small.
REMEMBERED = 150_000
# Up to here there are not more words than a vector has places, nor can it come near the size PostgreSQL allows.
LONGEST = LAST_POSITION

_WEIGHTS: tuple[Weight, ...] = ("", "A", "B", "C")
_PLACES = {weight: [f"{place}{weight}" for place in range(LAST_POSITION + 1)] for weight in _WEIGHTS}

# Each lexeme of words joined by hyphens with its place among them, and how many places they take.
_Compound = tuple[tuple[tuple[str, int], ...], int]


@dataclass(slots=True)
class _Memory:
    """What runs of one language are indexed under: `words` take one place, so their lexemes need none."""

    language: str
    forms: Forms
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compounds: dict[str, _Compound] = field(default_factory=dict)

    def read(self, run: str) -> _Compound:
        """Read a run that is not among the words, and put it there if it belongs there."""
        if run in self.compounds:
            return self.compounds[run]
        terms = analyse(run, self.language)
        _note_forms(self.forms, run, terms)
        found = dict.fromkeys((quoted(lexeme), term.position) for term in terms for lexeme in term.lexemes)
        width = max((term.position for term in terms), default=0)
        if len(self.words) + len(self.compounds) > REMEMBERED:
            self.words.clear()
            self.compounds.clear()
        if width == 1:
            self.words[run] = tuple(lexeme for lexeme, _ in found)
        else:
            self.compounds[run] = tuple(found), width
        return tuple(found), width


@dataclass(slots=True)
class Indexer:
    """Remembers what words are indexed under; one for a load. `lexemes` collects those of the texts given so far.

    `forms` collects the forms of words, to be written with the index; `place` is the last that was given.
    """

    lexemes: set[str] = field(default_factory=set)
    forms: Forms = field(default_factory=Forms)
    place: int = 0
    _memories: dict[str, _Memory] = field(default_factory=dict)

    def page(self, main: str, notes: Sequence[str], language: str = "") -> str:
        """Give the text of a tsvector for a page, the words of its notes with weight B."""
        words = self.vector(main, language)
        if not notes:
            return words
        beneath = self.vector("\n".join(notes), language, after=self.place, weight="B")
        return f"{words} {beneath}"

    def vector(self, text: str, language: str = "", *, after: int = 0, weight: Weight = "") -> str:
        """Give the text of a tsvector, to be cast; places are counted on from `after` where there is room.

        Places of a lexeme beyond the 255th are left out by PostgreSQL when it reads this.
        """
        if len(text) + after > LONGEST:
            return self._written_slowly(text, language, weight)
        memory = self._memories.setdefault(language, _Memory(language, self.forms))
        words, found, place, places = memory.words, dict[str, str](), after, _PLACES[weight]
        for run in find_runs(text):
            lexemes = words.get(run)
            if lexemes is None:
                pairs, width = memory.read(run)
                for lexeme, at in pairs:
                    here = places[place + at]
                    found[lexeme] = f"{found[lexeme]},{here}" if lexeme in found else f"{lexeme}:{here}"
                place += width
                continue
            place += 1
            here = places[place]
            for lexeme in lexemes:
                if lexeme in found:
                    found[lexeme] += "," + here
                else:
                    found[lexeme] = lexeme + ":" + here
        self.lexemes.update(found)
        self.place = place
        return " ".join(found.values())

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
        return " ".join(written)

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
