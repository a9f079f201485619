"""Writes terms as PostgreSQL reads a tsvector or a tsquery, quoted and within its limits."""

from collections.abc import Iterable, Sequence
from typing import Literal

from archive.words.analysis import QueryTerm, Term

LAST_POSITION = 16_383
MOST_POSITIONS = 255
MOST_BYTES = 1_000_000
"""Limits of a tsvector (PostgreSQL manual, 12.11): the last place, places of one lexeme, and a little under 1 MiB."""

Weight = Literal["", "A", "B", "C", "D"]


def to_tsvector_input(terms: Iterable[Term], weight: Weight = "") -> str:
    """Write terms as the text of a tsvector: `'лексема':1,4 'word':2`, to be cast with `::tsvector`.

    Words after the 16,383rd stay findable but share the last place; what would exceed the size of a tsvector is
    left out from the end, so give it pages and not volumes.
    """
    places: dict[str, dict[int, None]] = {}
    size = 0
    for term in terms:
        place = min(term.position, LAST_POSITION)
        for lexeme in term.lexemes:
            known = places.get(lexeme)
            if known is None:
                size += len(lexeme.encode()) + 8
                if size > MOST_BYTES:
                    return _written(places, weight)
                places[lexeme] = {place: None}
            elif len(known) < MOST_POSITIONS:
                size += 2
                known[place] = None
    return _written(places, weight)


def to_tsquery_input(terms: Sequence[QueryTerm], *, is_phrase: bool = False, weights: str = "") -> str:
    """Write terms as the text of a tsquery, all of them required, in order and adjacent if it is a phrase.

    The parts of a hyphenated word are always adjacent; outside a phrase its spelling as one word will do as well.
    `weights`, such as "AB", restricts where in the vector they may stand.
    To be cast with `::tsquery`; empty when there are no terms.
    """
    written: list[tuple[int, str]] = []
    for term in terms:
        alternatives = _any_of(term, weights)
        parts = [text for start, text in written if start >= term.start]
        if parts:
            del written[-len(parts) :]
            adjacent = " <-> ".join(parts)
            alternatives = adjacent if is_phrase else f"({adjacent} | {alternatives})"
        written.append((term.start, alternatives))
    return (" <-> " if is_phrase else " & ").join(text for _, text in written)


def _any_of(term: QueryTerm, weights: str) -> str:
    ending = f":*{weights}" if term.is_prefix else f":{weights}" if weights else ""
    lexemes = [f"{quoted(lexeme)}{ending}" for lexeme in term.lexemes]
    return lexemes[0] if len(lexemes) == 1 else f"({' | '.join(lexemes)})"


def _written(places: dict[str, dict[int, None]], weight: Weight) -> str:
    return " ".join(
        f"{quoted(lexeme)}:{','.join(f'{place}{weight}' for place in known)}" for lexeme, known in places.items()
    )


def quoted(lexeme: str) -> str:
    """Write a lexeme as the input of tsvector and tsquery wants it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
