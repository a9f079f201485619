"""Finds documents for a visitor, ranks a bounded number of them, and says on which pages they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db.models import F, QuerySet

from accounts.compiled import IsOneOf
from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.entries import Entry, entries_of
from archive.models import Document
from archive.panels import noted_as_written
from archive.query import Query
from archive.search.conditions import WITH_RECORD, Simple, condition, direct, record_query, simple, with_word
from archive.search.counting import Candidate, Counts, Sets, Written, as_written, count, counted
from archive.search.pages import Places, any_word, page_query, phrase_of, phrase_places
from archive.search.quoting import LayerHit, PageHit, marks_of, quote
from archive.search.selection import Selection, narrow
from archive.search.session import bounded, planned_as_usual
from archive.search.spelling import across_scripts
from archive.search.weighing import page_hits, record_ranks

A_PAGE = 20
RANKED = 500
"""Documents whose pages are weighed; the others follow by what is known of them beforehand."""
DEEPEST = 500
"""Pages of results that can be reached; whoever wants more narrows the search or takes the list."""

SORTS: dict[str, tuple[str, ...]] = {
    "relevance": (),
    "date": ("earliest", "latest", "pk"),
    "latest": ("-latest", "-earliest", "pk"),
    "archival": ("unit__sort_key", "volume__sort_key", "volume__slug", "order", "pk"),
    "volume": ("volume__sort_key", "volume__slug", "order", "pk"),
    "newest": ("-created_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the spans of its title that were looked for, and its pages that answer best.

    `layers` is empty where the visitor may not read the text.
    """

    entry: Entry
    spans: tuple[tuple[int, int], ...]
    layers: tuple[LayerHit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results; `counts` are of all documents the visitor may find."""

    counts: Counts
    number: int
    hits: tuple[Hit, ...]

    @property
    def count(self) -> int:
        """Give how many documents were found."""
        return self.counts.count

    @property
    def last(self) -> int:
        """Give the number of the last page that can be reached, at least 1."""
        return _last(self.count)

    @property
    def first(self) -> int:
        """Give the place of the first result of this page among all."""
        return (self.number - 1) * A_PAGE + 1

    @property
    def before(self) -> int:
        """Give the number of the page before this one."""
        return self.number - 1

    @property
    def after(self) -> int:
        """Give the number of the page after this one."""
        return self.number + 1


def matching(visitor: Visitor, query: Query, selection: Selection, places: Places | None = None) -> QuerySet[Any]:
    """Give the documents that answer a query taken across scripts: the rule, the words, what it is narrowed to.

    A phrase is looked up beforehand, by one statement of its own, unless its `places` are given.
    """
    documents: QuerySet[Any] = Document.objects.findable_by(visitor).filter(condition(query, places))
    return documents.filter(narrow(visitor, selection))


def search(
    visitor: Visitor,
    query: Query,
    selection: Selection | None = None,
    *,
    page: int = 1,
    sort: str = "relevance",
    language: str = "en",
) -> Found:
    """Give a page of results with counts for all facets; a page that does not exist is the last.

    Raises TooLongError.
    """
    with bounded():
        return _search(visitor, across_scripts(query), selection or Selection(), page, sort, language)


def _search(visitor: Visitor, query: Query, selection: Selection, page: int, sort: str, language: str) -> Found:
    places = _places_of_phrase(query)
    known = simple(query, places) if selection.is_empty else None
    documents = cache(partial(matching, visitor, query, selection, places))
    is_ranked = sort == "relevance" and query.root is not None
    found_by = _as_counted(visitor, known) if known else as_written(counted(documents()))
    counts = _count(visitor, found_by, query, RANKED if is_ranked else 0)
    number = min(max(page, 1), _last(counts.count))
    start = (number - 1) * A_PAGE
    found: dict[int, list[PageHit]] = {}
    if is_ranked:
        order, found = _ranked(counts.candidates, query, places)
        chosen = order[start : start + A_PAGE] or _beyond(documents(), order, start)
    else:
        chosen = _ordered(documents(), sort, start)
    return Found(counts, number, tuple(_hits(visitor, chosen, found, query, places, language)))


def all_found(visitor: Visitor, query: Query, selection: Selection, sort: str, most: int) -> list[int]:
    """Give the ids of the first `most` documents in order, for a list to be taken away."""
    with bounded():
        query = across_scripts(query)
        places = _places_of_phrase(query)
        documents = matching(visitor, query, selection, places)
        if sort == "relevance" and query.root is not None:
            counts = _count(visitor, as_written(counted(documents)), query, RANKED)
            order, _ = _ranked(counts.candidates, query, places)
            rest = _by_score(documents).exclude(pk__in=order).values_list("pk", flat=True)
            return [*order, *rest[: max(0, most - len(order))]][:most]
        return list(_in_order(documents, sort).values_list("pk", flat=True)[:most])


def _places_of_phrase(query: Query) -> Places | None:
    phrase = phrase_of(query)
    return phrase_places(phrase) if phrase and not phrase.is_exact else None


def _last(count: int) -> int:
    return min(max(1, -(-count // A_PAGE)), DEEPEST)


def _as_counted(visitor: Visitor, known: Simple) -> Written:
    """Write the statement of what a word or a phrase finds, compiled before."""
    if known.ids:
        return _AMONG.written(visitor, known.ids)
    return _WITH_WORD.written(visitor, known.tsquery, known.tsquery)


def _with_word(visitor: Visitor, at: datetime, in_record: str, in_words: str) -> QuerySet[Any, Any]:
    return counted(Document.objects.findable_by(visitor, at).filter(with_word(in_record, in_words)))


def _among(visitor: Visitor, at: datetime, ids: str) -> QuerySet[Any, Any]:
    return counted(Document.objects.findable_by(visitor, at).filter(IsOneOf("pk", ids)))


_WITH_WORD = CompiledRule(_with_word, str, str)
_AMONG = CompiledRule(_among, str)


def _count(visitor: Visitor, documents: Written, query: Query, candidates: int) -> Counts:
    named, record = (direct(query), record_query(query)) if candidates else (None, "")
    sets = Sets(
        as_written(named),
        WITH_RECORD.written(record) if record else ("", ()),
        noted_as_written(visitor),
    )
    return count(documents, sets, candidates)


def _ranked(
    candidates: Sequence[Candidate], query: Query, places: Places | None
) -> tuple[list[int], dict[int, list[PageHit]]]:
    """Put candidates in order: named outright, then by the weight of record and best page; give also the pages."""
    ids = [candidate.pk for candidate in candidates]
    found = page_hits(page_query(query.root), ids, phrase_of(query), places)
    best = {pk: max(hit.rank for hit in hits) for pk, hits in found.items()}
    records = record_ranks(record_query(query), [row.pk for row in candidates if row.is_record])
    order = sorted(
        candidates,
        key=lambda row: (-row.is_named, -best.get(row.pk, 0.0) - records.get(row.pk, 0.0), -row.score, row.pk),
    )
    return [row.pk for row in order], found


def _beyond(documents: QuerySet[Any], order: Sequence[int], start: int) -> list[int]:
    """Give the results after those that were ranked."""
    rest = _by_score(documents).exclude(pk__in=order).values_list("pk", flat=True)
    return list(rest[start - len(order) : start - len(order) + A_PAGE]) if start >= len(order) else []


def _by_score(documents: QuerySet[Any]) -> QuerySet[Any]:
    return documents.order_by("-index__score", "pk")


def _ordered(documents: QuerySet[Any], sort: str, start: int) -> list[int]:
    return list(_in_order(documents, sort).values_list("pk", flat=True)[start : start + A_PAGE])


def _in_order(documents: QuerySet[Any], sort: str) -> QuerySet[Any]:
    fields = SORTS.get(sort) or SORTS["volume"]
    nulls = [
        F(name[1:]).desc(nulls_last=True) if name.startswith("-") else F(name).asc(nulls_last=True) for name in fields
    ]
    return documents.order_by(*nulls)


def _hits(
    visitor: Visitor,
    chosen: Sequence[int],
    found: dict[int, list[PageHit]],
    query: Query,
    places: Places | None,
    language: str,
) -> list[Hit]:
    rows = entries_of(visitor, chosen, language)
    known = {row.pk: row for row in rows}
    readable = [row.pk for row in rows if row.is_readable]
    rest = page_hits(page_query(query.root), [pk for pk in readable if pk not in found], phrase_of(query), places)
    scattered = page_hits(any_word(query), [pk for pk in readable if pk not in found and pk not in rest])
    hits = [hit for pk in readable for where in (found, rest, scattered) for hit in where.get(pk, ())]
    marks = marks_of(query)
    planned_as_usual()
    layers = quote(visitor, hits, marks)
    shown = [known[pk] for pk in chosen if pk in known]
    return [Hit(row, tuple(marks.spans(row.title)), tuple(layers.get(row.pk, ()))) for row in shown]
