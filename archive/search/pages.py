"""Finds the pages that hold words, and those where the words of a phrase stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value

from accounts.access import State
from archive.frequent_words import in_use
from archive.models import PageIndex, Text
from archive.query import All, Either, Node, Query, Words
from archive.search.session import bitmaps
from archive.words import QueryTerm, to_tsquery_input
from archive.words.adjacency import Bits, bits_of_phrase, single_words
from archive.words.frequent import Neighbours, neighbours
from archive.words.tsvector import quoted

Places = Sequence[tuple[int, int]]

_TWO = 2
PAGE_WEIGHTS = {"": "", "text": "D", "notes": "B"}
"""Where on a page the words of a field stand."""


class _SideBySide(Func):
    """A phrase, looked for only where the signature does not deny it: reading the vector is what costs.

    Written as CASE so that PostgreSQL keeps to this order, and does not ask the index for the phrase: it would have
    every vector read that holds the words anywhere.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, tsquery: str, pairs: Sequence[Sequence[Bits]]) -> None:
        super().__init__(F("pairs"), F("words"), Value(tsquery))
        self.pairs = pairs

    def as_sql(self, compiler: Any, connection: Any, *_templates: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the condition; the numbers of bits are our own."""
        del connection
        expressions = self.get_source_expressions()
        (pairs, _), (words, _), (tsquery, values) = (compiler.compile(part) for part in expressions)
        denied = " AND ".join(
            "(" + " OR ".join(_all_set(pairs, bits) for bits in alternatives) + ")" for alternatives in self.pairs
        )
        return f"CASE WHEN coalesce({denied}, true) THEN {words} @@ {tsquery}::tsquery ELSE false END", tuple(values)


def _all_set(column: str, bits: Bits) -> str:
    return "(" + " AND ".join(f"get_bit({column}, {bit:d}) = 1" for bit in dict.fromkeys(bits)) + ")"


def pages(tsquery: str, phrase: Words | None = None) -> QuerySet[PageIndex]:
    """Give the pages of published texts that match; whoever asks, a text in draft or withdrawn is not searched.

    `phrase` is what the tsquery was written from, where that is a phrase and nothing else.
    """
    return _with(tsquery) if phrase is None else _whole(tsquery, phrase, neighbours(phrase.terms, in_use()))


def _apart(tsquery: str, phrase: Words | None) -> list[QuerySet[PageIndex]]:
    """Give the same pages; where a phrase is of two frequent words, those that note them as neighbours by themselves.

    The index answers for these alone, and nothing of them is read.
    """
    if phrase is None:
        return [_with(tsquery)]
    frequent = neighbours(phrase.terms, in_use())
    if not frequent or len(single_words(phrase.terms)) > _TWO or PAGE_WEIGHTS[phrase.field]:
        return [_whole(tsquery, phrase, frequent)]
    [(pairs, others)] = frequent
    return [_with(_any_of(pairs)), _sifted(tsquery, phrase, [_any_of(others), f"!{_any_of(pairs)}"])]


def _whole(tsquery: str, phrase: Words, frequent: Sequence[Neighbours]) -> QuerySet[PageIndex]:
    return _sifted(tsquery, phrase, [_any_of((*pairs, *others)) for pairs, others in frequent])


def _sifted(tsquery: str, phrase: Words, more: Sequence[str]) -> QuerySet[PageIndex]:
    """Give the pages of a phrase among those that have its words and what else is asked of the index."""
    bits = bits_of_phrase(phrase.terms)
    if not bits:
        return _with(" & ".join([f"({tsquery})", *more]))
    every = " & ".join([to_tsquery_input(single_words(phrase.terms)), *more])
    return _with(every).filter(_SideBySide(tsquery, bits))


def _with(tsquery: str) -> QuerySet[PageIndex]:
    return PageIndex.objects.filter(words__matches=tsquery).exclude(text__in=unpublished().values("pk"))


def _any_of(lexemes: Sequence[str]) -> str:
    return f"({' | '.join(map(quoted, lexemes))})"


def phrase_of(query: Query) -> Words | None:
    """Give the phrase that is all of a query, if it may stand on pages."""
    root = query.root
    return root if isinstance(root, Words) and root.is_phrase and root.field in PAGE_WEIGHTS else None


def phrase_places(phrase: Words) -> Places:
    """Give document and page of every page that holds a phrase, in a statement of its own.

    As a part of another it is planned by a guess at what two words have in common, and when the guess is wrong
    PostgreSQL walks through the vectors of all pages.
    """
    with bitmaps():
        parts = _apart(on_page(phrase), phrase)
        return [place for part in parts for place in part.values_list("document_id", "page_break_id")]


def documents_with(tsquery: str, phrase: Words | None = None) -> list[int]:
    """Give the documents with a page that matches, in a statement of its own for the same reason; see `pages`."""
    with bitmaps():
        parts = _apart(tsquery, phrase)
        found = (part.order_by().values_list("document_id", flat=True).distinct() for part in parts)
        return list(dict.fromkeys(chain.from_iterable(found)))


def page_query(node: Node | None) -> str:
    """Give the tsquery for pages that hold all that is wanted of them, "" when nothing is."""
    if isinstance(node, Words):
        return on_page(node)
    if isinstance(node, All | Either):
        parts = [part for part in map(page_query, node.parts) if part]
        return (" & " if isinstance(node, All) else " | ").join(f"({part})" for part in parts)
    return ""


def any_word(query: Query) -> str:
    """Give the tsquery for pages that hold any of the wanted words or phrases."""
    wanted = [words for words in query.words if words.field in PAGE_WEIGHTS]
    return " | ".join(
        f"({part})"
        for words in wanted
        for part in ([on_page(words)] if words.is_phrase else [to_tsquery_input(term) for term in groups(words.terms)])
    )


def groups(terms: Sequence[QueryTerm]) -> list[list[QueryTerm]]:
    """Put the parts of a hyphenated word and the whole of it together; any other word stands alone."""
    found: list[list[QueryTerm]] = []
    for term in terms:
        group: list[QueryTerm] = []
        while found and found[-1][0].start >= term.start:
            group = found.pop() + group
        found.append([*group, term])
    return found


def unpublished() -> QuerySet[Text]:
    """Give the few texts in draft or withdrawn; the index of their documents cannot answer for them as a whole."""
    return Text.objects.exclude(state=State.PUBLISHED).order_by()


def on_page(words: Words) -> str:
    """Give the tsquery for pages that hold some words where their field wants them, "" for fields no page has."""
    if words.field not in PAGE_WEIGHTS:
        return ""
    return to_tsquery_input(words.terms, is_phrase=words.is_phrase, weights=PAGE_WEIGHTS[words.field])
