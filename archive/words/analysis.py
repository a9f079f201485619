"""Turns texts and queries into the terms that the index holds."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import NamedTuple

from archive.romanisation import is_cyrillic
from archive.words.common_words import COMMON_WORDS
from archive.words.folding import fold
from archive.words.lemmas import dictionary_forms, lemmas, surname_only
from archive.words.tokens import find_words, join

ANALYSER_VERSION = f"1/{version('pymorphy3-dicts-ru')}/{version('snowballstemmer')}"
"""Changes whenever the same text could give other terms; an index built by another version must be built anew."""

_HYPHENS = frozenset("-\u2010\u2011")


class Term(NamedTuple):
    """What a word is indexed under, and where it stands: code points, and its place in the order of words from 1.

    A hyphenated word is the terms of its parts and, after them, one over all of them at the place of the first.
    """

    lexemes: tuple[str, ...]
    start: int
    end: int
    position: int


class QueryTerm(NamedTuple):
    """A term of a query: any of its lexemes will do.

    `is_prefix` says that the reader typed a star after it; `is_common` that alone it would find nearly everything.
    """

    lexemes: tuple[str, ...]
    start: int
    end: int
    position: int
    is_prefix: bool
    is_common: bool


def analyse(text: str, language: str = "") -> list[Term]:
    """Give the terms of a text in reading order, for the index and for marking."""
    language = language.partition("-")[0].lower()
    terms: list[Term] = []
    run: list[Term] = []
    previous_end = -2
    for position, match in enumerate(find_words(text), 1):
        start, end = match.span()
        term = Term(dictionary_forms(join(match.group()), language), start, end, position)
        if start - previous_end == 1 and text[previous_end] in _HYPHENS:
            run = run or [terms[-1]]
            run.append(term)
        elif run:
            terms.extend(_compound(text, run, language))
            run = []
        terms.append(term)
        previous_end = end
    if run:
        terms.extend(_compound(text, run, language))
    return terms


def query_terms(text: str, languages: Iterable[str] = ("en",)) -> list[QueryTerm]:
    """Give the terms of a query, with every lexeme a word can have in the given languages of the texts.

    Stars stand for any ending. A capitalised surname is taken at its word: Молотов finds no hammers.
    """
    spoken = tuple(languages)
    found = []
    for term in analyse(text):
        word = join(text[term.start : term.end])
        folded = fold(word)
        is_prefix = text[term.end : term.end + 1] == "*"
        lexemes = (folded,) if is_prefix else _alternatives(word, term, spoken)
        is_common = not is_prefix and folded in COMMON_WORDS
        found.append(QueryTerm(lexemes, term.start, term.end, term.position, is_prefix, is_common))
    return found


def _alternatives(word: str, term: Term, languages: Sequence[str]) -> tuple[str, ...]:
    if any(sign in word for sign in _HYPHENS):
        spelt = word.translate(dict.fromkeys(map(ord, _HYPHENS)))
        others = [lexeme for language in languages for lexeme in lemmas(spelt, language)]
        return tuple(dict.fromkeys((*term.lexemes, *others)))
    surname = surname_only(word)
    if surname:
        return surname
    others = [lexeme for language in languages for lexeme in lemmas(word, language)]
    unstemmed = () if is_cyrillic(word) else (fold(word),)
    return tuple(dict.fromkeys((*term.lexemes, *others, *unstemmed)))


def _compound(text: str, run: Sequence[Term], language: str) -> Iterator[Term]:
    """The term of a whole hyphenated word, which also answers to its spelling as one word: co-operation."""
    parts = [join(text[term.start : term.end]) for term in run]
    if any(part.isdigit() for part in parts):
        return
    hyphenated = (lexeme.replace("-", "") for lexeme in lemmas("-".join(parts), language))
    lexemes = tuple(dict.fromkeys((*hyphenated, *lemmas("".join(parts), language))))
    yield Term(lexemes, run[0].start, run[-1].end, run[0].position)
