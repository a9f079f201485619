"""Finds documents for a visitor, ranks a bounded number of them, and says on which pages they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, Value

from accounts.compiled import Compiled, IsOneOf, array
from accounts.visitor import Visitor
from archive.entries import Entry, entries_of
from archive.models import Document, DocumentIndex, PageIndex
from archive.panels import noted_as_written
from archive.query import Query, Words
from archive.search.conditions import WITH_RECORD, condition, direct, record_query
from archive.search.counting import Candidate, Counts, Sets, as_written, count
from archive.search.pages import Places, any_word, page_query, pages, phrase_of, phrase_places
from archive.search.quoting import LayerHit, PageHit, marks_of, quote
from archive.search.selection import Selection, narrow
from archive.search.session import bitmaps, bounded, planned_as_usual
from archive.search.spelling import across_scripts

A_PAGE = 20
RANKED = 500
"""Documents whose pages are weighed; the others follow by what is known of them beforehand."""
WEIGHED = 1_000
"""Pages that are weighed: weighing reads a page's vector, which is what costs."""
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


class _Rank(Func):
    """How near each other and how often the words stand (`ts_rank_cd`); long texts and notes count for less."""

    template = "ts_rank_cd('{0.2,0.3,0.1,1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()


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
    documents = matching(visitor, query, selection, places)
    is_ranked = sort == "relevance" and query.root is not None
    counts = _count(visitor, documents, query, RANKED if is_ranked else 0)
    number = min(max(page, 1), _last(counts.count))
    start = (number - 1) * A_PAGE
    found: dict[int, list[PageHit]] = {}
    if is_ranked:
        order, found = _ranked(counts.candidates, query, places)
        chosen = order[start : start + A_PAGE] or _beyond(documents, order, start)
    else:
        chosen = _ordered(documents, sort, start)
    return Found(counts, number, tuple(_hits(visitor, chosen, found, query, language)))


def all_found(visitor: Visitor, query: Query, selection: Selection, sort: str, most: int) -> list[int]:
    """Give the ids of the first `most` documents in order, for a list to be taken away."""
    with bounded():
        query = across_scripts(query)
        places = _places_of_phrase(query)
        documents = matching(visitor, query, selection, places)
        if sort == "relevance" and query.root is not None:
            order, _ = _ranked(_count(visitor, documents, query, RANKED).candidates, query, places)
            rest = _by_score(documents).exclude(pk__in=order).values_list("pk", flat=True)
            return [*order, *rest[: max(0, most - len(order))]][:most]
        return list(_in_order(documents, sort).values_list("pk", flat=True)[:most])


def _places_of_phrase(query: Query) -> Places | None:
    phrase = phrase_of(query)
    return phrase_places(phrase) if phrase else None


def _last(count: int) -> int:
    return min(max(1, -(-count // A_PAGE)), DEEPEST)


def _count(visitor: Visitor, documents: QuerySet[Any], query: Query, candidates: int) -> Counts:
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
    found = _page_hits(page_query(query.root), ids, phrase_of(query), places)
    best = {pk: max(hit.rank for hit in hits) for pk, hits in found.items()}
    records = _record_ranks(record_query(query), [row.pk for row in candidates if row.is_record])
    order = sorted(
        candidates,
        key=lambda row: (-row.is_named, -best.get(row.pk, 0.0) - records.get(row.pk, 0.0), -row.score, row.pk),
    )
    return [row.pk for row in order], found


def _record_ranks(tsquery: str, documents: Sequence[int]) -> Mapping[int, float]:
    if not (tsquery and documents):
        return {}
    return dict(_RECORDS(array(documents), tsquery))


def _page_hits(
    tsquery: str, documents: Sequence[int], phrase: Words | None = None, places: Places | None = None
) -> dict[int, list[PageHit]]:
    """Give the pages of documents that match, a bounded number of them; `places` are those of the phrase if known."""
    found: dict[int, list[PageHit]] = defaultdict(list)
    if tsquery and documents:
        for row in _weighed(tsquery, documents, phrase, places):
            found[row[0]].append(PageHit(*row))
    return found


def _weighed(
    tsquery: str, documents: Sequence[int], phrase: Words | None, places: Places | None
) -> Iterable[tuple[Any, ...]]:
    if places is not None:
        wanted = frozenset(documents)
        known = [page for document, page in places if document in wanted]
        return _KNOWN(array(known[:WEIGHED]), tsquery)
    with bitmaps():
        if phrase is None:
            return _PAGES(array(documents), tsquery)
        return list(_near(array(documents), tsquery, phrase))


def _near(documents: str, tsquery: str, phrase: Words | None = None) -> QuerySet[Any, Any]:
    return _with_rank(pages(tsquery, phrase).filter(IsOneOf("document_id", documents)), tsquery)[:WEIGHED]


def _weighed_pages(found: str, tsquery: str) -> QuerySet[Any, Any]:
    return _with_rank(PageIndex.objects.filter(IsOneOf("page_break_id", found)), tsquery)


def _with_rank(rows: QuerySet[PageIndex], tsquery: str) -> QuerySet[Any, Any]:
    weighed = rows.annotate(rank=_Rank(F("words"), Value(tsquery)))
    return weighed.values_list("document_id", "text", "page_break_id", "rank")


def _weighed_records(documents: str, tsquery: str) -> QuerySet[Any, Any]:
    rows = DocumentIndex.objects.filter(IsOneOf("document_id", documents))
    return rows.annotate(rank=_Rank(F("record"), Value(tsquery))).values_list("pk", "rank")


_PAGES = Compiled(_near, str, str)
_KNOWN = Compiled(_weighed_pages, str, str)
_RECORDS = Compiled(_weighed_records, str, str)


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
    visitor: Visitor, chosen: Sequence[int], found: dict[int, list[PageHit]], query: Query, language: str
) -> list[Hit]:
    rows = entries_of(visitor, chosen, language)
    known = {row.pk: row for row in rows}
    readable = [row.pk for row in rows if row.is_readable]
    rest = _page_hits(page_query(query.root), [pk for pk in readable if pk not in found], phrase_of(query))
    scattered = _page_hits(any_word(query), [pk for pk in readable if pk not in found and pk not in rest])
    hits = [hit for pk in readable for where in (found, rest, scattered) for hit in where.get(pk, ())]
    marks = marks_of(query)
    planned_as_usual()
    layers = quote(visitor, hits, marks)
    shown = [known[pk] for pk in chosen if pk in known]
    return [Hit(row, tuple(marks.spans(row.title)), tuple(layers.get(row.pk, ()))) for row in shown]
