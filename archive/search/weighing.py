"""Weighs the pages of documents that may answer best, a bounded number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet, Value

from accounts.compiled import Compiled, IsOneOf, array
from archive.models import DocumentIndex, PageIndex
from archive.query import Words
from archive.search.pages import Places, pages
from archive.search.quoting import PageHit
from archive.search.session import bitmaps

FIRST = 100
"""Documents whose pages are weighed first, so that those come to it that stand best; then as many as there is room."""
WEIGHED = 1_000
"""Pages that are weighed: weighing reads a page's vector, which is what costs."""


class _Rank(Func):
    """How near each other and how often the words stand (`ts_rank_cd`); long texts and notes count for less."""

    template = "ts_rank_cd('{0.2,0.3,0.1,1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()


def record_ranks(tsquery: str, documents: Sequence[int]) -> Mapping[int, float]:
    """Give how well the records of documents answer."""
    if not (tsquery and documents):
        return {}
    return dict(_RECORDS(array(documents), tsquery))


def page_hits(
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
        if phrase is not None:
            return list(_near(array(documents), tsquery, phrase))
        rows = _PAGES(array(documents[:FIRST]), tsquery)
        room = (WEIGHED - len(rows)) * FIRST // max(len(rows), 1)
        rest = documents[FIRST : FIRST + room]
        return [*rows, *(_PAGES(array(rest), tsquery) if rest else ())]


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
