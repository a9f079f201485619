"""Finds the words of a text that answer to wanted lexemes, and the passage that shows them best."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from archive.words.analysis import Term, analyse
from archive.words.tokens import place_runs

Span = tuple[int, int]

REMEMBERED = 16_384
"""Words whose terms are kept in memory, about 10 MB."""

_SPACE = re.compile(r"\s")
_BREAK = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


class Snippet(NamedTuple):
    """A passage on one line, its hits as spans in it, and where it stands in the whole text (code points)."""

    text: str
    spans: tuple[Span, ...]
    start: int
    end: int


class _Hit(NamedTuple):
    start: int
    end: int
    lexeme: str


def mark(text: str, wanted: Collection[str], language: str = "", prefixes: tuple[str, ...] = ()) -> list[Span]:
    """Give the spans of words indexed under a wanted lexeme, or under one beginning with a prefix, in order.

    Spans are code points and never overlap: a hit on a whole hyphenated word takes in those on its parts.
    """
    return _spans(_hits(text, frozenset(wanted), language, prefixes))


def snippet(
    text: str, wanted: Collection[str], width: int = 240, language: str = "", prefixes: tuple[str, ...] = ()
) -> Snippet:
    """Give the passage of about `width` characters that holds most of the wanted lexemes, the first of equals.

    It begins and ends between words where there is a space near; without a hit it is the beginning of the text.
    """
    hits = _hits(text, frozenset(wanted), language, prefixes)
    first, last = _best(hits, width)
    start, end = _widened(text, first, last, width)
    spans = [(low - start, high - start) for low, high in _spans(hits) if low >= start and high <= end]
    return Snippet(text[start:end].translate(_BREAK), tuple(spans), start, end)


def _hits(text: str, wanted: frozenset[str], language: str, prefixes: tuple[str, ...]) -> list[_Hit]:
    found = []
    for run in place_runs(text):
        lexemes, terms = _read(run.group(), language)
        if not prefixes and wanted.isdisjoint(lexemes):
            continue
        for term in terms:
            for lexeme in term.lexemes:
                if lexeme in wanted or (prefixes and lexeme.startswith(prefixes)):
                    found.append(_Hit(run.start() + term.start, run.start() + term.end, lexeme))
                    break
    return sorted(found)


@lru_cache(REMEMBERED)
def _read(run: str, language: str) -> tuple[frozenset[str], tuple[Term, ...]]:
    """Give all lexemes, and the terms, of a word or of words joined by hyphens; texts repeat themselves."""
    terms = tuple(analyse(run, language))
    return frozenset(lexeme for term in terms for lexeme in term.lexemes), terms


def _spans(hits: list[_Hit]) -> list[Span]:
    spans: list[Span] = []
    for start, end, _ in hits:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _best(hits: list[_Hit], width: int) -> Span:
    """First and last code point of the window with most different lexemes, then most hits."""
    best, found = (0, 0), (0, 0)
    last = 0
    for first, hit in enumerate(hits):
        last = max(last, first)
        while last + 1 < len(hits) and hits[last + 1].end - hit.start <= width:
            last += 1
        within = hits[first : last + 1]
        score = (len({one.lexeme for one in within}), len(within))
        if score > best:
            best, found = score, (hit.start, max(one.end for one in within))
    return found


def _widened(text: str, first: int, last: int, width: int) -> Span:
    """Grow a window evenly to the width, more to one side where the text ends on the other, and cut at spaces."""
    room = max(0, width - (last - first))
    start = max(0, min(first - room // 2, len(text) - width))
    end = min(len(text), max(last, start + width))
    if start > 0 and not text[start - 1].isspace():
        space = _SPACE.search(text, start, first)
        start = space.end() if space else start
    if end < len(text) and not text[end].isspace():
        cut = max(text.rfind(" ", last, end), text.rfind("\n", last, end))
        end = cut if cut >= last > 0 else end
    return start, end
