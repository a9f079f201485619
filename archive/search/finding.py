"""Finds documents for a visitor, ranks a bounded number of them, and says on which pages they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, F, FloatField, Func, IntegerField, QuerySet, Value, When

from accounts.visitor import Visitor
from archive.entries import Entry, entries_with_volumes
from archive.models import Document
from archive.query import Query
from archive.search.conditions import any_word, condition, page_query, pages, record_query
from archive.search.quoting import LayerHit, marks_of, quote

A_PAGE = 20
RANKED = 1_000
"""Documents whose pages are weighed; the others follow in the order of the archive."""
WEIGHED = 2_000


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
    """A page of results; `count` is of all documents the visitor may find."""

    count: int
    number: int
    hits: tuple[Hit, ...]

    @property
    def last(self) -> int:
        """Give the number of the last page, at least 1."""
        return max(1, -(-self.count // A_PAGE))

    @property
    def before(self) -> int:
        """Give the number of the page before this one."""
        return self.number - 1

    @property
    def after(self) -> int:
        """Give the number of the page after this one."""
        return self.number + 1


class _PageHit(NamedTuple):
    document: int
    page_break: int
    rank: float


class _Rank(Func):
    """How near each other and how often the words stand (`ts_rank_cd`), long pages counting for less."""

    template = "ts_rank_cd(%(expressions)s::tsquery, 1)"
    output_field = FloatField()


def search(visitor: Visitor, query: Query, *, page: int = 1, language: str = "en") -> Found:
    """Give a page of results by relevance; a page that does not exist is the last."""
    documents: QuerySet[Any] = Document.objects.findable_by(visitor).filter(condition(query))
    count = documents.count() if query.root else 0
    number = min(max(page, 1), max(1, -(-count // A_PAGE)))
    if not count:
        return Found(0, 1, ())
    order, page_hits = _ranked(documents, query)
    start = (number - 1) * A_PAGE
    chosen = order[start : start + A_PAGE]
    if len(chosen) < A_PAGE and len(order) < count:
        rest = documents.exclude(pk__in=order).order_by("pk").values_list("pk", flat=True)
        chosen += list(rest[max(0, start - len(order)) : start + A_PAGE - len(order)])
    return Found(count, number, tuple(_hits(visitor, chosen, page_hits, query, language)))


def _ranked(documents: QuerySet[Any], query: Query) -> tuple[list[int], dict[int, list[_PageHit]]]:
    """Weigh the candidates: those found as records first, then by their best page; give also the pages."""
    record = record_query(query)
    in_record = When(index__record__matches=record, then=Value(1)) if record else When(pk=0, then=Value(1))
    weighed = documents.annotate(is_record=Case(in_record, default=Value(0), output_field=IntegerField()))
    candidates = list(weighed.order_by("-is_record", "pk").values_list("pk", "is_record")[:RANKED])
    found = _page_hits(page_query(query.root), [pk for pk, _ in candidates])
    best = {pk: max(hit.rank for hit in hits) for pk, hits in found.items()}
    order = sorted(candidates, key=lambda row: (-row[1], -best.get(row[0], 0.0), row[0]))
    return [pk for pk, _ in order], found


def _page_hits(tsquery: str, documents: Sequence[int]) -> dict[int, list[_PageHit]]:
    """Give the pages of documents that match, a bounded number of them."""
    if not (tsquery and documents):
        return {}
    rank = _Rank(F("words"), Value(tsquery))
    rows = pages(tsquery).filter(document_id__in=documents).annotate(rank=rank)
    found: dict[int, list[_PageHit]] = defaultdict(list)
    for row in rows.values_list("document_id", "page_break_id", "rank")[:WEIGHED]:
        found[row[0]].append(_PageHit(*row))
    return found


def _hits(
    visitor: Visitor, chosen: Sequence[int], found: dict[int, list[_PageHit]], query: Query, language: str
) -> list[Hit]:
    rows = entries_with_volumes(visitor, Document.objects.findable_by(visitor).filter(pk__in=chosen), language)
    known = {row.pk: row for row in rows}
    readable = [row.pk for row in rows if row.is_readable]
    scattered = _page_hits(any_word(query), [pk for pk in readable if pk not in found])
    hits = [hit for pk in readable for hit in (*found.get(pk, ()), *scattered.get(pk, ()))]
    marks = marks_of(query)
    layers = quote(visitor, {hit.page_break: hit.rank for hit in hits}, marks)
    shown = [known[pk] for pk in chosen if pk in known]
    return [Hit(row, tuple(marks.spans(row.title)), tuple(layers.get(row.pk, ()))) for row in shown]
