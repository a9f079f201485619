"""The terms of a text as the index holds them: what `analyse` and `to_tsvector_input` give, at the speed of a load."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.words import analyse, to_tsvector_input
from archive.words.tokens import find_words
from archive.words.tsvector import LAST_POSITION, MOST_BYTES, MOST_POSITIONS

# Runs one language's memory may hold; then it starts anew, so that a long load stays small.
REMEMBERED = 150_000
# Up to here there are not more words than a vector has places, nor can it come near the size PostgreSQL allows.
LONGEST = LAST_POSITION

_HYPHENS = "-\u2010\u2011"
_PLACES = [str(place) for place in range(LAST_POSITION + 1)]

# What a run adds: the quoted lexemes of each of its terms with the term's place, and how many places it takes.
_Reading = tuple[tuple[tuple[str, int], ...], int]


@dataclass(slots=True)
class Indexer:
    """Remembers what words are indexed under; one for a load. `lexemes` collects those of the texts given so far."""

    lexemes: set[str] = field(default_factory=set)
    _readings: dict[str, dict[str, _Reading]] = field(default_factory=dict)

    def vector(self, text: str, language: str = "", *, after: int = 0) -> str:
        """Give the text of a tsvector, to be cast; places are counted on from `after` where there is room."""
        if len(text) + after > LONGEST:
            return self._written_slowly(text, language)
        known = self._memory(language)
        places: dict[str, list[str]] = {}
        before = after
        for run in _runs(text):
            reading = known.get(run)
            if reading is None:
                reading = known[run] = _read(run, language)
            for lexeme, place in reading[0]:
                found = places.get(lexeme)
                if found is None:
                    places[lexeme] = [_PLACES[before + place]]
                elif len(found) < MOST_POSITIONS:
                    found.append(_PLACES[before + place])
            before += reading[1]
        self.lexemes.update(places)
        return " ".join([f"{lexeme}:{','.join(found)}" for lexeme, found in places.items()])

    def forget(self) -> str:
        """Give what was collected in `lexemes` as the text of a tsvector without places, and begin anew.

        What would exceed the size of a tsvector is left out.
        """
        size, written = 0, []
        for lexeme in sorted(self.lexemes):
            size += len(lexeme.encode()) + 4
            if size > MOST_BYTES:
                break
            written.append(lexeme)
        self.lexemes.clear()
        return " ".join(written)

    def _memory(self, language: str) -> dict[str, _Reading]:
        known = self._readings.setdefault(language, {})
        if len(known) > REMEMBERED:
            known.clear()
        return known

    def _written_slowly(self, text: str, language: str) -> str:
        terms = analyse(text, language)
        self.lexemes.update(_quoted(lexeme) for term in terms for lexeme in term.lexemes)
        return to_tsvector_input(terms)


def _runs(text: str) -> list[str]:
    """Give words, those joined by hyphens together, because the whole is a term too."""
    runs = []
    start, end = 0, -2
    for match in find_words(text):
        first, last = match.span()
        if first != end + 1 or text[end] not in _HYPHENS:
            runs.append(text[start:end])
            start = first
        end = last
    runs.append(text[start:end])
    return runs[1:] if end > 0 else []


def _read(run: str, language: str) -> _Reading:
    terms = analyse(run, language)
    found = dict.fromkeys((_quoted(lexeme), term.position) for term in terms for lexeme in term.lexemes)
    return tuple(found), max((term.position for term in terms), default=0)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
