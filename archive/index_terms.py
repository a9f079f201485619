"""The terms of a text as the index holds them: what `analyse` and `to_tsvector_input` give, at the speed of a load."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.words import analyse, to_tsvector_input
from archive.words.tokens import find_runs
from archive.words.tsvector import LAST_POSITION, MOST_BYTES

# Runs one language's memory may hold; then it starts anew, so that a long load stays small.
REMEMBERED = 150_000
# Up to here there are not more words than a vector has places, nor can it come near the size PostgreSQL allows.
LONGEST = LAST_POSITION

_PLACES = [str(place) for place in range(LAST_POSITION + 1)]

# Each lexeme of words joined by hyphens with its place among them, and how many places they take.
_Compound = tuple[tuple[tuple[str, int], ...], int]


@dataclass(slots=True)
class _Memory:
    """What runs of one language are indexed under: `words` take one place, so their lexemes need none."""

    language: str
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compounds: dict[str, _Compound] = field(default_factory=dict)

    def read(self, run: str) -> _Compound:
        """Read a run that is not among the words, and put it there if it belongs there."""
        if run in self.compounds:
            return self.compounds[run]
        terms = analyse(run, self.language)
        found = dict.fromkeys((_quoted(lexeme), term.position) for term in terms for lexeme in term.lexemes)
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
    """Remembers what words are indexed under; one for a load. `lexemes` collects those of the texts given so far."""

    lexemes: set[str] = field(default_factory=set)
    _memories: dict[str, _Memory] = field(default_factory=dict)

    def vector(self, text: str, language: str = "", *, after: int = 0) -> str:
        """Give the text of a tsvector, to be cast; places are counted on from `after` where there is room.

        Places of a lexeme beyond the 255th are left out by PostgreSQL when it reads this.
        """
        if len(text) + after > LONGEST:
            return self._written_slowly(text, language)
        memory = self._memories.setdefault(language, _Memory(language))
        words, found, place = memory.words, dict[str, str](), after
        for run in find_runs(text):
            lexemes = words.get(run)
            if lexemes is None:
                pairs, width = memory.read(run)
                for lexeme, at in pairs:
                    here = _PLACES[place + at]
                    found[lexeme] = f"{found[lexeme]},{here}" if lexeme in found else f"{lexeme}:{here}"
                place += width
                continue
            place += 1
            here = _PLACES[place]
            for lexeme in lexemes:
                if lexeme in found:
                    found[lexeme] += "," + here
                else:
                    found[lexeme] = lexeme + ":" + here
        self.lexemes.update(found)
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

    def _written_slowly(self, text: str, language: str) -> str:
        terms = analyse(text, language)
        self.lexemes.update(_quoted(lexeme) for term in terms for lexeme in term.lexemes)
        return to_tsvector_input(terms)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
